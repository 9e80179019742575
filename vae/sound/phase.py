"""Spectrogram -> waveform: the contract of every phase method, and the available methods by name.

A checkpoint's config.json names its method as "phase"; a checkpoint without that entry uses `GRIFFIN_LIM`.
"""

from typing import Protocol

import torch

from vae.sound.griffin_lim import griffin_lim
from vae.sound.spectrogram import SpectrogramConfig
from vae.sound.texture import textured_magnitude

GRIFFIN_LIM = "griffin_lim"
N_ITER = 16
"""Default rounds of Griffin-Lim; `vae.sound.griffin_lim` documents the trials."""


class PhaseMethod(Protocol):
    """Finds a waveform for a spectrogram; deterministic, not limited to [-1, 1]."""

    def __call__(
        self, spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int, seed: int
    ) -> torch.Tensor:
        """Inverse, except for what is lost: `vae.sound.spectrogram.waveform_to_spectrogram`.

        Args:
            spectrogram: float32 (num_bands, num_frames) in [0, 1], 0 = floor.
            config: the settings it was made with.
            n_iter: rounds, if the method is iterative; 0 for no phase reconstruction.
            seed: seed of everything random.

        Returns:
            float32 (config.num_samples,), mono.
        """


def textured_griffin_lim(
    spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int, seed: int
) -> torch.Tensor:
    """Grained magnitudes (`vae.sound.texture`), then Griffin-Lim; see `PhaseMethod`."""
    return griffin_lim(
        textured_magnitude(spectrogram, config, seed=seed),
        n_fft=config.n_fft,
        hop_length=config.hop_length,
        num_samples=config.num_samples,
        n_iter=n_iter,
        seed=seed,
    )


PHASE_METHODS: dict[str, PhaseMethod] = {GRIFFIN_LIM: textured_griffin_lim}
