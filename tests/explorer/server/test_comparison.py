import base64
import json

import numpy as np
import pytest

from explorer.server.comparing import versions
from explorer.sound.difference import BANDS, band_errors, in_words
from explorer.sound.shelf import Shelf, find_checkpoints
from vae.sound.measures import envelope_db

RATE = 44_100


@pytest.fixture(scope="module")
def shelf(checkpoints) -> Shelf:
    return find_checkpoints(checkpoints)


def burst(hz: float, seconds: float, attack: float = 0.001) -> np.ndarray:
    """A decaying tone of one second."""
    time = np.arange(RATE) / RATE
    wave = np.sin(2 * np.pi * hz * time) * np.exp(-time / seconds) * np.minimum(1, time / attack)
    return wave.astype(np.float32)


def test_a_sound_is_like_itself():
    sound = burst(200, 0.2)
    assert in_words(sound, sound, RATE, 0.0) == ["Hard to tell from the original."]
    assert all(band.error_db in (None, 0.0) for band in band_errors(sound, sound, RATE))


def test_the_band_that_is_too_loud_is_named():
    original = burst(150, 0.2) + 0.1 * burst(5000, 0.2)
    decoded = burst(150, 0.2) + 0.4 * burst(5000, 0.2)
    found = {band.name: band for band in band_errors(original, decoded, RATE)}
    assert [band.name for band in found.values()] == [name for name, _, _ in BANDS]
    assert found["highs"].excess_db > 8 > 3 > found["bass"].error_db
    words = in_words(original, decoded, RATE, envelope_db(original, decoded, RATE))
    assert any(one.startswith("Too much ") for one in words)
    assert any(one.startswith("Brighter") for one in words)


def test_length_and_attack_have_words():
    original = burst(200, 0.2)
    assert any(one.startswith("Ends earlier") for one in in_words(original, burst(200, 0.05), RATE, 3.0))
    assert any(one.startswith("Rings longer") for one in in_words(burst(200, 0.05), original, RATE, 3.0))
    assert any(
        one.startswith("Softer attack") for one in in_words(original, burst(200, 0.2, 0.08), RATE, 3.0)
    )


@pytest.mark.parametrize(
    ("error", "verdict"), [(0.5, "Hard"), (1.5, "Close"), (3.0, "The same kind"), (9.0, "Far")]
)
def test_the_verdict_follows_the_error(error, verdict):
    sound = burst(200, 0.2)
    assert in_words(sound, sound, RATE, error)[0].startswith(verdict)


def test_a_sound_is_compared_with_its_original(stage, shelf):
    point = {"kind": "point", "id": 3}
    reply = stage("difference", {"recipe": json.dumps(point), "checkpoint": "drum-machine"})
    library = shelf.library("drum-machine")
    assert reply["ok"] and reply["error_db"] == pytest.approx(float(library.errors_db[3]), abs=0.05)
    cells = np.frombuffer(base64.b64decode(reply["difference"]), "i1").reshape(reply["shape"])
    assert np.abs(cells).max() > 5
    phaseless = {"kind": "phase", "of": point, "rounds": 0}
    other = stage("difference", {"recipe": json.dumps(phaseless), "checkpoint": "drum-machine"})
    assert other["ok"] and other["error_db"] != reply["error_db"]


@pytest.mark.parametrize(
    ("name", "payload", "part"),
    [
        (
            "difference",
            {"recipe": '{"kind":"prior","seed":1}', "checkpoint": ""},
            "Only library sounds",
        ),
        ("difference", {"recipe": '{"kind":"point","id":3}', "checkpoint": "lost-kit"}, "HITMAP_DATA"),
        ("difference", {"recipe": 3}, "needs a short text"),
        ("difference", [], "JSON object"),
        (
            "difference",
            {"recipe": '{"kind":"prior","seed":1}', "checkpoint": "", "original": "?"},
            "base64 text",
        ),
        (
            "difference",
            {"recipe": '{"kind":"prior","seed":1}', "checkpoint": "", "original": 5},
            "base64 text",
        ),
        (
            "difference",
            {"recipe": '{"kind":"prior","seed":1}', "checkpoint": "", "original": "AAAA"},
            "samples",
        ),
        ("rating", {"id": 10**6, "checkpoint": ""}, "no such sound"),
        ("rating", {"id": True, "checkpoint": ""}, "a whole number as id"),
        ("rating", {"id": 3, "checkpoint": "lost-kit"}, "HITMAP_DATA"),
        ("rating", {"id": 3, "checkpoint": "nowhere"}, "no checkpoint"),
        ("versions", {"id": -1, "checkpoint": ""}, "no such sound"),
        ("versions", {"id": 3, "checkpoint": "nowhere"}, "no checkpoint"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(stage, name, payload, part):
    reply = stage(name, payload)
    assert not reply["ok"] and part in reply["error"] and reply["error"].endswith(".")


def test_every_checkpoint_takes_part_in_a_rating_at_equal_energy(stage, shelf):
    reply = stage("rating", {"id": 3, "checkpoint": "drum-machine"})
    assert reply["ok"] and [one["system"] for one in reply["systems"]] == ["original", *shelf.names]
    waves = [np.frombuffer(base64.b64decode(one["pcm"]), "<i2") / 32767 for one in reply["systems"]]
    energies = [
        np.sum(wave**2) / one["sample_rate"] for wave, one in zip(waves, reply["systems"], strict=True)
    ]
    np.testing.assert_allclose(energies, energies[0], rtol=0.01)
    assert max(np.abs(wave).max() for wave in waves) <= 0.951


def test_the_versions_of_a_sound_are_those_of_checkpoints_that_know_its_name_and_kit(stage, shelf):
    home = shelf.folders["drum-machine"]
    twins = Shelf({"drum-machine": home, "lost-kit": shelf.folders["lost-kit"], "twin": home}, "drum-machine")
    error = pytest.approx(float(shelf.library("drum-machine").errors_db[3]))
    known = [{"checkpoint": name, "id": 3, "error_db": error} for name in ("twin", "drum-machine")]
    assert versions(twins, 3, "twin") == {"versions": known}
    assert stage("versions", {"id": 3, "checkpoint": ""})["versions"] == known[1:]
