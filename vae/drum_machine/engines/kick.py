"""Kick drums: bridged-T, swept triangle, acoustic, frequency modulation, overdriven, and a short one."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, lowpass
from vae.drum_machine.modes import struck_membrane
from vae.drum_machine.parts import Wave, gain, peak, saturate, semitones
from vae.drum_machine.voice import Voice

KICK = Family("kick")


@KICK.engine(
    "bridged_t",
    "808",
    "analogue",
    tune_hz=(42, 65),
    sweep_st=(4, 26),
    sweep_ms=(5, 60),
    decay_s=(0.18, 1.8),
    warmth=(0, 1),
    click_db=(-40, -8),
    click_hz=(800, 9000),
)
def bridged_t(p: Settings, v: Voice) -> Wave:
    """A decaying sine whose pitch falls, as the 808's bridged-T network rings."""
    tune = p["tune_hz"]
    body = v.sine(v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)) * v.decay(
        p["decay_s"]
    )
    body = saturate(body, 1.0 + 8.0 * p["warmth"], 0.35 * p["warmth"])
    return peak(body) + gain(p["click_db"]) * v.click(4.0, p["click_hz"])


KICK.longer("bridged_t", decay_s=(0.18, 4.0))


@KICK.engine(
    "swept_triangle",
    "909",
    "analogue",
    tune_hz=(44, 78),
    punch_ratio=(2.2, 7),
    sweep_ms=(8, 45),
    decay_s=(0.18, 1.0),
    click_db=(-36, -8),
    click_hz=(1500, 9000),
    click_ms=(5, 40),
)
def swept_triangle(p: Settings, v: Voice) -> Wave:
    """A triangle rounded to nearly a sine, swept from high up, with a filtered noise click: the 909 way."""
    tune = p["tune_hz"]
    curve = v.glide(tune * p["punch_ratio"], tune, p["sweep_ms"] / 1000.0) + v.glide(
        tune, 0.0, p["sweep_ms"] / 200.0
    )
    body = np.sin(0.5 * np.pi * v.triangle(curve)) + 0.15 * v.triangle(curve)
    held = np.minimum(1.0, 1.6 * v.decay(p["decay_s"]))
    snap = lowpass(v.noise(), p["click_hz"]) * v.decay(p["click_ms"] / 1000.0)
    return peak(body * held) + gain(p["click_db"]) * (peak(snap) + v.click(1.5, 9000.0))


@KICK.engine(
    "acoustic",
    "Acoustic",
    "acoustic",
    tune_hz=(38, 92),
    decay_s=(0.18, 1.1),
    strike=(0.0, 0.5),
    hardness_hz=(150, 1400),
    damping=(0.3, 1.6),
    shell=(0, 1),
    shell_hz=(110, 320),
    beater_hz=(900, 5500),
    beater_ms=(6, 50),
    beater_db=(-38, -8),
)
def acoustic(p: Settings, v: Voice) -> Wave:
    """A damped membrane in a shell, hit by a beater that adds its own noise."""
    tune = p["tune_hz"]
    head = struck_membrane(v, p, tune, p["decay_s"])
    drop = v.sine(v.glide(2.2 * tune, tune, 0.012)) * v.decay(0.7 * p["decay_s"])
    shell = bandpass(v.noise() * v.decay(0.08), p["shell_hz"], 3.0)
    beater = bandpass(v.noise() * v.decay(p["beater_ms"] / 1000.0), p["beater_hz"], 0.8)
    air = lowpass(v.noise(), 900.0) * v.decay(0.6 * p["decay_s"])
    thump = 0.7 * peak(drop) + 0.6 * peak(head) + 0.35 * p["shell"] * peak(shell) + 0.06 * peak(air)
    return thump + gain(p["beater_db"]) * (peak(beater) + 0.5 * v.click(2.5, 7000.0))


@KICK.engine(
    "fm",
    "FM",
    "digital",
    tune_hz=(38, 82),
    sweep_st=(2, 36),
    sweep_ms=(6, 70),
    modulator_ratio=(0.5, 5.5),
    index=(0.8, 9),
    index_ms=(25, 350),
    decay_s=(0.18, 1.2),
    click_db=(-36, -10),
)
def frequency_modulated(p: Settings, v: Voice) -> Wave:
    """A low carrier whose modulation index collapses: a knock that turns into a sub."""
    tune = p["tune_hz"]
    curve = v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)
    modulator = p["index"] * v.decay(p["index_ms"] / 1000.0) * v.sine(curve * p["modulator_ratio"])
    return v.sine(curve, modulator) * v.decay(p["decay_s"]) + gain(p["click_db"]) * v.click(2.0, 8000.0)


KICK.longer("fm", decay_s=(0.18, 2.0))


@KICK.engine(
    "overdriven",
    "Drive",
    "analogue",
    tune_hz=(40, 76),
    sweep_st=(12, 48),
    sweep_ms=(8, 80),
    decay_s=(0.3, 1.7),
    drive_in_db=(8, 36),
    asymmetry=(0, 0.8),
    tone_hz=(700, 12000),
    click_db=(-20, 6),
)
def overdriven(p: Settings, v: Voice) -> Wave:
    """A wide sweep pushed far into clipping, then filtered: hardcore and industrial kicks."""
    tune = p["tune_hz"]
    curve = v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)
    body = v.sine(curve) * v.decay(p["decay_s"]) + 0.25 * gain(p["click_db"]) * v.click(6.0, 5000.0)
    return lowpass(saturate(body, p["drive_in_db"], p["asymmetry"]), p["tone_hz"], 0.9)


KICK.longer("overdriven", decay_s=(0.3, 3.0))


@KICK.engine(
    "tight",
    "Tight",
    "digital",
    tune_hz=(48, 100),
    sweep_ms=(3, 18),
    decay_s=(0.12, 0.55),
    wood_hz=(300, 1600),
    wood_db=(-26, -6),
)
def tight(p: Settings, v: Voice) -> Wave:
    """A short, dry knock between two pitches with a woody band: the sampled kick of early machines."""
    tune = p["tune_hz"]
    body = v.sine(v.glide(4.0 * tune, tune, p["sweep_ms"] / 1000.0)) * v.decay(p["decay_s"])
    wood = bandpass(v.noise() * v.decay(0.03), p["wood_hz"], 1.5)
    paper = bandpass(v.noise() * v.decay(0.5 * p["decay_s"]), 4.0 * p["wood_hz"], 0.6)
    return lowpass(peak(body) + gain(p["wood_db"]) * peak(wood) + 0.1 * peak(paper), 9000.0)
