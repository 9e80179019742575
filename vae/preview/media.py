"""A picture and a sound for every card of a contact sheet, as small files that any browser shows and plays."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import torch

from vae.data.rows import Rows
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

LEVELS = 32
"""Colours in a picture: steps of 2.6 dB. It takes 4.8 KB; with 256 it takes 7.7 KB and looks the same."""

TAIL_SECONDS = 0.02
SHORTEST_PICTURE = 1.0
"""Seconds, or the longest that is learned if that is less: one scale for most sounds, so that they can be compared."""
BATCH = 32


def stem(index: int) -> str:
    """The name of a sound's files, without extension."""
    return f"{index + 1:05d}"


def pictured_seconds(duration: float, config: SpectrogramConfig) -> float:
    """How many seconds the picture of a sound shows that is silent after `duration` seconds."""
    longest = config.num_samples / config.sample_rate
    return min(longest, max(SHORTEST_PICTURE, duration + TAIL_SECONDS))


def write_media(
    folder: Path,
    waveforms: np.ndarray | Rows,
    durations: np.ndarray,
    config: SpectrogramConfig,
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Writes `STEM.png` and `STEM.flac` of every sound.

    Args:
        folder: exists.
        waveforms: (N, config.num_samples) float32, as they are learned.
        durations: (N,) seconds after which each is silent.
        config: the spectrogram that is learned; here its time doesn't widen.
        progress: told how many more are written.
    """
    even = replace(config, full_frames=0, cell_growth=1.0)
    for start in range(0, len(waveforms), BATCH):
        batch = np.asarray(waveforms[start : start + BATCH])
        spectrograms = waveform_to_spectrogram(torch.from_numpy(batch), even).numpy()
        for index, (waveform, spectrogram) in enumerate(zip(batch, spectrograms, strict=True), start):
            end = max(1, round((float(durations[index]) + TAIL_SECONDS) * config.sample_rate))
            seconds = pictured_seconds(float(durations[index]), config)
            frames = 1 + round(seconds * config.sample_rate) // config.hop_length
            (folder / f"{stem(index)}.png").write_bytes(picture(spectrogram[:, :frames]))
            (folder / f"{stem(index)}.flac").write_bytes(flac(waveform[:end], config.sample_rate))
        progress(len(batch))


def picture(spectrogram: np.ndarray) -> bytes:
    """A PNG file of a scaled spectrogram, (bands, frames) in [0, 1], a pixel for each cell, high bands on top."""
    from PIL import Image

    image = Image.fromarray(np.round(np.flipud(spectrogram) * (LEVELS - 1)).astype(np.uint8))
    image.putpalette(_palette())
    file = io.BytesIO()
    image.save(file, "png")
    return file.getvalue()


def flac(waveform: np.ndarray, sample_rate: int) -> bytes:
    """A FLAC file of (samples,), which is what is learned to the last bit but for 16 bits."""
    file = io.BytesIO()
    soundfile.write(file, waveform, sample_rate, format="FLAC", subtype="PCM_16")
    return file.getvalue()


@cache
def _palette() -> bytes:
    import matplotlib

    colours = matplotlib.colormaps["magma"](np.linspace(0, 1, LEVELS), bytes=True)[:, :3]
    return bytes(np.asarray(colours, np.uint8).tobytes())
