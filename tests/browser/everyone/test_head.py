"""Before Gradio's scripts run, the page finds its path below a proxy; where scripts are lost, a sentence says so."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[3] / "explorer" / "static"
SITE = "http://hitmap.test"
HEAD = f"""<!doctype html><html><head><script>{(STATIC / "everyone" / "prefix.js").read_text("utf-8")}</script>
<script>window.gradio_config = {{ root: '{SITE}' }}</script><script type="module" src="./assets/index.js"></script>
</head><body><div id="stage"></div><div class="map"><div class="loading"><span></span></div></div></body></html>"""
MODULE = "document.title = window.gradio_config.root"
START_BOOT = "code => Function('props', code)({ static_path: '/lost', panels: [] })"


@pytest.fixture
def page(profile):
    """A page below /tools/hitmap/, of which the server was not told; Gradio's script writes its root as the title."""
    page = profile.new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path == "/tools/hitmap/assets/index.js":
            route.fulfill(body=MODULE, content_type="text/javascript")
        elif path.startswith("/tools/hitmap") and "assets" not in path and "lost" not in path:
            route.fulfill(body=HEAD, content_type="text/html")
        else:
            route.fulfill(status=404)

    page.route(f"{SITE}/**", answer)
    yield page
    page.close()


def test_the_path_of_the_page_is_known_before_gradios_scripts_run(page: Page):
    page.goto(f"{SITE}/tools/hitmap/")
    expect(page).to_have_title(f"{SITE}/tools/hitmap")


def test_an_address_without_its_last_slash_is_mended(page: Page):
    page.goto(f"{SITE}/tools/hitmap?dark#recipe=1")
    expect(page).to_have_title(f"{SITE}/tools/hitmap")
    assert page.url == f"{SITE}/tools/hitmap/?dark#recipe=1"


def test_lost_scripts_of_gradio_are_one_sentence(page: Page):
    page.route("**/index.js", lambda route: route.abort())
    page.goto(f"{SITE}/tools/hitmap/")
    expect(page.get_by_role("alert")).to_contain_text("GRADIO_ROOT_PATH")


def test_lost_scripts_of_the_stage_are_one_sentence(page: Page):
    page.goto(f"{SITE}/tools/hitmap/")
    page.evaluate(START_BOOT, (STATIC / "stage" / "boot.js").read_text("utf-8"))
    sentence = page.locator(".map .loading span")
    expect(sentence).to_contain_text("did not load")
    expect(sentence).to_contain_text("GRADIO_ROOT_PATH")
    expect(page.locator("#stage")).to_have_attribute("data-ready", "false")
