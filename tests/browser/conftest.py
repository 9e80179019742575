"""A real Chromium on the running app. Waits on conditions, never on a clock."""

import os
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright
from stage_page import StagePage


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """Debian's Chromium. Where it is missing tests are skipped, but fail where CI is set."""
    if not CHROMIUM.exists():
        message = "There is no /usr/bin/chromium; on Debian: apt-get install chromium."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as driver:
        yield driver.chromium


@pytest.fixture(scope="session")
def launch(chromium: BrowserType) -> Callable[..., Browser]:
    """Starts it, with further arguments if wanted."""
    return lambda *more: chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """One for contexts of their own."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def profile(chromium: BrowserType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """What most tests share: a visitor's profile, which keeps compiled scripts, so that pages open twice as fast."""
    folder = tmp_path_factory.mktemp("profile")
    context = chromium.launch_persistent_context(folder, executable_path=str(CHROMIUM), args=ARGUMENTS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[str, BrowserContext]:
    """Browser contexts of other devices, by their options."""
    return {}


@pytest.fixture
def open_stage(request: pytest.FixtureRequest, profile: BrowserContext, app_url: str):
    """Opens the page, with nothing remembered from before: `open_stage(address, viewport=…, color_scheme=…)`.

    With further options of a browser context it is another device. Afterwards the page must have logged no error and
    asked no other host for anything.
    """
    opened: list[StagePage] = []

    def open_page(
        address: str = "",
        *,
        viewport: dict[str, int] | None = None,
        color_scheme: Literal["dark", "light"] = "dark",
        **device,
    ) -> StagePage:
        context = profile
        if device:
            contexts = request.getfixturevalue("contexts")
            if repr(device) not in contexts:
                contexts[repr(device)] = request.getfixturevalue("browser").new_context(**device)
            context = contexts[repr(device)]
        page = context.new_page()
        page.set_viewport_size(viewport or {"width": 1440, "height": 900})
        page.emulate_media(color_scheme=color_scheme)
        stage = StagePage(page, app_url)
        opened.append(stage)
        stage.open(address)
        return stage

    yield open_page
    for stage in opened:
        stage.page.evaluate("localStorage.clear()")
        stage.page.close()
        assert stage.console_errors == []
        assert stage.foreign_requests == []


@pytest.fixture
def stage(request: pytest.FixtureRequest, open_stage) -> StagePage:
    """The page, ready to play, dark and at 1440 × 900, or as large as its mark `viewport(size)` says."""
    mark = request.node.get_closest_marker("viewport")
    return open_stage(viewport=mark.args[0] if mark else None)


@pytest.fixture
def page(stage: StagePage) -> Page:
    """The Playwright page under the stage."""
    return stage.page
