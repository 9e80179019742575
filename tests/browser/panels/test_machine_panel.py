"""The panel Machine: a sound is made on the drum machine, its knobs are turned, compared, saved and opened again."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
DISTANCE = re.compile(r"^\d+\.\d dB from ")
SEARCHING = 90_000
"""Milliseconds: a search takes three seconds of two free cores."""


@pytest.fixture
def made(stage):
    """The stage with a library sound made on the drum machine."""
    page = stage.page
    page.get_by_role("tab", name="Machine").click()
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.get_by_role("button", name="Make this on the drum machine").click()
    expect(about(page)).to_have_text(DISTANCE, timeout=SEARCHING)
    return stage


def about(page):
    return page.locator(".machine-about")


def knobs(page):
    return page.locator(".machine-knobs").get_by_role("slider")


def test_a_sound_is_made_and_its_knobs_are_heard_and_undone(made, page):
    found = made.recipe
    assert found["kind"] == "machine"
    expect(knobs(page)).to_have_count(len(found["parameters"]))
    about(page).evaluate("element => element.textContent = 'not measured since'")
    first = knobs(page).first
    turned = made.after(lambda: first.fill("0" if first.input_value() != "0" else "200"))
    name = first.get_attribute("id").removeprefix("machine-")
    assert (
        turned["parameters"]
        == {**found["parameters"], name: turned["parameters"][name]}
        != found["parameters"]
    )
    expect(about(page)).to_have_text(DISTANCE)
    assert (
        made.after(lambda: page.get_by_role("button", name="Reset").locator("visible=true").click()) == found
    )
    made.after(lambda: page.keyboard.press("Control+z"))
    assert made.recipe == turned
    assert made.report("error") == ""


def test_target_and_machine_are_heard_in_turn(made, page):
    found = made.recipe
    made.after(lambda: page.get_by_role("button", name="Target", exact=True).click())
    assert made.recipe["kind"] == "point"
    expect(page.get_by_role("button", name="Target", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(knobs(page).first).to_be_visible()
    made.after(lambda: page.locator("[data-machine=made]").click())
    assert made.recipe == found


def test_another_engine_has_other_knobs_and_a_saved_sound_opens_again(made, page, tmp_path):
    made.after(lambda: page.locator("#machine-engine").select_option("kick bridged_t"))
    kick = made.recipe
    assert (kick["label"], kick["engine"]) == ("kick", "bridged_t")
    expect(page.get_by_label("Tune", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.locator("[data-machine=save]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text()) == kick
    made.after(lambda: page.mouse.click(*made.sound_at(made.lonely_sounds(2)[1])))
    expect(knobs(page).first).to_be_hidden()
    made.after(lambda: page.locator(".machine input[type=file]").set_input_files(file))
    assert made.recipe == kick
    expect(page.get_by_label("Tune", exact=True)).to_be_visible()
