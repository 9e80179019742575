"""Addresses of the running app that any program can open with GET."""

import gzip
import io
import json
import zipfile

import httpx
import numpy as np
import pytest
import soundfile

POINT = '{"kind":"point","id":3}'
BEAT = {
    "slots": [
        {"recipe": json.loads(POINT), "name": "One", "checkpoint": "drum-machine", "level": 0},
        *[None] * 7,
    ],
    "pattern": {
        "tempo": 120,
        "swing": 0.5,
        "humanise": 0,
        "steps": [[127, *[0] * 15], *[[0] * 16 for _ in range(7)]],
    },
}


@pytest.fixture
def get(app_url):
    return lambda path, headers=None, **query: httpx.get(
        f"{app_url}/gradio_api/{path}", params=query, headers=headers, timeout=60
    )


def test_a_recipe_is_a_wav_file(get):
    got = get("sound.wav", recipe=POINT)
    waveform, rate = soundfile.read(io.BytesIO(got.content))
    assert got.status_code == 200 and got.headers["content-type"] == "audio/wav"
    assert (rate, len(waveform)) == (44_100, 44_100) and abs(waveform).max() > 0.5
    assert got.headers["content-disposition"].endswith('.wav"')
    deep = get("sound.wav", recipe=POINT, bit_depth=24, checkpoint="lost-kit")
    assert soundfile.info(io.BytesIO(deep.content)).subtype == "PCM_24"


def test_a_sound_may_be_played_as_a_pad_plays_it(get):
    def wave(**query):
        got = get("sound.wav", recipe=POINT, **query)
        assert got.status_code == 200
        return soundfile.read(io.BytesIO(got.content), dtype="float32")[0]

    plain, quiet = wave(), wave(level=-6)
    np.testing.assert_allclose(quiet, plain[: len(quiet)] * 10 ** (-6 / 20), atol=1e-4)
    high = wave(pitch=12)
    assert len(high) <= len(plain) / 2 + 50
    left, right = wave(pan=-0.5).T
    assert np.square(left).sum() > 5 * np.square(right).sum()
    short = wave(decay=0.05)
    fade = np.exp(-9 * np.arange(len(short)) / (0.05 * 44_100))
    np.testing.assert_allclose(short, plain[: len(short)] * fade, atol=1e-4)
    assert len(short) < 0.1 * 44_100
    assert wave(level=0, pitch=0, pan=0).tobytes() == plain.tobytes()
    assert wave(pan=1, mono="true").ndim == 1


def test_the_same_recipe_is_not_sent_twice(get):
    first = get("sound.wav", recipe=POINT)
    tag = {"If-None-Match": first.headers["etag"]}
    assert get("sound.wav", tag, recipe=POINT).status_code == 304
    assert get("sound.wav", tag, recipe='{"kind":"point","id":4}').status_code == 200


@pytest.mark.parametrize("file", ["map.gz", "names.gz"])
def test_a_map_is_not_sent_twice(get, file):
    first = get(file, checkpoint="drum-machine")
    assert first.status_code == 200 and first.headers["content-type"] == "application/gzip"
    assert gzip.decompress(first.content)
    tag = {"If-None-Match": first.headers["etag"]}
    assert get(file, tag).status_code == 304
    refused = get(file, checkpoint="nowhere")
    assert refused.status_code == 400 and "no checkpoint" in refused.json()["error"]


def test_a_player_can_seek(get):
    whole = get("sound.wav", recipe=POINT).content
    part = get("sound.wav", {"Range": "bytes=1000-1999"}, recipe=POINT)
    assert part.status_code == 206 and part.content == whole[1000:2000]
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"


def test_a_kit_is_a_zip_and_its_loop_a_wav(get):
    kit = json.dumps(BEAT)
    archive = zipfile.ZipFile(io.BytesIO(get("kit.zip", kit=kit, bars=1).content))
    loop = get("loop.wav", kit=kit, bars=1)
    assert loop.status_code == 200 and loop.content == archive.read("loop.wav")
    assert soundfile.info(io.BytesIO(loop.content)).duration == pytest.approx(2)


SILENT = json.dumps({**BEAT, "pattern": {**BEAT["pattern"], "steps": [[0] * 16 for _ in range(8)]}})


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("sound.wav", {}),
        ("sound.wav", {"recipe": "{"}),
        ("sound.wav", {"recipe": '{"kind":"point","id":99999}'}),
        ("sound.wav", {"recipe": "x" * 20_000}),
        ("sound.wav", {"recipe": POINT, "checkpoint": "nowhere"}),
        ("sound.wav", {"recipe": POINT, "checkpoint": "cut-off"}),
        ("sound.wav", {"recipe": POINT, "bit_depth": 17}),
        ("sound.wav", {"recipe": POINT, "bit_depth": "deep"}),
        ("sound.wav", {"recipe": POINT, "pitch": 25}),
        ("sound.wav", {"recipe": POINT, "pitch": "nan"}),
        ("sound.wav", {"recipe": POINT, "decay": 0}),
        ("sound.wav", {"recipe": POINT, "pan": "left"}),
        ("loop.wav", {"kit": "damaged"}),
        ("loop.wav", {"kit": SILENT}),
        ("loop.wav", {"kit": json.dumps(BEAT), "bars": 900}),
        ("kit.zip", {"kit": "[]"}),
    ],
)
def test_what_cannot_be_rendered_is_refused_in_one_sentence(get, path, query):
    got = get(path, **query)
    assert got.status_code == 400
    error = got.json()["error"]
    assert error.endswith(".") and "\n" not in error and "Traceback" not in error


def test_other_methods_are_refused(app_url):
    assert httpx.post(f"{app_url}/gradio_api/sound.wav", timeout=60).status_code == 405
