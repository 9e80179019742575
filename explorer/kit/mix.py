"""How each pad of a kit sounds beside the others: its level, pan, speed and fade. Twin of `static/kit/beat/mix.js`.

Everything that plays a kit goes by it: the page, the loop, SFZ and MIDI. Knows no sounds and no files.
"""

import math
import re
from dataclasses import dataclass

from explorer.kit.kit import MAX_VELOCITY, Kit
from vae.recipes.sheet import Entry

HATS = 1
"""The choke group of hi-hats."""

FADE_SECONDS = 0.006
"""In which a sound that is cut off fades; `off_mode=fast` in SFZ."""

DECAY_NEPERS = 9.0
"""By how much a sound with a decay has fallen at its end, as in the envelopes of SFZ players."""

_HAT = re.compile(r"(?<![a-z])(hi)?hats?(?![a-z])")


@dataclass(frozen=True)
class Strip:
    """How a pad sounds: its channel strip.

    Attributes:
        heard: whether a beat plays it; by hand it can be played all the same.
        gain: amplitude, from its level.
        left: gain of the left channel. Both are 1 in the middle, and the sum of their squares is always 2 (the sine
            law): mono sounds are panned, stereo ones balanced.
        right: gain of the right channel.
        rate: how much faster it is played; 2 is an octave higher.
        decay: seconds in which a fade from its beginning reaches -78 dB; None if there is no fade.
        choke: its choke group, 1 to 4; 0 for none.
    """

    heard: bool
    gain: float
    left: float
    right: float
    rate: float
    decay: float | None
    choke: int


def mix(kit: Kit) -> tuple[Strip | None, ...]:
    """Returns the strip of every pad; None for an empty one."""
    is_solo = any(slot.solo for slot in kit.slots if slot is not None)
    return tuple(None if slot is None else strip_of(slot, is_solo) for slot in kit.slots)


def velocity_gain(velocity: int) -> float:
    """Amplitude of a hit: (velocity / 127)², the curve that the SFZ format prescribes and the page plays."""
    return (velocity / MAX_VELOCITY) ** 2


def usual_choke(label: str | None) -> int:
    """The choke group that a sound is given when it is put on a pad: hats cut each other off."""
    return HATS if label and _HAT.search(label.lower()) else 0


def strip_of(slot: Entry, is_solo: bool = False) -> Strip:
    """Returns the strip of a pad.

    Args:
        slot: the sound on it.
        is_solo: whether any pad of its kit is solo.
    """
    angle = (1 + slot.pan) * math.pi / 4
    left, right = (math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)) if slot.pan else (1.0, 1.0)
    return Strip(
        heard=slot.solo if is_solo else not slot.mute,
        gain=10 ** (slot.level / 20),
        left=left,
        right=right,
        rate=2 ** (slot.pitch / 12),
        decay=slot.decay,
        choke=slot.choke,
    )
