"""Choosing a checkpoint, and what stays on when another one is opened."""

import re

import pytest
from gestures import choose_checkpoint
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_chooser_opens_another_checkpoint(stage, page):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    choose_checkpoint(page, "lost-kit")
    stage.wait("data-checkpoint", "lost-kit")
    assert stage.report("recipe") == ""
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    page.wait_for_function("() => location.hash.includes('checkpoint=lost-kit')")


def test_a_sound_that_both_checkpoints_have_stays_on_when_another_is_opened(stage, page):
    """Both small checkpoints have it, in kits of different names: the page is told that they are the same."""
    name = "Clap 808 001"

    def in_one_kit(route) -> None:
        answer = route.fetch()
        body = answer.json()
        if "kits" in body:
            body["kits"] = ["One Kit"] * len(body["kits"])
        route.fulfill(response=answer, json=body)

    page.route(re.compile("component_server"), in_one_kit)
    page.reload()
    stage.wait("data-ready", "true")
    (sound,) = (sound["id"] for sound in stage.library if sound["name"] == name)
    page.locator(".search input").fill(name)
    assert stage.after(lambda: page.keyboard.press("Enter"))["id"] == sound
    page.keyboard.press("Escape")
    stage.after(lambda: choose_checkpoint(page, "lost-kit"))
    assert stage.report("checkpoint") == "lost-kit"
    assert stage.library[stage.recipe["id"]]["name"] == name
    page.unroute_all(behavior="wait")


def test_a_damaged_checkpoint_is_refused_and_the_page_goes_on(stage, page):
    recipe = stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    choose_checkpoint(page, "cut-off")
    expect(page.locator(".toast")).to_contain_text("model.safetensors is damaged")
    assert stage.report("error").endswith(".")
    expect(page.locator("#checkpoint input")).to_have_value("drum-machine")
    assert (stage.report("checkpoint"), stage.recipe) == ("drum-machine", recipe)
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert stage.report("error") == ""


def test_two_visitors_do_not_hear_each_other(open_stage):
    one, other = open_stage(), open_stage("#checkpoint=lost-kit")
    heard = one.after(lambda: one.page.mouse.click(*one.empty_pixel()))
    other.after(lambda: other.page.keyboard.press("ArrowRight"))
    assert one.recipe == heard and one.renders == 1
    assert (one.report("checkpoint"), other.report("checkpoint")) == ("drum-machine", "lost-kit")
