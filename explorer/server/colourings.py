"""The colourings of the map: by label, by kit, or by a quantity with its unit and useful range."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.legends import index_of, kit_legend, legend
from explorer.server.plots import RAMP, map_figure
from explorer.server.wire import packed
from explorer.sound.labels import sureness
from vae.library.library import Library
from vae.sound import descriptors

SHARE_INSIDE = 0.96
"""A scale spans this share of the sounds; the few beyond its ends get the colour of the nearer end."""


def describe_colourings(library: Library) -> dict[str, Any]:
    """Describes what the page needs to colour a library's map.

    Returns:
        JSON-able: `groupings`, by the names "label" and "kit": legend, index (the entry of each sound) and figure;
        `scales`: see `scales`; `ramp`: colours from low to high for both themes.
    """
    unsure = sureness(library) < 1
    entries = {"label": legend(library.labels, unsure), "kit": kit_legend(library.kits)}
    groups = {"label": library.labels, "kit": library.kits}
    return {
        "groupings": {
            name: {
                "legend": entries[name],
                "index": packed(index_of(groups[name], entries[name]), "i4"),
                "figure": map_figure(library.coordinates, groups[name], entries[name]),
            }
            for name in entries
        },
        "scales": scales(library),
        "ramp": {theme: list(colours) for theme, colours in RAMP.items()},
    }


def scales(library: Library) -> list[dict[str, Any]]:
    """The quantities that a library holds for every sound, each as a scale from low to high.

    Returns:
        Entries with name, unit, logarithmic, low and high (both in the unit) and values (float32, base64).
    """
    known = {descriptor.name: descriptor for descriptor in descriptors.DESCRIPTORS}
    found = [
        _scale(name, known[name].unit, known[name].logarithmic, library.descriptors[:, column])
        for column, name in enumerate(library.descriptor_names)
        if name in known
    ]
    return [*found, _scale("error", "dB", False, library.errors_db)]


def _scale(name: str, unit: str, logarithmic: bool, values: NDArray[np.float32]) -> dict[str, Any]:
    tail = 50 * (1 - SHARE_INSIDE)
    low, high = np.percentile(values.astype(np.float64), [tail, 100 - tail])
    return {
        "name": name,
        "unit": unit,
        "logarithmic": bool(logarithmic and low > 0),
        "low": float(low),
        "high": float(high),
        "values": packed(values, "f4"),
    }
