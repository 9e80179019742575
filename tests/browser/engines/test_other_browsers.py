"""A short visit in Firefox and in WebKit, the engine of Safari: find, hear, blend, keep, play a beat, come back."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from engines.firefox import FIREFOX, firefox
from engines.webdriver import Window
from engines.webkit import SCREEN, WEBKIT, webkit

pytestmark = pytest.mark.browser

STAGE = "document.querySelector('#stage')"
OWN = f"{STAGE}.dataset.recipe.includes('\"latent\"')"
NOTE_ERRORS = """
  window.failed = [];
  addEventListener('error', ({ message }) => failed.push(message));
  addEventListener('unhandledrejection', ({ reason }) => failed.push(String(reason)));
"""
ARROW_RIGHT = "\ue014"
Start = Callable[[Path], AbstractContextManager[Window]]
ENGINES: dict[str, tuple[Start, list[Path], str]] = {
    "firefox": (firefox, [FIREFOX], "firefox-esr"),
    "webkit": (webkit, [WEBKIT, SCREEN], "webkit2gtk-driver xvfb"),
}


@pytest.fixture(params=ENGINES)
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Window]:
    """A window of the engine. Where it is missing tests are skipped, but fail where CI is set."""
    start, programs, packages = ENGINES[request.param]
    if not all(program.exists() for program in programs):
        message = f"There is no {request.param}; on Debian: apt-get install {packages}."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    profile = tmp_path / "profile"
    profile.mkdir()
    with start(profile) as window:
        yield window


def ready(window: Window, url: str) -> None:
    window.open("about:blank")  # so that nothing of a page that was open answers
    window.open(url)
    window.wait(f"{STAGE}?.dataset.ready === 'true'")
    window.run(NOTE_ERRORS)


def rendered(window: Window, count: int) -> str:
    """Waits for so many sounds; the recipe of the newest."""
    window.wait(f"Number({STAGE}?.dataset.renders) >= {count}")
    return window.run(f"return {STAGE}.dataset.recipe")


def test_a_visit(window: Window, app_url: str, tmp_path: Path) -> None:
    ready(window, app_url)
    window.click(".surface", 40, 30)
    place = rendered(window, 1)
    assert window.run("return document.querySelector('.now .title').textContent")
    window.wait("document.querySelector('.spec canvas').width > 100")
    window.press(ARROW_RIGHT)
    assert rendered(window, 2) != place
    window.press("r")
    assert '"prior"' in rendered(window, 3)

    window.click("[data-pad='0']")
    window.wait("document.querySelector('[data-pad=\"0\"]').matches('.filled')")
    window.click("[data-keep=random-kit]")
    window.wait("document.querySelectorAll('.pad.filled').length === 8")
    window.wait("document.querySelector('.keep').dataset.ready === 'true'")
    window.click("[data-keep=play]")
    window.wait("document.querySelector('.keep').dataset.playing === 'true'")
    window.press("p")
    window.wait("document.querySelector('.keep').dataset.playing === 'false'")

    sound = tmp_path / "mine.wav"
    noise = np.random.default_rng(0).standard_normal(22_050) * np.linspace(0.5, 0, 22_050)
    soundfile.write(sound, noise, 44_100)
    window.type("#header input[type=file]", str(sound))
    window.wait(OWN)
    assert window.run("return document.querySelector('.now .title').textContent") == "mine"
    assert window.run("return failed") == []
    assert window.run(f"return {STAGE}.dataset.error") == ""

    window.wait("location.hash.includes('latent')")  # written a moment later
    ready(window, app_url + "/" + window.run("return location.hash"))
    window.wait(OWN)
    window.wait("document.querySelectorAll('.pad.filled').length === 8")
