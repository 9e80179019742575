"""Sounds whose middle is known: the server function `triple`."""

import base64
from pathlib import Path

import numpy as np
import pytest

from explorer.server.between import IN_WORDS, draw_triple
from explorer.sound.shelf import find_checkpoints
from vae.data.originals import DATA_VARIABLE, SYSTEM_ROOTS, read_original
from vae.recipes.kinds import Latent, Mix
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.recipes.text import parse_recipe
from vae.sound.audio import write_wav
from vae.sound.descriptors import describe_all, descriptor_names
from vae.sound.measures import FINE, envelope_db

RATE = 44_100
SHIPPED = Path(__file__).parents[3] / "checkpoints"


def waves(reply) -> list[np.ndarray]:
    """The first, middle and second sound of an answer."""
    packed = [reply[part]["pcm"] for part in ("first", "middle", "second")]
    return [np.frombuffer(base64.b64decode(pcm), "<i2") / 32767 for pcm in packed]


def test_the_middle_is_an_original_and_its_ends_are_apart(stage, shelf):
    reply = stage("triple", {"seed": 5, "checkpoint": "drum-machine"})
    assert reply["ok"] and reply["changed"]
    library = shelf.library("drum-machine")
    source = library.sources[library.names.index(reply["name"])]
    original = read_original(source, sample_rate=RATE, num_samples=RATE, roots=[])
    first, middle, second = waves(reply)
    np.testing.assert_allclose(middle, original, atol=1e-4)
    assert envelope_db(first, second, RATE, FINE) > 3.9
    for part in ("first", "middle", "second"):
        cells = np.frombuffer(base64.b64decode(reply[part]["spectrogram"]), "u1")
        assert cells.size == np.prod(reply[part]["shape"]) and cells.max() > 100


def test_every_sound_has_a_latent_and_every_way_mixes_the_two_ends(stage, shelf):
    reply = stage("triple", {"seed": 5, "checkpoint": "drum-machine"})
    codec = shelf.renderer("drum-machine").codec
    latents = [parse_recipe(reply[part]["recipe"]) for part in ("first", "middle", "second")]
    for wave, latent in zip(waves(reply), latents, strict=True):
        assert isinstance(latent, Latent)
        close = codec.encode(wave.astype(np.float32), RATE)
        np.testing.assert_allclose(latent.values, close, atol=0.1 * np.abs(close).max())
    assert list(reply["mixes"]) == list(INTERPOLATIONS)
    for way, text in reply["mixes"].items():
        assert parse_recipe(text) == Mix((latents[0], latents[2]), (0.5, 0.5), way)
        assert stage("render", {"recipe": text, "checkpoint": "drum-machine"})["ok"]


def test_a_seed_is_a_triple(stage):
    one, same, other = (stage("triple", {"seed": seed, "checkpoint": "drum-machine"}) for seed in (7, 7, 8))
    assert one == same
    assert one["middle"] != other["middle"]


@pytest.mark.parametrize(
    ("payload", "part"),
    [
        ({"seed": -1, "checkpoint": ""}, "from 0 to"),
        ({"seed": 2**31, "checkpoint": ""}, "from 0 to"),
        ({"seed": True, "checkpoint": ""}, "a whole number as seed"),
        ({"seed": 1, "checkpoint": "lost-kit"}, "HITMAP_DATA"),
        ({"seed": 1, "checkpoint": "nowhere"}, "no checkpoint"),
    ],
)
def test_what_gives_no_triple_is_one_sentence(stage, payload, part):
    reply = stage("triple", payload)
    assert not reply["ok"] and part in reply["error"] and reply["error"].endswith(".")


@pytest.fixture
def with_recordings(checkpoints, tmp_path, monkeypatch):
    """The small checkpoints, with a decaying buzz of 300 Hz in place of some files of the lost kit."""
    shelf = find_checkpoints(checkpoints)
    time = np.arange(RATE) / RATE
    buzz = sum(np.sin(600 * np.pi * k * time) / k for k in range(1, 40)) * np.exp(-2 * time)
    for source in shelf.library("lost-kit").sources[:6]:
        file = tmp_path / source["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        write_wav(file, (0.9 * buzz / np.abs(buzz).max()).astype(np.float32), RATE)
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))
    return shelf


def test_a_recording_lies_between_two_versions_of_itself(with_recordings):
    found = {}
    for seed in range(20):
        reply = draw_triple(with_recordings, seed, "lost-kit")
        heard = describe_all(waves(reply), RATE)  # (3, descriptors)
        found.setdefault(reply["changed"], dict(zip(descriptor_names(), heard.T, strict=True)))
    assert found.keys() == set(IN_WORDS.values())
    octave_parts = np.log2(found[IN_WORDS["retuned"]]["pitch"] / 300)
    np.testing.assert_allclose(octave_parts, [-5 / 12, 0, 5 / 12], atol=0.02)
    assert (np.diff(found[IN_WORDS["re-damped"]]["decay"]) < 0).all()
    assert (np.diff(found[IN_WORDS["re-tilted"]]["brightness"]) > 0).all()
    for kind in ("re-damped", "re-tilted"):
        np.testing.assert_allclose(found[IN_WORDS[kind]]["pitch"], 300, rtol=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["drum-machine", "open-kits"])
def test_the_shipped_checkpoints_have_triples(name):
    if name == "open-kits" and not SYSTEM_ROOTS[0].is_dir():
        pytest.skip("needs Debian's hydrogen-drumkits")
    shelf = find_checkpoints(SHIPPED)
    for seed in range(3):
        first, middle, second = waves(draw_triple(shelf, seed, name))
        apart = envelope_db(first, second, RATE, FINE)
        assert apart > 3.9
        assert min(envelope_db(middle, first, RATE, FINE), envelope_db(middle, second, RATE, FINE)) > 0.2
