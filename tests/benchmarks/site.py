"""How long a published page takes to its first sound and from a click to each further one, in Chromium."""

import statistics
import sys
import time
from pathlib import Path

from explorer.publish.site import shelf_of, write_site
from tests.benchmarks.table import Row

BROWSER = Path(__file__).parents[1] / "browser"
CLICKS, RESTS_MS = 30, 150
"""How often a place is clicked at once, as often again by a hand that rests on it first, and for how long."""
OPENED, HEARD = 5.0, 100.0
"""Seconds from the page to its first sound, and milliseconds from a click to its sound, at most."""


def measure(checkpoint: Path, scratch: Path) -> list[Row]:
    """Publishes a checkpoint, opens it in a browser that keeps nothing, and clicks on sounds one after another."""
    sys.path.append(str(BROWSER))  # as pytest does
    from chromium import ARGUMENTS, CHROMIUM
    from playwright.sync_api import sync_playwright
    from served_site import served

    size = write_site(scratch / "site", shelf_of([checkpoint]))
    with served(scratch / "site") as url, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        begun = time.perf_counter()
        page.goto(f"{url}/")
        page.wait_for_selector("#stage[data-ready=true]", state="attached")
        ready = time.perf_counter() - begun
        box = page.locator(".surface").bounding_box() or {}
        across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        heard: list[float] = []
        for i in range(2 * CLICKS + 1):
            rests = i > CLICKS
            # Never near an earlier one, whose mark replays it.
            x = across + 50 * (3 * i % 7 - 3) + 25 * rests
            y = down + 30 * (2 * i % 5 - 2) + 15 * rests
            page.mouse.move(x, y)
            if rests:
                page.wait_for_timeout(RESTS_MS)
            page.mouse.click(x, y)
            page.wait_for_selector(f'#stage[data-renders="{i + 1}"][data-busy=false]', state="attached")
            if i == 0:
                first = time.perf_counter() - begun
            heard.append(float(page.locator("#stage").get_attribute("data-last-ms") or "nan"))
        browser.close()
    at_once = heard[1 : CLICKS + 1]
    return [
        Row("published page: to the map", "s", {0: ready}),
        Row("published page: to the first sound", "s", {0: first}, OPENED),
        Row("published page: click to sound, median", "ms", {0: statistics.median(at_once)}, HEARD),
        Row("published page: click to sound, slowest", "ms", {0: max(at_once)}),
        Row(
            f"published page: the same where the pointer has rested for {RESTS_MS} ms, median",
            "ms",
            {0: statistics.median(heard[CLICKS + 1 :])},
        ),
        Row("published site: size", "MB", {0: size / 1e6}),
    ]
