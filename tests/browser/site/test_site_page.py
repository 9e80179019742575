"""The page without a server: find, hear, blend, keep, share and take along, all made by the browser."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from engines.test_other_browsers import STAGE, ready, rendered, window  # noqa: F401
from engines.webdriver import Window
from playwright.sync_api import Browser, expect
from served_site import served
from stage_page import StagePage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="session")
def site_url(checkpoints: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of the small checkpoints, below a path."""
    from explorer.publish.site import shelf_of, write_site

    folder = tmp_path_factory.mktemp("web") / "my site"
    write_site(folder, shelf_of([checkpoints / "drum-machine", checkpoints / "lost-kit"]))
    with served(folder) as address:
        yield address.replace(" ", "%20")


@pytest.fixture
def site(browser: Browser, site_url: str) -> Iterator[StagePage]:
    """The site's page; afterwards it must have logged no error and asked no other host for anything."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    stage = StagePage(context.new_page(), site_url)
    stage.open()
    yield stage
    context.close()
    assert stage.console_errors == []
    assert stage.foreign_requests == []


def middle(stage: StagePage) -> None:
    box = stage.page.locator(".surface").bounding_box()
    stage.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_is_heard(site):
    recipe = site.after(lambda: middle(site))
    assert recipe["kind"] in ("point", "place")
    assert site.energy > 0
    site.page.keyboard.press("ArrowRight")
    assert site.rendered(2)["kind"] == "point"
    assert site.report("error") == ""


def test_two_sounds_are_morphed_and_the_slider_moves_between_them(site):
    site.after(lambda: middle(site))
    site.page.locator("[data-corner='0']").click()
    site.after(lambda: site.page.keyboard.press("ArrowRight"))
    site.page.locator("[data-corner='1']").click()
    site.settled("recipe.kind === 'mix'")
    slider = site.page.locator("#morph input[type=range]")
    slider.fill("0.25")
    site.settled("recipe.kind === 'mix' && recipe.weights[1] === 0.25")
    expect(site.page.locator("#morph input[type=number]")).to_have_value("0.25")
    site.page.locator("#interpolation label", has_text="Quick").click()
    site.settled("recipe.interpolation === 'lerp'")
    assert site.report("error") == ""


def test_a_sound_is_found_and_its_link_opens_it_again(site):
    site.page.locator(".search input").fill("snare")
    site.page.locator(".search input").press("Enter")
    recipe = site.rendered(1)
    site.page.wait_for_function("() => location.hash.includes('point')")
    link = site.page.evaluate("() => location.hash")
    assert f"version={site.report('version')}" in link
    site.page.goto("about:blank")
    site.open(link)
    site.rendered(1)
    assert site.recipe == recipe


def test_a_link_is_the_same_in_the_app(site, app_url):
    """Names and versions of checkpoints are the same, so a link of one opens in the other."""
    site.after(lambda: site.page.keyboard.press("r"))
    site.page.wait_for_function("() => location.hash.includes('prior')")
    link, title = site.page.evaluate(
        "() => [location.hash, document.querySelector('.now .title').textContent]"
    )
    app = StagePage(site.page.context.new_page(), app_url)
    app.open(link)
    app.rendered(1)
    assert app.recipe == site.recipe
    assert app.page.locator(".now .title").text_content() == title
    expect(app.page.locator(".toast")).to_be_hidden()


def test_another_checkpoint_is_chosen(site):
    site.page.locator("#checkpoint select").select_option("lost-kit")
    site.wait("data-checkpoint", "lost-kit")
    site.after(lambda: middle(site))
    assert site.report("error") == ""


def test_a_kit_is_made_played_taken_along_and_opened_again(site, tmp_path):
    page = site.page
    page.locator("[data-keep=random-kit]").click()
    expect(page.locator(".pad.filled")).to_have_count(8)
    expect(page.locator(".keep")).to_have_attribute("data-ready", "true")
    page.keyboard.press("p")
    expect(page.locator(".keep")).to_have_attribute("data-playing", "true")
    page.keyboard.press("p")
    kit = json.loads(page.locator(".keep").get_attribute("data-kit"))
    page.locator("[data-menu=export] summary").click()
    with page.expect_download() as saved:
        page.locator("[data-keep=export]").click()
    zip_file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(zip_file)
    with zipfile.ZipFile(zip_file) as archive:
        assert archive.testzip() is None
        assert sum(name.endswith(".wav") for name in archive.namelist()) == 8
        assert all(archive.read(name)[:4] == b"RIFF" for name in archive.namelist() if name.endswith(".wav"))
    from explorer.kit.kit import data_of
    from explorer.kit.opening import open_kit

    assert data_of(open_kit(zip_file.read_bytes()).kit)["slots"] == kit["slots"]
    page.evaluate("() => localStorage.clear()")
    page.reload()
    expect(page.locator(".pad.filled")).to_have_count(0)
    page.locator(".keep input[type=file]").set_input_files(zip_file)
    expect(page.locator(".pad.filled")).to_have_count(8)
    assert json.loads(page.locator(".keep").get_attribute("data-kit"))["slots"] == kit["slots"]


def test_what_needs_a_server_is_away_or_says_so(site):
    for selector in ("#upload", "#record", "[data-side=original]", "[data-keep=loop]"):
        expect(site.page.locator(selector)).to_be_hidden()
    site.page.locator("#compare-tab").click()
    expect(site.page.locator("#compare-panel")).to_contain_text("need the originals")
    expect(site.page.locator("[data-test=original]")).to_be_hidden()


def test_a_visit_in_other_browsers(site_url: str, window: Window) -> None:  # noqa: F811
    ready(window, site_url + "/index.html")
    window.click(".surface", 40, 30)
    place = rendered(window, 1)
    window.wait("document.querySelector('.spec canvas').width > 100")
    window.press("r")
    assert rendered(window, 2) != place
    assert window.run("return failed") == []
    assert window.run(f"return {STAGE}.dataset.error") == ""
