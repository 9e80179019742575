"""Draws lines: five sounds in equal steps between two settings of a synthesiser, or of changes to a recording."""

from collections.abc import Sequence

import numpy as np

from vae.data.triples import engines, redamped, retilted, retuned, settings_line
from vae.drum_machine.chain import CHAIN_RANGES
from vae.drum_machine.engine import Engine
from vae.drum_machine.parts import SAMPLE_RATE
from vae.sound.audio import Wave
from vae.sound.levels import PEAK

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)

MOVED, MOVED_ODDS = (1, 2, 3, 4, 6, 99), (0.2, 0.25, 0.25, 0.1, 0.1, 0.1)
"""In how many parameters two settings differ, and how often."""

CHAINED, RESEEDED, LAYERED = 0.35, 0.3, 0.25
"""How often a synthesised line has effects, or other noise at its end; how often two recordings sound together."""

CHANGES, CHANGE_ODDS = ("pitch", "decay", "tilt", "drive"), (0.45, 0.3, 0.2, 0.05)
TOGETHER_ODDS = (0.4, 0.3, 0.2, 0.1)
"""How often one to four changes happen together."""

RANGES = {"pitch": (-10.0, 10.0), "decay": (-2.0, 16.0), "tilt": (-5.0, 5.0), "drive": (0.1, 18.0)}
"""Semitones, 1/s, dB an octave, dB."""


def synthesised_line(rng: np.random.Generator, chosen: Sequence[Engine] | None = None) -> Wave:
    """Five sounds of one random engine between two of its settings: (5, samples).

    Args:
        rng: draws everything.
        chosen: the engines; by default all that are not `triples.HELD_OUT_ENGINES`.
    """
    chosen = engines(held_out=False) if chosen is None else chosen
    engine = chosen[int(rng.integers(len(chosen)))]
    ranges = dict(engine.ranges)
    if rng.random() < CHAINED:
        for part in rng.choice(list(CHAIN_RANGES), int(rng.integers(1, 3)), replace=False):
            ranges |= CHAIN_RANGES[part]
    seeds = rng.integers(2**31 - 1, size=2)
    if rng.random() >= RESEEDED:
        seeds[1] = seeds[0]
    later = [share > 0.5 or (share == 0.5 and rng.random() < 0.5) for share in SHARES]
    of_each = [int(seeds[int(one)]) for one in later]
    return settings_line(engine, ranges, rng, SHARES, of_each, moved=int(rng.choice(MOVED, p=MOVED_ODDS)))


def recorded_line(rng: np.random.Generator, recordings: np.ndarray) -> Wave:
    """Five versions of a recording, changed more and more: (5, samples).

    Args:
        rng: draws everything.
        recordings: (N, samples) float32 at 44.1 kHz.
    """
    sound = recordings[rng.integers(len(recordings))]
    if rng.random() < LAYERED:
        other = recordings[rng.integers(len(recordings))]
        sound = sound + other * np.float32(10 ** rng.uniform(-1.2, -0.2))
    together = int(rng.choice([1, 2, 3, 4], p=TOGETHER_ODDS))
    drawn = rng.choice(CHANGES, together, replace=False, p=CHANGE_ODDS)
    ends = {name: rng.uniform(*RANGES[name], 2) for name in drawn}
    return np.stack(
        [
            _changed(
                sound, {name: (1 - share) * first + share * last for name, (first, last) in ends.items()}
            )
            for share in SHARES
        ]
    )


def _changed(sound: Wave, amounts: dict[str, float]) -> Wave:
    if "pitch" in amounts:
        sound = retuned(sound, SAMPLE_RATE, amounts["pitch"])
    if "decay" in amounts:
        sound = redamped(sound, SAMPLE_RATE, amounts["decay"])
    if "tilt" in amounts:
        sound = retilted(sound, SAMPLE_RATE, amounts["tilt"])
    if "drive" in amounts:
        driven = np.tanh(sound / np.abs(sound).max() * 10 ** (amounts["drive"] / 20))
        sound = (driven * (PEAK / np.abs(driven).max())).astype(np.float32)
    return sound
