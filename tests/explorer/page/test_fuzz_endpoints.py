"""Whatever anyone sends to the running app: an answer or one sentence, and the app goes on.

`HITMAP_FUZZ=2000 pytest tests/explorer/page/test_fuzz_endpoints.py` tries so many cases of each test.
"""

import base64
import io
import json
import zipfile

import httpx
import numpy as np
import pytest
import soundfile
from fuzzing import CUTS, EDITS, JSON, cases, damaged, mutated, only_a_sentence
from hypothesis import given
from hypothesis import strategies as st

from vae.recipes.kinds import Latent

PLACE = {"kind": "place", "x": 0.5, "y": 0.25}
POINT = {"kind": "point", "id": 3}
LATENT = {"kind": "latent", "z": Latent.from_array(np.linspace(-1, 1, 32)).z}
RECIPES = [
    POINT,
    PLACE,
    LATENT,
    {"kind": "mix", "of": [POINT, PLACE], "weights": [0.5, 0.7], "interpolation": "slerp"},
    {"kind": "mix", "of": [POINT, LATENT], "weights": [0.5, 0.7], "interpolation": "crossfade"},
    {"kind": "noise", "of": PLACE, "amount": 0.5, "seed": 7, "lock": ["label", "pitch"]},
    {"kind": "shape", "of": POINT, "brightness": 1.0, "attack": -2.0},
    {"kind": "offset", "of": POINT, "dimensions": [0, 5], "amounts": [1.0, -1.0]},
    {"kind": "prior", "seed": 4, "label": "kick"},
    {"kind": "phase", "of": POINT, "rounds": 0},
]
KIT = {
    "slots": [
        {"recipe": recipe, "name": f"Pad {i}", "checkpoint": "drum-machine", "level": -1.5}
        for i, recipe in enumerate(RECIPES[:2])
    ]
    + [None] * 6,
    "pattern": {"tempo": 120, "swing": 0.6, "humanise": 0.1, "steps": [[100] + [0] * 15] + [[0] * 16] * 7},
}
PCM = base64.b64encode((8000 * np.sin(np.arange(44_100) / 30)).astype("<i2").tobytes()).decode()
OPTIONS = {"bit_depth": 16, "sample_rate": 44_100, "bars": 1}
FUNCTIONS: dict[str, dict] = {
    "dimensions": {"checkpoint": ""},
    "render": {"recipe": RECIPES, "checkpoint": ""},
    "alike": {"recipe": RECIPES, "checkpoint": "", "aspect": "pitch"},
    "pitch": {"recipe": RECIPES, "checkpoint": ""},
    "original": {"id": 3, "checkpoint": "", "rounds": 4},
    "wav": {"recipe": RECIPES, "checkpoint": "", "bit_depth": 24},
    "export_kit": {"kit": [KIT, RECIPES[:3]], **OPTIONS},
    "restore_kit": {"data": ""},
    "seal_kit": {"kit": [KIT]},
    "random_kit": {"checkpoint": "", "seed": 5, "source": "prior"},
    "difference": {"recipe": RECIPES, "checkpoint": "", "original": PCM},
    "rating": {"id": 2, "checkpoint": ""},
    "triple": {"seed": 5, "checkpoint": ""},
    "knobs": {},
    "imitation_error": {"recipe": RECIPES, "target": RECIPES, "checkpoint": ""},
}
"""What the page asks of the server, each with a request that is right; a list holds what becomes JSON text."""
ENDPOINTS: dict[str, dict] = {
    "render": {"recipe": RECIPES, "checkpoint": ""},
    "neighbours": {"recipe": RECIPES, "k": 3, "checkpoint": "lost-kit"},
    "library": {"checkpoint": ""},
    "export_kit": {"kit": [RECIPES[:2], KIT], "checkpoint": "", **OPTIONS},
    "export_kit_as": {"kit": [KIT], "options": [{**OPTIONS, "format": "mpc"}], "checkpoint": ""},
    "encode": {"file": {"path": "sound.wav", "meta": {"_type": "gradio.FileData"}}, "checkpoint": ""},
}


@pytest.fixture(scope="module")
def server(app_url):
    with httpx.Client(base_url=app_url + "/gradio_api/", timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def stage_id(server, app_url) -> int:
    components = httpx.get(app_url + "/config").json()["components"]
    return next(one["id"] for one in components if one["props"].get("elem_id") == "stage-block")


@pytest.fixture(scope="module")
def sound() -> bytes:
    wav = io.BytesIO()
    time = np.arange(8000) / 16_000
    soundfile.write(wav, np.sin(900 * time) * np.exp(-9 * time), 16_000, format="WAV")
    return wav.getvalue()


@pytest.fixture(scope="module")
def kit_zip(server) -> bytes:
    """An exported kit of the app."""
    reply = post(server, "run/export_kit", {"data": [json.dumps(KIT), "", 16, 44_100, 1]}).json()
    return httpx.get(reply["data"][0]["url"]).content


def post(server: httpx.Client, route: str, body: object) -> httpx.Response:
    return server.post(route, content=json.dumps(body), headers={"content-type": "application/json"})


@st.composite
def payloads(draw, request: dict) -> object:
    """A request that is right, or with damage: to it, to one of its values, or inside of its JSON text."""
    body = {}
    for key, value in request.items():
        if isinstance(value, list):
            chosen = draw(st.sampled_from(value))
            value = json.dumps(draw(mutated(chosen)) if draw(st.booleans()) else chosen)
            if not draw(st.integers(0, 5)):
                value = draw(mutated(value))
        body[key] = value
    return draw(mutated(body)) if not draw(st.integers(0, 2)) else body


def check_function(server: httpx.Client, stage_id: int, name: str, payload: object) -> None:
    """Calls a function of the stage as the page does: it answers, or refuses in a sentence."""
    body = {"session_hash": "fuzz", "component_id": stage_id, "fn_name": name, "data": payload}
    response = post(server, "component_server", body)
    assert response.status_code == 200, response.text
    reply = response.json()
    assert reply["ok"] in (True, False)
    if not reply["ok"]:
        only_a_sentence(reply["error"])
        assert reply["error"].endswith(".")


@pytest.mark.parametrize("name", FUNCTIONS)
@cases(25)
@given(data=st.data())
def test_any_request_of_the_page(server, stage_id, name, data):
    check_function(server, stage_id, name, data.draw(payloads(FUNCTIONS[name]) | JSON))


@cases(25)
@given(edits=EDITS, cut=CUTS)
def test_damaged_kits(server, stage_id, kit_zip, edits, cut):
    data = base64.b64encode(damaged(kit_zip, edits, cut)).decode()
    check_function(server, stage_id, "restore_kit", {"data": data})


@cases(25)
@given(data=st.data())
def test_any_recipes_in_a_kit(server, stage_id, kit_zip, data):
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kit_zip)) as old, zipfile.ZipFile(changed, "w") as new:
        saved = data.draw(mutated(json.loads(old.read("recipes.json"))))
        new.writestr("recipes.json", json.dumps(saved))
    content = base64.b64encode(changed.getvalue()).decode()
    check_function(server, stage_id, "restore_kit", {"data": content})


@pytest.mark.parametrize("name", ENDPOINTS)
@cases(25)
@given(data=st.data())
def test_any_request_of_the_named_endpoints(server, name, data):
    request = data.draw(payloads(ENDPOINTS[name]))
    if isinstance(request, dict):  # most often, and then with its arguments in their order
        request = [request.get(key) for key in ENDPOINTS[name]]
    response = post(server, f"run/{name}", {"data": request})
    if response.status_code == 200:
        assert response.json()["data"]
    elif not isinstance(request, list):
        assert response.status_code == 422
    else:
        only_a_sentence(response.json()["error"])


@cases(25)
@given(edits=EDITS, cut=CUTS, name=st.text(max_size=30))
def test_any_upload(server, sound, edits, cut, name):
    content = damaged(sound, edits, cut)
    uploaded = server.post("upload", files={"files": (name or "x", content)})
    if uploaded.status_code != 200:
        assert uploaded.status_code in (400, 422)
        return
    file = {"path": uploaded.json()[0], "meta": {"_type": "gradio.FileData"}}
    response = post(server, "run/encode", {"data": [file, ""]})
    if response.status_code == 200:
        assert json.loads(response.json()["data"][0])["kind"] == "latent"
    else:
        only_a_sentence(response.json()["error"])


@cases(25)
@given(edits=EDITS, cut=CUTS, route=st.sampled_from(["component_server", "run/render", "run/encode"]))
def test_any_body(server, stage_id, edits, cut, route):
    data = (
        [json.dumps(POINT), ""]
        if route != "component_server"
        else {"recipe": json.dumps(POINT), "checkpoint": ""}
    )
    body = {"session_hash": "fuzz", "component_id": stage_id, "fn_name": "render", "data": data}
    content = damaged(json.dumps(body).encode(), edits, cut)
    response = server.post(route, content=content, headers={"content-type": "application/json"})
    assert response.status_code < 600
    assert "Traceback" not in response.text and "site-packages" not in response.text


def test_the_app_still_plays(server):
    """Last in this file: after everything above."""
    response = post(server, "run/render", {"data": [json.dumps(PLACE), ""]})
    assert response.status_code == 200
