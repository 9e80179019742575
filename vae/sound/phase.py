"""Spectrogram -> waveform: the contract of every phase method, and the available methods by name.

A checkpoint's config.json names its method as "phase"; a checkpoint without that entry uses `GRIFFIN_LIM`.
"""

from typing import Protocol

import torch

from vae.sound.inverse.bands import with_levels
from vae.sound.inverse.bins import magnitude_of_bins
from vae.sound.inverse.gradient import with_gradient_phase
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.inverse.texture import textured_magnitude
from vae.sound.one_shot import PRE_ONSET_SECONDS
from vae.sound.spectrogram import SpectrogramConfig

GRIFFIN_LIM, GRADIENT = "griffin_lim", "gradient"
N_ITER = 16
"""Default rounds of Griffin-Lim; `vae.sound.inverse.griffin_lim` documents the trials."""
GRADIENT_N_ITER = 6
"""The same from a better start; `vae.sound.inverse.gradient` documents the trials."""


class PhaseMethod(Protocol):
    """Finds a waveform for a spectrogram; deterministic, not limited to [-1, 1]."""

    def __call__(
        self, spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int | None, seed: int
    ) -> torch.Tensor:
        """Inverse, except for what is lost: `vae.sound.spectrogram.waveform_to_spectrogram`.

        Args:
            spectrogram: float32 (num_bands, hops) in [0, 1], 0 = floor; no more hops than the longest sound has.
            config: the settings it was made with.
            n_iter: rounds, if the method is iterative; 0 for no phase reconstruction; None for its own number.
            seed: seed of everything random.

        Returns:
            float32 (config.samples_of(hops),), mono.
        """


def textured_griffin_lim(
    spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int | None, seed: int
) -> torch.Tensor:
    """Grained magnitudes (`vae.sound.inverse.texture`), then Griffin-Lim from a random phase; see `PhaseMethod`."""
    return griffin_lim(
        textured_magnitude(spectrogram, config, seed=seed),
        n_fft=config.n_fft,
        hop_length=config.hop_length,
        num_samples=config.samples_of(spectrogram.shape[-1]),
        n_iter=N_ITER if n_iter is None else n_iter,
        seed=seed,
    )


def gradient_griffin_lim(
    spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int | None, seed: int
) -> torch.Tensor:
    """Magnitudes that meet the bands closer, the phase of their slopes, few rounds, the bands; see `PhaseMethod`."""
    onset = round(PRE_ONSET_SECONDS * config.sample_rate)

    def start(magnitude: torch.Tensor) -> torch.Tensor:
        return with_gradient_phase(magnitude, n_fft=config.n_fft, hop_length=config.hop_length, onset=onset)

    def closer(spectrum: torch.Tensor) -> torch.Tensor:
        return with_levels(spectrum, spectrogram, config)

    return griffin_lim(
        magnitude_of_bins(spectrogram, config, seed=seed),
        n_fft=config.n_fft,
        hop_length=config.hop_length,
        num_samples=config.samples_of(spectrogram.shape[-1]),
        n_iter=GRADIENT_N_ITER if n_iter is None else n_iter,
        start=start,
        silent=onset,
        closer=closer if n_iter != 0 else None,
    )


PHASE_METHODS: dict[str, PhaseMethod] = {GRIFFIN_LIM: textured_griffin_lim, GRADIENT: gradient_griffin_lim}
