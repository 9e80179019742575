"""How sounds are played: autoplay, loop, level, mute, and the keys mode."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GAIN = "() => window.hitmap.stage.player.master.gain.value"


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
    page.evaluate(
        """() => { const { player } = window.hitmap.stage, play = player.play.bind(player); window.plays = 0;
          player.play = () => { window.plays += 1; return play(); }; }"""
    )
    a, b = stage.lonely_sounds(2)
    stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.reveal("#shape-brightness input[type=range]").fill("1"))
    stage.after(lambda: stage.reveal("#amount input[type=range]").fill("0.5"))
    stage.after(lambda: page.locator("#roll").click())
    stage.after(lambda: page.locator("#surprise").click())
    stage.after(lambda: page.keyboard.press("z"))
    for corner, sound in enumerate((a, b)):
        stage.after(lambda sound=sound: page.evaluate("id => window.hitmap.stage.point(id)", sound))
        stage.after(lambda corner=corner: stage.reveal(f"[data-corner='{corner}']").click())
    stage.after(lambda: page.locator("#morph input[type=range]").fill("0.3"))
    assert (page.evaluate("() => window.plays"), stage.report("playing")) == (0, "false")
    stage.after(lambda: page.keyboard.press("s"))
    assert page.evaluate("() => window.plays") == 1
    page.locator("[data-action=play]").click()
    assert page.evaluate("() => window.plays") == 2


def test_loop_repeats_until_space_or_until_it_is_off(stage, page):
    page.keyboard.press("l")
    expect(page.locator("[data-toggle=loop]")).to_have_attribute("aria-pressed", "true")
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function(
        """() => { const { context, voice } = window.hitmap.stage.player;
          return voice && context.currentTime - voice.start > voice.duration + 0.2; }"""
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
    page.wait_for_function("() => window.hitmap.stage.player.voice?.parts.original?.source.loop")


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


def test_keys_play_the_sound_at_other_pitches_and_no_shortcuts(stage, page):
    a = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.evaluate(
        """() => { const { player } = window.hitmap.stage, strike = player.strike.bind(player); window.played = [];
          player.strike = (...note) => { window.played.push(note); strike(...note);
            window.rate = [...player.struck].at(-1).source.playbackRate.value; }; }"""
    )
    page.keyboard.press("k")
    expect(page.locator(".keys-note")).to_be_visible()
    renders = stage.renders
    for key in ("z", "q", "2", "i", "n"):
        page.keyboard.press(key)
    assert [semitones for semitones, _ in page.evaluate("() => window.played")] == [-12, 0, 1, 12, -3]
    assert page.evaluate("() => window.rate") == pytest.approx(2 ** (-3 / 12), rel=1e-5)
    page.keyboard.press("Shift+Q")
    semitones, velocity = page.evaluate("() => window.played.at(-1)")
    assert semitones == 0 and 0 < velocity < 1
    assert stage.renders == renders and stage.recipe == a
    page.keyboard.press("Escape")
    expect(page.locator(".keys-note")).to_be_hidden()
    page.keyboard.press("q")
    assert len(page.evaluate("() => window.played")) == 6


def test_keys_do_not_play_while_a_name_is_typed(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.keyboard.press("k")
    page.locator(".search input").click()
    page.keyboard.type("zq")
    expect(page.locator(".search input")).to_have_value("zq")
    assert page.evaluate("() => window.hitmap.stage.player.struck.size") == 0


def test_help_explains_the_keys(stage, page):
    page.keyboard.press("?")
    help_text = page.locator("dialog.help").inner_text()
    for words in ("last four sounds", "search", "loop", "mute", "pitches", "Autoplay", "draw around"):
        assert words in help_text
