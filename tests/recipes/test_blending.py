"""Recipes that lie between sounds: what is heard, and the latent that stands for it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vae import Codec
from vae.between.names import WAYS
from vae.library.library import Library
from vae.recipes.blending import Blending
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Mix, Noise, Offset, Phase, Place, Point
from vae.recipes.text import parse_recipe
from vae.recipes.voice import CodecVoice
from vae.recipes.world import World
from vae.sound.phase import GRADIENT_N_ITER

CHECKPOINT = Path(__file__).parents[2] / "checkpoints" / "drum-machine"


@pytest.fixture(scope="module")
def voice():
    return CodecVoice(Codec.load(CHECKPOINT), Library.load(CHECKPOINT))


@pytest.fixture(scope="module")
def world(voice):
    return World(voice.world.library, blending=Blending(voice.codec))


def between(way: str, *sounds: int, weights: tuple[float, ...] = (0.5, 0.5)) -> Mix:
    return Mix(tuple(Point(sound) for sound in sounds), weights, way)


@pytest.mark.parametrize("way", WAYS)
def test_a_corner_alone_is_heard_as_it_is(way, world, voice):
    alone = between(way, 3, 40, weights=(1.0, 0.0))
    assert alone.spectrogram(world) is None
    assert alone.latent(world).tobytes() == world.library.latents[3].tobytes()
    assert voice.waveform(alone).tobytes() == voice.waveform(Point(3)).tobytes()


@pytest.mark.parametrize("way", WAYS)
def test_an_effect_that_does_nothing_changes_nothing(way, voice):
    mix = between(way, 3, 40)
    for still in (Noise(mix, 0.0, 1), Offset(mix, (0,), (0.0,)), Phase(mix, GRADIENT_N_ITER)):
        assert voice.waveform(still).tobytes() == voice.waveform(mix).tobytes()


def test_a_little_noise_changes_what_is_heard_a_little(world):
    mix = between("natural", 3, 40)
    heard = mix.spectrogram(world)
    changes = [np.abs(Noise(mix, amount, 1).spectrogram(world) - heard).mean() for amount in (0.01, 0.1, 0.5)]
    assert 0 < changes[0] < changes[1] < changes[2]


def test_the_latent_stands_for_what_is_heard(world, voice):
    errors = []
    for first, last in ((3, 40), (200, 260), (500, 900), (1000, 1400)):
        mix = between("natural", first, last)
        heard, decoded = mix.spectrogram(world), voice.codec.decode_spectrogram(mix.latent(world))
        far = voice.codec.decode_spectrogram(world.library.latents[first])
        errors.append(np.abs(decoded - heard).mean() / np.abs(far - heard).mean())
    assert np.median(errors) < 0.5


def test_a_mix_of_a_mix_starts_from_what_is_heard(world):
    inner = between("natural", 3, 40)
    outer = Mix((inner, Point(7)), (1 - 1e-6, 1e-6), "natural")
    assert np.abs(outer.spectrogram(world) - inner.spectrogram(world)).max() < 1e-3


def test_a_place_between_sounds_is_blended_and_a_sound_is_itself(world, voice):
    here, there = world.library.coordinates[[3, 40]].astype(float)
    on_it = Place(*here.tolist(), "natural")
    assert on_it.spectrogram(world) is None
    assert on_it.latent(world).tobytes() == world.library.latents[3].tobytes()
    x, y = ((here + there) / 2).tolist()
    heard = Place(x, y, "natural").spectrogram(world)
    beside = Place(x + 1e-5, y, "natural").spectrogram(world)
    assert np.abs(heard - beside).mean() < 1e-3
    assert voice.waveform(Place(x, y, "natural")).tobytes() != voice.waveform(Place(x, y)).tobytes()


def test_where_only_the_nearest_sound_counts_it_is_heard_alone(world):
    """Its two neighbours are equally far from the place, so that neither has a share."""
    places = world.library.coordinates + 50
    places[:3] = (0, 0), (1, 0), (0, 1)
    library = replace(world.library, coordinates=places)
    here = Place(0.25, 0.25, "natural")
    moved = World(library, blending=world.blending)
    assert here.spectrogram(moved) is None
    assert here.latent(moved).tobytes() == library.latents[0].tobytes()
    assert Place(0.25, 0.25).latent(moved).tobytes() != library.latents[0].tobytes()


def test_a_place_of_an_older_link_keeps_its_latents(world):
    old = parse_recipe('{"kind":"place","x":0.1,"y":-0.2}')
    assert old == Place(0.1, -0.2)
    assert old.spectrogram(world) is None
    with pytest.raises(RecipeError, match="natural or glide"):
        parse_recipe('{"kind":"place","x":0.1,"y":-0.2,"interpolation":"lerp"}')


def test_without_a_model_it_is_said(world):
    for recipe in (between("natural", 3, 40), Place(0.1, 0.2, "glide")):
        with pytest.raises(RecipeError, match="where their model is"):
            recipe.latent(World(world.library))
