"""The map's colours."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MARKERS = "() => document.querySelector('.plot').data.map((trace) => trace.marker)"


def colour_by(page, choice: str) -> None:
    page.locator(".colour select").select_option(choice)


def test_colour_by_kit_shows_the_kits_in_the_legend(stage, page):
    colour_by(page, "kit")
    kits = set(page.evaluate("() => window.hitmap.stage.map.points.kits"))
    expect(page.locator(".chip")).to_have_count(len(kits))
    assert {chip.get_attribute("data-label") for chip in page.locator(".chip").all()} == kits
    assert page.evaluate("() => document.querySelector('.plot').data.length") == len(kits)
    page.locator(".chip").first.click()
    assert stage.after(lambda: page.locator("#surprise").click()) == {
        "kind": "prior",
        "seed": stage.recipe["seed"],
    }


def test_the_map_glows_where_sounds_are_and_stays_dark_elsewhere(stage, page):
    light = """([px, py]) => { const { map } = window.hitmap.stage, { canvas } = map.density;
      const ratio = canvas.width / map.view.width, box = map.surface.getBoundingClientRect();
      return Array.from(canvas.getContext('2d').getImageData(
        Math.round((px - box.x) * ratio), Math.round((py - box.y) * ratio), 1, 1).data); }"""
    crowded = page.evaluate(
        """() => { const { map } = window.hitmap.stage;
          const at = Array.from(map.points.x, (_, id) => map.view.toPixel(map.placeOf(id)));
          const near = at.map(([x, y]) => at.filter(([u, v]) => Math.hypot(u - x, v - y) < 30).length);
          return near.indexOf(Math.max(...near)); }"""
    )
    cluster, empty = stage.sound_at(crowded), stage.empty_pixel()
    page.wait_for_function(f"at => ({light})(at)[3] > 0", arg=list(cluster))
    assert max(page.evaluate(light, list(cluster))[:3]) > 60
    assert page.evaluate(light, list(empty))[3] == 0
    label = page.evaluate(
        "id => { const { points } = window.hitmap.stage.map; return points.legend[points.label[id]].label; }",
        crowded,
    )
    bright = page.evaluate(light, list(cluster))[3]
    page.evaluate("label => document.querySelector(`.chip:not([data-label=${label}])`).click()", label)
    page.wait_for_function(f"([at, bright]) => ({light})(at)[3] < bright", arg=[list(cluster), bright])


def test_colour_by_a_quality_is_a_scale_with_its_ends_and_units(stage, page):
    expect(page.locator(".scale")).to_be_hidden()
    colour_by(page, "brightness")
    expect(page.locator(".scale")).to_be_visible()
    assert page.locator(".scale span").last.inner_text().endswith("kHz")
    brightest, darkest = page.evaluate(
        """() => { const { map } = window.hitmap.stage, { values } = map.colours.scales.brightness;
          const numbers = new Float32Array(Uint8Array.from(atob(values), (c) => c.charCodeAt(0)).buffer);
          const order = [...numbers.keys()].sort((a, b) => numbers[b] - numbers[a]);
          return [order[0], order.at(-1)].map((id) => map.colours.of(id, map.dark)); }"""
    )
    steps = page.evaluate("() => window.hitmap.stage.map.colours.steps(true)")
    assert (brightest, darkest) == (steps[-1], steps[0])
    drawn = {colour for marker in page.evaluate(MARKERS) for colour in marker["color"]}
    assert drawn <= set(steps) and {brightest, darkest} <= drawn


def test_the_colouring_is_remembered(stage, page):
    colour_by(page, "decay")
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator(".colour select")).to_have_value("decay")
    expect(page.locator(".scale")).to_be_visible()
