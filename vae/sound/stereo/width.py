"""How wide a sound is: one number for a card."""

import numpy as np

from vae.sound.stereo.grid import Floats
from vae.sound.stereo.transform import forward, power, window_length

_MOST_DB = 30.0
_SILENT = 1e-9


def width_db(channels: Floats, sample_rate: int) -> float:
    """By how many dB the channels of a sound differ on average, at every frequency and moment.

    The absolute level difference in each bin of a short-time Fourier transform, 30 dB at most, weighted by the bin's
    magnitude. 0 for mono and for silence; about 6 for two channels of independent noise; 30 if one is silent. What
    the channels have at different times, but equally loud, counts little.

    Args:
        channels: (samples,) for mono, or (2, samples).
        sample_rate: in Hz.
    """
    if channels.ndim == 1 or np.array_equal(channels[0], channels[1]):
        return 0.0
    left, right = power(forward(channels, window_length(sample_rate)))
    total = left + right
    silent = np.float32(_SILENT) * total.max(initial=0) + np.float32(1e-30)
    difference_db = np.minimum(np.abs(10 * np.log10((left + silent) / (right + silent))), _MOST_DB)
    return float(np.average(difference_db, weights=np.sqrt(total) + np.float32(1e-30)))
