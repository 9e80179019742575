"""Loudness as it is heard: levels of K-weighted waveforms, after ITU-R BS.1770. Knows one or two channels."""

import math

import numpy as np
import scipy

SHELF_HZ, SHELF_DB, SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
SHELF_SLOPE = 0.4996667741545416
HIGHPASS_HZ, HIGHPASS_Q = 38.13547087602444, 0.5003270373238773
OFFSET_DB = -0.691
EPSILON = 1e-12


def k_weighting(sample_rate: float) -> np.ndarray:
    """The two filters of BS.1770, a shelf for the head and a high-pass, as second-order sections: (2, 6).

    The standard gives them for 48 kHz alone. The constants above are those of the analogue filters that its numbers
    stand for, as in libebur128, so that any rate gives the same curve.

    Args:
        sample_rate: in Hz.
    """

    def warped(frequency: float, q: float) -> tuple[float, float, list[float]]:
        k = math.tan(math.pi * frequency / sample_rate)
        scale = 1 + k / q + k * k
        return k, scale, [1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale]

    k, scale, poles = warped(SHELF_HZ, SHELF_Q)
    high = 10 ** (SHELF_DB / 20)
    middle = high**SHELF_SLOPE * k / SHELF_Q
    shelf = [(high + middle + k * k) / scale, 2 * (k * k - high) / scale, (high - middle + k * k) / scale]
    return np.array([[*shelf, *poles], [1.0, -2.0, 1.0, *warped(HIGHPASS_HZ, HIGHPASS_Q)[2]]])


def loudness_lu(waveform: np.ndarray, sample_rate: float) -> float:
    """K-weighted loudness of a whole sound in LU, full scale as in LUFS; twice the level is 6.02 more.

    BS.1770's gate, which drops the pauses of a programme, is left out: a hit has none, and a block of its tail that is
    in or out would move the figure by a step. Compare sounds of equal lengths. Agrees with pyloudnorm, ungated.

    Args:
        waveform: (samples,), or (2, samples) for left and right, whose powers add.
        sample_rate: in Hz.
    """
    weighted = scipy.signal.sosfilt(k_weighting(sample_rate), waveform.astype(np.float64))
    power = float(np.square(weighted).mean(axis=-1).sum())
    return OFFSET_DB + 10 * math.log10(power + EPSILON)
