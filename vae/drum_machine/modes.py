"""Banks of decaying modes: what struck membranes, bars, bells and plates are made of."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import jn_zeros, jv

from vae.drum_machine.engine import Settings
from vae.drum_machine.parts import SAMPLE_RATE, Wave
from vae.drum_machine.voice import Voice

Numbers = NDArray[np.float64]

BLOCK = 210
"""Samples in a block: the square root of a second's 44,100, which needs the fewest exponentials."""

_ORDERS = np.repeat(np.arange(6), 4)
_ZEROS = np.concatenate([jn_zeros(order, 4) for order in range(6)])
BAR_RATIOS = np.array([1.0, 2.756, 5.404, 8.933, 13.345, 18.64])
"""Bending modes of a free bar over its lowest (Fletcher & Rossing, The Physics of Musical Instruments)."""


def modal_bank(
    v: Voice, frequencies: Numbers, t60s: Numbers, amplitudes: Numbers, phases: Numbers | None = None
) -> Wave:
    """Sum of decaying sines, one for each mode.

    A mode's phasor at sample 210·a + b is the product of its phasors at 210·a and at b, so the whole bank is
    one matrix product instead of modes × samples sines.

    Args:
        v: the voice that it sounds in.
        frequencies: Hz, shape (modes,); those from 20 kHz up are left out.
        t60s: seconds to fall by 60 dB, shape (modes,).
        amplitudes: linear, shape (modes,).
        phases: radians, shape (modes,); if left out, sines that start at 0.

    Returns:
        (num_samples,), or (2, num_samples) in a voice with a width, where every mode has a place of its own.
    """
    keep = frequencies < 20_000.0
    start = np.zeros(keep.sum()) if phases is None else phases[keep]
    rate = (-6.9078 / t60s[keep] + 2j * np.pi * frequencies[keep]) / SAMPLE_RATE
    blocks = -(-v.num_samples // BLOCK)
    coarse = amplitudes[keep] * np.exp(
        rate * np.arange(blocks)[:, None] * BLOCK + 1j * start
    )  # (blocks, modes)
    fine = np.exp(rate * np.arange(BLOCK)[:, None])  # (samples in a block, modes)
    right = np.vstack([fine.real.T, fine.imag.T])

    def summed(coarse: NDArray[Any]) -> Wave:
        left = np.hstack([coarse.imag, coarse.real])
        # Not `left @ right`: BLAS rounding depends on the number of threads.
        bank: Wave = np.einsum("am,mb->ab", left, right, optimize=False)  # (blocks, samples in a block)
        return bank.reshape(-1)[: v.num_samples]

    factors = v.places_of_modes(frequencies[keep], shifted=phases is not None)
    return summed(coarse) if factors is None else np.stack([summed(coarse * factor) for factor in factors])


def membrane(
    v: Voice,
    fundamental_hz: float,
    t60: float,
    *,
    strike: float,
    hardness_hz: float,
    damping: float,
    count: int = 16,
    stretch: float = 1.0,
) -> Wave:
    """A struck round membrane (ideal modes at the zeros of Bessel's functions, slightly detuned).

    Args:
        v: the voice that it sounds in; its randomness detunes the modes.
        fundamental_hz: lowest mode.
        t60: its decay in seconds.
        strike: where it is hit, from 0 (centre) to 1 (rim); the centre excites the round modes only.
        hardness_hz: above this a soft beater excites little.
        damping: how much faster high modes decay: t60 falls with (f / fundamental) to this power.
        count: modes, lowest first, at most 24.
        stretch: spreads the modes apart (above 1) or draws them together (air load, below 1).
    """
    order = np.argsort(_ZEROS)[:count]
    ratios = (_ZEROS[order] / _ZEROS.min()) ** stretch
    ratios = ratios * np.concatenate([[1.0], 1.0 + 0.015 * v.rng.standard_normal(count - 1)])
    shape = np.abs(jv(_ORDERS[order], _ZEROS[order] * 0.9 * strike)) + 0.01
    frequencies = fundamental_hz * ratios
    amplitudes = shape / ratios**0.5 * np.exp(-((frequencies / hardness_hz) ** 2) / 2.0)
    return modal_bank(v, frequencies, t60 / ratios**damping, amplitudes)


def struck_membrane(
    v: Voice, p: Settings, fundamental_hz: float, t60: float, *, count: int = 16, stretch: float = 1.0
) -> Wave:
    """A `membrane` struck according to the engine's parameters `strike`, `hardness_hz` and `damping`."""
    return membrane(
        v,
        fundamental_hz,
        t60,
        strike=p["strike"],
        hardness_hz=p["hardness_hz"],
        damping=p["damping"],
        count=count,
        stretch=stretch,
    )


def metal_frequencies(rng: np.random.Generator, low_hz: float, high_hz: float, count: int) -> Numbers:
    """Inharmonic mode frequencies of a thin plate in Hz: nearly even, a little denser at the bottom."""
    even = (np.arange(count) + rng.random(count)) / count
    return low_hz + (high_hz - low_hz) * even**1.25


def plate(
    v: Voice, *, low_hz: float, high_hz: float, count: int, t60: float, slope_db: float, damping: float
) -> Wave:
    """A struck cymbal, many random modes: `t60` in seconds at 1 kHz, `slope_db` per octave."""
    frequencies = metal_frequencies(v.rng, low_hz, high_hz, count)
    octaves = np.log2(frequencies / 1000.0)
    amplitudes = v.rng.rayleigh(1.0, count) * 10.0 ** (slope_db * octaves / 20.0)
    t60s = t60 * (frequencies / 1000.0) ** -damping * v.rng.uniform(0.6, 1.3, count)
    return modal_bank(v, frequencies, t60s, amplitudes, v.rng.uniform(0.0, 2.0 * np.pi, count))
