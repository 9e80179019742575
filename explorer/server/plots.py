"""Plotly figures as plain dictionaries. Draws nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.legends import index_of, legend
from explorer.server.wire import packed

MARGIN = 0.06
"""Free space around the outermost sounds, as a share of the map's extent."""
TICK_HZ = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
TICK_ROOM = 0.085
"""Smallest distance between two frequencies written beside a spectrogram, as a share of its height."""

_VIRIDIS = ("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c")
_VIRIDIS_BRIGHT = ("#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725")
RAMP: Mapping[str, Sequence[str]] = {"dark": _VIRIDIS_BRIGHT, "light": _VIRIDIS}
"""Colours of a quantity, low to high: the part of viridis with a contrast of 3:1 against each theme."""


def typed_array(array: NDArray[Any], dtype: str) -> dict[str, str]:
    """An array in the form that Plotly reads: `{"dtype": "f4", "bdata": base64}`."""
    return {"dtype": dtype, "bdata": packed(array, dtype)}


def map_figure(
    coordinates: np.ndarray,
    labels: Sequence[str],
    entries: Sequence[Mapping[str, Any]] | None = None,
) -> dict[str, Any]:
    """The map: one WebGL trace for each label with its sounds' ids as custom data, no axes, and a small margin.

    Colours are the dark theme's; the page swaps them with the theme, and makes the marks of guesses hollow.

    Args:
        coordinates: (N, 2), the places of the sounds.
        labels: N labels.
        entries: the legend of these labels; `legend` when None.

    Returns:
        A figure, `{"data": […], "layout": {…}}`, that serialises to JSON.
    """
    entries = legend(labels) if entries is None else entries
    index = index_of(labels, entries)
    members = np.split(
        np.argsort(index, kind="stable"), np.searchsorted(np.sort(index), range(1, len(entries)))
    )
    traces = []
    for entry, ids in zip(entries, members, strict=True):
        traces.append(
            {
                "type": "scattergl",
                "mode": "markers",
                "name": entry["label"],
                "x": typed_array(coordinates[ids, 0], "f4"),
                "y": typed_array(coordinates[ids, 1], "f4"),
                "customdata": typed_array(ids, "i4"),
                "hoverinfo": "skip",
                "marker": {"symbol": entry["symbol"], "color": entry["dark"], "size": 7, "opacity": 0.92},
            }
        )
    (left, bottom), (right, top) = _bounds(coordinates)
    axis = {"visible": False, "fixedrange": True, "zeroline": False}
    layout = {
        "xaxis": {**axis, "range": [left, right]},
        "yaxis": {**axis, "range": [bottom, top]},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "uirevision": "keep",
    }
    return {"data": traces, "layout": layout}


def _bounds(coordinates: np.ndarray) -> tuple[list[float], list[float]]:
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    room = np.maximum((high - low) * MARGIN, 1e-3)
    return (low - room).tolist(), (high + room).tolist()


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
