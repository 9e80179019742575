"""A real Chromium on the running app. Waits on conditions, never on a clock."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright
from stage_page import RESTART, StagePage

FORGET_ALL = """() => new Promise((done) => {
  localStorage.clear();
  const request = indexedDB.deleteDatabase('hitmap');
  request.onsuccess = request.onerror = request.onblocked = () => done();
})"""
"""Takes back what the browser keeps."""


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
    context.add_init_script(path=RESTART)
    yield context
    context.close()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> dict[str, BrowserContext]:
    """Browser contexts of other devices, by their options."""
    return {}


@dataclass
class Loaded:
    """Pages that stay open from test to test, by device, and how each looks just after it is loaded."""

    pages: dict[str, StagePage] = field(default_factory=dict)
    looks: dict[tuple[object, ...], str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    return Loaded()


@pytest.fixture
def open_stage(request: pytest.FixtureRequest, profile: BrowserContext, app_url: str, loaded: Loaded):
    """Opens the page, with nothing remembered from before: `open_stage(address, viewport=…, color_scheme=…)`.

    With further options of a browser context it is another device. Without an address, the stage of a page that is
    open already is started again where that cannot be told from loading it; a test marked `loads` always loads.
    Afterwards the page must have logged no error and asked no other host for anything.
    """
    opened: list[tuple[str, StagePage]] = []
    failed = request.session.testsfailed

    def context_of(device: dict[str, object]) -> BrowserContext:
        if not device:
            return profile
        contexts = request.getfixturevalue("contexts")
        if repr(device) not in contexts:
            contexts[repr(device)] = request.getfixturevalue("browser").new_context(**device)
            contexts[repr(device)].add_init_script(path=RESTART)
        return contexts[repr(device)]

    def open_page(
        address: str = "",
        *,
        viewport: dict[str, int] | None = None,
        color_scheme: Literal["dark", "light"] = "dark",
        **device,
    ) -> StagePage:
        size = viewport or {"width": 1440, "height": 900}
        name = (repr(device), *size.values(), color_scheme)
        stage = loaded.pages.pop(repr(device), None)
        again = stage is not None and not address and name in loaded.looks
        stage = stage or StagePage(context_of(device).new_page(), app_url)
        opened.append((repr(device), stage))
        stage.page.set_viewport_size(size)
        stage.page.emulate_media(color_scheme=color_scheme)
        if again and not request.node.get_closest_marker("loads") and stage.restart(loaded.looks[name]):
            return stage
        stage.page.goto("about:blank")
        stage.open(address)
        if not address:
            loaded.looks.setdefault(name, stage.look())
        return stage

    yield open_page
    for device, stage in opened:
        errors, requests = stage.console_errors[:], stage.foreign_requests[:]
        stage.page.evaluate(FORGET_ALL)
        if device in loaded.pages or stage.scripted or request.session.testsfailed > failed:
            stage.page.close()
        else:
            loaded.pages[device] = stage
        stage.console_errors.clear()
        stage.foreign_requests.clear()
        assert errors == []
        assert requests == []


@pytest.fixture
def stage(request: pytest.FixtureRequest, open_stage) -> StagePage:
    """The page, ready to play, dark and at 1440 × 900, or as large as its mark `viewport(size)` says."""
    mark = request.node.get_closest_marker("viewport")
    return open_stage(viewport=mark.args[0] if mark else None)


@pytest.fixture
def page(stage: StagePage) -> Page:
    """The Playwright page under the stage."""
    return stage.page
