"""Claps: band-passed bursts with a tail, a crowd of hands, a finger snap."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, highpass, shelf
from vae.drum_machine.parts import Wave, gain, peak
from vae.drum_machine.voice import Voice

CLAP = Family("clap")


@CLAP.engine(
    "bursts",
    "808",
    "analogue",
    burst_count=(3, 5),
    spacing_ms=(7, 15),
    burst_ms=(12, 40),
    band_hz=(650, 1900),
    band_q=(0.7, 3.2),
    tail_db=(-16, -3),
    tail_s=(0.15, 1.0),
)
def bursts(p: Settings, v: Voice) -> Wave:
    """A few equal bursts a hand's breadth apart, then a diffuse tail, all in one band: the 808 way."""
    count = int(p["burst_count"])
    spacing = p["spacing_ms"] / 1000.0
    times = np.cumsum([0.0, *(spacing * v.rng.uniform(0.85, 1.15, count - 1))])
    shape = np.zeros_like(v.time)
    for time in times[:-1]:
        shape = np.maximum(shape, v.decay(p["burst_ms"] / 1000.0, delay=time))
    shape = np.maximum(shape, 1.1 * v.decay(1.5 * p["burst_ms"] / 1000.0, delay=times[-1]))
    tail = gain(p["tail_db"]) * v.decay(p["tail_s"], delay=times[-1])
    band = bandpass(v.noise(), p["band_hz"], p["band_q"]) + 0.05 * highpass(v.noise(), 3.0 * p["band_hz"])
    return band * (shape + tail)


CLAP.longer("bursts", tail_s=(0.15, 2.0))


@CLAP.engine(
    "crowd",
    "Hands",
    "acoustic",
    hands_count=(1, 9),
    spread_ms=(3, 24),
    slap_ms=(20, 220),
    cavity_hz=(650, 2600),
    cavity_q=(0.8, 3.5),
    air_db=(-14, 3),
)
def crowd(p: Settings, v: Voice) -> Wave:
    """Several pairs of hands, each with its own cavity and its own idea of the beat."""
    wave = np.zeros_like(v.time)
    for hands in range(int(p["hands_count"])):
        delay = 0.0 if hands == 0 else abs(v.rng.normal(0.0, p["spread_ms"] / 1000.0))
        cavity = p["cavity_hz"] * 2.0 ** v.rng.normal(0.0, 0.35)
        slap = v.noise() * v.decay(p["slap_ms"] / 1000.0 * v.rng.uniform(0.7, 1.4), delay=delay)
        hit = v.rng.uniform(0.5, 1.0) * (bandpass(slap, cavity, p["cavity_q"]) + 0.1 * slap)
        wave = wave + v.pan(hit, v.place())
    return shelf(wave, 3000.0, p["air_db"])


@CLAP.engine(
    "snap",
    "Snap",
    "acoustic",
    gap_ms=(6, 28),
    slap_ms=(25, 140),
    cavity_hz=(1300, 3400),
    cavity_q=(3, 12),
    ring=(0, 1),
)
def snap(p: Settings, v: Voice) -> Wave:
    """A finger leaving the thumb, then hitting the palm: two clicks through a small, high cavity."""
    gap = p["gap_ms"] / 1000.0
    hits = 0.35 * v.decay(0.006) + v.decay(p["slap_ms"] / 1000.0, delay=gap)
    source = v.noise() * hits
    cavity = bandpass(source, p["cavity_hz"], p["cavity_q"]) + 0.4 * bandpass(
        source, 2.1 * p["cavity_hz"], 4.0
    )
    ring = v.sine(p["cavity_hz"]) * v.decay(0.03, delay=gap)
    return peak(cavity) + p["ring"] * 0.5 * ring + 0.12 * peak(source)


@CLAP.engine(
    "stacked",
    "House",
    "digital",
    spacing_ms=(8, 17),
    hiss_hz=(900, 4500),
    hiss_db=(-14, 2),
    tail_s=(0.12, 0.6),
    band_hz=(900, 2400),
)
def stacked(p: Settings, v: Voice) -> Wave:
    """An electronic clap over a short noise snare: the clap of house records."""
    spacing = p["spacing_ms"] / 1000.0
    shape = v.mix(v.decay(0.012, delay=k * spacing) * 0.9**k for k in range(3))
    hiss = highpass(v.noise(), p["hiss_hz"]) * v.decay(p["tail_s"])
    band = bandpass(v.noise() * shape, p["band_hz"], 1.4)
    return peak(band) + gain(p["hiss_db"]) * peak(hiss) + 0.3 * v.click(5.0, p["band_hz"])
