"""Mono and stereo sounds of any length, as the page and the endpoints get them."""

import asyncio
import base64
import io
import json

import numpy as np
import pytest
import soundfile
from explorer_fixtures import WideShelf

from explorer.server.functions import server_functions
from explorer.server.wire import packed_pcm, read_pcm
from explorer.sound.shelf import Shelf
from vae.sound.audio import AudioError

RATE = 44_100


@pytest.fixture(scope="module")
def wide(checkpoints) -> Shelf:
    return WideShelf({"drum-machine": checkpoints / "drum-machine"}, "drum-machine")


@pytest.fixture(scope="module")
def ask(wide):
    functions = {function.__name__: function for function in server_functions(wide)}

    def asked(name: str, **payload):
        reply = json.loads(asyncio.run(functions[name]({"checkpoint": "", **payload})).body)
        assert reply["ok"], reply
        return reply

    return asked


def waves_in(reply: dict) -> np.ndarray:
    """(channels, samples) of a reply."""
    return np.frombuffer(base64.b64decode(reply["pcm"]), "<i2").reshape(reply["channels"], -1) / 32767


def recipe_of(sound: int) -> str:
    return json.dumps({"kind": "point", "id": sound})


@pytest.mark.parametrize("sound", range(6))
def test_a_sound_arrives_with_its_channels_its_length_and_a_picture_as_long(ask, wide, sound):
    reply = ask("render", recipe=recipe_of(sound))
    waveform = wide.renderer().render(parse(sound)).waveform
    np.testing.assert_allclose(waves_in(reply), np.atleast_2d(waveform), atol=1e-4)
    assert reply["info"]["channels"] == reply["channels"] == np.atleast_2d(waveform).shape[0]
    assert reply["shape"][1] == 1 + waveform.shape[-1] // 256
    assert len(base64.b64decode(reply["spectrogram"])) == np.prod(reply["shape"])


@pytest.mark.parametrize("sound", range(6))
def test_a_wav_file_has_the_channels_of_the_sound_or_one(ask, sound):
    heard = waves_in(ask("render", recipe=recipe_of(sound)))
    for mono in (False, True):
        reply = ask("wav", recipe=recipe_of(sound), bit_depth=24, mono=mono)
        wave, rate = soundfile.read(io.BytesIO(base64.b64decode(reply["wav"])), always_2d=True)
        wanted = heard.mean(axis=0, keepdims=True) if mono else heard
        assert rate == RATE and wave.T.shape == wanted.shape
        np.testing.assert_allclose(wave.T, wanted, atol=1e-4)


@pytest.mark.parametrize("sound", range(6))
def test_a_sound_is_compared_with_its_original_over_all_of_the_longer(ask, sound):
    decoded = ask("render", recipe=recipe_of(sound))
    original = ask("original", id=sound)
    reply = ask("difference", recipe=recipe_of(sound))
    assert reply["shape"][1] == max(decoded["shape"][1], original["shape"][1])
    assert waves_in(original).shape[1] >= waves_in(decoded).shape[1]
    sent = ask("difference", recipe=recipe_of(sound), original=original["pcm"], channels=original["channels"])
    assert sent["error_db"] == pytest.approx(reply["error_db"], rel=0.01)


def test_every_version_in_a_rating_is_as_long_as_it_is(ask, wide):
    systems = {one["system"]: waves_in(one) for one in ask("rating", id=2)["systems"]}
    assert systems.keys() == {"original", "drum-machine"}
    energies = [np.square(wave).sum() / len(wave) for wave in systems.values()]
    assert energies[0] == pytest.approx(energies[1], rel=0.01)


@pytest.mark.parametrize("shape", [(1,), (7,), (2, 1), (2, 9)])
def test_audio_goes_to_the_page_and_back(shape):
    wave = np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)
    reply = packed_pcm(wave, RATE)
    np.testing.assert_allclose(read_pcm(reply["pcm"], reply["channels"], 9), wave, atol=1e-4)


@pytest.mark.parametrize(
    ("samples", "channels", "part"),
    [
        (3, 2, "1 to 9 samples"),
        (0, 1, "1 to 9"),
        (10, 1, "1 to 9"),
        (20, 2, "1 to 9"),
        (4, 3, "1 or 2 channels"),
    ],
)
def test_audio_that_is_none_is_refused(samples, channels, part):
    pcm = base64.b64encode(b"\0\0" * samples).decode()
    with pytest.raises(AudioError, match=part):
        read_pcm(pcm, channels, 9)


def parse(sound: int):
    from vae.recipes.text import parse_recipe

    return parse_recipe(recipe_of(sound))
