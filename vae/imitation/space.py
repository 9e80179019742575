"""What the search turns: the parameters of a sound as shares of their ranges, and the effects that it may switch on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.engine import Range, share_of, spread
from vae.drum_machine.sound import TAKE_RANGES, DrumSound, ranges_of

NEUTRAL: Mapping[str, Mapping[str, float]] = {
    "transient": {"transient_db": 0.0, "transient_ms": 12.0},
    "highcut": {"highcut_hz": 14000.0, "highcut_q": 0.7},
    "lowcut": {"lowcut_hz": 40.0, "lowcut_q": 0.7},
    "tilt": {"tilt_db": 0.0, "tilt_hz": 1200.0},
    "room": {"room_s": 0.4, "room_db": -36.0, "room_tone_hz": 4000.0, "room_delay_ms": 5.0},
}
"""Parts of the chain at settings that are hardly heard: from there the search moves them."""

_TAKEN = {name for part in TAKE_RANGES.values() for name in part}


@dataclass(frozen=True)
class Space:
    """The sounds that one start can be turned into.

    Attributes:
        start: the sound at which the search begins.
        names: the parameters that move.
        spans: the range of each.
    """

    start: DrumSound
    names: tuple[str, ...]
    spans: tuple[Range, ...]

    @classmethod
    def around(cls, sound: DrumSound) -> "Space":
        """Everything that a sound has but its take, which is the target's."""
        moving = {name: span for name, span in ranges_of(sound).items() if name not in _TAKEN}
        return cls(sound, tuple(moving), tuple(moving.values()))

    @property
    def origin(self) -> NDArray[np.float64]:
        """The start, (parameters,) in shares from 0 to 1."""
        values = self.start.parameters
        shares = [share_of(name, *span, values[name]) for name, span in self._each()]
        return np.clip(shares, 0.0, 1.0)

    def sound(self, shares: NDArray[np.float64]) -> DrumSound:
        """The sound at a point (parameters,)."""
        values = zip(self._each(), np.clip(shares, 0.0, 1.0).tolist(), strict=True)
        turned = {name: spread(name, *span, share) for (name, span), share in values}
        return replace(self.start, parameters={**self.start.parameters, **turned})

    def _each(self) -> list[tuple[str, Range]]:
        return list(zip(self.names, self.spans, strict=True))


def with_effects(sound: DrumSound) -> DrumSound:
    """The same sound with every part of the chain that shapes an envelope switched on, as neutral as it gets."""
    parameters = dict(sound.parameters)
    for part in NEUTRAL.values():
        if not parameters.keys() & part.keys():
            parameters |= part
    return replace(sound, parameters=parameters)


def as_take(sound: DrumSound, seconds: float) -> DrumSound:
    """The same sound, whole, in mono, ringing for `seconds` at most."""
    parameters = {name: value for name, value in sound.parameters.items() if name not in _TAKEN}
    return replace(sound, parameters={**parameters, "take_s": float(f"{seconds:.6g}")})
