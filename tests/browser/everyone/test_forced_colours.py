"""With the system's own few colours, every state is still told from its opposite, and every slider can be seen."""

import io

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

PAIRS = {
    "tab": ("[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]"),
    "side": ("[data-side=decoded]", "[data-side=original]"),
    "toggle": ("[data-toggle=autoplay]", "[data-toggle=loop]"),
    "way of mixing": ("#interpolation label.selected", "#interpolation label:not(.selected)"),
    "step": (".step[aria-pressed=true]", ".step[aria-pressed=false]"),
    "chosen pad": (".pad.chosen", ".pad:not(.chosen)"),
    "history": ("#history [aria-current]", "#history button:not([aria-current])"),
    "chip": (".chip[aria-pressed=true]", ".chip[aria-pressed=false]"),
}
LOOK = """element => { const s = getComputedStyle(element);
  return [s.backgroundColor, s.outlineStyle, s.outlineColor, s.borderTopWidth, s.borderTopStyle].join(' '); }"""


@pytest.fixture
def forced(stage, page):
    """The page in forced colours, with something in every state."""
    page.emulate_media(forced_colors="active")
    one, other = stage.lonely_sounds(2)
    for sound in (one, other):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
    page.locator("[data-keep=random-kit]").click()
    page.wait_for_selector(".pad.filled >> nth=7")
    if not page.locator(".step").first.is_visible():
        page.locator("[data-keep=fold]").click()
    page.locator(".step").first.click()
    page.locator(".chip").first.click()
    stage.reveal("#history")
    page.mouse.move(0, 0)
    yield page
    page.emulate_media(forced_colors="none")


def test_every_state_is_seen(forced):
    alike = [
        name
        for name, (on, off) in PAIRS.items()
        if forced.locator(on).first.evaluate(LOOK) == forced.locator(off).first.evaluate(LOOK)
    ]
    assert alike == []


def test_sliders_are_seen(stage, forced):
    for slider in (stage.reveal("#morph input[type=range]"), forced.locator("[data-level]")):
        picture = Image.open(io.BytesIO(slider.screenshot())).convert("RGB")
        colours = np.asarray(picture).reshape(-1, 3)
        assert len(np.unique(colours, axis=0)) > 2
        assert np.ptp(colours.astype(int), axis=0).max() > 100
