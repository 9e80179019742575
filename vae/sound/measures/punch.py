"""Punch: whether the bass of a kick or a tom moves as the original's does, as a waveform."""

import numpy as np
from scipy import fft

from vae.sound.levels import energy, match_level
from vae.sound.measures.pairs import mono_pair

BASS_HZ = 150.0
EDGE = 1.2
"""The filter falls from 1 at 150 Hz to 0 at 150 Hz times this, without a phase of its own."""
LEAST_BASS = 0.25
"""Sounds with a smaller share of their energy in the bass have no punch."""
DELAY_SECONDS = 0.005


def punch(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float | None:
    """Correlation of the waveforms under 150 Hz after the best delay within 5 ms: 1 is the same bass, 0 another.

    The two are compared at equal energy of the whole sounds, and the product is divided by the mean of both energies
    instead of by their geometric mean: for basses of equal strength that is the correlation, and a bass that has the
    right form but is too weak or too strong does not pass (12 dB less: 0.47).

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length.
        sample_rate: in Hz.

    Returns:
        -1 to 1; None if less than a quarter of the original's energy is bass: only kicks, toms and their like have
        punch.
    """
    reference, decoded = mono_pair(reference, decoded)
    most = round(DELAY_SECONDS * sample_rate)
    size = fft.next_fast_len(len(reference) + most, real=True)
    frequencies = fft.rfftfreq(size, 1 / sample_rate)
    kept = np.flatnonzero((frequencies > 0) & (frequencies < BASS_HZ * EDGE))
    gain = np.clip((BASS_HZ * EDGE - frequencies[kept]) / (BASS_HZ * (EDGE - 1)), 0, 1)
    theirs, ours = (
        gain * fft.rfft(one.astype(np.float64), size)[kept]
        for one in (reference, match_level(decoded, reference))
    )
    strengths = [2 * float(np.square(np.abs(one)).sum()) / size for one in (theirs, ours)]
    if strengths[0] <= LEAST_BASS * energy(reference):
        return None
    products = np.zeros(size // 2 + 1, complex)
    products[kept] = theirs.conj() * ours
    by_delay = fft.irfft(products, size)
    return float(2 * max(by_delay[: most + 1].max(), by_delay[-most:].max()) / sum(strengths))
