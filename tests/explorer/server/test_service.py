import base64
import io

import numpy as np
import pytest
import soundfile

from explorer.server import sounds as service
from explorer.server import uploads
from explorer.server.uploads import describe_upload
from explorer.sound.shelf import find_checkpoints
from vae.checkpoint.files import CheckpointError
from vae.errors import HitmapError
from vae.recipes.text import parse_recipe

PLACE = '{"kind":"place","x":0.5,"y":0.5}'
POINT = '{"kind":"point","id":3}'


def test_default_checkpoint_and_names(shelf):
    assert shelf.default == "drum-machine"
    assert set(shelf.names) == {"drum-machine", "lost-kit", "cut-off"}


def test_a_checkpoint_elsewhere_is_found_by_its_path(checkpoints, tmp_path):
    shelf = find_checkpoints(tmp_path, str(checkpoints / "lost-kit"))
    assert shelf.default == "lost-kit"
    assert len(shelf.library()) > 0


@pytest.mark.parametrize("name", ["nowhere", "../drum-machine", "/etc"])
def test_unknown_checkpoints_are_refused(shelf, name):
    with pytest.raises(CheckpointError, match="no checkpoint"):
        shelf.library(name)


def test_no_checkpoints_at_all_is_one_sentence(tmp_path):
    with pytest.raises(CheckpointError, match=r"vae\.train"):
        find_checkpoints(tmp_path)


def test_render_answer_is_the_rendered_sound(stage, shelf):
    reply = stage("render", {"checkpoint": "", "recipe": PLACE})
    sound = shelf.renderer().render(parse_recipe(PLACE))
    pcm = np.frombuffer(base64.b64decode(reply["pcm"]), "<i2")
    assert np.abs(pcm / 32767 - sound.waveform).max() <= 1 / 32767
    assert len(base64.b64decode(reply["spectrogram"])) == reply["shape"][0] * reply["shape"][1]
    assert reply["recipe"] == PLACE
    assert reply["info"]["kind"] == "place"


def test_original_of_the_drum_machine_is_there(stage):
    reply = stage("original", {"checkpoint": "drum-machine", "id": 3})
    assert reply["ok"] and np.frombuffer(base64.b64decode(reply["pcm"]), "<i2").any()


def test_a_missing_original_says_how_to_get_it(stage):
    info = stage("render", {"checkpoint": "lost-kit", "recipe": POINT})["info"]
    assert not info["has_original"] and "HITMAP_DATA" in info["original_hint"]
    reply = stage("original", {"checkpoint": "lost-kit", "id": 3})
    assert reply == {"ok": False, "error": info["original_hint"]}


@pytest.mark.parametrize("bits", [16, 24])
def test_wav_has_the_bits_that_were_asked_for(stage, bits):
    reply = stage("wav", {"checkpoint": "", "recipe": POINT, "bit_depth": bits})
    assert reply["name"].endswith(".wav")
    info = soundfile.info(io.BytesIO(base64.b64decode(reply["wav"])))
    assert (info.subtype, info.samplerate, info.frames) == (f"PCM_{bits}", 44100, 44100)
    with soundfile.SoundFile(io.BytesIO(base64.b64decode(reply["wav"]))) as file:
        assert file.comment == POINT
        assert file.title == stage("render", {"checkpoint": "", "recipe": POINT})["info"]["title"]


def test_the_original_is_as_loud_as_the_phase_that_is_heard(stage):
    replies = [stage("original", {"checkpoint": "", "id": 3, "rounds": rounds}) for rounds in (None, 0)]
    assert all(reply["ok"] for reply in replies)
    assert (replies[0]["pcm"], replies[0]["matching_gain"]) != (
        replies[1]["pcm"],
        replies[1]["matching_gain"],
    )


def test_a_crossfade_has_no_neighbours(shelf):
    crossfade = f'{{"kind":"mix","of":[{POINT},{PLACE}],"weights":[1,1],"interpolation":"crossfade"}}'
    with pytest.raises(HitmapError, match="no place among the latents"):
        service.neighbours(shelf, crossfade)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("dimensions", None),
        ("dimensions", []),
        ("dimensions", {"checkpoint": 5}),
        ("dimensions", {"checkpoint": "nowhere"}),
        ("dimensions", {"checkpoint": "x" * 100_000}),
        ("render", {"checkpoint": ""}),
        ("render", {"checkpoint": "", "recipe": None}),
        ("render", {"checkpoint": "", "recipe": "{"}),
        ("render", {"checkpoint": "", "recipe": '{"kind":"point","id":1000000}'}),
        ("render", {"checkpoint": "", "recipe": '{"kind":"place","x":NaN,"y":0}'}),
        ("render", {"checkpoint": "", "recipe": " " * 1_000_000}),
        ("render", {"checkpoint": "", "recipe": "\ud800"}),
        ("render", {"checkpoint": "cut-off", "recipe": PLACE}),
        ("original", {"checkpoint": "", "id": -1}),
        ("original", {"checkpoint": "", "id": True}),
        ("original", {"checkpoint": "", "id": 1.5}),
        ("original", {"checkpoint": "", "id": "1"}),
        ("original", {"checkpoint": "", "id": 1, "rounds": -1}),
        ("original", {"checkpoint": "", "id": 1, "rounds": []}),
        ("alike", {"checkpoint": "", "recipe": POINT, "aspect": "taste"}),
        ("alike", {"checkpoint": "", "recipe": POINT}),
        ("wav", {"checkpoint": "", "recipe": PLACE, "bit_depth": 17}),
        ("wav", {"checkpoint": "", "recipe": PLACE, "bit_depth": []}),
        ("wav", {"checkpoint": "", "recipe": PLACE}),
    ],
)
def test_bad_requests_get_one_sentence(stage, name, payload):
    reply = stage(name, payload)
    assert reply["ok"] is False
    assert reply["error"].endswith(".") and "\n" not in reply["error"] and len(reply["error"]) < 300


def test_a_damaged_checkpoint_leaves_the_others_usable(stage):
    assert not stage("render", {"checkpoint": "cut-off", "recipe": PLACE})["ok"]
    assert stage("render", {"checkpoint": "drum-machine", "recipe": PLACE})["ok"]


def test_encoding_a_rendered_sound_lands_near_it(shelf, tmp_path):
    _, sound = service.render(shelf, POINT)
    soundfile.write(tmp_path / "hit.wav", sound.waveform, sound.sample_rate)
    recipe = uploads.encode(shelf, tmp_path / "hit.wav")
    assert 3 in [entry["id"] for entry in service.neighbours(shelf, recipe, 5)]


def test_an_upload_comes_with_its_original_as_the_model_was_given_it(shelf, stage, tmp_path):
    _, sound = service.render(shelf, POINT)
    soundfile.write(tmp_path / "My hit.wav", np.pad(0.3 * sound.waveform, (4000, 0)), sound.sample_rate)
    reply = describe_upload(shelf, tmp_path / "My hit.wav")
    assert reply["recipe"] == uploads.encode(shelf, tmp_path / "My hit.wav")
    assert (reply["name"], reply["checkpoint"]) == ("My hit", "drum-machine")
    assert reply["version"] == shelf.fingerprint("drum-machine")
    pcm = np.frombuffer(base64.b64decode(reply["original"]["pcm"]), "<i2") / 32767
    assert len(pcm) == len(sound.waveform) and np.abs(pcm).max() == pytest.approx(0.95, abs=1e-3)
    part = sound.waveform[2000:6000]
    at = int(np.argmax(np.correlate(pcm[:8000], part, "valid")))
    assert np.corrcoef(pcm[at : at + len(part)], part)[0, 1] > 0.99
    payload = {"recipe": reply["recipe"], "checkpoint": "", "original": reply["original"]["pcm"]}
    assert stage("difference", payload)["error_db"] == pytest.approx(reply["error_db"], abs=0.05)


@pytest.mark.parametrize("k", [0, -1, 101, 2.5, True, "8", None])
def test_neighbours_refuses_strange_counts(shelf, k):
    with pytest.raises(HitmapError, match="whole number"):
        service.neighbours(shelf, PLACE, k)


def test_sounds_that_are_alike_in_an_aspect_are_not_the_sound_itself(stage, shelf):
    reply = stage("alike", {"checkpoint": "", "recipe": POINT, "aspect": "decay"})
    assert reply["ok"] and 3 not in reply["ids"] and len(reply["ids"]) == len(reply["likeness"]) == 8
    library = shelf.library()
    decays = np.log2(library.descriptors[:, library.descriptor_names.index("decay")])
    far = abs(decays - decays[3])
    assert max(far[reply["ids"]]) < np.median(far) / 2


def test_a_sound_that_is_made_is_measured_as_it_is_heard(stage):
    heard = stage("alike", {"checkpoint": "", "recipe": PLACE, "aspect": "pitch"})
    higher = f'{{"kind":"shape","of":{PLACE},"pitch":3}}'
    other = stage("alike", {"checkpoint": "", "recipe": higher, "aspect": "pitch"})
    assert heard["ok"] and other["ok"]
    assert (heard["ids"], heard["likeness"]) != (other["ids"], other["likeness"])
