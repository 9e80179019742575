"""Times what a visitor waits for: the first page, a render, a click, a scrub; and the memory that it takes.

python tests/tools/benchmark_page.py
"""

import random
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from chromium import ARGUMENTS, CHROMIUM  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from stage_page import StagePage  # noqa: E402

SCRUB_SECONDS = 5


def start(port: int) -> tuple[subprocess.Popen, float]:
    """The app in a process of its own, and the seconds until it gave its first page."""
    begun = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    app = subprocess.Popen([sys.executable, ROOT / "app.py", "--port", str(port)], cwd=ROOT, **quiet)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).read()
            return app, time.perf_counter() - begun
        except urllib.error.URLError:
            time.sleep(0.02)


def time_renders(folder: Path, count: int) -> list[float]:
    """Milliseconds of `count` renders of random places, after some to warm up."""
    from explorer.sound.render import Renderer
    from vae import Codec
    from vae.library.library import Library
    from vae.recipes.kinds import Place

    renderer = Renderer(Codec.load(folder), Library.load(folder))
    low, high = renderer.library.coordinates.min(0), renderer.library.coordinates.max(0)
    took = []
    for x, y in np.random.default_rng(0).uniform(low, high, (count + 20, 2)).tolist():
        begun = time.perf_counter()
        renderer.render(Place(x, y))
        took.append(1000 * (time.perf_counter() - begun))
    return took[20:]


def time_page(url: str, clicks: int) -> tuple[list[float], float]:
    """Milliseconds from click to scheduled audio, and sounds a second while scrubbing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        stage = StagePage(page, url)
        stage.open()
        box = page.locator(".surface").bounding_box()
        rng, took = random.Random(0), []
        for _ in range(clicks + 10):
            x = box["x"] + box["width"] * rng.uniform(0.12, 0.85)
            y = box["y"] + box["height"] * rng.uniform(0.15, 0.75)
            stage.after(lambda x=x, y=y: page.mouse.click(x, y))
            page.wait_for_timeout(100)
            took.append(float(stage.report("last-ms")))
        before, begun = stage.renders, time.perf_counter()
        page.mouse.move(box["x"] + 300, box["y"] + 200)
        page.mouse.down()
        while (done := (time.perf_counter() - begun) / SCRUB_SECONDS) < 1:
            page.mouse.move(box["x"] + 300 + 500 * done, box["y"] + 200 + 250 * done)
        page.mouse.up()
        scrubbed = (stage.renders - before) / SCRUB_SECONDS
        browser.close()
    return took[10:], scrubbed


def spread(milliseconds: list[float]) -> str:
    """Median and 95th percentile as text."""
    return f"median {statistics.median(milliseconds):.0f} ms, 95 % {np.percentile(milliseconds, 95):.0f} ms"


def main(
    port: Annotated[int, typer.Option(help="A free port.")] = 7899,
    clicks: Annotated[int, typer.Option(help="How many clicks.")] = 60,
) -> None:
    """Prints every figure in a line of its own."""
    waits = []
    for last in (False, False, True):
        app, seconds = start(port)
        waits.append(seconds)
        if not last:
            app.terminate()
            app.wait()
    print(f"start to first page: median {statistics.median(waits):.1f} s of {len(waits)}")
    try:
        took, scrubbed = time_page(f"http://127.0.0.1:{port}", clicks)
        print(f"click to scheduled audio: {spread(took)}")
        print(f"scrubbing: {scrubbed:.1f} sounds/s")
        status = Path(f"/proc/{app.pid}/status")
        if status.exists():
            memory = next(
                line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")
            )
            print(f"memory of the app: {int(memory.split()[1]) / 1024:.0f} MB at most")
    finally:
        app.terminate()
    for folder in sorted((ROOT / "checkpoints").iterdir()):
        if (folder / "library.npz").is_file():
            print(f"render on the server, {folder.name}: {spread(time_renders(folder, 300))}")


if __name__ == "__main__":
    typer.run(main)
