"""Draws a checkpoint's results on one page: spectrograms of held-out sounds, loss curves, KL per dimension."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset
from vae.evaluate.evaluation import Evaluation, LatentUse, MeasuredSound
from vae.model.losses import ACTIVE_NATS
from vae.sound.levels import match_level, scaled_to_db, sound_end
from vae.sound.measures.pairs import mono, with_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

HISTORY = "history.csv"
DIFFERENCE_DB = 20.0
COLOURS = 256
"""Size of the PNG's palette: a quarter of the bytes, and no colour off by more than 15 of 255."""
BLUE, ORANGE, GREEN, GREY = "#0072b2", "#d55e00", "#009e73", "#888888"


def evaluation_picture(codec: Codec, dataset: Dataset, evaluation: Evaluation, folder: Path) -> bytes:
    """Draws the page.

    Args:
        codec: the model.
        dataset: its sounds.
        evaluation: its figures; its `examples` are shown.
        folder: the checkpoint folder, for its history.csv; without that file there are no loss curves.

    Returns:
        A PNG file.
    """
    from matplotlib.figure import Figure

    examples = evaluation.examples
    figure = Figure(figsize=(2.15 * max(len(examples), 4), 8.6), layout="constrained")
    sounds, curves = figure.subfigures(2, 1, squeeze=False, height_ratios=[5.6, 2.6])[:, 0]
    _draw_sounds(sounds, codec, dataset, examples)
    left, right = curves.subplots(1, 2)
    _draw_losses(left, read_history(folder / HISTORY))
    _draw_divergence(right, evaluation.latent)
    raw = io.BytesIO()
    figure.savefig(raw, dpi=100, format="png")
    return with_palette(raw)


def read_history(path: Path) -> list[dict[str, float]]:
    """Every epoch's losses; empty if the file is missing."""
    if not path.is_file():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def with_palette(raw: io.BytesIO) -> bytes:
    """A picture that matplotlib saved, as a small PNG file."""
    from PIL import Image

    small = io.BytesIO()
    picture = Image.open(raw).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        small, "png", optimize=True
    )
    return small.getvalue()


def _draw_sounds(
    figure: "SubFigure", codec: Codec, dataset: Dataset, examples: Sequence[MeasuredSound]
) -> None:
    numbers = codec.spectrogram_config
    waveforms = [dataset.waveforms[dataset.names.index(example.name)] for example in examples]
    heard = heard_seconds(waveforms, numbers.sample_rate)
    axes = figure.subplots(3, len(examples), sharex=True, sharey=True, squeeze=False)
    range_db, images = numbers.range_db, {}
    for column, example, original in zip(axes.T, examples, waveforms, strict=True):
        decoded = mono(codec.decode(codec.encode(original, codec.sample_rate)))
        decoded = match_level(with_length(decoded, len(original)), original)
        extent = (0, len(original) / numbers.sample_rate, 0, numbers.num_bands)
        ours, theirs = (scaled_to_db(codec.spectrogram(one), numbers.floor_db) for one in (decoded, original))
        for axis, picture, kind in zip(
            column, (theirs, ours, ours - theirs), ("level", "level", "gap"), strict=True
        ):
            limits = {"cmap": "magma", "vmin": -range_db, "vmax": 0}
            if kind == "gap":
                limits = {"cmap": "RdBu_r", "vmin": -DIFFERENCE_DB, "vmax": DIFFERENCE_DB}
            images[kind] = axis.imshow(picture, origin="lower", aspect="auto", extent=extent, **limits)
            axis.set_xlim(0, heard)
        name = example.name if len(example.name) <= 24 else example.name[:23] + "…"
        column[0].set_title(f"{name}\n{example.label}, {example.envelope_db:.2f} dB", fontsize=8)
        column[-1].set_xlabel("seconds", fontsize=8)
    ticks = [100, 500, 2000, 5000, 10_000, 20_000]
    places = np.interp(ticks, numbers.band_frequencies(), np.arange(numbers.num_bands) + 0.5)
    shown = [
        (tick, place) for tick, place in zip(ticks, places, strict=True) if tick < numbers.sample_rate / 2
    ]
    for axis, title in zip(axes[:, 0], ("original", "reconstruction", "difference"), strict=True):
        axis.set_ylabel(f"{title}\nHz", fontsize=9)
        axis.set_yticks([place for _, place in shown], [f"{tick:,}" for tick, _ in shown])
    for axis in axes.flat:
        axis.tick_params(labelsize=7)
    figure.colorbar(images["level"], ax=axes[:2], label="dB", aspect=30, pad=0.01)
    figure.colorbar(images["gap"], ax=axes[2:], label="dB", aspect=15, pad=0.01)


def heard_seconds(waveforms: Sequence[np.ndarray], sample_rate: int) -> float:
    """How much of sounds (samples,) to show: to the end of the longest, at least a second if they have one."""
    end = max((sound_end(one) for one in waveforms), default=0) / sample_rate
    return min(max(1.05 * end, 1.0), max((len(one) for one in waveforms), default=sample_rate) / sample_rate)


def _draw_losses(axes: "Axes", history: list[dict[str, float]]) -> None:
    axes.set_title("Training", fontsize=10)
    if not history:
        axes.text(0.5, 0.5, "no history.csv", ha="center", va="center", color=GREY)
        axes.set_axis_off()
        return
    epochs = [row["epoch"] for row in history]
    axes.plot(epochs, [row["reconstruction"] for row in history], label="training", color=BLUE)
    axes.plot(epochs, [row["validation"] for row in history], label="validation", color=ORANGE)
    axes.set(xlabel="epoch", ylabel="reconstruction error", yscale="log")
    other = axes.twinx()
    other.plot(epochs, [row["kl"] for row in history], label="KL divergence", color=GREEN, linewidth=1)
    other.set_ylabel("KL, nat", color=GREEN)
    lines = [*axes.get_lines(), *other.get_lines()]
    axes.legend(lines, [str(line.get_label()) for line in lines], frameon=False, fontsize=8)
    axes.grid(alpha=0.25)
    for one in (axes, other):
        one.spines["top"].set_visible(False)


def _draw_divergence(axes: "Axes", latent: LatentUse) -> None:
    nats = np.sort(np.array(latent.kl_per_dim))[::-1]
    axes.fill_between(np.arange(1, len(nats) + 1), nats, step="mid", color=BLUE, alpha=0.6, linewidth=0)
    axes.axhline(ACTIVE_NATS, color=GREY, linewidth=0.8, linestyle="--")
    axes.set_title(
        f"KL divergence per dimension, sorted: {latent.active_dims} of {latent.dims} over {ACTIVE_NATS} nat",
        fontsize=10,
    )
    axes.set(xlabel="dimension", ylabel="nat", yscale="log", xlim=(1, max(len(nats), 2)))
    axes.set_ylim(bottom=min(0.005, max(nats[-1], 1e-4)))
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
