"""The map in Chromium, by the size of its library: until it is there, frames a second, colours, a search, a click."""

import random
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.serving import ROOT, running
from tests.benchmarks.table import Row

sys.path[:0] = [str(ROOT / "tests" / "browser")]

from chromium import ARGUMENTS, CHROMIUM  # noqa: E402
from stage_page import StagePage  # noqa: E402

SECONDS = 4
"""How long the map is zoomed, and panned."""
TIMES = 5
CLICKS = 20

COUNT_FRAMES = """() => {
  const frames = (window.frames_seen = { times: [], longest: 0 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) frames.longest = Math.max(frames.longest, duration);
  }).observe({ type: 'longtask' });
  const tick = (now) => { frames.times.push(now); if (!frames.ended) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""
COUNTED = """() => {
  const { times, longest } = window.frames_seen;
  window.frames_seen.ended = true;
  const gaps = times.slice(1).map((at, i) => at - times[i]);
  return [(1000 * gaps.length) / (times.at(-1) - times[0]), Math.max(...gaps), longest];
}"""
HOVER = """() => {
  const surface = document.querySelector('.surface'), box = surface.getBoundingClientRect(), took = [];
  for (let i = 0; i < 100; i++) {
    const [clientX, clientY] = [box.x + box.width * ((i * 0.618) % 1), box.y + box.height * ((i * 0.755) % 1)];
    const event = new PointerEvent('pointermove', { pointerType: 'mouse', pointerId: 1, clientX, clientY });
    const begun = performance.now();
    surface.dispatchEvent(event);
    took.push(performance.now() - begun);
  }
  return took.sort((a, b) => a - b)[50];
}"""
PAINTED = """async ([selector, value]) => {
  const element = document.querySelector(selector), begun = performance.now();
  if (value === null) element.click();
  else {
    element.value = value;
    element.dispatchEvent(new Event(element.matches('select') ? 'change' : 'input'));
  }
  const sync = performance.now() - begun;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  return [sync, performance.now() - begun];
}"""
"""Does something to an element: the milliseconds until that returns, and until the frame after it was painted."""


def middle(page: Page) -> tuple[float, float]:
    """The middle of the map, in the window."""
    box = page.locator(".surface").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def frames(page: Page, act) -> tuple[float, float]:
    """Frames a second, and the longest task in ms, while `act(0 … 1)` is called for some seconds."""
    page.evaluate(COUNT_FRAMES)
    begun = time.perf_counter()
    while (done := (time.perf_counter() - begun) / SECONDS) < 1:
        act(done)
    rate, _, task = page.evaluate(COUNTED)
    return rate, task


def zooming(page: Page) -> tuple[float, float]:
    page.mouse.move(*middle(page))
    told = frames(page, lambda done: page.mouse.wheel(0, -60 if done < 0.5 else 60))
    page.keyboard.press("0")
    return told


def panning(page: Page) -> tuple[float, float]:
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -600)
    page.keyboard.down("Alt")
    page.mouse.down()
    told = frames(page, lambda done: page.mouse.move(x + 300 * (done - 0.5), y + 200 * (done - 0.5)))
    page.mouse.up()
    page.keyboard.up("Alt")
    page.keyboard.press("0")
    return told


def painted(page: Page, selector: str, values: list[str | None]) -> float:
    """Milliseconds until these values are painted, the median of several times."""
    return statistics.median(
        page.evaluate(PAINTED, [selector, value])[1] for _ in range(TIMES) for value in values
    )


def clicking(stage: StagePage) -> list[float]:
    """Milliseconds from click to scheduled audio, at random places."""
    page, rng, took = stage.page, random.Random(0), []
    box = page.locator(".surface").bounding_box()
    for _ in range(CLICKS):
        x, y = (
            box[side] + box[span] * rng.uniform(0.15, 0.75)
            for side, span in (("x", "width"), ("y", "height"))
        )
        stage.after(lambda x=x, y=y: page.mouse.click(x, y))
        page.wait_for_timeout(100)
        took.append(float(stage.report("last-ms")))
    return took


def measure(checkpoints: Mapping[int, Path]) -> list[Row]:
    """Figures of checkpoints by their size."""
    found: dict[str, dict[int, float]] = {}
    with sync_playwright() as playwright:
        for size, checkpoint in checkpoints.items():
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
            with running(str(checkpoint)) as app:
                for name, value in _of_page(browser.new_page, app.url).items():
                    found.setdefault(name, {})[size] = value
            browser.close()
    return [
        Row("page ready, cold", "s", found["cold"]),
        Row("page ready, warm", "s", found["warm"], 4),
        Row("zoom", "frames/s", found["zoom"], 30, at_least=True),
        Row("pan", "frames/s", found["pan"], 30, at_least=True),
        Row("longest task while zooming", "ms", found["task"]),
        Row("movement of the pointer over the map", "ms", found["hover"]),
        Row("colour by another value, painted", "ms", found["colour"]),
        Row("colour by kit, painted", "ms", found["kit"]),
        Row("key of a search, painted", "ms", found["search"], 100),
        Row("click to audio, median", "ms", found["click"], 80),
        Row("click to audio, 95 %", "ms", found["slow click"]),
    ]


def _of_page(new_page, url: str) -> dict[str, float]:
    page = new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    stage, waits = StagePage(page, url), []
    for _ in range(2):
        page.goto("about:blank")
        begun = time.perf_counter()
        stage.open()
        waits.append(time.perf_counter() - begun)
    clicks = clicking(stage)
    (zoom, task), (pan, _) = zooming(page), panning(page)
    colour = painted(page, ".colour select", ["brightness", "decay"])
    kit = painted(page, ".colour select", ["kit"])
    page.evaluate(PAINTED, [".colour select", "label"])
    return {
        **{"cold": waits[0], "warm": waits[1], "zoom": zoom, "pan": pan, "task": task},
        **{"hover": page.evaluate(HOVER), "colour": colour, "kit": kit},
        "search": painted(page, ".search input", ["s", "sn", ""]),
        "click": statistics.median(clicks[5:]),
        "slow click": sorted(clicks[5:])[int(0.95 * len(clicks[5:]))],
    }
