import base64

import numpy as np
from contrast import DARK_PANEL, LIGHT_PANEL, contrast, luminance

from explorer.server.colourings import scales
from explorer.server.plots import RAMP, kit_legend
from vae.sound.descriptors import DESCRIPTORS


def test_every_scale_holds_the_values_of_every_sound_and_spans_nearly_all(library):
    found = {scale["name"]: scale for scale in scales(library)}
    assert set(found) == {descriptor.name for descriptor in DESCRIPTORS} | {"error"}
    for column, name in enumerate(library.descriptor_names):
        values = np.frombuffer(base64.b64decode(found[name]["values"]), "<f4")
        np.testing.assert_array_equal(values, library.descriptors[:, column])
        inside = (values >= found[name]["low"]) & (values <= found[name]["high"])
        assert found[name]["low"] < found[name]["high"] and inside.mean() > 0.8


def test_kits_differ_by_colour_and_mark_together():
    kits = [f"Kit {i}" for i in range(100)]
    entries = kit_legend([*kits, "Kit 3"])
    assert len({(entry["dark"], entry["symbol"]) for entry in entries}) == len(entries) == 100
    assert len({(entry["light"], entry["outline"]) for entry in entries}) == 100
    assert {entry["label"]: entry["count"] for entry in entries}["Kit 3"] == 2


def test_ramps_rise_in_luminance_and_stand_out():
    for theme, panel in (("dark", DARK_PANEL), ("light", LIGHT_PANEL)):
        steps = [luminance(colour) for colour in RAMP[theme]]
        assert steps == sorted(steps)
        assert all(contrast(colour, panel) >= 3 for colour in RAMP[theme])
