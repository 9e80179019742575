"""A checkpoint's map as files for the page: what the first look needs, and the names. Made once, then kept."""

import json
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.maps.colourings import describe_colourings
from explorer.server.wire import file_of_arrays, packed_bytes
from explorer.sound.calibration import load_calibration
from explorer.sound.labels import sureness
from explorer.sound.shelf import KEPT, Shelf
from vae.library.library import Library

UNLABELLED = 255
_MAKING = Lock()


def map_file(shelf: Shelf, checkpoint: str = "") -> dict[str, Any]:
    """Everything the page needs to draw a checkpoint's map: {name, map}, `wire.file_of_arrays` as base64.

    It holds checkpoint, fingerprint, shape (what the sliders move, or None), what `describe_colourings` gives, and of
    each sound x and y (float32) and sure (see `percent`).

    Loads the whole checkpoint, so that one that cannot be played is refused before it is shown.
    """
    name = checkpoint or shelf.default
    library, fingerprint = shelf.renderer(name).library, shelf.fingerprint(name)
    shape = json.dumps(load_calibration(shelf.folders[name]))
    with _MAKING:  # many visitors may come at once
        return {"name": "map.gz", "map": _map_of(library, name, fingerprint, shape)}


def names_file(shelf: Shelf, checkpoint: str = "") -> dict[str, Any]:
    """The names of a checkpoint's sounds, likewise: {name, names}; they are UTF-8 with a zero byte between two."""
    library = shelf.library(checkpoint)
    with _MAKING:
        return {"name": "names.gz", "names": _names_of(library)}


def percent(sure: NDArray[np.float32]) -> NDArray[np.uint8]:
    """How sure labels are, (N,) from 0 to 1, in percent; `UNLABELLED` for NaN.

    Only what is certain is 100, and only what nothing speaks for is 0.
    """
    rounded = np.floor(100 * np.nan_to_num(sure).astype(np.float64) + 0.5)
    rounded = np.where(sure < 1, np.minimum(rounded, 99), rounded)
    rounded = np.where(sure > 0, np.maximum(rounded, 1), rounded)
    return np.where(np.isnan(sure), UNLABELLED, rounded).astype(np.uint8)


@lru_cache(maxsize=KEPT)
def _map_of(library: Library, checkpoint: str, fingerprint: str, shape: str) -> str:
    described = {
        "checkpoint": checkpoint,
        "fingerprint": fingerprint,
        **describe_colourings(library),
        "x": library.coordinates[:, 0],
        "y": library.coordinates[:, 1],
        "sure": percent(sureness(library)),
        "shape": json.loads(shape),
    }
    return packed_bytes(file_of_arrays(described))


@lru_cache(maxsize=KEPT)
def _names_of(library: Library) -> str:
    text = "\0".join(name.replace("\0", " ") for name in library.names)
    encoded = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    return packed_bytes(file_of_arrays({"names": encoded}))
