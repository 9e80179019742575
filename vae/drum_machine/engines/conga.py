"""Hand drums: open conga, slap, muted stroke, bongo, djembe, a tabla-like bend, and an electronic conga."""

import numpy as np

from vae.drum_machine.modes import membrane, modal_bank
from vae.drum_machine.parts import (
    Engine,
    Settings,
    Wave,
    bandpass,
    click,
    decay,
    gain,
    glide,
    highpass,
    lowpass,
    noise,
    peak,
    semitones,
    sine,
)


def open_stroke(p: Settings, rng: np.random.Generator) -> Wave:
    """Fingers near the rim that leave at once: a singing membrane with a soft attack."""
    skin = membrane(
        p["tune_hz"],
        p["decay_s"],
        strike=p["strike"],
        hardness_hz=p["hardness_hz"],
        damping=p["damping"],
        stretch=p["stretch"],
        rng=rng,
    )
    song = sine(glide(1.08 * p["tune_hz"], p["tune_hz"], 0.015)) * decay(p["decay_s"])
    hand = bandpass(noise(rng) * decay(0.04), p["hand_hz"], 0.6)
    return 0.6 * peak(skin) + 0.7 * song + gain(p["hand_db"]) * peak(hand)


def slap(p: Settings, rng: np.random.Generator) -> Wave:
    """A whip of the fingers: high modes and a crack, the low skin nearly silent."""
    skin = membrane(
        p["tune_hz"],
        p["decay_s"],
        strike=0.85,
        hardness_hz=6000.0,
        damping=0.3,
        count=24,
        stretch=1.02,
        rng=rng,
    )
    crack = bandpass(noise(rng) * decay(p["crack_ms"] / 1000.0), p["crack_hz"], p["crack_q"])
    return peak(highpass(skin, 1.5 * p["tune_hz"])) + gain(p["crack_db"]) * peak(crack)


def muted(p: Settings, rng: np.random.Generator) -> Wave:
    """The palm stays on the skin: a short, dull thump."""
    skin = membrane(
        p["tune_hz"], p["decay_s"], strike=0.4, hardness_hz=p["hardness_hz"], damping=1.2, rng=rng
    )
    palm = lowpass(noise(rng) * decay(0.06), p["palm_hz"])
    return peak(skin) + gain(p["palm_db"]) * peak(palm)


def djembe(p: Settings, rng: np.random.Generator) -> Wave:
    """A goblet: a deep air resonance under a tight skin."""
    air = sine(glide(1.3 * p["bass_hz"], p["bass_hz"], 0.02)) * decay(p["decay_s"])
    skin = membrane(
        p["bass_hz"] * p["skin_ratio"],
        0.5 * p["decay_s"],
        strike=0.7,
        hardness_hz=p["hardness_hz"],
        damping=0.4,
        count=20,
        rng=rng,
    )
    hand = bandpass(noise(rng) * decay(0.04), 2200.0, 0.6)
    return (
        (1.0 - p["edge"]) * air
        + p["edge"] * peak(skin)
        + 0.6 * p["edge"] * peak(hand)
        + 0.1 * click(rng, 3.0, 3000.0)
    )


def tabla(p: Settings, rng: np.random.Generator) -> Wave:
    """A loaded skin whose modes are nearly harmonic, bent by the heel of the hand."""
    bend = glide(p["tune_hz"], p["tune_hz"] * semitones(p["bend_st"]), p["bend_s"])
    tone = sum(
        sine(bend * ratio) * decay(p["decay_s"] / ratio**0.5) / ratio for ratio in (1.0, 2.01, 3.02, 4.05)
    )
    ring = modal_bank(p["tune_hz"] * np.array([4.1, 5.07]), np.array([0.3, 0.2]), np.array([0.4, 0.25]))
    tap = bandpass(noise(rng) * decay(0.01), 3200.0, 0.8)
    return peak(tone) + p["ring"] * ring + 0.3 * peak(tap)


def electronic(p: Settings, rng: np.random.Generator) -> Wave:
    """A dry, high bridged-T sine: the 808's congas."""
    tune = p["tune_hz"]
    body = sine(glide(tune * semitones(p["sweep_st"]), tune, 0.02)) * decay(p["decay_s"])
    return body + gain(p["click_db"]) * click(rng, 2.0, 4000.0)


_OPEN = {
    "decay_s": (0.3, 1.4),
    "strike": (0.4, 0.9),
    "hardness_hz": (500, 2500),
    "damping": (0.3, 1.2),
    "stretch": (0.85, 1.08),
    "hand_hz": (900, 4000),
    "hand_db": (-18, 0),
}

ENGINES = (
    Engine("conga", "open", "Open", "acoustic", open_stroke, {"tune_hz": (140, 320), **_OPEN}),
    Engine(
        "conga",
        "bongo",
        "Bongo",
        "acoustic",
        open_stroke,
        {"tune_hz": (280, 620), **_OPEN, "decay_s": (0.15, 0.8)},
    ),
    Engine(
        "conga",
        "slap",
        "Slap",
        "acoustic",
        slap,
        {
            "tune_hz": (160, 420),
            "decay_s": (0.15, 0.7),
            "crack_ms": (15, 120),
            "crack_hz": (1000, 4000),
            "crack_q": (0.6, 3),
            "crack_db": (-12, 6),
        },
    ),
    Engine(
        "conga",
        "muted",
        "Mute",
        "acoustic",
        muted,
        {
            "tune_hz": (120, 420),
            "decay_s": (0.1, 0.4),
            "hardness_hz": (300, 2000),
            "palm_hz": (500, 4000),
            "palm_db": (-20, -3),
        },
    ),
    Engine(
        "conga",
        "djembe",
        "Djembe",
        "acoustic",
        djembe,
        {
            "bass_hz": (65, 130),
            "skin_ratio": (2.8, 5.5),
            "decay_s": (0.3, 1.2),
            "hardness_hz": (900, 4000),
            "edge": (0.05, 0.95),
        },
    ),
    Engine(
        "conga",
        "tabla",
        "Tabla",
        "acoustic",
        tabla,
        {
            "tune_hz": (90, 420),
            "bend_st": (-5, 9),
            "bend_s": (0.03, 0.25),
            "decay_s": (0.3, 1.4),
            "ring": (0, 1),
        },
    ),
    Engine(
        "conga",
        "electronic",
        "808",
        "analogue",
        electronic,
        {"tune_hz": (150, 480), "sweep_st": (0, 5), "decay_s": (0.12, 0.9), "click_db": (-32, -10)},
    ),
)
