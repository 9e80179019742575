"""What is written and coloured beside a plot: the frequencies of a spectrogram, the colours of a quantity."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

TICK_HZ = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
TICK_ROOM = 0.085
"""Smallest distance between two frequencies written beside a spectrogram, as a share of its height."""

_VIRIDIS = ("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c")
_VIRIDIS_BRIGHT = ("#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725")
RAMP: Mapping[str, Sequence[str]] = {"dark": _VIRIDIS_BRIGHT, "light": _VIRIDIS}
"""Colours of a quantity, low to high: the part of viridis with a contrast of 3:1 against each theme."""


def frequency_ticks(band_hz: np.ndarray) -> list[dict[str, Any]]:
    """The frequencies to write beside a spectrogram of bands, and where.

    Args:
        band_hz: (bands,) rising centre frequencies in Hz.

    Returns:
        `{"at": 0…1 from the lowest band to the highest, "text": "2 kHz"}`, low to high.
    """
    inside = [hz for hz in TICK_HZ if band_hz[0] < hz <= band_hz[-1]]
    places = np.interp(inside, band_hz, np.linspace(0.0, 1.0, len(band_hz)))
    at: list[float] = []
    kept: list[int] = []
    for place, hz in zip(places[::-1], inside[::-1], strict=True):
        if place > TICK_ROOM / 2 and (not at or at[-1] - place >= TICK_ROOM):
            at.append(place)
            kept.append(hz)
    return [
        {"at": round(float(a), 4), "text": f"{hz // 1000} kHz" if hz >= 1000 else f"{hz} Hz"}
        for a, hz in zip(at[::-1], kept[::-1], strict=True)
    ]
