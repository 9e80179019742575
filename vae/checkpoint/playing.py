"""What a decoded spectrogram still lacks before it is a sound: its end, a fade, its channels and its level."""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from vae.sound.levels import PEAK
from vae.sound.spectrogram import AUDIBLE_DB, SpectrogramConfig, last_hop, to_hops
from vae.sound.stereo.image import StereoImage
from vae.sound.stereo.synthesis import synthesise

FADE_HOPS = 1
"""Over which a sound that ends where its spectrogram does fades out."""
AFTER_HOPS = 1
"""Are kept after the last hop that sounds: its window reaches into them."""
AFTER_FRAMES, FAINTER_DB = 4, 6.0
"""Frames after the last that sounds, or nearly: lines between frames rise over a frame's mean, and need the next."""
FEWEST_HOPS = 5
"""As many as the window of a transform needs."""


class SoundShape(NamedTuple):
    """The shape of a decoded sound.

    Attributes:
        channels: 1 for mono.
        num_samples: length of each channel.
    """

    channels: int
    num_samples: int


def heard_hops(spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Levels at every hop, (bands, hops), up to the end of the sound if sounds end freely.

    Args:
        spectrogram: (bands, frames), scaled.
        config: its settings.
    """
    if not config.ends_freely:
        return spectrogram
    frames = max(FEWEST_HOPS, last_hop(spectrogram, config, AUDIBLE_DB + FAINTER_DB) + 1) + AFTER_FRAMES
    levels = to_hops(spectrogram[:, :frames], config)
    if frames < spectrogram.shape[-1]:  # the last frame's hops would need the next one
        levels = levels[:, : int(config.frame_edges[frames - 1])]
    end = max(FEWEST_HOPS, last_hop(levels, config) + 1 + AFTER_HOPS + FADE_HOPS)
    return levels[:, : min(end, config.num_hops)].contiguous()


def finished(
    waveform: NDArray[np.float32], image: StereoImage | None, config: SpectrogramConfig, seed: int
) -> NDArray[np.float32]:
    """The sound of a waveform (samples,), mono, that a phase method found.

    Args:
        waveform: changed by the fade.
        image: makes two channels of it; None for mono.
        config: the settings of the spectrogram.
        seed: chooses what makes the channels differ.

    Returns:
        float32 (samples,) or (2, samples), peak 0.95 unless silent.
    """
    sound = waveform if image is None else synthesise(waveform, image, config.sample_rate, seed)
    if config.ends_freely:
        fade = FADE_HOPS * config.hop_length
        sound[..., -fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    peak = float(np.abs(sound).max())
    return sound * np.float32(PEAK / peak) if peak > 0 else sound
