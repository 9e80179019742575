import base64
import json
from itertools import pairwise

import numpy as np

from explorer.server.plots import TICK_ROOM, frequency_ticks, map_figure, typed_array
from vae.data.labels import LABELS


def test_map_figure_holds_every_sound_once_and_serialises():
    rng = np.random.default_rng(0)
    places = rng.normal(size=(50, 2)).astype("f4")
    labels = [LABELS[i % 5] for i in range(50)]
    figure = json.loads(json.dumps(map_figure(places, labels)))
    ids = np.concatenate(
        [np.frombuffer(base64.b64decode(t["customdata"]["bdata"]), "<i4") for t in figure["data"]]
    )
    assert sorted(ids) == list(range(50))
    for trace in figure["data"]:
        x = np.frombuffer(base64.b64decode(trace["x"]["bdata"]), "<f4")
        mine = np.frombuffer(base64.b64decode(trace["customdata"]["bdata"]), "<i4")
        np.testing.assert_array_equal(x, places[mine, 0])
    left, right = figure["layout"]["xaxis"]["range"]
    assert left < places[:, 0].min() and places[:, 0].max() < right


def test_map_figure_of_one_sound_has_room():
    left, right = map_figure(np.zeros((1, 2)), ["kick"])["layout"]["xaxis"]["range"]
    assert left < 0 < right


def test_arrays_are_little_endian():
    assert base64.b64decode(typed_array(np.array([1.0]), "f4")["bdata"]) == np.array([1.0], "<f4").tobytes()


def test_frequency_ticks_rise_and_keep_their_distance():
    ticks = frequency_ticks(np.geomspace(20, 22050, 128))
    at = [tick["at"] for tick in ticks]
    assert ticks[-1]["text"] == "20 kHz"
    assert all(b - a >= TICK_ROOM - 1e-3 for a, b in pairwise(at))


def test_frequency_ticks_of_linear_bands_do_not_crowd_the_bottom():
    texts = [tick["text"] for tick in frequency_ticks(np.linspace(0, 11025, 256))]
    assert texts == ["1 kHz", "2 kHz", "5 kHz", "10 kHz"]
