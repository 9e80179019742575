"""About: the sound that is on becomes a picture, numbers, a place, a sound again; every checkpoint says what it is."""

import pytest
from playwright.sync_api import expect

from vae.library.library import Library

pytestmark = pytest.mark.browser

CARD = "# A card\n\n| a | b |\n|---|---|\n| 1 | <i>2</i> |\n"
INK = """() => [...document.querySelectorAll('.journey canvas')].map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size; })"""


def test_about_tells_of_the_sound_that_is_on_and_of_every_checkpoint(stage, page, damaged_checkpoints):
    (sound,) = stage.lonely_sounds(1)
    stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    page.locator("[data-action=about]").click()
    about = page.locator("dialog.about")
    shown = "recipe => document.querySelector('.about').dataset.shown === recipe"
    page.wait_for_function(shown, arg=stage.report("recipe"))
    assert about.evaluate("(dialog) => dialog.scrollTop") == 0
    expect(about.locator(".about-example")).to_contain_text(stage.library[sound]["name"])
    assert min(page.evaluate(INK)) > 1, "all five pictures have something on them"
    latents = Library.load(damaged_checkpoints / "drum-machine").latents
    expect(about.locator(".about-count")).to_have_text(str(latents.shape[1]))

    heard = []
    for side in ("before", "after"):
        count = page.evaluate("() => window.started.length")
        about.locator(f"[data-hear={side}]").click()
        page.wait_for_function("count => window.started.length > count", arg=count)
        heard.append(stage.samples)
    assert len(heard[0]) != len(heard[1]) or (heard[0] != heard[1]).any(), "the original, and the model's"

    own, other = (about.locator(f"[data-checkpoint={name}]") for name in ("drum-machine", "lost-kit"))
    expect(own).to_contain_text(f"{len(latents)} sounds made by Hitmap's own synthesiser")
    expect(own.get_by_role("button")).to_be_disabled()
    (damaged_checkpoints / "drum-machine" / "README.md").write_text(CARD, "utf-8")
    own.locator("[data-part=card] summary").click()
    expect(own.locator("[data-part=card] h5")).to_have_text("A card")
    expect(own.locator("[data-part=card] td")).to_have_text(["1", "<i>2</i>"])
    own.locator("[data-part=credits] summary").click()
    expect(own.locator("[data-part=credits]")).to_contain_text("says nothing about them")
    other.get_by_role("button", name="Open").click()
    stage.wait("data-checkpoint", "lost-kit")
    expect(other.get_by_role("button")).to_be_disabled()
    expect(about).to_be_visible()
    about.locator("[data-checkpoint=cut-off]").get_by_role("button", name="Open").click()
    expect(about).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("model.safetensors is damaged")
