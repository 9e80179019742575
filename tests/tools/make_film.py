"""Films the README's moving picture of a running app: sounds, places between them, a drag, a morph and the beat.

python app.py --port 7860
python tests/tools/make_film.py --url http://127.0.0.1:7860
"""

import base64
import io
import sys
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import CDPSession, sync_playwright
from stage_page import StagePage

WINDOW, SIZE = (1280, 720), (880, 495)
FRAMES_A_SECOND, SPEED, QUALITY = 10, 2, 62
POINTER = """
const pointer = document.body.appendChild(document.createElement('div'));
pointer.style.cssText = 'position:fixed;z-index:9999;width:22px;height:22px;margin:-11px;border-radius:50%;' +
  'border:2px solid #fff;background:#fff5;pointer-events:none;transition:transform .1s';
addEventListener('pointermove', (event) => {
  pointer.style.left = event.clientX + 'px';
  pointer.style.top = event.clientY + 'px';
}, true);
addEventListener('pointerdown', () => { pointer.style.transform = 'scale(.6)'; }, true);
addEventListener('pointerup', () => { pointer.style.transform = ''; }, true);
"""
SOUNDS = ("kick", "snare", "cymbal")
DRAG = ((0.30, 0.30), (0.45, 0.62), (0.62, 0.42), (0.70, 0.66))
CORNERS = ((0.24, 0.30), (0.72, 0.62))


def main(
    url: Annotated[str, typer.Option(help="Address of the running app.")] = "http://127.0.0.1:7860",
    out: Annotated[Path, typer.Option(help="The film to write, .webp or .gif.")] = Path(
        "notebooks/images/hitmap.webp"
    ),
    checkpoint: Annotated[str, typer.Option(help="Name of the checkpoint to show.")] = "drum-machine",
) -> None:
    """Writes a moving picture of about ten seconds, at twice the speed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": WINDOW[0], "height": WINDOW[1]}, color_scheme="dark")
        stage = StagePage(page, url.rstrip("/"))
        stage.open(f"#checkpoint={checkpoint}")
        page.evaluate(POINTER)
        film = Film(page.context.new_cdp_session(page))
        play(stage)
        frames = film.end()
        browser.close()
    frames[0].save(
        out,
        save_all=True,
        append_images=frames[1:],
        duration=round(1000 / FRAMES_A_SECOND),
        loop=0,
        quality=QUALITY,
        method=4,
    )
    seconds = len(frames) / FRAMES_A_SECOND
    typer.echo(f"Wrote {out}: {seconds:.0f} s, {out.stat().st_size / 1e6:.1f} MB.")


class Film:
    """What the browser draws, each frame with the time at which it came."""

    def __init__(self, session: CDPSession):
        """Begins to film."""
        self._session = session
        self._frames: list[tuple[float, str]] = []
        session.on("Page.screencastFrame", self._take)
        session.send("Page.startScreencast", {"format": "jpeg", "quality": 92})

    def end(self) -> list[Image.Image]:
        """The frames, evenly spaced."""
        self._session.remove_listener("Page.screencastFrame", self._take)
        self._session.send("Page.stopScreencast")
        times = np.array([at for at, _ in self._frames])
        even = np.arange(times[0], times[-1], SPEED / FRAMES_A_SECOND)
        shown = np.searchsorted(times, even, side="right") - 1
        return [_image(self._frames[index][1]) for index in shown]

    def _take(self, frame: dict) -> None:
        self._frames.append((time.monotonic(), frame["data"]))
        self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})


def _image(data: str) -> Image.Image:
    whole = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    return whole.resize(SIZE, Image.Resampling.LANCZOS)


def play(stage: StagePage) -> None:
    """Three sounds, a drag between them, a morph, and a beat of eight sounds."""
    page = stage.page
    library, lonely = stage.library, stage.lonely_sounds(100)
    for label in SOUNDS:
        sound = next(one for one in lonely if library[one]["label"] == label)
        page.mouse.move(*stage.sound_at(sound), steps=12)
        page.mouse.down()
        page.mouse.up()
        page.wait_for_timeout(750)
    box = page.locator(".surface").bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (*DRAG, *CORNERS)]
    page.mouse.move(*at[0], steps=10)
    page.mouse.down()
    for place in at[1 : len(DRAG)]:
        page.mouse.move(*place, steps=14)
        page.wait_for_timeout(250)
    page.mouse.up()
    page.keyboard.down("Shift")
    for place in at[len(DRAG) :]:
        page.mouse.move(*place, steps=10)
        stage.after(lambda place=place: page.mouse.click(*place))
        page.wait_for_timeout(400)
    page.keyboard.up("Shift")
    page.wait_for_timeout(500)
    page.locator("[data-keep=random-kit]").click()
    page.wait_for_selector(".pad.filled >> nth=7")
    page.wait_for_selector(".keep[data-ready=true]")
    page.locator("[data-keep=play]").click()
    page.wait_for_timeout(3000)


if __name__ == "__main__":
    typer.run(main)
