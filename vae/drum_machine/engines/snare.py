"""Snare drums: two resonators, two swept oscillators, acoustic, rimshot, gated and sampled, electronic."""

import numpy as np

from vae.drum_machine.engine import Family, Range, Settings
from vae.drum_machine.filters import bandpass, darken, highpass, lowpass, shelf, smooth
from vae.drum_machine.modes import membrane, struck_membrane
from vae.drum_machine.parts import Wave, closing, gain, peak, semitones
from vae.drum_machine.voice import Voice

SNARE = Family("snare")


@SNARE.engine(
    "two_resonators",
    "808",
    "analogue",
    tune_hz=(145, 235),
    upper_ratio=(1.6, 2.2),
    tone_s=(0.08, 0.6),
    balance=(0.15, 0.7),
    noise_hz=(800, 5000),
    noise_s=(0.12, 0.9),
    snappy=(0.02, 0.9),
)
def two_resonators(p: Settings, v: Voice) -> Wave:
    """Two ringing resonators and high-passed noise: the 808 way."""
    tune = p["tune_hz"]
    low = v.sine(v.glide(1.25 * tune, tune, 0.004)) * v.decay(p["tone_s"])
    high = v.sine(tune * p["upper_ratio"]) * v.decay(0.6 * p["tone_s"])
    hiss = highpass(v.noise(), p["noise_hz"]) * v.decay(p["noise_s"])
    tone = (1.0 - p["balance"]) * low + p["balance"] * high
    return (
        peak(tone) * (1.0 - 0.8 * p["snappy"])
        + peak(hiss) * (0.15 + p["snappy"])
        + 0.2 * v.click(2.0, 8000.0)
    )


@SNARE.engine(
    "two_bands",
    "909",
    "analogue",
    tune_hz=(140, 260),
    sweep_st=(3, 18),
    tone_s=(0.1, 0.6),
    noise_hz=(1000, 5000),
    noise_s=(0.15, 0.9),
    brightness=(0.15, 0.9),
    snappy=(0.1, 0.85),
)
def two_bands(p: Settings, v: Voice) -> Wave:
    """Two swept oscillators with a low and a high band of noise: the 909 way."""
    tune = p["tune_hz"]
    bend = semitones(p["sweep_st"])
    body = v.triangle(v.glide(tune * bend, tune, 0.015)) * v.decay(p["tone_s"])
    body += 0.7 * v.sine(v.glide(1.5 * tune * bend, 1.5 * tune, 0.012)) * v.decay(0.7 * p["tone_s"])
    source = v.noise()
    low = lowpass(source, p["noise_hz"]) * v.decay(0.7 * p["noise_s"])
    high = highpass(source, p["noise_hz"]) * v.decay(p["noise_s"])
    wires = (1.0 - p["brightness"]) * peak(low) + p["brightness"] * peak(high)
    return (1.0 - p["snappy"]) * peak(body) + (0.1 + p["snappy"]) * peak(wires)


_DRUM: dict[str, Range] = {
    "tune_hz": (130, 290),
    "tone_s": (0.15, 1.1),
    "strike": (0.05, 0.9),
    "hardness_hz": (500, 4000),
    "damping": (0.1, 1.1),
    "stretch": (0.85, 1.1),
    "wires_s": (0.14, 0.9),
    "wires_hz": (900, 6000),
    "wires_db": (-26, 2),
    "lag": (0, 1),
}


@SNARE.engine("acoustic", "Acoustic", "acoustic", **_DRUM)
def acoustic(p: Settings, v: Voice) -> Wave:
    """A struck head that rattles the wires under it."""
    tune = p["tune_hz"]
    head = struck_membrane(v, p, tune, p["tone_s"], count=22, stretch=p["stretch"])
    motion = smooth(np.abs(peak(head)), 0.004)
    rattle = v.noise() * (0.5 * peak(motion) + v.decay(p["wires_s"])) * v.attack(0.0008 + 0.003 * p["lag"])
    rattle = darken(rattle, 1.5 * p["wires_s"])
    band = bandpass(rattle, p["wires_hz"], 0.5) + 0.5 * highpass(rattle, 6000.0)
    wires = highpass(band, 0.2 * p["wires_hz"])
    stick = v.click(3.0, p["hardness_hz"] * 4.0)
    return peak(head) + gain(p["wires_db"]) * peak(wires) + 0.25 * stick


@SNARE.engine(
    "rimshot", "Rimshot", "acoustic", **_DRUM, ring_hz=(380, 1100), ring_s=(0.06, 0.4), ring_db=(-14, 2)
)
def rimshot(p: Settings, v: Voice) -> Wave:
    """Head and rim at once: a ringing crack over the same drum."""
    ring = v.sine(p["ring_hz"]) * v.decay(p["ring_s"]) + 0.6 * v.sine(p["ring_hz"] * 1.52) * v.decay(
        0.6 * p["ring_s"]
    )
    crack = bandpass(v.noise() * v.decay(0.02), 2.3 * p["ring_hz"], 1.2)
    return peak(acoustic(p, v)) + gain(p["ring_db"]) * peak(ring) + 0.7 * peak(crack)


@SNARE.engine(
    "gated",
    "Gated",
    "digital",
    tune_hz=(120, 240),
    tone_s=(0.15, 0.6),
    noise_hz=(700, 4500),
    noise_db=(-8, 8),
    gate_s=(0.07, 0.45),
    softness=(0, 1),
    air_db=(-8, 10),
)
def gated(p: Settings, v: Voice) -> Wave:
    """A big sampled snare whose noise is held, then shut off: the 1980s."""
    tune = p["tune_hz"]
    body = v.sine(v.glide(1.8 * tune, tune, 0.02)) * v.decay(p["tone_s"]) + 0.4 * v.sine(
        2.3 * tune
    ) * v.decay(0.06)
    gate = closing(v.time - p["gate_s"], 0.004 + 0.03 * p["softness"])
    burst = shelf(bandpass(v.noise(), p["noise_hz"], 0.45), 5000.0, p["air_db"])
    held = burst * gate * (0.35 + 0.65 * v.decay(0.25))
    return peak(body) + gain(p["noise_db"]) * peak(held) + 0.3 * v.click(2.5, 9000.0)


@SNARE.engine(
    "electronic",
    "Pad",
    "digital",
    tune_hz=(100, 260),
    sweep_st=(6, 34),
    sweep_ms=(8, 70),
    index=(0, 3),
    tone_s=(0.12, 0.6),
    noise_hz=(1200, 8000),
    noise_s=(0.15, 1.0),
    snappy=(0.15, 0.9),
)
def electronic(p: Settings, v: Voice) -> Wave:
    """A deep sweep with band-passed noise, as hexagonal pads played it."""
    tune = p["tune_hz"]
    curve = v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)
    body = v.sine(curve, p["index"] * v.decay(0.12) * v.sine(1.41 * curve)) * v.decay(p["tone_s"])
    hiss = bandpass(v.noise(), p["noise_hz"], 0.7) * v.decay(p["noise_s"])
    return (1.0 - 0.7 * p["snappy"]) * peak(body) + (0.2 + p["snappy"]) * peak(hiss)


@SNARE.engine(
    "brush",
    "Brush",
    "acoustic",
    tune_hz=(150, 280),
    tone_s=(0.12, 0.6),
    spread_ms=(12, 90),
    sweep=(0.05, 0.6),
    noise_hz=(2000, 7000),
    noise_s=(0.15, 0.8),
    body_db=(-18, 2),
)
def brush(p: Settings, v: Voice) -> Wave:
    """Wires of a brush falling on the head one after another, with a soft drum under them."""
    wires = np.zeros_like(v.time)
    for delay in np.sort(v.rng.uniform(0.0, p["spread_ms"] / 1000.0, 12)):
        wires += v.rng.uniform(0.3, 1.0) * v.decay(0.03, delay=delay)
    swish = bandpass(v.noise() * (wires + p["sweep"] * v.decay(p["noise_s"])), p["noise_hz"], 0.5)
    head = membrane(
        v, p["tune_hz"], p["tone_s"], strike=0.5, hardness_hz=500.0, damping=0.8, count=14, stretch=0.95
    )
    return peak(swish) + gain(p["body_db"]) * peak(head)
