"""A real Chromium on the running app. Waits on conditions, never on a clock."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stage_page import StagePage

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Debian's Chromium, with further arguments if wanted.

    Where it is missing tests are skipped, but fail where CI is set.
    """
    if not CHROMIUM.exists():
        message = "There is no /usr/bin/chromium; on Debian: apt-get install chromium."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as driver:
        yield lambda *more: driver.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """The Chromium that all tests share."""
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[str, BrowserContext]:
    """Browser contexts by their options, kept so that the browser's cache works as a visitor's does."""
    return {}


@pytest.fixture
def open_stage(browser: Browser, contexts: dict[str, BrowserContext], app_url: str):
    """Opens the page, with nothing remembered from before: `open_stage(address, **context options)`.

    Afterwards the page must have logged no error and asked no other host for anything.
    """
    opened: list[StagePage] = []

    def open_page(address: str = "", **options) -> StagePage:
        options = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark", **options}
        if repr(options) not in contexts:
            contexts[repr(options)] = browser.new_context(**options)
        stage = StagePage(contexts[repr(options)].new_page(), app_url)
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
def stage(open_stage) -> StagePage:
    """The page, ready to play, dark and at 1440 × 900."""
    return open_stage()


@pytest.fixture
def page(stage: StagePage) -> Page:
    """The Playwright page under the stage."""
    return stage.page
