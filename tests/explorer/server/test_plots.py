import base64
import json
from itertools import pairwise

import numpy as np
import pytest
from contrast import DARK_PANEL, LIGHT_PANEL, contrast

from explorer.server.plots import (
    LABEL_STYLES,
    TICK_ROOM,
    frequency_ticks,
    label_style,
    legend,
    map_figure,
    typed_array,
)
from vae.data.labels import LABELS


def test_every_label_of_the_data_has_a_style_of_its_own():
    assert set(LABEL_STYLES) == set(LABELS)
    for field in ("dark", "light", "symbol", "outline"):
        assert len({getattr(style, field) for style in LABEL_STYLES.values()}) == len(LABELS)


@pytest.mark.parametrize("label", LABELS)
def test_label_colours_stand_out_from_both_themes(label):
    style = label_style(label)
    assert contrast(style.dark, DARK_PANEL) >= 3
    assert contrast(style.light, LIGHT_PANEL) >= 3


def test_legend_counts_and_orders_known_labels_first():
    entries = legend(["zither", "snare", "kick", "snare"])
    assert [(e["label"], e["count"]) for e in entries] == [("kick", 1), ("snare", 2), ("zither", 1)]
    assert entries[2]["symbol"] == label_style("anything").symbol


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
