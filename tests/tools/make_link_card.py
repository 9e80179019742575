"""Draws the picture that a link to the page is shown with: the map of a checkpoint, its name beside it.

python tests/tools/make_link_card.py --checkpoint checkpoints/drum-machine
"""

import io
import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2]))

from explorer.page.link_card import PICTURE, PICTURE_SIZE, TITLE
from explorer.server.maps.legends import index_of, legend
from vae.library.library import Library

DPI, GLOW, COLOURS = 100, 46, 256
GROUND, TEXT, MUTED, ACCENT = "#0d0f13", "#e9edf3", "#8d98a9", "#ffb224"
WORDS = "A map of sounds.\nEvery place is one."


def main(
    checkpoint: Annotated[Path, typer.Option(help="The checkpoint whose map is shown.")] = Path(
        "checkpoints/drum-machine"
    ),
    out: Annotated[Path, typer.Option(help="The picture to write.")] = PICTURE,
) -> None:
    """Writes a PNG of 1200 x 630 pixels, with a palette to be small."""
    picture = drawn(Library.load(checkpoint))
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, optimize=True)
    typer.echo(f"Wrote {out}: {out.stat().st_size / 1000:.0f} kB.")


def drawn(library: Library) -> Image.Image:
    """The picture."""
    width, height = PICTURE_SIZE
    entries = legend(library.labels)
    group = index_of(library.labels, entries)
    colours = np.array([to_rgb(entry["dark"]) for entry in entries])
    at = _pixels(library.coordinates)
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    axes.imshow(
        _glow(at, colours[group]),
        extent=(0, width, 0, height),
        origin="lower",
        interpolation="bilinear",
        zorder=0,
    )
    axes.set(xlim=(0, width), ylim=(0, height))
    for number in range(len(entries)):
        here = at[group == number]
        mark = _mark(entries[number]["symbol"])
        axes.scatter(*here.T, s=26, color=colours[number], marker=mark, linewidths=0, alpha=0.95, zorder=1)
    fade = np.linspace(1, 0, 256)[None, :, None] * np.ones((1, 1, 4))
    fade[..., :3] = to_rgb(GROUND)
    axes.imshow(fade, extent=(390, 500, 0, height), aspect="auto", zorder=2)
    axes.fill_between([0, 390], 0, height, color=GROUND, linewidth=0, zorder=2)
    axes.set(xlim=(0, width), ylim=(0, height), aspect="auto")
    axes.scatter(86, 408, s=1900, color=ACCENT, alpha=0.22, linewidths=0, zorder=3)
    axes.scatter(86, 408, s=620, color=ACCENT, linewidths=0, zorder=4)
    axes.text(122, 405, TITLE, color=TEXT, fontsize=48, fontweight="bold", va="center", zorder=4)
    axes.text(64, 318, WORDS, color=MUTED, fontsize=22, va="top", linespacing=1.45, zorder=4)
    return _rendered(figure)


def _pixels(coordinates: np.ndarray) -> np.ndarray:
    """Places on the map -> pixels of the right two thirds of the picture, (N, 2)."""
    width, height = PICTURE_SIZE
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    corner, room = np.array([460, 30]), np.array([width - 490, height - 60])
    return corner + (coordinates - low) / (high - low) * room


def _glow(at: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Light around every sound in its colour, (rows, columns, 4)."""
    width, height = PICTURE_SIZE
    columns, rows = np.arange(0, width, 4)[None, :], np.arange(0, height, 4)[:, None]
    light = np.zeros((height // 4 + 1, width // 4, 3))[: rows.shape[0]]
    for (x, y), colour in zip(at, colours, strict=True):
        weight = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * (GLOW / 2.4) ** 2))
        light += weight[..., None] * colour
    strength = light.max(axis=-1, keepdims=True)
    alpha = 0.42 * (1 - np.exp(-0.35 * strength))
    return np.concatenate([light / np.maximum(strength, 1e-6), alpha], axis=-1)


def _mark(symbol: str) -> str:
    known = {
        "circle": "o",
        "square": "s",
        "diamond": "D",
        "cross": "P",
        "x": "X",
        "star": "*",
        "pentagon": "p",
    }
    arrows = {"triangle-up": "^", "triangle-down": "v", "triangle-left": "<", "triangle-right": ">"}
    return {**known, **arrows, "hexagon": "h"}.get(symbol, "o")


def _rendered(figure: Figure) -> Image.Image:
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=DPI)
    return Image.open(content).convert("RGB")


if __name__ == "__main__":
    typer.run(main)
