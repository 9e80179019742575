"""Shaken and scraped things, after Perry Cook's PhISEM: particles that collide at random in a shell."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, highpass, smooth
from vae.drum_machine.modes import modal_bank
from vae.drum_machine.parts import SAMPLE_RATE, Wave, gain, peak
from vae.drum_machine.voice import Voice

SHAKER = Family("shaker")


def _collisions(v: Voice, energy: Wave, rate_hz: float, ring_ms: float) -> Wave:
    """Noise whose level jumps at random collisions (`rate_hz` a second, all over the shell) and dies between them."""
    collide = v.rng.random(v.num_samples) < rate_hz / SAMPLE_RATE
    strikes = collide * energy * v.rng.uniform(0.3, 1.0, v.num_samples)
    return smooth(v.scatter(strikes), ring_ms / 1000.0) * v.noise()


def _shake(p: Settings, v: Voice) -> Wave:
    """Energy in the shell: a swing, often with the lighter swing before it."""
    swing = p["swing_ms"] / 1000.0
    main = p["back"] * 0.2
    rise = np.clip((v.time - main) / swing, 0.0, 1.0) ** 1.5
    forward = rise * np.exp(-np.maximum(v.time - main - swing, 0.0) * 6.9 / p["decay_s"])
    backward = 0.5 * (p["back"] > 0.3) * v.decay(0.1) * np.clip(v.time / 0.008, 0.0, 1.0)
    return forward + backward


@SHAKER.engine(
    "particles",
    "Gourd",
    "acoustic",
    swing_ms=(8, 70),
    decay_s=(0.1, 0.7),
    back=(0, 1),
    grains_hz=(300, 9000),
    grain_ms=(0.8, 5),
    shell_hz=(2200, 9000),
    shell_q=(0.6, 4),
)
def particles(p: Settings, v: Voice) -> Wave:
    """Seeds or beads in a gourd."""
    grains = _collisions(v, _shake(p, v), p["grains_hz"], p["grain_ms"])
    return highpass(bandpass(grains, p["shell_hz"], p["shell_q"]), 0.4 * p["shell_hz"])


@SHAKER.engine(
    "maraca",
    "808",
    "analogue",
    rise_ms=(2, 40),
    decay_s=(0.06, 0.5),
    highpass_hz=(2500, 8500),
    edge_q=(0.6, 2.5),
)
def maraca(p: Settings, v: Voice) -> Wave:
    """One tight burst of high-passed noise: the 808's maracas."""
    shape = np.clip(v.time / (p["rise_ms"] / 1000.0), 0.0, 1.0) * v.decay(p["decay_s"])
    return highpass(v.noise() * shape, p["highpass_hz"], p["edge_q"])


@SHAKER.engine(
    "tambourine",
    "Tambourine",
    "acoustic",
    decay_s=(0.2, 1.5),
    grains_hz=(150, 3000),
    jingle_hz=(3200, 7500),
    shimmer=(0, 0.8),
    hand_db=(-30, -4),
)
def tambourine(p: Settings, v: Voice) -> Wave:
    """Jingles: particles that strike small brass plates, and a hand on the frame."""
    grains = _collisions(v, v.decay(p["decay_s"]) * np.clip(v.time / 0.003, 0.0, 1.0), p["grains_hz"], 2.0)
    centres = p["jingle_hz"] * np.array([1.0, 1.26, 1.53, 1.81]) * (1.0 + 0.04 * v.rng.standard_normal(4))
    jingles = v.mix(bandpass(grains, hz, 25.0) for hz in centres)
    shimmer = modal_bank(
        v,
        p["jingle_hz"] * v.rng.uniform(0.8, 2.6, 24),
        p["decay_s"] * v.rng.uniform(0.4, 1.3, 24),
        v.rng.uniform(0.2, 1.0, 24),
        v.rng.uniform(0.0, 6.28, 24),
    )
    hand = bandpass(v.noise() * v.decay(0.03), 500.0, 1.0)
    return (
        peak(jingles)
        + p["shimmer"] * peak(shimmer)
        + gain(p["hand_db"]) * peak(hand)
        + 0.2 * peak(highpass(grains, 5000))
    )


@SHAKER.engine(
    "guiro",
    "Guiro",
    "acoustic",
    scrape_s=(0.08, 0.65),
    notches_hz=(25, 130),
    hurry=(-0.3, 1),
    body_hz=(900, 3200),
    scratch=(0, 1),
)
def guiro(p: Settings, v: Voice) -> Wave:
    """A stick over notches: clicks that speed up or slow down through a hollow body."""
    length = p["scrape_s"]
    progress = np.clip(v.time / length, 0.0, 1.0)
    notches = p["notches_hz"] * v.time * (1.0 + p["hurry"] * progress)
    ticks = (np.diff(np.floor(notches), prepend=-1.0) > 0) * (progress < 1.0)
    force = 0.4 + 0.6 * np.sin(np.pi * progress) + 0.1 * v.rng.standard_normal(v.num_samples)
    hits = smooth(ticks * force, 0.0012) * (0.6 + v.noise())
    body = bandpass(hits, p["body_hz"], 4.0) + 0.6 * bandpass(hits, 2.3 * p["body_hz"], 3.0)
    return body + p["scratch"] * 0.25 * highpass(hits, 4000.0)


@SHAKER.engine(
    "cabasa",
    "Cabasa",
    "acoustic",
    twist_s=(0.05, 0.3),
    edge=(0.3, 1.6),
    grains_hz=(1500, 14000),
    bead_hz=(3500, 9000),
)
def cabasa(p: Settings, v: Voice) -> Wave:
    """Steel beads twisted around a cylinder: dense, short, bright, with a start and a stop."""
    length = p["twist_s"]
    swell = np.clip(np.sin(np.pi * np.clip(v.time / length, 0.0, 1.0)), 0.0, None) ** p["edge"]
    tail = 0.3 * v.decay(0.05, delay=length)
    grains = _collisions(v, swell + tail, p["grains_hz"], 0.6)
    return highpass(
        bandpass(grains, p["bead_hz"], 1.5) + 0.5 * bandpass(grains, 1.7 * p["bead_hz"], 3.0), 2000.0
    )
