"""Shaped and locked recipes: exact as text, audible, and moving what they say they move."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.calibrate import MAX_CROSSTALK, MIN_MONOTONE, calibrate
from explorer.sound.render import Renderer
from vae.checkpoint.codec import Codec
from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise, Point, Shape
from vae.recipes.kinds.noise import LOCKS
from vae.recipes.qualities import QUALITIES, log_qualities
from vae.recipes.steering import Steering
from vae.recipes.text import parse_recipe, to_json
from vae.recipes.world import World

SHIPPED = Path(__file__).parents[2] / "checkpoints" / "drum-machine"
STEPS = st.none() | st.floats(-3, 3)
SHAPES = st.builds(Shape, st.builds(Point, st.integers(0, 59)), STEPS, STEPS, STEPS, STEPS, STEPS)
LOCKED = st.lists(st.sampled_from(LOCKS), min_size=1, unique=True).map(tuple)
NOISES = st.builds(Noise, st.builds(Point, st.integers(0, 59)), st.floats(0, 4), st.integers(0, 99), LOCKED)


@pytest.fixture(scope="module")
def renderer(codec, built) -> Renderer:
    return Renderer(codec, built)


@given(SHAPES | NOISES)
def test_json_round_trip_is_exact(recipe):
    text = to_json(recipe)
    assert parse_recipe(text) == recipe
    assert to_json(parse_recipe(text)) == text


def test_noise_without_a_lock_is_written_as_before():
    assert to_json(Noise(Point(1), 0.5, 7)) == (
        '{"kind":"noise","of":{"kind":"point","id":1},"amount":0.5,"seed":7}'
    )


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"kind": "shape", "pitch": 3.1}, "pitch"),
        ({"kind": "shape", "decay": True}, "decay"),
        ({"kind": "shape", "attack": "1"}, "attack"),
        ({"kind": "shape", "loudness": 1}, "loudness"),
        ({"kind": "noise", "amount": 1, "seed": 1, "lock": []}, "locked"),
        ({"kind": "noise", "amount": 1, "seed": 1, "lock": "pitch"}, "locked"),
        ({"kind": "noise", "amount": 1, "seed": 1, "lock": ["pitch", "pitch"]}, "once"),
        ({"kind": "noise", "amount": 1, "seed": 1, "lock": [["pitch"]]}, "once"),
    ],
)
def test_what_is_wrong_is_said(fields, reason):
    with pytest.raises(RecipeError, match=reason):
        parse_recipe(json.dumps(fields | {"of": {"kind": "point", "id": 1}}))


@settings(max_examples=200)
@given(SHAPES | NOISES)
def test_every_one_is_heard(renderer, recipe):
    waveform = renderer.render(recipe).waveform
    assert np.isfinite(waveform).all()
    assert 0.1 < np.abs(waveform).max() <= 1


def test_the_same_recipe_gives_the_same_bits(codec, built):
    recipe = Shape(Point(3), brightness=1.5, decay=-2, pitch=1)
    one, other = (Renderer(codec, built) for _ in range(2))
    other.render(Shape(Point(3), pitch=1))
    assert one.render(recipe).waveform.tobytes() == other.render(recipe).waveform.tobytes()


def test_nothing_moved_is_the_sound_itself(renderer):
    for recipe in (Shape(Point(5)), Shape(Point(5), decay=0)):
        assert renderer.latent_of(recipe).tobytes() == renderer.latent_of(Point(5)).tobytes()


def test_without_the_model_nothing_is_shaped(built):
    with pytest.raises(RecipeError, match="model"):
        Shape(Point(1), decay=1).latent(World(built))
    assert Noise(Point(1), 1, 1, ("label",)).latent(World(built)).shape == built.latents[0].shape


@pytest.fixture(scope="module")
def shipped() -> tuple[Codec, Library]:
    return Codec.load(SHIPPED), Library.load(SHIPPED)


@pytest.mark.long
def test_sliders_move_their_own_quality_most(shipped):
    report = calibrate(*shipped, sounds=40, progress=False)
    shares = dict(zip(QUALITIES, report["monotone"], strict=True))
    for name in ("brightness", "decay", "noisiness", "attack"):
        assert shares[name] >= MIN_MONOTONE - 0.1
    assert shares["pitch"] >= 0.6
    assert (np.diag(report["matrix"]) > 0.05).all()
    others = np.array(report["crosstalk"])[~np.eye(5, dtype=bool)]
    assert np.mean(others < MAX_CROSSTALK) >= 0.85 and others.max() < 0.8


@pytest.mark.slow
@pytest.mark.parametrize("name", ["decay", "pitch"])
def test_a_lock_keeps_its_quality(shipped, name):
    codec, library = shipped
    steering = Steering(codec, library.latents, log_qualities(library))
    column = QUALITIES.index(name)
    moved = {lock: [] for lock in (None, (name,))}
    for sound in range(0, len(library), 90):
        base = steering.qualities(library.latents[sound])[column]
        for lock, changes in moved.items():
            z = Noise(Point(sound), 1.0, sound, lock).latent(World(library, steering))
            changes.append(abs(steering.qualities(z)[column] - base))
    assert np.mean(moved[(name,)]) < 0.7 * np.mean(moved[None])
