"""The error of decoded spectrograms that `refine` and `detail` lower, by its gradient."""

import torch

from vae.model.losses import cell_error, envelope_errors_from, log_envelope, onset_error
from vae.sound.measures import COARSE, FINE
from vae.sound.spectrogram import SpectrogramConfig

COARSE_WEIGHT = 2.0
ONSET_WEIGHT = 6.0


class Aim:
    """How far decoded spectrograms are from those of some sounds, by cells, onsets and envelopes."""

    def __init__(self, spectrogram: torch.Tensor, config: SpectrogramConfig) -> None:
        """Prepares what stays the same from step to step.

        Args:
            spectrogram: (B, bands, frames) in [0, 1], the sounds; maybe their first frames alone.
            config: the settings of the spectrograms.
        """
        self._spectrogram, self._config = spectrogram, config
        self._envelopes = {grain: log_envelope(spectrogram, config, grain) for grain in (COARSE, FINE)}
        self._share = spectrogram.shape[-1] / config.num_frames

    def __call__(self, decoded: torch.Tensor) -> torch.Tensor:
        """The mean error of (B, bands, frames): a scalar in the unit of `losses.cell_error`."""
        found = self._share * (
            cell_error(decoded, self._spectrogram) + ONSET_WEIGHT * onset_error(decoded, self._spectrogram)
        )
        for grain, envelope in self._envelopes.items():
            weight = COARSE_WEIGHT if grain == COARSE else 1.0
            found = found + weight * envelope_errors_from(decoded, envelope, self._config, grain).mean()
        return found
