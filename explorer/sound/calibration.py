"""Reads the stored calibration of the Shape sliders; `explorer.calibrate` measures it."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from vae.recipes.qualities import QUALITIES

FILE_NAME = "shape.json"


def load_calibration(folder: Path) -> dict[str, Any] | None:
    """The calibration stored with a checkpoint; None if there is none that can be used."""
    try:
        report = json.loads((folder / FILE_NAME).read_text("utf-8"))
        arrays = [np.asarray(report[name], dtype=float) for name in ("monotone", "matrix", "crosstalk")]
        fits = report["qualities"] == list(QUALITIES) and isinstance(report["sounds"], int)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    count = len(QUALITIES)
    shaped = [array.shape for array in arrays] == [(count,), (count, count), (count, count)]
    return report if fits and shaped and all(np.isfinite(array).all() for array in arrays) else None
