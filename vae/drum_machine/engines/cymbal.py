"""Cymbals: crash, ride, splash, china and bell as banks of plate modes, and an electronic one."""

import numpy as np

from vae.drum_machine.engine import Family, Range, Settings
from vae.drum_machine.engines.hats import OSCILLATORS_HZ
from vae.drum_machine.filters import bandpass, highpass, lowpass, smooth
from vae.drum_machine.modes import modal_bank, plate
from vae.drum_machine.parts import Wave, gain, peak
from vae.drum_machine.voice import Voice

CYMBAL = Family("cymbal")

_PLATE: dict[str, Range] = {"damping": (0.05, 0.7), "wash_hz": (3000, 9000), "wash_db": (-30, 0)}


def _modes(p: Settings, v: Voice, *, high_hz: float, count: int, slope_db: float) -> Wave:
    """The ring of the plate itself."""
    return plate(
        v,
        low_hz=p["low_hz"],
        high_hz=high_hz,
        count=count,
        t60=p["decay_s"],
        slope_db=slope_db,
        damping=p["damping"],
    )


def _wash(p: Settings, v: Voice, bloom_ms: float) -> Wave:
    """The noise of a cymbal in full motion: bright first, blooming over some milliseconds, then darker."""
    source = v.noise()
    bright = highpass(source, p["wash_hz"]) * v.decay(0.6 * p["decay_s"])
    dark = bandpass(source, 0.45 * p["wash_hz"], 0.5) * v.decay(p["decay_s"]) * v.attack(bloom_ms / 1000.0)
    return peak(bright) + 0.8 * peak(dark)


@CYMBAL.engine(
    "crash",
    "Crash",
    "acoustic",
    **_PLATE,
    low_hz=(180, 900),
    decay_s=(1.5, 10.0),
    slope_db=(-5, 1),
    bloom_ms=(3, 45),
)
def crash(p: Settings, v: Voice) -> Wave:
    """Hit on the edge: everything at once, energy climbing to the top in the first hundredths of a second."""
    modes = _modes(p, v, high_hz=17_000.0, count=260, slope_db=p["slope_db"])
    stick = bandpass(v.noise() * v.decay(0.02), 2500.0, 0.7)
    return peak(modes * (0.35 + 0.65 * v.attack(p["bloom_ms"] / 1000.0))) + gain(p["wash_db"]) * (
        _wash(p, v, p["bloom_ms"]) + 0.4 * peak(stick)
    )


@CYMBAL.engine(
    "ride",
    "Ride",
    "acoustic",
    **(_PLATE | {"wash_db": (-26, -6)}),
    low_hz=(180, 700),
    decay_s=(2.5, 14.0),
    slope_db=(-4, 0.5),
    ping_hz=(800, 4200),
    ping_s=(0.3, 4.0),
)
def ride(p: Settings, v: Voice) -> Wave:
    """A stick's ping over a quiet, long wash."""
    ping = modal_bank(
        v,
        p["ping_hz"] * np.concatenate([[1.0], v.rng.uniform(1.2, 5.0, 14)]),
        p["ping_s"] * v.rng.uniform(0.4, 1.2, 15),
        v.rng.uniform(0.2, 1.0, 15),
        v.rng.uniform(0.0, 6.28, 15),
    )
    tip = highpass(v.noise(), 4000.0) * v.decay(0.03)
    modes = _modes(p, v, high_hz=15_000.0, count=220, slope_db=p["slope_db"])
    return peak(ping) + 0.5 * peak(tip) + gain(p["wash_db"]) * (peak(modes) + 0.5 * _wash(p, v, 25.0))


@CYMBAL.engine("splash", "Splash", "acoustic", **_PLATE, low_hz=(500, 1500), decay_s=(0.7, 3.0))
def splash(p: Settings, v: Voice) -> Wave:
    """A small, thin cymbal: bright, instant, soon over."""
    modes = _modes(p, v, high_hz=18_000.0, count=150, slope_db=1.0)
    return peak(modes) + gain(p["wash_db"]) * _wash(p, v, 4.0)


@CYMBAL.engine(
    "china",
    "China",
    "acoustic",
    **_PLATE,
    low_hz=(220, 700),
    decay_s=(1.0, 6.0),
    trash=(0.2, 1),
    bloom_ms=(2, 30),
)
def china(p: Settings, v: Voice) -> Wave:
    """A turned-up edge: trashy, clustered modes that beat against noise."""
    centres = p["low_hz"] * 2.0 ** v.rng.uniform(0.0, 5.0, 22)
    frequencies = np.repeat(centres, 6) * (1.0 + 0.02 * v.rng.standard_normal(132))
    t60s = p["decay_s"] * (frequencies / 1000.0) ** -p["damping"]
    modes = modal_bank(v, frequencies, t60s, v.rng.rayleigh(1.0, 132), v.rng.uniform(0.0, 6.28, 132))
    shiver = np.clip(1.0 + p["trash"] * 12.0 * smooth(v.noise(), 0.004), 0.2, 3.0)
    return peak(modes * shiver) + gain(p["wash_db"]) * _wash(p, v, p["bloom_ms"])


@CYMBAL.engine(
    "bell",
    "Bell",
    "acoustic",
    tune_hz=(420, 1100),
    decay_s=(1.2, 9.0),
    wash_hz=(3000, 8000),
    wash_db=(-40, -14),
)
def bell(p: Settings, v: Voice) -> Wave:
    """The cup of a ride: a few strong partials over a thin wash."""
    ratios = np.array([1.0, 1.51, 2.02, 2.74, 3.62, 4.58, 5.9, 7.3, 9.1]) * (
        1.0 + 0.03 * v.rng.standard_normal(9)
    )
    cup = modal_bank(
        v, p["tune_hz"] * ratios, p["decay_s"] / ratios**0.5, v.rng.uniform(0.4, 1.0, 9) / ratios**0.4
    )
    stick = bandpass(v.noise() * v.decay(0.015), 5000.0, 0.7)
    return peak(cup) + 0.25 * peak(stick) + gain(p["wash_db"]) * _wash(p, v, 15.0)


@CYMBAL.engine(
    "electronic",
    "808",
    "analogue",
    tune_ratio=(0.75, 1.6),
    band_hz=(2600, 4800),
    decay_s=(0.9, 6.0),
    high_s=(0.4, 4.0),
    tone=(0.2, 0.8),
)
def electronic(p: Settings, v: Voice) -> Wave:
    """Six square oscillators in two bands with decays of their own: the 808's cymbal."""
    metal = v.mix(v.square(hz * p["tune_ratio"], v.rng.random()) for hz in OSCILLATORS_HZ)
    low = bandpass(metal, p["band_hz"], 1.5) * (
        0.6 * v.decay(p["decay_s"]) + 0.4 * v.decay(0.15 * p["decay_s"])
    )
    high = highpass(bandpass(metal, 2.0 * p["band_hz"], 1.0), 6000.0) * v.decay(p["high_s"])
    return highpass((1.0 - p["tone"]) * peak(low) + p["tone"] * peak(high), 1200.0)


@CYMBAL.engine(
    "digital",
    "Digital",
    "digital",
    tune_hz=(350, 1500),
    air_hz=(6000, 16000),
    hiss=(0.2, 0.85),
    beat=(0, 1),
    beat_hz=(4, 30),
    decay_s=(1.0, 6.0),
)
def digital(p: Settings, v: Voice) -> Wave:
    """Ring-modulated metal over filtered noise with a swell: short loops of early samplers."""
    base = p["tune_hz"]
    metal = v.mix(v.square(base * a) * v.square(base * b) for a, b in v.rng.uniform(1.0, 4.5, (3, 2)))
    hiss = lowpass(highpass(v.noise(), 2500.0), p["air_hz"])
    tremble = 1.0 + 0.3 * p["beat"] * np.sin(2.0 * np.pi * p["beat_hz"] * v.time)
    return highpass(
        (peak(metal) * (1.0 - p["hiss"]) + p["hiss"] * peak(hiss)) * v.decay(p["decay_s"]) * tremble, 900.0
    )
