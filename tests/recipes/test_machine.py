"""Sounds of the drum machine as recipes: every number is checked, and they are heard as they are synthesised."""

import json

import numpy as np
import pytest

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Machine, Mix, Noise, Point
from vae.recipes.text import parse_recipe, to_data, to_json
from vae.recipes.voice import CodecVoice
from vae.sound.measures import envelope_db
from vae.sound.one_shot import resample

SOUNDS = [*draw_library(24, 3, whole=True), *draw_library(12, 4)]
KICK = Machine.of_sound(next(sound for sound in SOUNDS if sound.label == "kick"))


@pytest.mark.parametrize("sound", SOUNDS, ids=lambda sound: sound.name)
def test_a_sound_is_the_same_after_a_journey_as_text(sound):
    recipe = Machine.of_sound(sound)
    assert parse_recipe(to_json(recipe)) == recipe
    assert np.array_equal(synthesize(parse_recipe(to_json(recipe)).sound), synthesize(sound))


def test_equal_recipes_have_equal_text_and_can_be_looked_up():
    data = to_data(KICK)
    turned = {**data, "parameters": dict(reversed(data["parameters"].items()))}
    again = parse_recipe(json.dumps(turned))
    assert again == KICK and hash(again) == hash(KICK) and to_json(again) == to_json(KICK)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": "piano"}, "no engine"),
        ({"engine": "steam"}, "no engine"),
        ({"engine": 5}, "plain text"),
        ({"seed": -1}, "seed"),
        ({"seed": 0.5}, "seed"),
        ({"parameters": [1, 2]}, "object"),
        ({"parameters": {}}, "lacks the parameter"),
        ({"kit": "Machine 01"}, "no field"),
    ],
)
def test_what_it_cannot_make_is_refused_in_a_sentence(change, words):
    with pytest.raises(RecipeError, match=words) as caught:
        parse_recipe(json.dumps({**to_data(KICK), **change}))
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [1e9, -1e9, "50", True, None, [50], 10**400])
def test_every_number_has_a_range(value):
    data = to_data(KICK)
    for name in data["parameters"]:
        with pytest.raises(RecipeError):
            parse_recipe(json.dumps({**data, "parameters": {**data["parameters"], name: value}}))


def test_it_is_heard_as_it_is_synthesised_and_its_latent_is_the_encoders(codec, built):
    voice = CodecVoice(codec, built)
    heard = voice.waveform(KICK)
    wanted = resample(synthesize(KICK.sound), 44_100, codec.sample_rate)[..., : codec.num_samples]
    assert envelope_db(wanted, heard, codec.sample_rate) < 0.3
    encoded = built.bound(codec.encode(heard, codec.sample_rate))
    np.testing.assert_allclose(KICK.latent(voice.world), encoded, atol=1e-4)
    described = KICK.describe(voice.world)
    assert described.title.startswith("Kick ") and described.title.endswith("drum machine")


def test_it_mixes_and_varies_like_any_other_sound(codec, built):
    voice = CodecVoice(codec, built)
    for recipe in (Mix((KICK, Point(0)), (0.5, 0.5)), Noise(KICK, 0.5, 3)):
        assert parse_recipe(to_json(recipe)) == recipe
        heard = voice.waveform(recipe)
        assert np.isfinite(heard).all() and np.abs(heard).max() > 0.5
    assert envelope_db(voice.waveform(KICK), voice.waveform(Noise(KICK, 0.0, 3)), codec.sample_rate) < 6
