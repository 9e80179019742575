"""What the tests of pads, sequencer and kits do on the page."""

import base64
import json
from pathlib import Path

from playwright.sync_api import Page, expect

TALL = {"width": 1440, "height": 1040}
"""A window so high that the steps are open from the start."""

MOST_STILL_MS = 150
"""The sequencer looks so far ahead; if a page stands still for longer, it may leave steps out."""


def kit(page: Page) -> dict:
    return json.loads(page.locator(".keep").get_attribute("data-kit"))


def loaded(page: Page) -> None:
    """Until every pad's sound has come."""
    expect(page.locator(".keep")).to_have_attribute("data-ready", "true")


def record_hits(page: Page) -> None:
    """Notes every hit from now on in `window.hits`: pad, velocity, time, the clock then, and its buffer."""
    page.evaluate(
        """() => { const noting = Boolean(window.hits);
          window.hits = [];
          if (noting) return;
          document.querySelector('.keep').addEventListener('hit', ({ detail }) => {
            const { source, buffer, clock } = window.started.at(-1);
            window.hits.push({ ...detail, clock, buffer, gain: source.gain.value }); }); }"""
    )


def hits(page: Page) -> list[dict]:
    return page.evaluate("() => window.hits.map(({ buffer, ...hit }) => hit)")


def fill(stage, count: int = 2) -> list[dict]:
    """Puts library sounds on the first pads; their recipes."""
    page, recipes = stage.page, []
    for pad, sound in enumerate(stage.lonely_sounds(count)):
        at = stage.sound_at(sound)
        recipes.append(stage.after(lambda at=at: page.mouse.click(*at)))
        page.locator(f"[data-pad='{pad}']").click()
    loaded(page)
    return recipes


def play_beat(page: Page, until: str) -> list[dict]:
    """The hits of the beat until a condition holds; again if the page stood so still that steps were left out."""
    for _ in range(5):
        record_hits(page)
        page.evaluate(
            """() => { window.still = 0;
              let last = performance.now();
              window.watching = setInterval(() => { const now = performance.now();
                window.still = Math.max(window.still, now - last); last = now; }, 10); }"""
        )
        page.locator("[data-keep=play]").click()
        page.wait_for_function(until)
        page.locator("[data-keep=play]").click()
        page.evaluate("() => clearInterval(window.watching)")
        if page.evaluate("() => window.still") < MOST_STILL_MS:
            break
    return hits(page)


def random_kit(page: Page) -> None:
    page.locator("[data-keep=random-kit]").click()
    page.wait_for_function(
        "() => JSON.parse(document.querySelector('.keep').dataset.kit).pattern.steps.flat().some(Boolean)"
    )
    loaded(page)


def drop_file(page: Page, name: str, data: bytes) -> None:
    page.evaluate(
        """([name, text]) => { const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File([data], name));
          document.querySelector('.map').dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })); }""",
        [name, base64.b64encode(data).decode()],
    )


def export(page: Page, **options: str) -> bytes:
    page.locator("[data-menu=export] summary").click()
    for name, value in options.items():
        page.locator(f"[data-export={name}]").select_option(value)
    with page.expect_download() as download:
        page.locator("[data-keep=export]").click()
    assert download.value.suggested_filename == "hitmap-kit.zip"
    return Path(download.value.path()).read_bytes()
