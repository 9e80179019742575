"""Cowbells and their relatives: two squares, a forged bell, agogo, triangle, digital bell."""

import numpy as np

from vae.drum_machine.modes import BAR_RATIOS, modal_bank
from vae.drum_machine.parts import (
    Engine,
    Settings,
    Wave,
    bandpass,
    click,
    decay,
    gain,
    highpass,
    noise,
    peak,
    saturate,
    sine,
    square,
)


def two_squares(p: Settings, rng: np.random.Generator) -> Wave:
    """Two square oscillators through a band-pass, a sharp attack and a long tail: the 808 way."""
    pair = square(p["tune_hz"]) + square(p["tune_hz"] * p["upper_ratio"], 0.25)
    shape = 0.7 * decay(0.06) + gain(p["tail_db"]) * decay(p["decay_s"])
    return bandpass(pair * shape, p["band_hz"], p["band_q"])


def forged(p: Settings, rng: np.random.Generator) -> Wave:
    """A bent and welded sheet hit with a stick: a handful of strong, unequal modes."""
    ratios = np.array([1.0, 1.48, 2.24, 2.93, 3.86, 5.1, 6.4, 8.2]) * (1.0 + 0.04 * rng.standard_normal(8))
    amplitudes = rng.uniform(0.3, 1.0, 8) * np.exp(-np.arange(8) * (0.7 - 0.6 * p["hardness"]))
    sheet = modal_bank(p["tune_hz"] * ratios, p["decay_s"] / ratios ** p["damping"], amplitudes)
    tick = bandpass(noise(rng) * decay(0.012), 4500.0, 0.8)
    return saturate(peak(sheet), 2.0) + gain(p["stick_db"]) * peak(tick)


def agogo(p: Settings, rng: np.random.Generator) -> Wave:
    """A conical bell: a clear pitch with a bright, slightly stretched octave."""
    ratios = np.array([1.0, 2.0 + 0.3 * p["stretch"], 3.1, 4.5, 6.2])
    pairs = np.repeat(ratios, 2) * np.tile([1.0, 1.0 + 0.006 * p["beat"]], 5)
    amplitudes = np.repeat(np.array([1.0, 0.7, 0.45, 0.3, 0.2]), 2)
    bell = modal_bank(p["tune_hz"] * pairs, p["decay_s"] / pairs**0.4, amplitudes)
    return peak(bell) + 0.25 * p["stick"] * click(rng, 2.0, 9000.0)


def triangle_bar(p: Settings, rng: np.random.Generator) -> Wave:
    """A bent steel rod: many high, long, beating modes."""
    dense = np.concatenate([BAR_RATIOS, BAR_RATIOS * 1.31, BAR_RATIOS * 1.77, rng.uniform(2.0, 14.0, 6)])
    amplitudes = rng.uniform(0.2, 1.0, dense.size) / dense**0.3
    rod = modal_bank(p["tune_hz"] * dense, p["decay_s"] / dense ** p["damping"], amplitudes)
    return highpass(peak(rod), 0.8 * p["tune_hz"]) + 0.15 * p["stick"] * click(rng, 1.0, 14000.0)


def digital_bell(p: Settings, rng: np.random.Generator) -> Wave:
    """Frequency modulation at an inharmonic ratio: the cowbell of eighties keyboards."""
    modulator = p["index"] * (0.3 + 0.7 * decay(0.1)) * sine(p["tune_hz"] * p["modulator_ratio"])
    return sine(p["tune_hz"], modulator) * decay(p["decay_s"]) + 0.2 * click(rng, 1.5, 9000.0)


ENGINES = (
    Engine(
        "cowbell",
        "two_squares",
        "808",
        "analogue",
        two_squares,
        {
            "tune_hz": (420, 700),
            "upper_ratio": (1.38, 1.6),
            "tail_db": (-14, -2),
            "decay_s": (0.2, 1.6),
            "band_hz": (700, 2800),
            "band_q": (0.7, 3),
        },
    ),
    Engine(
        "cowbell",
        "forged",
        "Forged",
        "acoustic",
        forged,
        {
            "tune_hz": (380, 950),
            "decay_s": (0.15, 1.4),
            "damping": (0.1, 0.9),
            "hardness": (0.2, 1),
            "stick_db": (-26, -8),
        },
    ),
    Engine(
        "cowbell",
        "agogo",
        "Agogo",
        "acoustic",
        agogo,
        {"tune_hz": (600, 1700), "decay_s": (0.3, 2.0), "stretch": (0, 1), "beat": (0, 1), "stick": (0, 1)},
    ),
    Engine(
        "cowbell",
        "triangle",
        "Triangle",
        "acoustic",
        triangle_bar,
        {"tune_hz": (900, 2200), "decay_s": (0.3, 8.0), "damping": (0.0, 0.5), "stick": (0, 1)},
    ),
    Engine(
        "cowbell",
        "fm",
        "FM",
        "digital",
        digital_bell,
        {"tune_hz": (450, 1100), "modulator_ratio": (1.3, 2.9), "index": (0.6, 3.2), "decay_s": (0.15, 1.3)},
    ),
)
