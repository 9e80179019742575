"""Two settings on both sides of a sound: the sound itself is then half way between them. Makes no wave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from vae.drum_machine.engine import WHOLE_UNITS, Range, share_of, spread
from vae.drum_machine.sound import DrumSound, engines_of

MOVED = 3
"""At most so many parameters differ: one drum, tuned and damped in two ways."""
LEAST_ROOM = 0.15
"""Share of a parameter's range that must be free on both sides of its value."""


@dataclass(frozen=True)
class Sides:
    """Two sounds of the same engine and seed, and the parameters in which they differ."""

    first: DrumSound
    second: DrumSound
    moved: tuple[str, ...]


def around(sound: DrumSound, rng: np.random.Generator) -> Sides | None:
    """Draws two settings whose parameters have those of `sound` half way between them.

    Half way in shares of the ranges, as in `engine.spread`: in octaves for times, frequencies and ratios.

    Args:
        sound: the middle.
        rng: draws which parameters move, and in which direction.

    Returns:
        The two sides, as far apart as the ranges allow; None if no parameter has room.
    """
    ranges = _ranges(sound)
    shares = {name: share_of(name, *span, sound.parameters[name]) for name, span in ranges.items()}
    room = {name: min(share, 1 - share) for name, share in shares.items()}
    free = [name for name in ranges if room[name] >= LEAST_ROOM]
    if not free:
        return None
    moved = [free[i] for i in rng.permutation(len(free))[:MOVED]]
    way = {name: room[name] * rng.choice((-1.0, 1.0)) for name in moved}

    def side(sign: float) -> DrumSound:
        there = {name: spread(name, *ranges[name], shares[name] + sign * step) for name, step in way.items()}
        return replace(sound, parameters={**sound.parameters, **there})

    return Sides(side(-1), side(1), tuple(moved))


def _ranges(sound: DrumSound) -> Mapping[str, Range]:
    """The ranges of what moves evenly: the first engine's parameters, except for whole numbers."""
    main, *_ = engines_of(sound)
    ranges = main.ranges_of(whole=sound.whole)
    return {name: span for name, span in ranges.items() if not name.endswith(WHOLE_UNITS)}
