"""The page itself: looks, sizes, themes, accessibility, and what it asks of the network."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SERVER_FUNCTIONS = re.compile("component_server")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_everything_is_on_the_first_screen_without_scrolling(stage, page):
    for selector in (".map", ".card.now", "#tools", "#checkpoint", "#surprise", ".legend", ".hint"):
        expect(page.locator(selector)).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_map_comes_first_and_a_tap_plays(open_stage):
    stage = open_stage(**PHONE)
    page = stage.page
    map_box, card_box = (page.locator(s).bounding_box() for s in (".map", ".card.now"))
    assert map_box["y"] + map_box["height"] <= card_box["y"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    stage.after(lambda: page.touchscreen.tap(*stage.empty_pixel()))
    assert stage.report("error") == ""


def dark(page) -> bool:
    return page.evaluate("document.body.classList.contains('dark')")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_theme_follows_the_system_until_it_is_chosen(open_stage, scheme):
    stage = open_stage(color_scheme=scheme)
    page = stage.page
    assert dark(page) == (scheme == "dark")
    page.locator("[data-action=theme]").click()
    assert dark(page) == (scheme != "dark")
    page.reload()
    stage.wait("data-ready", "true")
    assert dark(page) == (scheme != "dark")
    chosen = "light" if scheme == "dark" else "dark"
    chip = page.locator(".chip").first
    one = next(sound["id"] for sound in stage.library if sound["label"] == chip.get_attribute("data-label"))
    assert stage.drawn("colour")[one] == chip.evaluate(
        "(chip, theme) => chip.style.getPropertyValue(`--${theme}`)", chosen
    )


def test_hovering_names_the_sound(stage, page):
    sound = stage.lonely_sounds(1)[0]
    page.mouse.move(*stage.sound_at(sound))
    expect(page.locator(".tip")).to_contain_text(stage.library[sound]["name"])


def test_labels_differ_by_mark_and_colour(stage, page):
    labels = [sound["label"] for sound in stage.library]
    for property in ("outline", "colour"):
        pairs = set(zip(labels, stage.drawn(property).values(), strict=True))
        assert len(pairs) == len(set(labels)) == len({look for _, look in pairs})


def test_the_wheel_zooms_and_zero_shows_all(stage, page):
    whole = stage.view["x"]
    page.mouse.move(*stage.empty_pixel())
    page.mouse.wheel(0, -600)
    expect(page.locator("[data-zoom=all]")).to_be_visible()
    part = stage.view["x"]
    assert part[1] - part[0] < whole[1] - whole[0]
    page.keyboard.press("0")
    expect(page.locator("[data-zoom=all]")).to_be_hidden()
    assert stage.view["x"] == whole


def test_the_spectrogram_has_axes_and_a_picture(stage, page):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    assert {"1 kHz", "10 kHz"} <= set(page.locator(".ticks span").all_inner_texts())
    assert page.locator(".times span").last.inner_text() == "1 s"
    brightest = page.evaluate(
        """() => { const c = document.querySelector('.spec canvas');
          const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
          return Math.max(...data.filter((_, i) => i % 4 === 0)); }"""
    )
    assert brightest > 150


def test_the_playhead_follows_the_audio_and_goes(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function("() => parseFloat(document.querySelector('.views .head').style.left) > 20")
    stage.wait("data-playing", "false")
    expect(page.locator(".views .head")).to_be_hidden()


def test_every_control_has_a_name_and_a_visible_focus(stage, page):
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('#page :is(button, select, input, [tabindex="0"])')]
          .filter((e) => e.offsetParent && !e.disabled && e.type !== 'file')
          .filter((e) => !(e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim()))
          .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    page.locator(".surface").focus()
    page.keyboard.press("Tab")
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_text_is_readable(open_stage, scheme):
    page = open_stage(color_scheme=scheme).page
    page.wait_for_function("() => document.querySelectorAll('.chip').length > 0")
    pairs = page.evaluate(
        """() => { const style = getComputedStyle(document.body);
          const read = (name) => style.getPropertyValue('--' + name).trim();
          return [['text', 'panel'], ['muted', 'panel'], ['muted', 'bg'], ['muted', 'raised'], ['text', 'raised'],
            ['good', 'panel'], ['warn', 'panel'], ['accent-ink', 'accent']].map((p) => p.map(read)); }"""
    )
    for one, other in pairs:
        assert contrast(one, other) >= 4.5, (one, other)


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = re.fullmatch("#([0-9a-f]{3}|[0-9a-f]{6})", colour)[1]
    full = digits if len(digits) == 6 else "".join(2 * d for d in digits)
    channels = [int(full[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_server_that_is_gone_is_one_sentence(stage, page):
    page.route(SERVER_FUNCTIONS, lambda route: route.abort())
    page.mouse.click(*stage.empty_pixel())
    expect(page.locator(".toast")).to_contain_text("server")
    assert stage.report("error").endswith((".", "?"))
    page.unroute(SERVER_FUNCTIONS)
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    stage.console_errors.clear()


def test_the_stage_waits_for_pieces_that_gradio_mounts_late(browser, app_url):
    """Sliders come two seconds after everything else, as over a slow network."""
    context = browser.new_context()
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        """
        const find = document.getElementById.bind(document);
        const late = performance.now() + 2000;
        const hidden = (name) => name.includes('shape-') && performance.now() < late;
        document.getElementById = (id) => (hidden(id) ? null : find(id));
        const query = document.querySelector.bind(document);
        document.querySelector = (selector) => (hidden(selector) ? null : query(selector));
        """
    )
    page.goto(app_url)
    page.wait_for_selector("#stage[data-ready=true]", state="attached")
    context.close()
    assert errors == []
