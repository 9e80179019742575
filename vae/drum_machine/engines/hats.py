"""Hi-hats, closed and open: the same ways of making metal, with shorter or longer decays."""

import numpy as np

from vae.drum_machine.modes import plate
from vae.drum_machine.parts import (
    TIME,
    Engine,
    Settings,
    Wave,
    attack,
    bandpass,
    click,
    decay,
    gain,
    highpass,
    lowpass,
    noise,
    peak,
    sine,
    smooth,
    square,
    steep_highpass,
)

OSCILLATORS_HZ = np.array([205.3, 304.4, 369.6, 522.7, 540.0, 800.0])
"""The six square oscillators of the 808's hats and cymbal (Werner, Abel & Smith, DAFx 2014)."""


def _tail(p: Settings) -> Wave:
    """A fast fall into a slower one; `body` says how much of it is the slower one."""
    return (1.0 - p["body"]) * decay(0.35 * p["decay_s"]) + p["body"] * decay(p["decay_s"])


def six_squares(p: Settings, rng: np.random.Generator) -> Wave:
    """Six square oscillators through a band-pass and a high-pass."""
    stretched = OSCILLATORS_HZ[0] * (OSCILLATORS_HZ / OSCILLATORS_HZ[0]) ** p["stretch"]
    metal = sum(square(hz * p["tune_ratio"], rng.random()) for hz in stretched)
    return steep_highpass(bandpass(metal, p["band_hz"], p["band_q"]) * _tail(p), p["highpass_hz"])


def ring_modulated(p: Settings, rng: np.random.Generator) -> Wave:
    """Products of square oscillators: dense, brittle metal."""
    base = p["tune_hz"]
    ratios = 1.0 + np.sort(rng.uniform(0.1, 2.8, 5))
    pairs = [(1.0, ratios[1]), (ratios[0], ratios[3]), (ratios[2], ratios[4])]
    metal = sum(square(base * a, rng.random()) * square(base * b, rng.random()) for a, b in pairs)
    return steep_highpass((metal + p["grit"] * noise(rng)) * _tail(p), p["highpass_hz"])


def frequency_modulated(p: Settings, rng: np.random.Generator) -> Wave:
    """Two inharmonic pairs of sines with a high modulation index."""
    base = p["tune_hz"]
    inner = sine(base * p["modulator_ratio"], rng.uniform(0.0, 6.28))
    outer = sine(base, p["index"] * inner) + sine(
        base * 1.483, p["index"] * sine(base * 2.137, p["index"] * inner)
    )
    return steep_highpass(outer * _tail(p), p["highpass_hz"])


def filtered_noise(p: Settings, rng: np.random.Generator) -> Wave:
    """Noise in one band, with a second peak above it."""
    source = noise(rng)
    band = bandpass(source, p["band_hz"], p["band_q"]) + 0.6 * bandpass(source, 1.6 * p["band_hz"], 2.0)
    return highpass(band * _tail(p), 0.5 * p["band_hz"])


def acoustic(p: Settings, rng: np.random.Generator) -> Wave:
    """Two small cymbals: plate modes, the wash between them, a stick; they may sizzle against each other."""
    modes = plate(
        rng,
        low_hz=p["low_hz"],
        high_hz=17_000.0,
        count=160,
        t60=1.6 * p["decay_s"],
        slope_db=p["slope_db"],
        damping=p["damping"],
    )
    wash = highpass(lowpass(noise(rng), p["air_hz"]), 1.5 * p["low_hz"]) * _tail(p) * attack(0.001)
    chatter = 1.0 + p["sizzle"] * 2.0 * smooth(noise(rng), 0.002) * 8.0
    stick = bandpass(noise(rng) * decay(0.03), p["stick_hz"], 0.6)
    dry = (
        peak(modes)
        + gain(p["wash_db"]) * peak(wash * np.clip(chatter, 0.1, 3.0))
        + 0.6 * p["stick"] * peak(stick)
    )
    return highpass(dry, 0.5 * p["low_hz"]) * np.minimum(1.0, 3.0 * decay(2.0 * p["decay_s"]))


def choked(p: Settings, rng: np.random.Generator) -> Wave:
    """An open acoustic hat that the foot closes: the ring is cut, with a second, softer bite."""
    held = 1.0 / (1.0 + np.exp((TIME - p["choke_s"]) / (p["close_ms"] / 4000.0)))
    bite = highpass(noise(rng), 2.0 * p["low_hz"]) * decay(0.12, delay=p["choke_s"])
    return peak(acoustic(p, rng)) * held + gain(p["bite_db"]) * peak(bite)


def pedal(p: Settings, rng: np.random.Generator) -> Wave:
    """The foot closing the hats: two cymbals meet, bite, and choke."""
    meet = p["close_ms"] / 1000.0
    closing = np.exp(-(((TIME - meet) / (0.4 * meet)) ** 2)) + 0.5 * decay(p["decay_s"]) * attack(meet)
    metal = plate(rng, low_hz=p["low_hz"], high_hz=15_000.0, count=90, t60=0.3, slope_db=-2.0, damping=0.3)
    chick = bandpass(noise(rng), p["chick_hz"], 0.7)
    thud = 0.5 * p["thud"] * click(rng, 25.0, p["thud_hz"])
    return highpass((peak(metal) + 0.8 * peak(chick)) * closing, 0.7 * p["low_hz"]) + thud


_ACOUSTIC = {
    "low_hz": (250, 2200),
    "slope_db": (-6, 2),
    "damping": (0.0, 0.7),
    "air_hz": (7000, 18000),
    "wash_db": (-20, 3),
    "sizzle": (0, 1),
    "stick": (0, 1),
    "stick_hz": (600, 5000),
}


def _engines(label: str, decay_s: tuple[float, float], body: tuple[float, float]) -> tuple[Engine, ...]:
    tail = {"decay_s": decay_s, "body": body}
    return (
        Engine(
            label,
            "six_squares",
            "808",
            "analogue",
            six_squares,
            {
                **tail,
                "tune_ratio": (0.7, 1.7),
                "stretch": (0.85, 1.2),
                "band_hz": (5000, 12000),
                "band_q": (0.6, 2.5),
                "highpass_hz": (3000, 9000),
            },
        ),
        Engine(
            label,
            "ring",
            "Ring",
            "digital",
            ring_modulated,
            {**tail, "tune_hz": (300, 2600), "grit": (0, 0.8), "highpass_hz": (2500, 9500)},
        ),
        Engine(
            label,
            "fm",
            "FM",
            "digital",
            frequency_modulated,
            {
                **tail,
                "tune_hz": (350, 4500),
                "modulator_ratio": (1.2, 4.2),
                "index": (1.2, 7),
                "highpass_hz": (2000, 9000),
            },
        ),
        Engine(
            label,
            "noise",
            "Noise",
            "analogue",
            filtered_noise,
            {**tail, "band_hz": (3800, 12500), "band_q": (0.5, 5)},
        ),
        Engine(
            label,
            "acoustic",
            "Acoustic",
            "acoustic",
            acoustic,
            {**tail, **_ACOUSTIC},
        ),
    )


ENGINES = (
    *_engines("closed_hat", (0.06, 0.6), (0.25, 1.0)),
    Engine(
        "closed_hat",
        "pedal",
        "Pedal",
        "acoustic",
        pedal,
        {
            "close_ms": (4, 22),
            "decay_s": (0.08, 0.6),
            "low_hz": (500, 2500),
            "chick_hz": (1500, 8000),
            "thud": (0, 1),
            "thud_hz": (250, 2500),
        },
    ),
    *_engines("open_hat", (0.45, 3.5), (0.5, 1.0)),
    Engine(
        "open_hat",
        "choked",
        "Choked",
        "acoustic",
        choked,
        {
            **_ACOUSTIC,
            "decay_s": (0.8, 5.0),
            "body": (0.6, 1.0),
            "choke_s": (0.15, 0.7),
            "close_ms": (8, 60),
            "bite_db": (-40, -14),
        },
    ),
)
