from dataclasses import replace

import numpy as np
from contrast import DARK_PANEL, LIGHT_PANEL, contrast, luminance
from explorer_fixtures import GUESSED, INVENTED_LABELS, with_invented_labels

from explorer.server.maps.colourings import STEPS, describe_colourings, narrowed, scales
from explorer.server.plots import RAMP
from vae.sound.descriptors import DESCRIPTORS


def test_every_scale_holds_the_values_of_every_sound_and_spans_nearly_all(library):
    found = {scale["name"]: scale for scale in scales(library)}
    assert set(found) == {descriptor.name for descriptor in DESCRIPTORS} | {"error"}
    for column, name in enumerate(library.descriptor_names):
        values, level = library.descriptors[:, column], found[name]["level"]
        low, high = found[name]["low"], found[name]["high"]
        inside = (values >= low) & (values <= high)
        assert low < high and inside.mean() > 0.8
        assert (np.diff(level[np.argsort(values)].astype(int)) >= 0).all()
        assert set(level[values <= low].tolist()) <= {0}
        assert set(level[values >= high].tolist()) <= {STEPS - 1}
        assert level.max() == STEPS - 1 and level.dtype == np.uint8


def test_a_scale_rises_evenly_in_what_is_heard(library):
    values = np.geomspace(100, 10_000, len(library), dtype=np.float32)
    column = library.descriptor_names.index("brightness")
    descriptors = library.descriptors.copy()
    descriptors[:, column] = values
    scale = scales(replace(library, descriptors=descriptors))[column]
    wanted = np.log(values / scale["low"]) / np.log(scale["high"] / scale["low"])
    np.testing.assert_allclose(scale["level"] / (STEPS - 1), np.clip(wanted, 0, 1), atol=0.5 / (STEPS - 1))


def test_any_labels_colour_the_map_and_fill_its_legend(library_of):
    effects = with_invented_labels(library_of(count=80))
    by_label = describe_colourings(effects)["groupings"]["label"]
    legend, index = by_label["legend"], by_label["index"]
    assert [legend[i]["label"] for i in index] == list(effects.labels)
    assert {entry["label"] for entry in legend} == set(INVENTED_LABELS) and len(INVENTED_LABELS) == 60
    counts = [entry["count"] for entry in legend]
    assert counts == sorted(counts, reverse=True) and sum(counts) == len(effects)
    assert len({(entry["dark"], entry["symbol"]) for entry in legend}) == 60
    guessed = {entry["label"]: entry["guessed"] for entry in legend}
    assert guessed[GUESSED] == effects.labels.count(GUESSED)
    assert sum(guessed.values()) == (effects.label_confidences < 1).sum()


def test_ramps_rise_in_luminance_and_stand_out():
    for theme, panel in (("dark", DARK_PANEL), ("light", LIGHT_PANEL)):
        steps = [luminance(colour) for colour in RAMP[theme]]
        assert steps == sorted(steps)
        assert all(contrast(colour, panel) >= 3 for colour in RAMP[theme])


def test_numbers_are_as_narrow_as_they_may_be():
    for most, dtype in (
        (0, np.uint8),
        (255, np.uint8),
        (256, np.uint16),
        (65_535, np.uint16),
        (65_536, np.int32),
    ):
        found = narrowed(np.array([0, most]))
        assert found.dtype == dtype and found.tolist() == [0, most]
