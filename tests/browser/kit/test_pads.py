"""Keep: eight pads of sounds."""

import pytest
from kits import TALL, fill, hits, kit, random_kit, record_hits
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_an_empty_pad_takes_the_sound_that_is_on(stage, page):
    page.locator("[data-pad='0']").click()
    expect(page.locator(".toast")).to_contain_text("Play a sound first")
    sound = stage.lonely_sounds(1)[0]
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    page.locator("[data-pad='0']").click()
    slot = kit(page)["slots"][0]
    assert slot["recipe"] == recipe and slot["checkpoint"] == "drum-machine" and slot["level"] == 0
    assert page.locator(".now .title").inner_text().startswith(slot["name"])
    label, colour = stage.library[sound]["label"], "e => e.style.getPropertyValue('--dark')"
    pad = page.locator("[data-pad='0']")
    expect(pad.locator("small")).to_have_text(label.replace("_", " "))
    assert pad.evaluate(colour) == page.locator(f".chip[data-label={label}]").evaluate(colour)


def test_number_keys_play_pads_and_shift_takes(stage, page):
    fill(stage, 1)
    record_hits(page)
    renders = stage.renders
    page.keyboard.press("1")
    assert [(hit["pad"], hit["velocity"]) for hit in hits(page)] == [(0, 127)]
    page.keyboard.press("Shift+Digit5")
    assert kit(page)["slots"][4]["recipe"] == kit(page)["slots"][0]["recipe"]
    page.locator("[data-pad='4']").focus()
    page.keyboard.press("Enter")
    assert [hit["pad"] for hit in hits(page)] == [0, 4]
    assert stage.renders == renders


def test_a_pressed_pad_sounds_and_lights_up(stage, page):
    fill(stage, 1)
    record_hits(page)
    box = page.locator("[data-pad='0']").bounding_box()
    page.wait_for_function("() => document.querySelector('[data-pad=\"0\"] i').getAnimations().length === 0")
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    assert [hit["pad"] for hit in hits(page)] == [0]
    assert page.evaluate("() => document.querySelector('[data-pad=\"0\"] i').getAnimations().length") == 1
    page.mouse.up()
    assert len(hits(page)) == 1
    peak = page.evaluate("() => Math.max(...window.hits[0].buffer.getChannelData(0).map(Math.abs))")
    assert 0.9 < peak <= 1


def drag(page: Page, start: tuple[float, float], pad: int) -> None:
    box = page.locator(f"[data-pad='{pad}']").bounding_box()
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 20, steps=6)
    expect(page.locator(".carried")).to_be_visible()
    expect(page.locator(f"[data-pad='{pad}']")).to_have_class("pad over")
    page.mouse.up()
    expect(page.locator(".carried")).to_have_count(0)


@pytest.mark.parametrize("handle", [".now .title", "[data-mark=now]"])
def test_the_title_and_the_mark_can_be_dragged_onto_a_pad(stage, page, handle):
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    renders = stage.renders
    box = page.locator(handle).bounding_box()
    drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), 6)
    assert kit(page)["slots"][6]["recipe"] == recipe
    assert stage.renders == renders and stage.recipe == recipe


def test_pads_change_places_by_dragging(stage, page):
    first, second = fill(stage, 2)
    page.locator("[data-row='0'][data-step='3']").click()
    box = page.locator("[data-pad='0']").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    other = page.locator("[data-pad='1']").bounding_box()
    page.mouse.move(other["x"] + 30, other["y"] + 20, steps=5)
    page.mouse.up()
    after = kit(page)
    assert [slot["recipe"] for slot in after["slots"][:2]] == [second, first]
    assert after["pattern"]["steps"][1][3] and not any(after["pattern"]["steps"][0])


def test_a_pad_is_renamed_set_in_level_emptied_and_undone(stage, page):
    fill(stage, 1)
    page.locator("[data-slot=name]").fill("Boom \u0007!")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pad='0'] b")).to_have_text("Boom !")
    page.locator("[data-slot=level]").fill("-6")
    assert kit(page)["slots"][0]["level"] == -6
    record_hits(page)
    page.locator("[data-pad='0']").focus()
    page.keyboard.press("Enter")
    assert hits(page)[-1]["gain"] == pytest.approx(10 ** (-6 / 20))
    page.locator("[data-pad='0']").focus()
    page.keyboard.press("Delete")
    assert kit(page)["slots"][0] is None
    page.locator("[data-action=undo]").click()
    assert kit(page)["slots"][0]["level"] == -6
    page.locator("[data-action=undo]").click()
    page.locator("[data-action=undo]").click()
    assert kit(page)["slots"][0]["name"] != "Boom !"
    page.locator("[data-action=redo]").click()
    assert kit(page)["slots"][0]["name"] == "Boom !"


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_has_a_pad_for_each_label_and_a_beat(stage, page, source):
    page.locator("[data-keep=source]").select_option(source)
    random_kit(page)
    first = kit(page)
    assert {slot["recipe"]["kind"] for slot in first["slots"]} == {"point" if source == "map" else "prior"}
    if source == "map":
        assert len(set(page.locator(".pad small").all_inner_texts())) == 8
    page.locator("[data-keep=random-pattern]").click()
    assert kit(page)["slots"] == first["slots"] and kit(page)["pattern"] != first["pattern"]
    assert kit(page)["pattern"]["steps"][0][0] > 0  # the kick is on one


def test_a_pads_sound_goes_back_to_the_map(stage, page):
    first, second = fill(stage, 2)
    assert stage.recipe == second
    page.locator("[data-pad='0']").click()
    assert stage.after(lambda: page.locator("[data-keep=show]").click()) == first


def test_the_strip_is_on_the_first_screen_and_folds(stage, page):
    expect(page.locator(".keep")).to_be_in_viewport(ratio=0.99)
    box = page.locator(".keep").bounding_box()
    assert box["height"] <= 330
    page.locator("[data-keep=fold]").click()
    expect(page.locator(".steps")).to_be_hidden()
    assert page.locator(".keep").bounding_box()["height"] < 100
    assert page.locator(".pad:visible").count() == 8
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator(".steps")).to_be_hidden()


def test_on_a_phone_pads_are_two_rows_of_four_over_the_drawer(open_stage):
    stage = open_stage(**PHONE)
    page = stage.page
    stage.sheet("pads")
    tops = page.evaluate(
        "() => [...document.querySelectorAll('.pad')].map((p) => p.getBoundingClientRect().top)"
    )
    assert len(set(tops[:4])) == len(set(tops[4:])) == 1 and tops[0] < tops[4]
    stage.after(lambda: page.touchscreen.tap(*stage.empty_pixel()))
    page.locator("[data-pad='1']").tap()
    assert kit(page)["slots"][1]
    page.locator("[data-keep=fold]").tap()
    step = page.locator("[data-row='1'][data-step='9']")
    box, last = step.bounding_box(), page.locator("[data-pad='7']").bounding_box()
    assert min(box["width"], box["height"]) >= 24 and box["y"] > last["y"] + last["height"]
    for velocity in (90, 127, 0):
        step.tap()
        assert kit(page)["pattern"]["steps"][1][9] == velocity
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_words_on_filled_pads_are_readable(open_stage, scheme):
    page = open_stage(viewport=TALL, color_scheme=scheme).page
    random_kit(page)
    ratios = page.evaluate(
        """() => { const pen = new OffscreenCanvas(1, 1).getContext('2d');
          const luminance = (colour) => {
            pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
              .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const contrast = (...colours) => { const [low, high] = colours.map(luminance).sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05); };
          return [...document.querySelectorAll('.pad.filled')].flatMap((pad) => ['b', 'small', 'kbd'].map((part) =>
            contrast(getComputedStyle(pad.querySelector(part)).color, getComputedStyle(pad).backgroundColor))); }"""
    )
    assert len(ratios) == 24 and min(ratios) >= 4.5


def test_every_pad_control_has_a_name(stage, page):
    fill(stage, 1)
    for menu in page.locator(".keep summary").all():
        menu.click()
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('.keep :is(button, select, input, summary)')]
              .filter((e) => e.checkVisibility()).filter((e) =>
                !(e.getAttribute('aria-label') || e.textContent.trim() ||
                  [...(e.labels ?? [])].some((label) => label.textContent.trim())))
              .map((e) => e.outerHTML)"""
        )
        assert nameless == []
        page.keyboard.press("Escape")
    assert page.locator(".keep [tabindex='0'].step").count() == 1


def test_a_pads_accessible_name_holds_its_visible_text(stage, page):
    fill(stage, 1)
    for pad in (page.locator("[data-pad='0']"), page.locator("[data-pad='1']")):
        visible, name = (
            "".join(c if c.isalnum() else " " for c in text.lower()).split()
            for text in (pad.text_content(), pad.get_attribute("aria-label"))
        )
        assert " ".join(visible) in " ".join(name)
    expect(page.locator("[data-pad='1']")).to_have_accessible_name(
        "Pad 2 + take sound: empty, takes the current sound"
    )
