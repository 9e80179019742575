"""The colourings of the map: by label, by kit, or by a quantity with its unit and useful range."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.maps.legends import index_of, kit_legend, legend
from explorer.server.plots import RAMP
from explorer.sound.labels import sureness
from vae.library.library import Library
from vae.sound import descriptors

STEPS = 16
"""The colours of a scale."""
SHARE_INSIDE = 0.96
"""A scale spans this share of the sounds; the few beyond its ends get the colour of the nearer end."""
LEAST = 1e-9
"""Lower limit of what is shown by its logarithm."""


def describe_colourings(library: Library) -> dict[str, Any]:
    """Describes what the page needs to colour a library's map.

    Returns:
        JSON, and arrays with a number for each sound: `groupings`, by the names "label" and "kit": legend and index
        (the entry of each sound); `scales`: see `scales`; `ramp`: colours from low to high for both themes.
    """
    unsure = sureness(library) < 1
    entries = {"label": legend(library.labels, unsure), "kit": kit_legend(library.kits)}
    groups = {"label": library.labels, "kit": library.kits}
    return {
        "groupings": {
            name: {
                "legend": entries[name],
                "index": narrowed(index_of(groups[name], entries[name])),
            }
            for name in entries
        },
        "scales": scales(library),
        "ramp": {theme: list(colours) for theme, colours in RAMP.items()},
    }


def scales(library: Library) -> list[dict[str, Any]]:
    """The quantities that a library holds for every sound, each as a scale from low to high.

    Returns:
        Entries with name, unit, low and high (both in the unit) and level: for each sound, which of the `STEPS` it has.
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
    placed, ends = values.astype(np.float64), np.array([low, high])
    if logarithmic and low > 0:
        placed, ends = np.log(np.maximum(placed, LEAST)), np.log(ends)
    share = np.clip((placed - ends[0]) / ((ends[1] - ends[0]) or 1), 0, 1)
    return {
        "name": name,
        "unit": unit,
        "low": float(low),
        "high": float(high),
        "level": np.floor(share * (STEPS - 1) + 0.5).astype(np.uint8),
    }


def narrowed(index: NDArray[np.int64]) -> NDArray[np.integer]:
    """The same numbers, none below 0, in as few bytes each as they need."""
    most = int(index.max(initial=0))
    return index.astype(np.uint8 if most < 2**8 else np.uint16 if most < 2**16 else np.int32)
