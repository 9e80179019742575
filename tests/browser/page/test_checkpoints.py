"""Choosing a checkpoint, and what stays on when another one is opened."""

import gzip
import json
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
        data = gzip.decompress(route.fetch().body())
        start = 4 + int.from_bytes(data[:4], "little")
        described = json.loads(data[4:start])
        for kit in described["groupings"]["kit"]["legend"]:
            kit["label"] = "One Kit"
        text = json.dumps(described).encode()
        text += b" " * (-len(text) % 4)
        body = gzip.compress(len(text).to_bytes(4, "little") + text + data[start:])
        route.fulfill(body=body, content_type="application/gzip")

    page.route(re.compile("map.gz"), in_one_kit)
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
    expect(page.locator("#checkpoint input")).to_have_value(re.compile("^drum-machine "))
    assert (stage.report("checkpoint"), stage.recipe) == ("drum-machine", recipe)
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    assert stage.report("error") == ""


def test_each_choice_says_how_many_sounds_it_has_and_where_from(stage, page):
    page.locator("#checkpoint input").click()
    chosen = page.get_by_role("option", name="drum-machine")
    expect(chosen).to_contain_text(f"{len(stage.library)} sounds made by Hitmap's own synthesiser")
    expect(page.get_by_role("option", name="lost-kit")).to_contain_text(re.compile(r"\d+ sounds from 1 kit"))
    page.keyboard.press("Escape")


def test_two_visitors_do_not_hear_each_other(open_stage):
    one, other = open_stage(), open_stage("#checkpoint=lost-kit")
    heard = one.after(lambda: one.page.mouse.click(*one.empty_pixel()))
    other.after(lambda: other.page.keyboard.press("ArrowRight"))
    assert one.recipe == heard and one.renders == 1
    assert (one.report("checkpoint"), other.report("checkpoint")) == ("drum-machine", "lost-kit")


def test_sounds_that_were_added_are_told_and_shown(stage, page):
    def added(route) -> None:
        asked = json.loads(route.request.post_data)
        if asked["fn_name"] != "version":
            return route.continue_()
        reply = {"ok": True, "fingerprint": "another", "sounds": len(stage.library) + 2}
        return route.fulfill(body=json.dumps(reply), content_type="application/json")

    (sound,) = stage.lonely_sounds(1)
    stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    page.route(re.compile("component_server"), added)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("2 sounds were added to this map.")
    stage.after(lambda: toast.get_by_role("button", name="Show the new map").click())
    assert stage.recipe["id"] == sound
    page.unroute_all(behavior="wait")
