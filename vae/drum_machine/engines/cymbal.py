"""Cymbals: crash, ride, splash, china and bell as banks of plate modes, and an electronic one."""

import numpy as np

from vae.drum_machine.engines.hats import OSCILLATORS_HZ
from vae.drum_machine.modes import modal_bank, plate
from vae.drum_machine.parts import (
    TIME,
    Engine,
    Settings,
    Wave,
    attack,
    bandpass,
    decay,
    gain,
    highpass,
    lowpass,
    noise,
    peak,
    smooth,
    square,
)


def _wash(p: Settings, rng: np.random.Generator, bloom_ms: float) -> Wave:
    """The noise of a cymbal in full motion: bright first, blooming over some milliseconds, then darker."""
    source = noise(rng)
    bright = highpass(source, p["wash_hz"]) * decay(0.6 * p["decay_s"])
    dark = bandpass(source, 0.45 * p["wash_hz"], 0.5) * decay(p["decay_s"]) * attack(bloom_ms / 1000.0)
    return peak(bright) + 0.8 * peak(dark)


def crash(p: Settings, rng: np.random.Generator) -> Wave:
    """Hit on the edge: everything at once, energy climbing to the top in the first hundredths of a second."""
    modes = plate(
        rng,
        low_hz=p["low_hz"],
        high_hz=17_000.0,
        count=260,
        t60=p["decay_s"],
        slope_db=p["slope_db"],
        damping=p["damping"],
    )
    stick = bandpass(noise(rng) * decay(0.02), 2500.0, 0.7)
    return peak(modes * (0.35 + 0.65 * attack(p["bloom_ms"] / 1000.0))) + gain(p["wash_db"]) * (
        _wash(p, rng, p["bloom_ms"]) + 0.4 * peak(stick)
    )


def ride(p: Settings, rng: np.random.Generator) -> Wave:
    """A stick's ping over a quiet, long wash."""
    ping = modal_bank(
        p["ping_hz"] * np.concatenate([[1.0], rng.uniform(1.2, 5.0, 14)]),
        p["ping_s"] * rng.uniform(0.4, 1.2, 15),
        rng.uniform(0.2, 1.0, 15),
        rng.uniform(0.0, 6.28, 15),
    )
    tip = highpass(noise(rng), 4000.0) * decay(0.03)
    modes = plate(
        rng,
        low_hz=p["low_hz"],
        high_hz=15_000.0,
        count=220,
        t60=p["decay_s"],
        slope_db=p["slope_db"],
        damping=p["damping"],
    )
    return peak(ping) + 0.5 * peak(tip) + gain(p["wash_db"]) * (peak(modes) + 0.5 * _wash(p, rng, 25.0))


def splash(p: Settings, rng: np.random.Generator) -> Wave:
    """A small, thin cymbal: bright, instant, soon over."""
    modes = plate(
        rng,
        low_hz=p["low_hz"],
        high_hz=18_000.0,
        count=150,
        t60=p["decay_s"],
        slope_db=1.0,
        damping=p["damping"],
    )
    return peak(modes) + gain(p["wash_db"]) * _wash(p, rng, 4.0)


def china(p: Settings, rng: np.random.Generator) -> Wave:
    """A turned-up edge: trashy, clustered modes that beat against noise."""
    centres = p["low_hz"] * 2.0 ** rng.uniform(0.0, 5.0, 22)
    frequencies = np.repeat(centres, 6) * (1.0 + 0.02 * rng.standard_normal(132))
    t60s = p["decay_s"] * (frequencies / 1000.0) ** -p["damping"]
    modes = modal_bank(frequencies, t60s, rng.rayleigh(1.0, 132), rng.uniform(0.0, 6.28, 132))
    shiver = np.clip(1.0 + p["trash"] * 12.0 * smooth(noise(rng), 0.004), 0.2, 3.0)
    return peak(modes * shiver) + gain(p["wash_db"]) * _wash(p, rng, p["bloom_ms"])


def bell(p: Settings, rng: np.random.Generator) -> Wave:
    """The cup of a ride: a few strong partials over a thin wash."""
    ratios = np.array([1.0, 1.51, 2.02, 2.74, 3.62, 4.58, 5.9, 7.3, 9.1]) * (
        1.0 + 0.03 * rng.standard_normal(9)
    )
    cup = modal_bank(
        p["tune_hz"] * ratios, p["decay_s"] / ratios**0.5, rng.uniform(0.4, 1.0, 9) / ratios**0.4
    )
    stick = bandpass(noise(rng) * decay(0.015), 5000.0, 0.7)
    return peak(cup) + 0.25 * peak(stick) + gain(p["wash_db"]) * _wash(p, rng, 15.0)


def electronic(p: Settings, rng: np.random.Generator) -> Wave:
    """Six square oscillators in two bands with decays of their own: the 808's cymbal."""
    metal = sum(square(hz * p["tune_ratio"], rng.random()) for hz in OSCILLATORS_HZ)
    low = bandpass(metal, p["band_hz"], 1.5) * (0.6 * decay(p["decay_s"]) + 0.4 * decay(0.15 * p["decay_s"]))
    high = highpass(bandpass(metal, 2.0 * p["band_hz"], 1.0), 6000.0) * decay(p["high_s"])
    return highpass((1.0 - p["tone"]) * peak(low) + p["tone"] * peak(high), 1200.0)


def digital(p: Settings, rng: np.random.Generator) -> Wave:
    """Ring-modulated metal over filtered noise with a swell: short loops of early samplers."""
    base = p["tune_hz"]
    metal = sum(square(base * a) * square(base * b) for a, b in rng.uniform(1.0, 4.5, (3, 2)))
    hiss = lowpass(highpass(noise(rng), 2500.0), p["air_hz"])
    tremble = 1.0 + 0.3 * p["beat"] * np.sin(2.0 * np.pi * p["beat_hz"] * TIME)
    return highpass(
        (peak(metal) * (1.0 - p["hiss"]) + p["hiss"] * peak(hiss)) * decay(p["decay_s"]) * tremble, 900.0
    )


_PLATE = {"damping": (0.05, 0.7), "wash_hz": (3000, 9000), "wash_db": (-30, 0)}

ENGINES = (
    Engine(
        "cymbal",
        "crash",
        "Crash",
        "acoustic",
        crash,
        {**_PLATE, "low_hz": (180, 900), "decay_s": (1.5, 10.0), "slope_db": (-5, 1), "bloom_ms": (3, 45)},
    ),
    Engine(
        "cymbal",
        "ride",
        "Ride",
        "acoustic",
        ride,
        {
            **_PLATE,
            "wash_db": (-26, -6),
            "low_hz": (180, 700),
            "decay_s": (2.5, 14.0),
            "slope_db": (-4, 0.5),
            "ping_hz": (800, 4200),
            "ping_s": (0.3, 4.0),
        },
    ),
    Engine(
        "cymbal",
        "splash",
        "Splash",
        "acoustic",
        splash,
        {**_PLATE, "low_hz": (500, 1500), "decay_s": (0.7, 3.0)},
    ),
    Engine(
        "cymbal",
        "china",
        "China",
        "acoustic",
        china,
        {**_PLATE, "low_hz": (220, 700), "decay_s": (1.0, 6.0), "trash": (0.2, 1), "bloom_ms": (2, 30)},
    ),
    Engine(
        "cymbal",
        "bell",
        "Bell",
        "acoustic",
        bell,
        {"tune_hz": (420, 1100), "decay_s": (1.2, 9.0), "wash_hz": (3000, 8000), "wash_db": (-40, -14)},
    ),
    Engine(
        "cymbal",
        "electronic",
        "808",
        "analogue",
        electronic,
        {
            "tune_ratio": (0.75, 1.6),
            "band_hz": (2600, 4800),
            "decay_s": (0.9, 6.0),
            "high_s": (0.4, 4.0),
            "tone": (0.2, 0.8),
        },
    ),
    Engine(
        "cymbal",
        "digital",
        "Digital",
        "digital",
        digital,
        {
            "tune_hz": (350, 1500),
            "air_hz": (6000, 16000),
            "hiss": (0.2, 0.85),
            "beat": (0, 1),
            "beat_hz": (4, 30),
            "decay_s": (1.0, 6.0),
        },
    ),
)
