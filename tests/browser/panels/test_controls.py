"""The controls: morph, noise, legend, checkpoints, download, upload, address, history."""

import json
import re
import struct
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def drag_slider(stage, name: str, value: float) -> None:
    stage.reveal(f"#{name} input[type=range]").fill(str(value))


def set_corners(stage) -> tuple[int, int]:
    a, b = stage.lonely_sounds(2)
    stage.page.keyboard.down("Shift")
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(b)))
    stage.page.keyboard.up("Shift")
    return a, b


def test_shift_clicks_set_two_corners_and_play_what_is_between(stage, page):
    a, b = set_corners(stage)
    assert stage.recipe == {
        "kind": "mix",
        "of": [{"kind": "point", "id": a}, {"kind": "point", "id": b}],
        "weights": [0.5, 0.5],
        "interpolation": "lerp",
    }
    expect(page.locator(".mark.corner").first).to_be_visible()
    expect(page.locator(".map .line")).to_have_class("line on")


def test_the_morph_slider_moves_between_the_corners_and_past_them(stage, page):
    set_corners(stage)
    drag_slider(stage, "morph", 0.25)
    stage.settled("recipe.weights && recipe.weights[0] === 0.75 && recipe.weights[1] === 0.25")
    drag_slider(stage, "morph", 1.4)
    stage.settled("recipe.weights && recipe.weights[0] === -0.4 && recipe.weights[1] === 1.4")
    assert stage.report("error") == ""


def test_the_path_of_the_morph_can_be_curved(stage, page):
    set_corners(stage)
    stage.reveal("#interpolation")
    page.get_by_label("curved · slerp").check(force=True)
    stage.settled("recipe.interpolation === 'slerp'")


def test_a_crossfade_can_be_heard_instead_of_the_morph(stage, page):
    a, b = set_corners(stage)
    morphed = stage.samples
    stage.reveal("#interpolation")
    page.get_by_label("crossfade").check(force=True)
    stage.settled("recipe.interpolation === 'crossfade'")
    assert not np.array_equal(stage.samples, morphed)
    drag_slider(stage, "amount", 0.5)
    stage.settled(
        "recipe.kind === 'mix' && recipe.of.every((one) => one.kind === 'noise' && one.amount === 0.5)"
    )
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('noise')")
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.get_by_label("crossfade")).to_be_checked()
    expect(page.locator("#amount input[type=range]")).to_have_value("0.5")
    drag_slider(stage, "amount", 0)
    stage.settled("recipe.of.every((corner) => corner.kind === 'point')")
    assert [part["id"] for part in stage.recipe["of"]] == [a, b]
    stage.reveal("[data-corner='0']").click()
    expect(page.locator(".toast")).to_contain_text("no latent")
    assert stage.report("error") == ""


def test_buttons_take_the_sound_that_is_on_as_a_corner(stage, page):
    a, b = stage.lonely_sounds(2)
    stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.reveal("[data-corner='0']").click())
    stage.after(lambda: page.mouse.click(*stage.sound_at(b)))
    recipe = stage.after(lambda: page.locator("[data-corner='1']").click())
    assert [part["id"] for part in recipe["of"]] == [a, b]


def test_without_corners_the_morph_slider_says_what_to_do(stage, page):
    drag_slider(stage, "morph", 0.3)
    expect(page.locator(".toast")).to_contain_text("Shift-click")
    assert stage.renders == 0


def test_noise_varies_the_sound_and_rolls_again(stage, page):
    sound = stage.lonely_sounds(1)[0]
    point = stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    drag_slider(stage, "amount", 0.8)
    stage.settled("recipe.kind === 'noise' && recipe.amount === 0.8")
    first = stage.recipe
    assert first["of"] == point
    rolled = stage.after(lambda: stage.reveal("#roll").click())
    assert rolled["of"] == point and rolled["seed"] != first["seed"]
    expect(page.locator("#seed input")).to_have_value(str(rolled["seed"]))
    page.locator("#seed input").fill("42")
    stage.settled("recipe.seed === 42")
    drag_slider(stage, "amount", 0)
    stage.settled("recipe.kind === 'point'")


def test_the_same_seed_gives_the_same_sound_again(stage, page, open_stage):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    drag_slider(stage, "amount", 1)
    stage.settled("recipe.kind === 'noise'")
    first, recipe = stage.samples, stage.recipe
    stage.after(lambda: stage.reveal("#roll").click())
    assert not np.array_equal(stage.samples, first)
    stage.after(lambda: page.keyboard.press("z"))
    assert np.array_equal(stage.samples, first)
    other = open_stage(address(recipe))  # remembers no sound
    other.page.keyboard.press("Space")
    assert np.array_equal(other.samples, first)


def test_surprise_makes_a_new_sound_of_the_lit_label(stage, page):
    assert stage.after(lambda: page.locator("#surprise").click())["kind"] == "prior"
    page.locator(".chip[data-label=kick]").click()
    assert stage.after(lambda: page.locator("#surprise").click())["label"] == "kick"


def test_legend_chips_dim_the_other_labels_and_count(stage, page):
    chips = page.locator(".chip")
    counts = [int(text) for text in page.locator(".chip small").all_inner_texts()]
    assert sum(counts) == len(stage.library)
    opacities = "() => document.querySelector('.plot').data.map((trace) => trace.marker.opacity)"
    page.locator(".chip[data-label=snare]").click()
    lit = page.evaluate(opacities)
    assert sorted(set(lit)) == [0.13, 0.92] and lit.count(0.92) == 1
    expect(page.locator(".chip[data-label=snare]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".chip[data-label=kick]")).to_have_attribute("aria-pressed", "false")
    keys = {"ArrowRight": (1, 0), "ArrowLeft": (-1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}
    box = page.locator(".surface").bounding_box()
    centre = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    snares = stage.pixels[[sound["label"] == "snare" for sound in stage.library]] - centre
    key = next(
        key
        for key, ahead in keys.items()
        if any(np.abs(snares @ ahead[::-1]) < 1.2 * (snares @ ahead))  # near enough to straight ahead
    )
    recipe = stage.after(lambda: page.keyboard.press(key))
    assert stage.library[recipe["id"]]["label"] == "snare"
    page.locator(".chip[data-label=snare]").click()
    assert set(page.evaluate(opacities)) == {0.92}
    assert chips.count() == len(counts)


def choose_checkpoint(page, name: str) -> None:
    page.locator("#checkpoint input").click()
    page.get_by_role("option", name=name).click()


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


@pytest.mark.parametrize("bits", ["16", "24"])
def test_download_is_a_wav_of_the_sound(stage, page, tmp_path, bits):
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.locator(".save select").select_option(bits)
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".wav" and soundfile.info(path).subtype == f"PCM_{bits}"
    assert np.abs(soundfile.read(path)[0] - stage.samples).max() < 1e-4


def test_an_uploaded_sound_lands_on_the_map(stage, page, tmp_path):
    t = np.arange(22050) / 22050
    soundfile.write(tmp_path / "mine.wav", np.sin(2 * np.pi * 200 * t) * np.exp(-9 * t), 22050)
    stage.after(lambda: page.locator("#header input[type=file]").set_input_files(tmp_path / "mine.wav"))
    assert stage.recipe["kind"] == "latent"
    expect(page.locator("[data-mark=now]")).to_be_visible()


def test_an_upload_that_is_no_audio_gets_one_sentence(stage, page, tmp_path):
    (tmp_path / "mine.wav").write_bytes(b"no audio")
    page.locator("#header input[type=file]").set_input_files(tmp_path / "mine.wav")
    expect(page.locator(".toast")).to_contain_text("mine.wav")
    assert stage.report("error").endswith(".")


def address(recipe: object, checkpoint: str = "drum-machine") -> str:
    text = recipe if isinstance(recipe, str) else json.dumps(recipe)
    return f"#checkpoint={checkpoint}&recipe={quote(text)}"


def test_the_phase_can_be_left_out_and_comes_back(stage, page):
    none, found = page.locator("[data-phase=none]"), page.locator("[data-phase=griffin-lim]")
    expect(none).to_be_disabled()
    a, b = stage.lonely_sounds(2)
    point = stage.after(lambda: page.mouse.click(*stage.sound_at(a)))
    with_phase = stage.samples
    assert stage.after(none.click) == {"kind": "phase", "of": point, "rounds": 0}
    expect(none).to_have_attribute("aria-pressed", "true")
    expect(found).to_have_attribute("aria-pressed", "false")
    assert not np.array_equal(stage.samples, with_phase)
    page.locator(".surface").focus()
    energies = []
    for side in ("original", "decoded"):
        page.keyboard.press("b")
        stage.wait("data-listening", side)
        stage.wait("data-playing", "false")
        page.keyboard.press("Space")
        energies.append(stage.energy)
    assert energies[0] == pytest.approx(energies[1], rel=0.01)
    other = stage.after(lambda: page.mouse.click(*stage.sound_at(b)))
    assert other == {"kind": "phase", "of": {"kind": "point", "id": b}, "rounds": 0}
    assert stage.after(lambda: stage.reveal("[data-corner='0']").click())["of"] == {"kind": "point", "id": b}
    stage.after(lambda: page.keyboard.press("z"))
    stage.after(lambda: page.keyboard.press("z"))
    assert stage.recipe == point
    expect(found).to_have_attribute("aria-pressed", "true")
    assert np.array_equal(stage.samples, with_phase)


def test_a_reload_brings_the_same_sound_and_controls_back(stage, page):
    set_corners(stage)
    drag_slider(stage, "morph", 0.3)
    stage.settled("recipe.weights[1] === 0.3")
    drag_slider(stage, "amount", 0.6)
    stage.settled("recipe.kind === 'noise' && recipe.amount === 0.6")
    before = stage.recipe
    page.wait_for_function("() => decodeURIComponent(location.hash).includes('noise')")
    page.reload()
    stage.wait("data-ready", "true")
    assert stage.recipe == before
    assert stage.report("playing") == "false"
    expect(page.locator("#morph input[type=range]")).to_have_value("0.3")
    expect(page.locator("#amount input[type=range]")).to_have_value("0.6")
    expect(page.locator("#seed input")).to_have_value(str(before["seed"]))


@pytest.mark.parametrize(
    "recipe",
    ["{", '{"kind":"point","id":100000}', '{"kind":"place","x":1e999,"y":0}', '{"kind":"point"}', "[" * 5000],
)
def test_a_broken_recipe_in_the_address_is_one_sentence(open_stage, recipe):
    stage = open_stage(address(recipe))
    assert stage.report("error").endswith(".")
    expect(stage.page.locator(".toast")).to_be_visible()
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))
    assert stage.report("error") == ""


def test_an_unknown_checkpoint_in_the_address_opens_the_default(open_stage):
    stage = open_stage(address({"kind": "point", "id": 1}, "nowhere"))
    assert "nowhere" in stage.report("error")
    assert stage.report("checkpoint") == "drum-machine"


def test_undo_and_redo_walk_the_history_and_move_the_controls(stage, page):
    a = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    drag_slider(stage, "amount", 0.5)
    stage.settled("recipe.kind === 'noise'")
    noisy = stage.recipe
    assert stage.after(lambda: page.keyboard.press("z")) == a
    expect(page.locator("#amount input[type=range]")).to_have_value("0")
    assert stage.after(lambda: page.keyboard.press("Shift+Z")) == noisy
    expect(page.locator("#amount input[type=range]")).to_have_value("0.5")


def test_pasting_a_link_shows_its_sound(stage, page):
    page.evaluate("hash => { location.hash = hash; }", address({"kind": "point", "id": 2}))
    stage.settled("recipe.kind === 'point' && recipe.id === 2")


def test_wav_header_is_pcm(stage, page, tmp_path: Path):
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    data = Path(download.value.path()).read_bytes()
    assert data[:4] == b"RIFF" and struct.unpack("<I", data[4:8])[0] == len(data) - 8
