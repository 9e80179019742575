"""Hi-hats, closed and open: the same ways of making metal, with shorter or longer decays."""

from collections.abc import Callable

import numpy as np

from vae.drum_machine.engine import Family, Range, Render, Settings, Technique
from vae.drum_machine.filters import bandpass, highpass, lowpass, smooth, steep_highpass
from vae.drum_machine.modes import plate
from vae.drum_machine.parts import Wave, closing, gain, peak
from vae.drum_machine.voice import Voice

CLOSED_HAT = Family("closed_hat")
OPEN_HAT = Family("open_hat")

OSCILLATORS_HZ = np.array([205.3, 304.4, 369.6, 522.7, 540.0, 800.0])
"""The six square oscillators of the 808's hats and cymbal (Werner, Abel & Smith, DAFx 2014)."""

_TAILS: dict[str, dict[str, Range]] = {
    "closed_hat": {"decay_s": (0.06, 0.6), "body": (0.25, 1.0)},
    "open_hat": {"decay_s": (0.45, 3.5), "body": (0.5, 1.0)},
}


def _both(name: str, title: str, technique: Technique, /, **ranges: Range) -> Callable[[Render], Render]:
    """Declares the function below as an engine of closed and of open hats, which differ in their tails."""

    def declare(render: Render) -> Render:
        for family in (CLOSED_HAT, OPEN_HAT):
            family.engine(name, title, technique, **_TAILS[family.label], **ranges)(render)
        return render

    return declare


def _tail(p: Settings, v: Voice) -> Wave:
    """A fast fall into a slower one; `body` says how much of it is the slower one."""
    return (1.0 - p["body"]) * v.decay(0.35 * p["decay_s"]) + p["body"] * v.decay(p["decay_s"])


@_both(
    "six_squares",
    "808",
    "analogue",
    tune_ratio=(0.7, 1.7),
    stretch=(0.85, 1.2),
    band_hz=(5000, 12000),
    band_q=(0.6, 2.5),
    highpass_hz=(3000, 9000),
)
def six_squares(p: Settings, v: Voice) -> Wave:
    """Six square oscillators through a band-pass and a high-pass."""
    stretched = OSCILLATORS_HZ[0] * (OSCILLATORS_HZ / OSCILLATORS_HZ[0]) ** p["stretch"]
    metal = v.mix(v.square(hz * p["tune_ratio"], v.rng.random()) for hz in stretched)
    return steep_highpass(bandpass(metal, p["band_hz"], p["band_q"]) * _tail(p, v), p["highpass_hz"])


@_both("ring", "Ring", "digital", tune_hz=(300, 2600), grit=(0, 0.8), highpass_hz=(2500, 9500))
def ring_modulated(p: Settings, v: Voice) -> Wave:
    """Products of square oscillators: dense, brittle metal."""
    base = p["tune_hz"]
    ratios = 1.0 + np.sort(v.rng.uniform(0.1, 2.8, 5))
    pairs = [(1.0, ratios[1]), (ratios[0], ratios[3]), (ratios[2], ratios[4])]
    metal = v.mix(v.square(base * a, v.rng.random()) * v.square(base * b, v.rng.random()) for a, b in pairs)
    return steep_highpass((metal + p["grit"] * v.noise()) * _tail(p, v), p["highpass_hz"])


@_both(
    "fm",
    "FM",
    "digital",
    tune_hz=(350, 4500),
    modulator_ratio=(1.2, 4.2),
    index=(1.2, 7),
    highpass_hz=(2000, 9000),
)
def frequency_modulated(p: Settings, v: Voice) -> Wave:
    """Two inharmonic pairs of sines with a high modulation index."""
    base = p["tune_hz"]
    inner = v.sine(base * p["modulator_ratio"], v.rng.uniform(0.0, 6.28))
    outer = v.sine(base, p["index"] * inner) + v.sine(
        base * 1.483, p["index"] * v.sine(base * 2.137, p["index"] * inner)
    )
    return steep_highpass(outer * _tail(p, v), p["highpass_hz"])


@_both("noise", "Noise", "analogue", band_hz=(3800, 12500), band_q=(0.5, 5))
def filtered_noise(p: Settings, v: Voice) -> Wave:
    """Noise in one band, with a second peak above it."""
    source = v.noise()
    band = bandpass(source, p["band_hz"], p["band_q"]) + 0.6 * bandpass(source, 1.6 * p["band_hz"], 2.0)
    return highpass(band * _tail(p, v), 0.5 * p["band_hz"])


_ACOUSTIC: dict[str, Range] = {
    "low_hz": (250, 2200),
    "slope_db": (-6, 2),
    "damping": (0.0, 0.7),
    "air_hz": (7000, 18000),
    "wash_db": (-20, 3),
    "sizzle": (0, 1),
    "stick": (0, 1),
    "stick_hz": (600, 5000),
}


@_both("acoustic", "Acoustic", "acoustic", **_ACOUSTIC)
def acoustic(p: Settings, v: Voice) -> Wave:
    """Two small cymbals: plate modes, the wash between them, a stick; they may sizzle against each other."""
    modes = plate(
        v,
        low_hz=p["low_hz"],
        high_hz=17_000.0,
        count=160,
        t60=1.6 * p["decay_s"],
        slope_db=p["slope_db"],
        damping=p["damping"],
    )
    wash = highpass(lowpass(v.noise(), p["air_hz"]), 1.5 * p["low_hz"]) * _tail(p, v) * v.attack(0.001)
    chatter = 1.0 + p["sizzle"] * 2.0 * smooth(v.noise(), 0.002) * 8.0
    stick = bandpass(v.noise() * v.decay(0.03), p["stick_hz"], 0.6)
    dry = (
        peak(modes)
        + gain(p["wash_db"]) * peak(wash * np.clip(chatter, 0.1, 3.0))
        + 0.6 * p["stick"] * peak(stick)
    )
    return highpass(dry, 0.5 * p["low_hz"]) * np.minimum(1.0, 3.0 * v.decay(2.0 * p["decay_s"]))


@OPEN_HAT.engine(
    "choked",
    "Choked",
    "acoustic",
    **_ACOUSTIC,
    decay_s=(0.8, 5.0),
    body=(0.6, 1.0),
    choke_s=(0.15, 0.7),
    close_ms=(8, 60),
    bite_db=(-40, -14),
)
def choked(p: Settings, v: Voice) -> Wave:
    """An open acoustic hat that the foot closes: the ring is cut, with a second, softer bite."""
    held = closing(v.time - p["choke_s"], p["close_ms"] / 4000.0)
    bite = highpass(v.noise(), 2.0 * p["low_hz"]) * v.decay(0.12, delay=p["choke_s"])
    return peak(acoustic(p, v)) * held + gain(p["bite_db"]) * peak(bite)


OPEN_HAT.longer("choked", choke_s=(0.15, 1.5))


@CLOSED_HAT.engine(
    "pedal",
    "Pedal",
    "acoustic",
    close_ms=(4, 22),
    decay_s=(0.08, 0.6),
    low_hz=(500, 2500),
    chick_hz=(1500, 8000),
    thud=(0, 1),
    thud_hz=(250, 2500),
)
def pedal(p: Settings, v: Voice) -> Wave:
    """The foot closing the hats: two cymbals meet, bite, and choke."""
    meet = p["close_ms"] / 1000.0
    closing = np.exp(-(((v.time - meet) / (0.4 * meet)) ** 2)) + 0.5 * v.decay(p["decay_s"]) * v.attack(meet)
    metal = plate(v, low_hz=p["low_hz"], high_hz=15_000.0, count=90, t60=0.3, slope_db=-2.0, damping=0.3)
    chick = bandpass(v.noise(), p["chick_hz"], 0.7)
    thud = 0.5 * p["thud"] * v.click(25.0, p["thud_hz"])
    return highpass((peak(metal) + 0.8 * peak(chick)) * closing, 0.7 * p["low_hz"]) + thud
