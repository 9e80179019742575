"""A transform -> one whose bands have the levels that were asked for. Knows no phase.

Phases that do not agree make frames louder or softer than their magnitudes, most where loud bands leak into soft ones.
"""

import torch

from vae.sound.inverse.texture import FAINTEST, averaging, gathering, mean_over_time, root, spreading
from vae.sound.spectrogram import SpectrogramConfig, scaled_to_power

SMOOTHED = 3
"""Levels are compared over this many bands and hops: the grain of a noise stays."""
LARGEST = 10.0
"""No level is changed by more than this ratio of powers."""


def with_levels(spectrum: torch.Tensor, spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Scales a transform so that its bands, each with its neighbours, have the power of a scaled spectrogram.

    Args:
        spectrum: complex64 (frames, num_bins), of a centred Hann-windowed transform.
        spectrogram: float32 (num_bands, hops), 0 = floor, at least as many hops as frames.
        config: the settings it was made with.

    Returns:
        complex64 (frames, num_bins).
    """
    squares = torch.view_as_real(spectrum).square()
    found = gathering(config) @ (squares[..., 0] + squares[..., 1]).T
    found *= 10 ** (-config.full_scale_db / 10)
    asked = scaled_to_power(spectrogram[:, : len(spectrum)], config)
    near = averaging(config.num_bands, SMOOTHED)
    wanted, given = (mean_over_time(near @ one, SMOOTHED).add_(FAINTEST) for one in (asked, found))
    ratio = wanted.div_(given).clamp_(1 / LARGEST, LARGEST)
    return spectrum * root(spreading(config) @ ratio).T
