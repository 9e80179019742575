"""Cowbells and their relatives: two squares, a forged bell, agogo, triangle, digital bell."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, highpass
from vae.drum_machine.modes import BAR_RATIOS, modal_bank
from vae.drum_machine.parts import Wave, gain, peak, saturate
from vae.drum_machine.voice import Voice

COWBELL = Family("cowbell")


@COWBELL.engine(
    "two_squares",
    "808",
    "analogue",
    tune_hz=(420, 700),
    upper_ratio=(1.38, 1.6),
    tail_db=(-14, -2),
    decay_s=(0.2, 1.6),
    band_hz=(700, 2800),
    band_q=(0.7, 3),
)
def two_squares(p: Settings, v: Voice) -> Wave:
    """Two square oscillators through a band-pass, a sharp attack and a long tail: the 808 way."""
    pair = v.square(p["tune_hz"]) + v.square(p["tune_hz"] * p["upper_ratio"], 0.25)
    shape = 0.7 * v.decay(0.06) + gain(p["tail_db"]) * v.decay(p["decay_s"])
    return bandpass(pair * shape, p["band_hz"], p["band_q"])


@COWBELL.engine(
    "forged",
    "Forged",
    "acoustic",
    tune_hz=(380, 950),
    decay_s=(0.15, 1.4),
    damping=(0.1, 0.9),
    hardness=(0.2, 1),
    stick_db=(-26, -8),
)
def forged(p: Settings, v: Voice) -> Wave:
    """A bent and welded sheet hit with a stick: a handful of strong, unequal modes."""
    ratios = np.array([1.0, 1.48, 2.24, 2.93, 3.86, 5.1, 6.4, 8.2]) * (1.0 + 0.04 * v.rng.standard_normal(8))
    amplitudes = v.rng.uniform(0.3, 1.0, 8) * np.exp(-np.arange(8) * (0.7 - 0.6 * p["hardness"]))
    sheet = modal_bank(v, p["tune_hz"] * ratios, p["decay_s"] / ratios ** p["damping"], amplitudes)
    tick = bandpass(v.noise() * v.decay(0.012), 4500.0, 0.8)
    return saturate(peak(sheet), 2.0) + gain(p["stick_db"]) * peak(tick)


@COWBELL.engine(
    "agogo",
    "Agogo",
    "acoustic",
    tune_hz=(600, 1700),
    decay_s=(0.3, 2.0),
    stretch=(0, 1),
    beat=(0, 1),
    stick=(0, 1),
)
def agogo(p: Settings, v: Voice) -> Wave:
    """A conical bell: a clear pitch with a bright, slightly stretched octave."""
    ratios = np.array([1.0, 2.0 + 0.3 * p["stretch"], 3.1, 4.5, 6.2])
    pairs = np.repeat(ratios, 2) * np.tile([1.0, 1.0 + 0.006 * p["beat"]], 5)
    amplitudes = np.repeat(np.array([1.0, 0.7, 0.45, 0.3, 0.2]), 2)
    bell = modal_bank(v, p["tune_hz"] * pairs, p["decay_s"] / pairs**0.4, amplitudes)
    return peak(bell) + 0.25 * p["stick"] * v.click(2.0, 9000.0)


@COWBELL.engine(
    "triangle",
    "Triangle",
    "acoustic",
    tune_hz=(900, 2200),
    decay_s=(0.3, 8.0),
    damping=(0.0, 0.5),
    stick=(0, 1),
)
def triangle_bar(p: Settings, v: Voice) -> Wave:
    """A bent steel rod: many high, long, beating modes."""
    dense = np.concatenate([BAR_RATIOS, BAR_RATIOS * 1.31, BAR_RATIOS * 1.77, v.rng.uniform(2.0, 14.0, 6)])
    amplitudes = v.rng.uniform(0.2, 1.0, dense.size) / dense**0.3
    rod = modal_bank(v, p["tune_hz"] * dense, p["decay_s"] / dense ** p["damping"], amplitudes)
    return highpass(peak(rod), 0.8 * p["tune_hz"]) + 0.15 * p["stick"] * v.click(1.0, 14000.0)


@COWBELL.engine(
    "fm",
    "FM",
    "digital",
    tune_hz=(450, 1100),
    modulator_ratio=(1.3, 2.9),
    index=(0.6, 3.2),
    decay_s=(0.15, 1.3),
)
def digital_bell(p: Settings, v: Voice) -> Wave:
    """Frequency modulation at an inharmonic ratio: the cowbell of eighties keyboards."""
    modulator = p["index"] * (0.3 + 0.7 * v.decay(0.1)) * v.sine(p["tune_hz"] * p["modulator_ratio"])
    return v.sine(p["tune_hz"], modulator) * v.decay(p["decay_s"]) + 0.2 * v.click(1.5, 9000.0)
