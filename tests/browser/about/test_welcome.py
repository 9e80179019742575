"""A first visit: a beat with one click, and a tour that comes by itself, blocks nothing and can be called back."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.loads]

NOTE_STEPS = """
  window.toured = [];  // what the tour has said
  new MutationObserver(() => {
    const text = document.querySelector('.tour-text')?.textContent;
    if (text && text !== window.toured.at(-1)) window.toured.push(text);
  }).observe(document, { subtree: true, childList: true, characterData: true });
"""
REST = "() => document.querySelector('[data-hint=next]').dispatchEvent(new PointerEvent('pointerenter'))"
"""As if the pointer rested on the strip: the tour then waits at each step."""


def test_a_first_visit_is_shown_around_and_hears_a_beat_with_one_click(stage, page):
    hint, ring, text = (page.locator(one) for one in (".map .hint", ".tour-ring", ".hint .tour-text"))
    following = hint.locator("[data-hint=next]")
    stage.before_scripts(NOTE_STEPS)
    page.reload()
    page.wait_for_function("() => window.toured.length === 4")
    assert [said[:3] for said in page.evaluate("() => window.toured")] == ["1/4", "2/4", "3/4", "4/4"]
    expect(ring).to_have_count(0)
    expect(hint.locator(".mouse")).to_be_visible()

    page.evaluate(REST)
    hint.get_by_role("button", name="Hear a beat").click()
    expect(text).to_contain_text("1/4")
    for step in ("2/4", "3/4", "4/4"):
        following.click()
        expect(text).to_contain_text(step)
    around, box = ring.bounding_box(), page.locator("#pads").bounding_box()
    assert abs(around["y"] - box["y"]) < 10 and abs(around["width"] - box["width"]) < 10
    following.click()
    expect(ring).to_have_count(0)
    page.wait_for_function("() => window.started.length > 8")
    kit = json.loads(page.locator("#pads .keep").get_attribute("data-kit"))
    assert len(kit["slots"]) == 8 and all(slot["recipe"]["kind"] == "point" for slot in kit["slots"])
    expect(page.locator("#pads .keep")).to_have_attribute("data-playing", "true")

    hint.get_by_role("button", name="Hide this hint").click()
    page.reload()
    stage.wait("data-ready", "true")
    expect(hint).to_be_hidden()
    page.evaluate(REST)
    page.locator("[data-action=help]").click()
    page.locator("dialog.help [data-action=tour]").click()
    expect(page.locator("dialog.help")).to_be_hidden()
    expect(ring).to_be_visible()
    page.keyboard.press("Escape")
    expect(ring).to_have_count(0)
