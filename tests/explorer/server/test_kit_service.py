"""Kits as the page and the named endpoint ask for them."""

import base64
import io
import json
import zipfile

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from explorer.kit.kit import PADS
from explorer.kit.opening import MAX_ZIP_BYTES
from explorer.server import kits as kit_service
from vae.generate import draw, write
from vae.recipes.text import to_data

POINT = {"kind": "point", "id": 3}
PLACE = {"kind": "place", "x": 0.5, "y": 0.5}


@pytest.fixture(scope="module")
def client(app_url, tmp_path_factory) -> Client:
    return Client(app_url, verbose=False, download_files=str(tmp_path_factory.mktemp("downloads")))


def pad(recipe=POINT, checkpoint="drum-machine") -> dict:
    return {"recipe": recipe, "name": "Boom", "checkpoint": checkpoint, "level": 0}


def kit(*slots) -> str:
    pattern = {"tempo": 120, "swing": 0.5, "humanise": 0, "steps": [[127] + [0] * 15] * PADS}
    return json.dumps({"slots": [*slots, *[None] * (PADS - len(slots))], "pattern": pattern})


def options(text: str, **changes) -> dict:
    return {"kit": text, "bit_depth": 16, "sample_rate": 44100, "bars": 1, **changes}


def test_a_kit_goes_out_and_comes_back(stage):
    text = kit(pad(), pad(PLACE, "lost-kit"))
    reply = stage("export_kit", options(text, sample_rate=48000))
    assert reply["ok"] and reply["name"] == kit_service.KIT_FILE
    back = stage("restore_kit", {"data": reply["zip"]})
    assert back["ok"] and back["note"] == ""
    assert back["kit"] == json.loads(text)


def test_a_link_holds_the_kit_and_its_checkpoints(stage, shelf):
    sealed = stage("seal_kit", {"kit": kit(pad(checkpoint="lost-kit"))})["text"]
    assert json.loads(sealed)["checkpoints"] == {"lost-kit": shelf.fingerprint("lost-kit")}
    back = stage("restore_kit", {"data": base64.b64encode(sealed.encode()).decode()})
    assert back["kit"] == json.loads(kit(pad(checkpoint="lost-kit")))


@pytest.mark.parametrize("count", [3, 12])
def test_what_generate_writes_opens_on_the_pads(stage, shelf, codec, built, tmp_path, count):
    folder = shelf.folders["drum-machine"]
    sounds = list(draw(built, count, 5, "snare"))
    write(tmp_path, iter(sounds), codec, built, folder, 16)
    data = base64.b64encode((tmp_path / "recipes.json").read_bytes()).decode()
    back = stage("restore_kit", {"data": data})
    slots = [slot for slot in back["kit"]["slots"] if slot]
    assert back["ok"] and len(back["kit"]["slots"]) == PADS and len(slots) == min(count, PADS)
    for slot, sound in zip(slots, sounds, strict=False):
        assert slot["recipe"] == to_data(sound.recipe)
        assert (slot["checkpoint"], slot["level"]) == ("drum-machine", 0)
        assert slot["name"].startswith("snare ")
    listed = f"This file lists {count} sounds. The first {PADS} are on the pads."
    assert back["note"] == (listed if count > PADS else "")
    assert stage("export_kit", options(json.dumps(back["kit"])))["ok"]


def test_a_list_for_another_checkpoint_says_so_too(stage):
    entry = {"recipe": POINT, "name": "x", "checkpoint": "gone", "level": 0, "file": "x_0001.wav"}
    saved = {"app": "hitmap", "format": 2, "checkpoints": {"gone": "abc"}, "sounds": [entry] * 9}
    back = stage("restore_kit", {"data": base64.b64encode(json.dumps(saved).encode()).decode()})
    assert (
        back["note"].startswith("This file lists 9 sounds") and 'needs the checkpoint "gone"' in back["note"]
    )


def test_fingerprints_tell_checkpoints_apart_and_stay(shelf):
    prints = [shelf.fingerprint(name) for name in ("drum-machine", "lost-kit", "drum-machine", "")]
    assert prints[0] == prints[2] == prints[3] != prints[1] and len(prints[0]) == 12


def test_a_random_kit_can_be_exported_as_it_is(stage):
    slots = stage("random_kit", {"checkpoint": "", "seed": 4, "source": "prior"})["slots"]
    assert len(slots) == PADS and stage("export_kit", options(kit(*slots)))["ok"]


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("export_kit", None),
        ("export_kit", {}),
        ("export_kit", options(kit())),
        ("export_kit", options(kit(pad()), bit_depth=8)),
        ("export_kit", options(kit(pad()), sample_rate="x")),
        ("export_kit", options(kit(pad()), bars=1000)),
        ("export_kit", options(kit(pad()), format="sf2")),
        ("export_kit", options(kit(pad()), format=None)),
        ("export_kit", options(kit(pad()), level="loud")),
        ("export_kit", options(kit(pad()), name="a\nb")),
        ("export_kit", options(kit(pad({"kind": "point", "id": 10**6})))),
        ("export_kit", options(kit(pad(checkpoint="../drum-machine")))),
        ("export_kit", options(kit(pad(checkpoint="cut-off")))),
        ("export_kit", options("[" * 100_000)),
        ("export_kit", options(" " * 2_000_000)),
        ("export_kit", options('{"slots": "12345678", "pattern": {}}')),
        ("seal_kit", {"kit": 5}),
        ("restore_kit", {"data": None}),
        ("restore_kit", {"data": "not base64!"}),
        ("restore_kit", {"data": "QUJD"}),
        ("restore_kit", {"data": "A" * (2 * MAX_ZIP_BYTES)}),
        ("random_kit", {"checkpoint": "nowhere", "seed": 1, "source": "map"}),
        ("random_kit", {"checkpoint": "", "seed": None, "source": "map"}),
        ("random_kit", {"checkpoint": "", "seed": 1, "source": []}),
        ("random_kit", {"checkpoint": 5, "seed": 1, "source": "map"}),
    ],
)
def test_bad_requests_get_one_sentence(stage, name, payload):
    reply = stage(name, payload)
    assert reply["ok"] is False
    assert reply["error"].endswith(".") and "\n" not in reply["error"] and len(reply["error"]) < 300


def test_the_endpoint_takes_recipes_and_gives_a_zip(client):
    path = client.predict(json.dumps([POINT, PLACE]), "lost-kit", 24, api_name="/export_kit")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        saved = json.loads(archive.read("recipes.json"))
        assert len([name for name in names if name.endswith(".wav")]) == 2 and "kit.sfz" in names
        assert archive.read(names[0])[34:36] == (24).to_bytes(2, "little")
    slots = saved["kit"]["slots"]
    assert [slot["recipe"] for slot in slots[:2]] == [POINT, PLACE] and slots[2] is None
    assert {slot["checkpoint"] for slot in slots[:2]} == {"lost-kit"}


def test_the_endpoint_takes_a_whole_kit(client):
    with zipfile.ZipFile(client.predict(kit(pad()), api_name="/export_kit")) as archive:
        assert {"loop.wav", "pattern.mid"} <= set(archive.namelist())
        assert zipfile.Path(archive, "loop.wav").exists()
        first = archive.read("loop.wav")
    with zipfile.ZipFile(io.BytesIO(kit_zip(client))) as archive:
        assert archive.read("loop.wav") == first


def test_a_kit_goes_out_in_any_format_under_its_name(stage):
    text = kit(pad(), pad(PLACE, "lost-kit"))
    reply = stage("export_kit", options(text, format="decentsampler", name="My Kit", level="loudness"))
    assert reply["name"] == "my-kit.zip"
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(reply["zip"]))) as archive:
        assert "my-kit.dspreset" in archive.namelist()
    assert stage("restore_kit", {"data": reply["zip"]})["kit"] == json.loads(text)


def test_the_endpoint_for_samplers_takes_options_as_json(client):
    chosen = {"format": "folders", "level": "peak", "bit_depth": 24, "name": "Été"}
    path = client.predict(json.dumps([POINT]), json.dumps(chosen), api_name="/export_kit_as")
    assert path.endswith("ete.zip")
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".wav"))
        assert name.startswith("01-") and name.endswith("/01.wav")
        assert archive.read(name)[34:36] == (24).to_bytes(2, "little")


@pytest.mark.parametrize("chosen", ["", "[]", '{"size": 1}', '{"format": 1}', '{"name": null}', "{" * 5000])
def test_odd_options_of_the_endpoint_get_one_sentence(client, chosen):
    with pytest.raises(AppError, match=r"\.$"):
        client.predict(json.dumps([POINT]), chosen, api_name="/export_kit_as")


def kit_zip(client: Client) -> bytes:
    with open(client.predict(kit(pad()), api_name="/export_kit"), "rb") as file:
        return file.read()


@pytest.mark.parametrize(
    "recipes", ["", "[]", "{}", "[5]", json.dumps([POINT] * 9), '[{"kind":"point","id":-1}]']
)
def test_the_endpoint_answers_nonsense_with_one_sentence(client, recipes):
    with pytest.raises(AppError, match=r"\.$"):
        client.predict(recipes, api_name="/export_kit")
