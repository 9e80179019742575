"""Rims and struck wood: two resonators, clave, woodblock, side stick."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, highpass
from vae.drum_machine.modes import BAR_RATIOS, modal_bank
from vae.drum_machine.parts import Wave, gain, peak, saturate
from vae.drum_machine.voice import Voice

RIM = Family("rim")


@RIM.engine(
    "two_resonators",
    "808",
    "analogue",
    low_hz=(400, 950),
    upper_ratio=(1.7, 3.9),
    decay_s=(0.035, 0.35),
    balance=(0.2, 0.8),
    bite_db=(0, 20),
)
def two_resonators(p: Settings, v: Voice) -> Wave:
    """Two high-Q resonators clipped together: the 808's rim shot."""
    low = v.sine(p["low_hz"]) * v.decay(p["decay_s"])
    high = v.sine(p["low_hz"] * p["upper_ratio"]) * v.decay(0.8 * p["decay_s"])
    tone = saturate((1.0 - p["balance"]) * low + p["balance"] * high, p["bite_db"], 0.3)
    return highpass(peak(tone) + 0.3 * v.click(1.2, 9000.0), 0.7 * p["low_hz"])


@RIM.engine(
    "clave",
    "Clave",
    "analogue",
    tune_hz=(900, 2800),
    upper_ratio=(1.9, 3.1),
    upper_db=(-40, -8),
    decay_s=(0.05, 0.5),
    knock=(0, 1),
)
def clave(p: Settings, v: Voice) -> Wave:
    """Two hard sticks: one pure bar mode, a faint second one, and the knock."""
    frequencies = p["tune_hz"] * np.array([1.0, p["upper_ratio"], 5.4])
    bar = modal_bank(
        v, frequencies, p["decay_s"] * np.array([1.0, 0.5, 0.25]), np.array([1.0, gain(p["upper_db"]), 0.06])
    )
    return peak(bar) + 0.5 * p["knock"] * peak(bandpass(v.noise() * v.decay(0.03), 1.5 * p["tune_hz"], 0.6))


@RIM.engine(
    "woodblock",
    "Woodblock",
    "acoustic",
    tune_hz=(420, 1500),
    stretch=(0.45, 1.0),
    hardness=(0, 1),
    decay_s=(0.06, 0.5),
    cavity_hz=(350, 1600),
    hollow=(0, 1),
)
def woodblock(p: Settings, v: Voice) -> Wave:
    """Modes of a bar over a slit cavity, struck with a stick."""
    ratios = 1.0 + p["stretch"] * (BAR_RATIOS - 1.0) * (1.0 + 0.04 * v.rng.standard_normal(BAR_RATIOS.size))
    amplitudes = np.exp(-np.arange(ratios.size) * (1.6 - 1.1 * p["hardness"]))
    bar = modal_bank(v, p["tune_hz"] * ratios, p["decay_s"] / ratios**0.6, amplitudes)
    cavity = bandpass(v.noise() * v.decay(0.05), p["cavity_hz"], 3.0)
    return peak(bar) + 0.5 * p["hollow"] * peak(cavity) + 0.15 * v.click(1.5, 8000.0)


@RIM.engine(
    "side_stick",
    "Stick",
    "acoustic",
    tune_hz=(380, 1500),
    decay_s=(0.06, 0.45),
    shell_hz=(160, 380),
    body=(0, 1),
    knock_hz=(1200, 5000),
    knock_ms=(10, 70),
    wires_db=(-30, -6),
)
def side_stick(p: Settings, v: Voice) -> Wave:
    """The stick laid over a snare drum's rim: a woody click, a short shell, a hint of wires."""
    count = 14
    frequencies = p["tune_hz"] * np.sort(np.concatenate([[1.0], v.rng.uniform(1.2, 9.0, count - 1)]))
    amplitudes = v.rng.uniform(0.3, 1.0, count) * np.exp(-np.arange(count) * 0.12)
    stick = modal_bank(v, frequencies, p["decay_s"] * v.rng.uniform(0.4, 1.0, count), amplitudes)
    shell = v.sine(p["shell_hz"]) * v.decay(1.5 * p["decay_s"])
    wires = highpass(v.noise(), 2500.0) * v.decay(0.3)
    knock = peak(bandpass(v.noise() * v.decay(p["knock_ms"] / 1000.0), p["knock_hz"], 0.6))
    return peak(stick) + 0.5 * p["body"] * shell + 0.8 * knock + gain(p["wires_db"]) * peak(wires)
