"""Toms: bridged-T, two modes with noise, acoustic, swept electronic, frequency modulation."""

import numpy as np

from vae.drum_machine.modes import membrane
from vae.drum_machine.parts import (
    Engine,
    Settings,
    Wave,
    bandpass,
    click,
    decay,
    gain,
    glide,
    lowpass,
    noise,
    peak,
    saturate,
    semitones,
    sine,
    triangle,
)


def bridged_t(p: Settings, rng: np.random.Generator) -> Wave:
    """A sine with a small fall in pitch and a little pink noise behind it: the 808 way."""
    tune = p["tune_hz"]
    body = sine(glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)) * decay(p["decay_s"])
    breath = lowpass(noise(rng), 4.0 * tune) * decay(0.6 * p["decay_s"])
    return body + gain(p["noise_db"]) * peak(breath) + gain(p["click_db"]) * click(rng, 3.0, 5000.0)


def two_modes(p: Settings, rng: np.random.Generator) -> Wave:
    """Two or three detuned triangles that fall together, with a noise attack: the 909 way."""
    tune = p["tune_hz"]
    bend = semitones(p["sweep_st"])
    body = triangle(glide(tune * bend, tune, 0.03)) * decay(p["decay_s"])
    body += (
        p["upper"]
        * sine(glide(p["upper_ratio"] * tune * bend, p["upper_ratio"] * tune, 0.02))
        * decay(0.6 * p["decay_s"])
    )
    snap = bandpass(noise(rng) * decay(p["noise_s"]), p["noise_hz"], 0.7)
    return saturate(peak(body), 3.0) + gain(p["noise_db"]) * peak(snap)


def acoustic(p: Settings, rng: np.random.Generator) -> Wave:
    """Two heads and a stick: membrane modes that drop a little as the skin relaxes."""
    tune = p["tune_hz"]
    common = {"strike": p["strike"], "hardness_hz": p["hardness_hz"], "damping": p["damping"], "rng": rng}
    batter = membrane(tune, p["decay_s"], count=20, stretch=p["stretch"], **common)
    bottom = membrane(tune * semitones(p["bottom_st"]), 0.7 * p["decay_s"], count=10, **common)
    relax = sine(glide(tune * 1.35, tune, 0.02)) * decay(0.8 * p["decay_s"])
    stick = bandpass(noise(rng) * decay(0.018), p["stick_hz"], 0.7)
    buzz = bandpass(noise(rng), 3500.0, 0.5) * decay(0.5 * p["decay_s"])
    drum = 0.8 * peak(batter) + 0.4 * peak(bottom) + 0.6 * relax + gain(p["buzz_db"]) * peak(buzz)
    return peak(drum) + gain(p["stick_db"]) * (peak(stick) + 0.5 * click(rng, 3.0, 6000.0))


def electronic(p: Settings, rng: np.random.Generator) -> Wave:
    """A triangle swept far down with a burst of noise, as hexagonal pads played it."""
    tune = p["tune_hz"]
    curve = glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)
    burst = lowpass(noise(rng), p["noise_hz"]) * decay(0.25 * p["decay_s"])
    return triangle(curve) * decay(p["decay_s"]) + gain(p["noise_db"]) * peak(burst)


def frequency_modulated(p: Settings, rng: np.random.Generator) -> Wave:
    """A carrier with an inharmonic partner whose index dies away: digital toms between skin and bell."""
    tune = p["tune_hz"]
    curve = glide(tune * semitones(p["sweep_st"]), tune, 0.04)
    partner = p["index"] * decay(p["index_s"]) * sine(curve * p["modulator_ratio"])
    return sine(curve, partner) * decay(p["decay_s"]) + 0.15 * click(rng, 4.0, 7000.0)


ENGINES = (
    Engine(
        "tom",
        "bridged_t",
        "808",
        "analogue",
        bridged_t,
        {
            "tune_hz": (62, 240),
            "sweep_st": (1, 9),
            "sweep_ms": (15, 90),
            "decay_s": (0.3, 2.0),
            "noise_db": (-36, -12),
            "click_db": (-36, -12),
        },
    ),
    Engine(
        "tom",
        "two_modes",
        "909",
        "analogue",
        two_modes,
        {
            "tune_hz": (65, 220),
            "sweep_st": (2, 14),
            "decay_s": (0.3, 1.8),
            "upper": (0.1, 0.7),
            "upper_ratio": (1.4, 2.4),
            "noise_s": (0.02, 0.15),
            "noise_hz": (800, 5000),
            "noise_db": (-24, -6),
        },
    ),
    Engine(
        "tom",
        "acoustic",
        "Acoustic",
        "acoustic",
        acoustic,
        {
            "tune_hz": (58, 200),
            "decay_s": (0.5, 3.0),
            "strike": (0.05, 0.8),
            "hardness_hz": (250, 2200),
            "damping": (0.2, 1.2),
            "stretch": (0.85, 1.1),
            "bottom_st": (-3, 7),
            "stick_hz": (900, 5000),
            "stick_db": (-24, -4),
            "buzz_db": (-50, -22),
        },
    ),
    Engine(
        "tom",
        "electronic",
        "Pad",
        "digital",
        electronic,
        {
            "tune_hz": (60, 220),
            "sweep_st": (7, 30),
            "sweep_ms": (30, 220),
            "decay_s": (0.4, 2.2),
            "noise_hz": (800, 9000),
            "noise_db": (-26, -4),
        },
    ),
    Engine(
        "tom",
        "fm",
        "FM",
        "digital",
        frequency_modulated,
        {
            "tune_hz": (70, 280),
            "sweep_st": (0, 12),
            "modulator_ratio": (0.6, 3.7),
            "index": (0.4, 3.5),
            "index_s": (0.05, 0.6),
            "decay_s": (0.3, 1.6),
        },
    ),
)
