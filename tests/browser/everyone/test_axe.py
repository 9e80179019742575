"""axe-core finds no violation, whatever the page shows: every panel, list, menu and dialog, in both themes."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect
from stage_page import StagePage

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "js" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """(options) => axe.run(document, { resultTypes: ['violations'], ...options }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)))"""
CONTRAST = {"runOnly": ["color-contrast"]}
REST = "() => document.querySelector('[data-hint=next]').dispatchEvent(new PointerEvent('pointerenter'))"
"""As if the pointer rested on the strip: the tour then waits at its step."""

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def axe() -> Path:
    """The script, from npm. Where it is missing tests are skipped, but fail where CI is set."""
    if not AXE.exists():
        message = "There is no axe-core; in tests/js: npm ci."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return AXE


def panel(name: str) -> Callable[[StagePage], None]:
    """Opens a panel, with a sound on that has an original."""
    return lambda stage: stage.page.get_by_role("tab", name=name).click()


def sound(stage: StagePage) -> None:
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))


def place(stage: StagePage) -> None:
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))


def corners(stage: StagePage) -> None:
    stage.page.keyboard.down("Shift")
    for one in stage.lonely_sounds(3):
        stage.after(lambda one=one: stage.page.mouse.click(*stage.sound_at(one)))
    stage.page.keyboard.up("Shift")


def varied(stage: StagePage) -> None:
    stage.after(lambda: stage.page.keyboard.press("n"))


def suggestions(stage: StagePage) -> None:
    stage.page.locator(".search input").fill("snare")
    expect(stage.page.locator("#suggestions li").first).to_be_visible()


def found_nothing(stage: StagePage) -> None:
    stage.page.locator(".search input").fill("no such sound")
    expect(stage.page.locator("#suggestions li")).to_have_count(0)


def picked(stage: StagePage) -> None:
    assert stage.pick("snare")


def kit(stage: StagePage) -> None:
    stage.page.locator("[data-keep=random-kit]").click()
    stage.page.wait_for_selector(".pad.filled >> nth=7")


def steps(stage: StagePage) -> None:
    if not stage.page.locator(".step").first.is_visible():
        stage.page.locator("[data-keep=fold]").click()
    stage.page.locator(".step").first.click()


def export(stage: StagePage) -> None:
    stage.page.locator("[data-menu=export] summary").click()


def problem(stage: StagePage) -> None:
    stage.page.evaluate("window.hitmap.uploaded({ ok: false, error: 'This is no sound.' })")
    expect(stage.page.locator(".toast")).to_be_visible()


def midi(stage: StagePage) -> None:
    stage.page.locator("[data-menu=midi] summary").click()
    expect(stage.page.locator("[data-midi=connect]")).to_be_visible()


def pad_menu(stage: StagePage) -> None:
    stage.page.keyboard.press("Escape")
    stage.page.locator("[data-pad='0']").click(button="right")
    expect(stage.page.locator(".pad-menu")).to_be_visible()


def favourite(stage: StagePage) -> None:
    stage.page.keyboard.press("Escape")
    panel("History")(stage)
    stage.page.locator(".now .star").click()
    stage.page.get_by_role("button", name="Favourites").click()
    expect(stage.page.locator(".favourites li")).to_have_count(1)


def own_sounds(stage: StagePage) -> None:
    """A list of them with one that was read, and files that could not be; others are being read."""
    t = np.arange(20_000) / 44_100
    sound = io.BytesIO()
    soundfile.write(sound, 0.5 * np.sin(900 * t) * np.exp(-9 * t), 44_100, format="WAV")
    files = [
        {"name": "Mine.wav", "mimeType": "audio/wav", "buffer": sound.getvalue()},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"-"},
    ]
    stage.page.locator("#header input[type=file]").set_input_files(files)
    stage.page.locator(".toast .offer").click()
    expect(stage.page.locator(".unread")).to_be_visible()
    stage.page.evaluate("document.querySelector('.reading').hidden = false")


def tour(stage: StagePage) -> None:
    guide(stage)
    stage.page.locator("dialog.help [data-action=tour]").click()
    expect(stage.page.locator(".tour-ring")).to_be_visible()
    stage.page.evaluate(REST)


def about(stage: StagePage) -> None:
    stage.page.keyboard.press("Escape")
    stage.page.locator("[data-action=about]").click()
    shown = "() => document.querySelector('.about').dataset.shown === document.querySelector('#stage').dataset.recipe"
    stage.page.wait_for_function(shown)
    for part in stage.page.locator("dialog.about details summary").all():
        part.click()


def guide(stage: StagePage) -> None:
    for _ in range(2):  # what is open is closed first
        stage.page.keyboard.press("Escape")
    stage.page.locator("[data-action=help]").click()
    expect(stage.page.locator("dialog.help")).to_be_visible()


STATES: dict[str, Callable[[StagePage], None]] = {
    "just opened": lambda stage: None,
    "a place": place,
    "corners": corners,
    "a sound": sound,
    **{name: panel(name) for name in ("Shape", "Machine", "Compare", "Nearby", "History", "Vary")},
    "varied": varied,
    "suggestions": suggestions,
    "found nothing": found_nothing,
    "picked": picked,
    "a kit": kit,
    "steps": steps,
    "MIDI": midi,
    "export": export,
    "a pad's menu": pad_menu,
    "a favourite": favourite,
    "own sounds": own_sounds,
    "a problem": problem,
    "help": guide,
    "the tour": tour,
    "about": about,
}
"""In this order on one page: each begins with what the one before left."""


def violations(page: Page, axe: Path, options: dict[str, object]) -> list[str]:
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.add_script_tag(path=axe)
    return page.evaluate(RUN, options)


def in_both_themes(page: Page, axe: Path) -> list[str]:
    """All violations in the dark theme, and those that another theme can have."""
    found = violations(page, axe, {})
    for scheme, colour in (("light", "body:not(.dark)"), ("dark", "body.dark")):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_selector(colour, state="attached")
        if scheme == "light":
            found += violations(page, axe, CONTRAST)
    return found


@pytest.mark.loads
def test_no_violation_in_any_state(stage, page, axe):
    found = {}
    for name, enter in STATES.items():
        enter(stage)
        found[name] = in_both_themes(page, axe)
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.loads
def test_no_violation_on_a_phone(open_stage, axe):
    stage = open_stage(**PHONE)
    stage.after(lambda: stage.page.touchscreen.tap(*stage.empty_pixel()))
    assert violations(stage.page, axe, {}) == []
    guide(stage)
    assert violations(stage.page, axe, {}) == []


def test_axe_would_say_so(stage, page, axe):
    page.evaluate("document.querySelector('#stage').append(document.createElement('button'))")
    assert any(one.startswith("button-name") for one in violations(page, axe, {}))
    page.evaluate("document.querySelector('#stage').lastElementChild.remove()")
