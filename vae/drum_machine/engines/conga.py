"""Hand drums: open conga, slap, muted stroke, bongo, djembe, a tabla-like bend, and an electronic conga."""

import numpy as np

from vae.drum_machine.engine import Family, Range, Settings
from vae.drum_machine.filters import bandpass, highpass, lowpass
from vae.drum_machine.modes import membrane, modal_bank, struck_membrane
from vae.drum_machine.parts import Wave, gain, peak, semitones
from vae.drum_machine.voice import Voice

CONGA = Family("conga")


_STROKE: dict[str, Range] = {
    "decay_s": (0.3, 1.4),
    "strike": (0.4, 0.9),
    "hardness_hz": (500, 2500),
    "damping": (0.3, 1.2),
    "stretch": (0.85, 1.08),
    "hand_hz": (900, 4000),
    "hand_db": (-18, 0),
}


@CONGA.engine("bongo", "Bongo", "acoustic", tune_hz=(280, 620), **(_STROKE | {"decay_s": (0.15, 0.8)}))
@CONGA.engine("open", "Open", "acoustic", tune_hz=(140, 320), **_STROKE)
def open_stroke(p: Settings, v: Voice) -> Wave:
    """Fingers near the rim that leave at once: a singing membrane with a soft attack."""
    skin = struck_membrane(v, p, p["tune_hz"], p["decay_s"], stretch=p["stretch"])
    song = v.sine(v.glide(1.08 * p["tune_hz"], p["tune_hz"], 0.015)) * v.decay(p["decay_s"])
    hand = bandpass(v.noise() * v.decay(0.04), p["hand_hz"], 0.6)
    return 0.6 * peak(skin) + 0.7 * song + gain(p["hand_db"]) * peak(hand)


@CONGA.engine(
    "slap",
    "Slap",
    "acoustic",
    tune_hz=(160, 420),
    decay_s=(0.15, 0.7),
    crack_ms=(15, 120),
    crack_hz=(1000, 4000),
    crack_q=(0.6, 3),
    crack_db=(-12, 6),
)
def slap(p: Settings, v: Voice) -> Wave:
    """A whip of the fingers: high modes and a crack, the low skin nearly silent."""
    skin = membrane(
        v, p["tune_hz"], p["decay_s"], strike=0.85, hardness_hz=6000.0, damping=0.3, count=24, stretch=1.02
    )
    crack = bandpass(v.noise() * v.decay(p["crack_ms"] / 1000.0), p["crack_hz"], p["crack_q"])
    return peak(highpass(skin, 1.5 * p["tune_hz"])) + gain(p["crack_db"]) * peak(crack)


@CONGA.engine(
    "muted",
    "Mute",
    "acoustic",
    tune_hz=(120, 420),
    decay_s=(0.1, 0.4),
    hardness_hz=(300, 2000),
    palm_hz=(500, 4000),
    palm_db=(-20, -3),
)
def muted(p: Settings, v: Voice) -> Wave:
    """The palm stays on the skin: a short, dull thump."""
    skin = membrane(v, p["tune_hz"], p["decay_s"], strike=0.4, hardness_hz=p["hardness_hz"], damping=1.2)
    palm = lowpass(v.noise() * v.decay(0.06), p["palm_hz"])
    return peak(skin) + gain(p["palm_db"]) * peak(palm)


@CONGA.engine(
    "djembe",
    "Djembe",
    "acoustic",
    bass_hz=(65, 130),
    skin_ratio=(2.8, 5.5),
    decay_s=(0.3, 1.2),
    hardness_hz=(900, 4000),
    edge=(0.05, 0.95),
)
def djembe(p: Settings, v: Voice) -> Wave:
    """A goblet: a deep air resonance under a tight skin."""
    air = v.sine(v.glide(1.3 * p["bass_hz"], p["bass_hz"], 0.02)) * v.decay(p["decay_s"])
    skin = membrane(
        v,
        p["bass_hz"] * p["skin_ratio"],
        0.5 * p["decay_s"],
        strike=0.7,
        hardness_hz=p["hardness_hz"],
        damping=0.4,
        count=20,
    )
    hand = bandpass(v.noise() * v.decay(0.04), 2200.0, 0.6)
    return (
        (1.0 - p["edge"]) * air
        + p["edge"] * peak(skin)
        + 0.6 * p["edge"] * peak(hand)
        + 0.1 * v.click(3.0, 3000.0)
    )


@CONGA.engine(
    "tabla",
    "Tabla",
    "acoustic",
    tune_hz=(90, 420),
    bend_st=(-5, 9),
    bend_s=(0.03, 0.25),
    decay_s=(0.3, 1.4),
    ring=(0, 1),
)
def tabla(p: Settings, v: Voice) -> Wave:
    """A loaded skin whose modes are nearly harmonic, bent by the heel of the hand."""
    bend = v.glide(p["tune_hz"], p["tune_hz"] * semitones(p["bend_st"]), p["bend_s"])
    tone = v.mix(
        v.sine(bend * ratio) * v.decay(p["decay_s"] / ratio**0.5) / ratio for ratio in (1.0, 2.01, 3.02, 4.05)
    )
    ring = modal_bank(v, p["tune_hz"] * np.array([4.1, 5.07]), np.array([0.3, 0.2]), np.array([0.4, 0.25]))
    tap = bandpass(v.noise() * v.decay(0.01), 3200.0, 0.8)
    return peak(tone) + p["ring"] * ring + 0.3 * peak(tap)


@CONGA.engine(
    "electronic",
    "808",
    "analogue",
    tune_hz=(150, 480),
    sweep_st=(0, 5),
    decay_s=(0.12, 0.9),
    click_db=(-32, -10),
)
def electronic(p: Settings, v: Voice) -> Wave:
    """A dry, high bridged-T sine: the 808's congas."""
    tune = p["tune_hz"]
    body = v.sine(v.glide(tune * semitones(p["sweep_st"]), tune, 0.02)) * v.decay(p["decay_s"])
    return body + gain(p["click_db"]) * v.click(2.0, 4000.0)
