"""Spectrograms and curves as the notebooks draw them: seconds, hertz and decibels, on white in every theme."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from vae.sound.levels import match_level, scaled_to_db
from vae.sound.measures.pairs import mono, with_length
from vae.sound.spectrogram import SpectrogramConfig, to_hops, waveform_to_spectrogram

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

COLUMNS = 4
MARKS_HZ = (200, 1000, 3000, 10_000)
LOW_MARKS_HZ = (100, 200, 300, 500, 1000)
STYLE: dict[Any, Any] = {
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.facecolor": "white",
    "font.size": 9,
}
"""For `matplotlib.rcParams`: black on white, whatever the theme of the page around it."""


def draw_spectrogram(
    axes: "Axes", spectrogram: NDArray[np.float32], config: SpectrogramConfig, *, seconds: float | None = None
) -> "AxesImage":
    """Draws scaled levels (bands, frames), or of the first frames alone, with axes in seconds and hertz.

    Args:
        axes: where.
        spectrogram: in [0, 1], 0 = floor; may be written to by nobody.
        config: the settings it was made with.
        seconds: where the picture ends; None for all.

    Returns:
        The image, for a colour bar of dB below full scale.
    """
    levels = torch.tensor(np.asarray(spectrogram, np.float32))
    if config.ends_freely and levels.shape[-1] == config.num_frames:
        levels = to_hops(levels, config)
    step = config.hop_length / config.sample_rate
    image = axes.imshow(
        scaled_to_db(levels.numpy(), config.floor_db),
        origin="lower",
        aspect="auto",
        cmap="magma",
        vmin=config.floor_db,
        vmax=0,
        interpolation="nearest",
        extent=(-step / 2, (levels.shape[-1] - 0.5) * step, -0.5, config.num_bands - 0.5),
    )
    if seconds is not None:
        axes.set_xlim(-step / 2, min(seconds, (levels.shape[-1] - 0.5) * step))
    frequencies = config.band_frequencies()
    marks = [
        hz for hz in (MARKS_HZ if frequencies[-1] > 2 * MARKS_HZ[1] else LOW_MARKS_HZ) if hz < frequencies[-1]
    ]
    axes.set_yticks(
        np.interp(marks, frequencies, np.arange(config.num_bands)),
        [f"{hz // 1000} k" if hz >= 1000 else str(hz) for hz in marks],
    )
    return image


def show_spectrograms(
    pictures: Mapping[str, NDArray[np.float32]],
    config: SpectrogramConfig | Sequence[SpectrogramConfig],
    *,
    columns: int = COLUMNS,
    seconds: float | None = None,
    size: tuple[float, float] = (2.9, 2.3),
) -> None:
    """Shows scaled spectrograms (bands, frames) beside each other, by title, with one scale of colours.

    Args:
        pictures: by title.
        config: the settings of all, or of each.
        columns: the most in a row.
        seconds: where the pictures end; None for all.
        size: width and height of one in inches.
    """
    import matplotlib.pyplot as plt

    configs = [config] * len(pictures) if isinstance(config, SpectrogramConfig) else config
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    shape: dict[str, Any] = {"figsize": (columns * size[0] + 0.8, rows * size[1]), "layout": "constrained"}
    with plt.rc_context(STYLE):
        figure, grid = plt.subplots(rows, columns, squeeze=False, **shape)
        for axes in grid.flat[len(pictures) :]:
            axes.remove()
        for place, (axes, (title, picture), numbers) in enumerate(
            zip(grid.flat, pictures.items(), configs, strict=False)
        ):
            image = draw_spectrogram(axes, picture, numbers, seconds=seconds)
            axes.set_title(title, fontsize=9)
            if place % columns == 0:
                axes.set_ylabel("frequency in Hz")
            if place + columns >= len(pictures):
                axes.set_xlabel("time in s")
        figure.colorbar(image, ax=grid.flat[: len(pictures)].tolist(), label="level in dB")
        plt.show()


def show_sounds(
    sounds: Mapping[str, NDArray[np.float32]],
    sample_rate: int,
    *,
    columns: int = COLUMNS,
    seconds: float | None = None,
    config: SpectrogramConfig | None = None,
) -> None:
    """Shows the spectrograms of waveforms by title, at equal energy: (samples,), or (2, samples) as their mean.

    Args:
        sounds: by title.
        sample_rate: of all, in Hz.
        columns: the most in a row.
        seconds: where the pictures end; None for all.
        config: the settings of the pictures; by default those of the studio preset's bands in frames of equal width.
    """
    middles = [mono(one) for one in sounds.values()]
    longest = max(len(one) for one in middles)
    config = config or SpectrogramConfig(sample_rate=sample_rate, num_samples=longest)
    levelled = np.stack([with_length(match_level(one, middles[0]), config.num_samples) for one in middles])
    pictures = waveform_to_spectrogram(torch.from_numpy(levelled), config).numpy()
    show_spectrograms(dict(zip(sounds, pictures, strict=True)), config, columns=columns, seconds=seconds)
