import base64
import json

import numpy as np
from contrast import DARK_PANEL, LIGHT_PANEL, contrast, luminance
from explorer_fixtures import GUESSED, INVENTED_LABELS, with_invented_labels

from explorer.server.colourings import describe_colourings, scales
from explorer.server.plots import RAMP
from vae.sound.descriptors import DESCRIPTORS


def test_every_scale_holds_the_values_of_every_sound_and_spans_nearly_all(library):
    found = {scale["name"]: scale for scale in scales(library)}
    assert set(found) == {descriptor.name for descriptor in DESCRIPTORS} | {"error"}
    for column, name in enumerate(library.descriptor_names):
        values = np.frombuffer(base64.b64decode(found[name]["values"]), "<f4")
        np.testing.assert_array_equal(values, library.descriptors[:, column])
        inside = (values >= found[name]["low"]) & (values <= found[name]["high"])
        assert found[name]["low"] < found[name]["high"] and inside.mean() > 0.8


def test_any_labels_colour_the_map_and_fill_its_legend(library_of):
    effects = with_invented_labels(library_of(count=80))
    by_label = json.loads(json.dumps(describe_colourings(effects)))["groupings"]["label"]
    legend, index = by_label["legend"], np.frombuffer(base64.b64decode(by_label["index"]), "<i4")
    assert [legend[i]["label"] for i in index] == list(effects.labels)
    assert {entry["label"] for entry in legend} == set(INVENTED_LABELS) and len(INVENTED_LABELS) == 60
    counts = [entry["count"] for entry in legend]
    assert counts == sorted(counts, reverse=True) and sum(counts) == len(effects)
    assert len({(entry["dark"], entry["symbol"]) for entry in legend}) == 60
    guessed = {entry["label"]: entry["guessed"] for entry in legend}
    assert guessed[GUESSED] == effects.labels.count(GUESSED)
    assert sum(guessed.values()) == (effects.label_confidences < 1).sum()
    traces = by_label["figure"]["data"]
    assert [trace["name"] for trace in traces] == [entry["label"] for entry in legend]


def test_ramps_rise_in_luminance_and_stand_out():
    for theme, panel in (("dark", DARK_PANEL), ("light", LIGHT_PANEL)):
        steps = [luminance(colour) for colour in RAMP[theme]]
        assert steps == sorted(steps)
        assert all(contrast(colour, panel) >= 3 for colour in RAMP[theme])
