"""Plotly figures as plain dictionaries, and the one definition of how each label looks. Draws nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.wire import packed

MARGIN = 0.06
"""Free space around the outermost sounds, as a share of the map's extent."""
TICK_HZ = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
TICK_ROOM = 0.085
"""Smallest distance between two frequencies written beside a spectrogram, as a share of its height."""


@dataclass(frozen=True)
class LabelStyle:
    """How a label looks everywhere: on the map, in the legend, around the spectrogram.

    Attributes:
        dark: colour on the dark theme, at least 3:1 against it.
        light: the same hue for the light theme, at least 3:1 against white.
        symbol: Plotly's marker symbol.
        outline: the same mark as an SVG path in a box from -1 to 1, for use outside Plotly.
    """

    dark: str
    light: str
    symbol: str
    outline: str


_CIRCLE = "M-.8 0a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0-1.6 0z"
_SQUARE = "M-.72-.72h1.44v1.44h-1.44z"
_DIAMOND = "M0-1L1 0L0 1L-1 0z"
_UP = "M0-.9L.95 .75H-.95z"
_DOWN = "M0 .9L.95-.75H-.95z"
_LEFT = "M-.9 0L.75-.95V.95z"
_RIGHT = "M.9 0L-.75-.95V.95z"
_CROSS = "M-.3-.9h.6v.6h.6v.6h-.6v.6h-.6v-.6h-.6v-.6h.6z"
_X = "M-.9-.5L-.5-.9L0-.4L.5-.9L.9-.5L.4 0L.9 .5L.5 .9L0 .4L-.5 .9L-.9 .5L-.4 0z"
_STAR = "M0-1L.25-.34L.95-.31L.4 .13L.59 .81L0 .42L-.59 .81L-.4 .13L-.95-.31L-.25-.34z"
_PENTAGON = "M0-.9L.86-.28L.53 .73H-.53L-.86-.28z"
_HEXAGON = "M-.8-.46L0-.92L.8-.46V.46L0 .92L-.8 .46z"

LABEL_STYLES: Mapping[str, LabelStyle] = {
    "kick": LabelStyle("#e69f00", "#a86a00", "circle", _CIRCLE),
    "snare": LabelStyle("#56b4e9", "#1b7fc4", "square", _SQUARE),
    "clap": LabelStyle("#d984b5", "#b0497f", "diamond", _DIAMOND),
    "rim": LabelStyle("#f0e442", "#857600", "cross", _CROSS),
    "closed_hat": LabelStyle("#00b386", "#00785a", "triangle-up", _UP),
    "open_hat": LabelStyle("#7fd6b5", "#2c8f70", "triangle-down", _DOWN),
    "tom": LabelStyle("#ff7a3d", "#cc470c", "pentagon", _PENTAGON),
    "cymbal": LabelStyle("#b3a8ff", "#6f5fd9", "star", _STAR),
    "cowbell": LabelStyle("#ff9da7", "#cf4a61", "hexagon", _HEXAGON),
    "conga": LabelStyle("#c99b6d", "#8c6239", "triangle-left", _LEFT),
    "shaker": LabelStyle("#a0cbe8", "#4681a6", "triangle-right", _RIGHT),
    "fx": LabelStyle("#a9d65c", "#5b861b", "x", _X),
}
_VIRIDIS = ("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c")
_VIRIDIS_BRIGHT = ("#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725")
RAMP: Mapping[str, Sequence[str]] = {"dark": _VIRIDIS_BRIGHT, "light": _VIRIDIS}
"""Colours of a quantity, low to high: the part of viridis with a contrast of 3:1 against each theme."""
OTHER = LabelStyle("#aab3c0", "#69727f", "circle", _CIRCLE)
"""For labels that are not in the list, such as a user's own folders."""


def label_style(label: str) -> LabelStyle:
    """The look of a label; unknown labels share one."""
    return LABEL_STYLES.get(label, OTHER)


def legend(labels: Sequence[str]) -> list[dict[str, Any]]:
    """One entry for each label that occurs, known labels first: label, title, count, style."""
    order = {label: i for i, label in enumerate(LABEL_STYLES)}
    present = sorted(set(labels), key=lambda label: (order.get(label, len(order)), label))
    counts = dict.fromkeys(present, 0)
    for label in labels:
        counts[label] += 1
    return [
        {
            "label": label,
            "title": label.replace("_", " "),
            "count": counts[label],
            **asdict(label_style(label)),
        }
        for label in present
    ]


def kit_legend(kits: Sequence[str]) -> list[dict[str, Any]]:
    """One entry for each kit, sorted by name: label, title, count, style.

    Kits share the labels' twelve colours and marks, paired so that no two of up to 144 kits look the same.
    """
    styles = list(LABEL_STYLES.values())
    entries = []
    for i, kit in enumerate(sorted(set(kits), key=str.casefold)):
        colour = styles[i % len(styles)]
        mark = styles[(i + 5 * (i // len(styles))) % len(styles)]
        entries.append(
            {
                "label": kit,
                "title": kit.replace("_", " "),
                "count": list(kits).count(kit),
                **asdict(replace(colour, symbol=mark.symbol, outline=mark.outline)),
            }
        )
    return entries


def typed_array(array: NDArray[Any], dtype: str) -> dict[str, str]:
    """An array in the form that Plotly reads: `{"dtype": "f4", "bdata": base64}`."""
    return {"dtype": dtype, "bdata": packed(array, dtype)}


def map_figure(
    coordinates: np.ndarray, labels: Sequence[str], entries: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """The map: one WebGL trace for each label with its sounds' ids as custom data, no axes, and a small margin.

    Colours are the dark theme's; the page swaps them with the theme.

    Args:
        coordinates: (N, 2), the places of the sounds.
        labels: N labels.
        entries: the legend of these labels; `legend` when None.

    Returns:
        A figure, `{"data": […], "layout": {…}}`, that serialises to JSON.
    """
    names = np.asarray(labels)
    traces = []
    for entry in legend(labels) if entries is None else entries:
        ids = np.flatnonzero(names == entry["label"])
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
