"""How sounds are played: autoplay, loop, level, mute, and the keys mode."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GAIN = "() => window.output.gain.value"


def test_without_autoplay_a_click_selects_and_space_plays(stage, page):
    page.locator("[data-toggle=autoplay]").click()
    sound = stage.lonely_sounds(1)[0]
    assert stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))["id"] == sound
    assert stage.report("playing") == "false"
    expect(page.locator("[data-mark=now]")).to_be_visible()
    assert page.locator(".overlay .trail line").count() == 0
    page.locator(".surface").focus()
    page.keyboard.press("Space")
    stage.wait("data-playing", "true")


def test_without_autoplay_only_what_is_asked_to_play_plays(stage, page):
    page.locator("[data-toggle=autoplay]").click()
    a, b, c = stage.lonely_sounds(3)
    stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.reveal("#shape-brightness input[type=range]").fill("1"))
    stage.after(lambda: stage.reveal("#amount input[type=range]").fill("0.5"))
    stage.after(lambda: page.locator("#roll").click())
    stage.after(lambda: page.locator("#surprise").click())
    stage.after(lambda: page.keyboard.press("z"))
    for corner, sound in enumerate((b, c)):
        stage.after(lambda sound=sound: page.mouse.click(*stage.sound_at(sound)))
        stage.after(lambda corner=corner: stage.reveal(f"[data-corner='{corner}']").click())
    stage.after(lambda: page.locator("#morph input[type=range]").fill("0.3"))
    assert (page.evaluate("() => window.started.length"), stage.report("playing")) == (0, "false")
    stage.after(lambda: page.keyboard.press("s"))
    assert page.evaluate("() => window.started.length") == 1
    page.locator("[data-action=play]").click()
    assert page.evaluate("() => window.started.length") == 2


def test_loop_repeats_until_space_or_until_it_is_off(stage, page):
    page.keyboard.press("l")
    expect(page.locator("[data-toggle=loop]")).to_have_attribute("aria-pressed", "true")
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function(
        """() => { const { when, buffer } = window.audible();
          return window.output.context.currentTime - when > buffer.duration + 0.2; }"""
    )
    assert stage.report("playing") == "true"
    expect(page.locator(".views .head")).to_be_visible()
    page.keyboard.press("Space")
    stage.wait("data-playing", "false")
    page.keyboard.press("Space")
    stage.wait("data-playing", "true")
    page.keyboard.press("l")
    stage.wait("data-playing", "false")


def test_the_original_joins_a_loop_in_step(stage, page):
    page.keyboard.press("l")
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.wait_for_function(
        "() => window.started.length === 2 && window.started.every(({ source }) => source.loop)"
    )


def test_level_and_mute_govern_the_output_and_are_remembered(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.locator("[data-level]").fill("0.5")
    page.wait_for_function(f"() => Math.abs(({GAIN})() - 0.25) < 1e-3")
    page.keyboard.press("m")
    page.wait_for_function(f"() => ({GAIN})() < 1e-3")
    expect(page.locator("[data-toggle=muted]")).to_have_attribute("aria-pressed", "true")
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator("[data-toggle=muted]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-level]")).to_have_value("0.5")
    page.locator("[data-toggle=muted]").click()
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert page.evaluate(GAIN) == pytest.approx(0.25, abs=1e-3)


def struck(page, since: int) -> list[tuple[float, float]]:
    """Speed and gain of every sound that was started since then."""
    heard = page.evaluate(
        "since => window.started.slice(since).map(({ source }) =>"
        " [source.playbackRate.value, source.gain.value])",
        since,
    )
    return [(rate, gain) for rate, gain in heard]


def test_keys_play_the_sound_at_other_pitches_and_no_shortcuts(stage, page):
    a = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    stage.wait("data-original", "true")
    before = page.evaluate("() => window.started.length")
    page.keyboard.press("k")
    expect(page.locator(".keys-note")).to_be_visible()
    renders = stage.renders
    for key in ("z", "q", "2", "i", "n"):
        page.keyboard.press(key)
    rates = [2 ** (semitones / 12) for semitones in (-12, 0, 1, 12, -3)]
    assert struck(page, before) == [(pytest.approx(rate, rel=1e-5), 1) for rate in rates]
    page.keyboard.press("Shift+Q")
    rate, velocity = struck(page, before)[-1]
    assert rate == 1 and 0 < velocity < 1
    assert stage.renders == renders and stage.recipe == a
    page.keyboard.press("Escape")
    expect(page.locator(".keys-note")).to_be_hidden()
    page.keyboard.press("q")
    assert len(struck(page, before)) == 6


def test_keys_do_not_play_while_a_name_is_typed(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    heard = page.evaluate("() => window.started.length")
    page.keyboard.press("k")
    page.locator(".search input").click()
    page.keyboard.type("zq")
    expect(page.locator(".search input")).to_have_value("zq")
    assert page.evaluate("() => window.started.length") == heard


def test_help_explains_the_keys(stage, page):
    page.keyboard.press("?")
    help_text = page.locator("dialog.help").inner_text()
    for words in ("last four sounds", "search", "loop", "mute", "pitches", "Autoplay", "draw around"):
        assert words in help_text
