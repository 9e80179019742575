import json

import numpy as np
import pytest
import soundfile
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

PLACE = '{"kind":"place","x":0.5,"y":0.5}'


@pytest.fixture(scope="module")
def client(app_url, tmp_path_factory) -> Client:
    return Client(app_url, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


def test_the_named_endpoints_are_described(client):
    endpoints = client.view_api(return_format="dict")["named_endpoints"]
    assert set(endpoints) == {
        "/render",
        "/encode",
        "/imitate",
        "/neighbours",
        "/library",
        "/morph",
        "/similar",
        "/export_kit",
        "/export_kit_as",
    }
    for endpoint in endpoints.values():
        assert endpoint["description"]


def test_render_gives_a_wav_and_what_is_known_of_it(client):
    path, info = client.predict(PLACE, api_name="/render")
    waveform, rate = soundfile.read(path)
    assert rate == 44100 and waveform.shape == (44100,) and np.abs(waveform).max() > 0.5
    assert info["kind"] == "place" and info["title"]


def test_render_is_deterministic_and_takes_a_checkpoint(client):
    first, again, other = (
        soundfile.read(client.predict(PLACE, name, api_name="/render")[0])[0]
        for name in ("drum-machine", "drum-machine", "lost-kit")
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_encode_gives_a_recipe_that_renders(client, tmp_path):
    path, _ = client.predict('{"kind":"point","id":0}', api_name="/render")
    recipe = client.predict(handle_file(path), api_name="/encode")
    assert json.loads(recipe)["kind"] == "latent"
    _, info = client.predict(recipe, api_name="/render")
    assert info["kind"] == "latent"


def test_imitate_gives_a_sound_of_the_drum_machine_that_renders(client):
    found = client.predict(None, '{"kind":"point","id":0}', "", api_name="/imitate")
    assert found["kind"] == "machine" and 0 < found["error_db"] < 15
    assert json.loads(found["recipe"])["parameters"] == found["parameters"]
    _, info = client.predict(found["recipe"], api_name="/render")
    assert info["kind"] == "machine" and info["title"].endswith("drum machine")


def test_neighbours_and_library_agree(client):
    library = client.predict(api_name="/library")
    assert {"id", "name", "label", "kit", "x", "y"} <= set(library[0])
    nearest = client.predict('{"kind":"point","id":5}', 3, api_name="/neighbours")
    assert len(nearest) == 3
    for entry in nearest:
        assert library[entry["id"]]["name"] == entry["name"]


@pytest.mark.parametrize(
    ("arguments", "endpoint"),
    [
        (("{",), "/render"),
        ((None, "", "", ""), "/imitate"),
        ((None, PLACE, "piano", ""), "/imitate"),
        (('{"kind":"place","x":1e999,"y":0}',), "/render"),
        (('{"kind":"point","id":9999}',), "/render"),
        (
            ('{"kind":"mix","of":[{"kind":"point","id":9999},{"kind":"point","id":0}],"weights":[1,1]}',),
            "/render",
        ),
        ((PLACE, "nowhere"), "/render"),
        ((PLACE, "cut-off"), "/render"),
        ((PLACE, 0), "/neighbours"),
        ((PLACE, 2.5), "/neighbours"),
        ((PLACE, "three"), "/neighbours"),
        (("[]", "", 16.5), "/export_kit"),
        (("nowhere",), "/library"),
    ],
)
def test_bad_requests_get_one_sentence(client, arguments, endpoint):
    with pytest.raises(AppError) as caught:
        client.predict(*arguments, api_name=endpoint)
    message = str(caught.value)
    assert message.endswith(".") and "Traceback" not in message and "\n" not in message


@pytest.fixture
def two_sounds(client) -> list:
    return [
        handle_file(client.predict(f'{{"kind":"point","id":{sound}}}', api_name="/render")[0])
        for sound in (0, 40)
    ]


def test_morph_gives_what_lies_between_two_files_and_its_recipe(client, two_sounds):
    path, facts = client.predict(*two_sounds, 0.25, api_name="/morph")
    assert json.loads(facts["recipe"])["weights"] == [0.75, 0.25]
    again, _ = client.predict(facts["recipe"], api_name="/render")
    np.testing.assert_array_equal(soundfile.read(path)[0], soundfile.read(again)[0])


@pytest.mark.parametrize("weight", [2.5, -1.5])
def test_a_morph_goes_so_far_and_no_further(client, two_sounds, weight):
    with pytest.raises(AppError, match=r"^The weight of a morph .*\.$"):
        client.predict(*two_sounds, weight, api_name="/morph")


def test_similar_finds_a_sound_of_the_library_by_itself(client, two_sounds):
    found = client.predict(two_sounds[1], 3, api_name="/similar")
    assert found[0]["id"] == 40
    likeness = [entry["likeness"] for entry in found]
    assert 1 >= likeness[0] >= likeness[1] >= likeness[2] >= 0
    assert all(entry["name"] and entry["label"] for entry in found)


@pytest.mark.parametrize("content", [b"", b"not audio at all", b"RIFF\x00\x00\x00\x00WAVE"])
def test_unreadable_audio_gets_one_sentence(client, tmp_path, content):
    (tmp_path / "broken.wav").write_bytes(content)
    with pytest.raises(AppError, match=r"\.$"):
        client.predict(handle_file(tmp_path / "broken.wav"), api_name="/encode")


def test_silence_gets_one_sentence(client, tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(4410), 44100)
    with pytest.raises(AppError, match="silent"):
        client.predict(handle_file(tmp_path / "silence.wav"), api_name="/encode")
