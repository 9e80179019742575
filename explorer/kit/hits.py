"""When a kit's beat hits which pad, how hard, and until when it sounds. Twin of `static/kit/beat/hits.js`.

Chance is repeatable: the same round of the same kit has the same hits everywhere. Knows no sounds and no files.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from explorer.kit.kit import ALWAYS, LENGTHS, MAX_SONG, PADS, STEPS, Kit
from explorer.kit.mix import mix

BEATS = 4
"""Quarter notes in a bar."""

_SAME = 1e-9
"""Hits closer than this, in quarter notes, are simultaneous."""


@dataclass(frozen=True)
class Hit:
    """One hit of a pad.

    Attributes:
        beat: when, in quarter notes from the beginning.
        pad: index of the pad.
        velocity: 1 to 127.
        ends: when another hit of its pad or its choke group cuts it off, in quarter notes. All is played over and
            over, so that this may be after the last hit.
    """

    beat: float
    pad: int
    velocity: int
    ends: float


def step_beats(step: int, swing: float) -> float:
    """When a sixteenth falls, in quarter notes from the start; swing delays every second one."""
    return step // 2 / 2 + (swing / 2 if step % 2 else 0.0)


def bars(kit: Kit) -> int:
    """How many bars a round of the song has."""
    return sum(kit.beats[pattern].length // STEPS for pattern in kit.song)


def is_played(kit: Kit) -> bool:
    """Whether the song has a step on any pad that is heard."""
    heard = [pad for pad, strip in enumerate(mix(kit)) if strip is not None and strip.heard]
    return any(any(kit.beats[pattern].steps[pad]) for pattern in kit.song for pad in heard)


def hits(kit: Kit, rounds: int = 1) -> tuple[Hit, ...]:
    """Returns all hits of some rounds of the song, by time and pad; simultaneous ones do not cut each other off."""
    strips = mix(kit)
    found: list[Hit] = []
    start = 0.0
    for number in range(rounds):
        for place, pattern in enumerate(kit.song):
            for step in range(kit.beats[pattern].length):
                found += (
                    replace(hit, beat=start + hit.beat)
                    for hit in step_hits(kit, number, place, step)
                    if (strip := strips[hit.pad]) is not None and strip.heard
                )
            start += kit.beats[pattern].length / STEPS * BEATS
    chokes = [strip.choke if strip is not None else 0 for strip in strips]
    return tuple(_with_ends(sorted(found, key=lambda hit: (hit.beat, hit.pad)), chokes, start))


def step_hits(kit: Kit, number: int, place: int, step: int) -> list[Hit]:
    """The hits of one step, of all pads, in quarter notes from the start of its pattern; nothing cuts them off.

    Args:
        kit: the kit.
        number: round of the song, from 0.
        place: place in the song, from 0.
        step: step of the pattern there.
    """
    beat, swing = kit.beats[kit.song[place]], kit.pattern.swing
    start, end = step_beats(step, swing), step_beats(step + 1, swing)
    found = []
    for pad in range(PADS):
        velocity, chance = beat.steps[pad][step], beat.chance(pad, step)
        if not velocity or (chance < ALWAYS and draw(number, place, pad, step) * ALWAYS >= chance):
            continue
        times = beat.ratchet(pad, step)
        found += [
            Hit(start + (end - start) * time / times, pad, velocity, float("inf")) for time in range(times)
        ]
    return found


def draw(number: int, place: int, pad: int, step: int) -> float:
    """A number in [0, 1) that is always the same for a step of a round; Mulberry32, as on the page."""
    seed = ((number * MAX_SONG + place) * PADS + pad) * LENGTHS[-1] + step
    state = (seed * 0x9E3779B1 + 0x6D2B79F5) & 0xFFFFFFFF
    mixed = _product(state ^ state >> 15, state | 1)
    mixed ^= (mixed + _product(mixed ^ mixed >> 7, mixed | 61)) & 0xFFFFFFFF
    return (mixed ^ mixed >> 14) / 2**32


def _product(one: int, other: int) -> int:
    return one * other & 0xFFFFFFFF


def _with_ends(found: list[Hit], chokes: list[int], length: float) -> Iterator[Hit]:
    """Adds to hits in order when the next one of their pad or choke group comes, around the end if need be."""
    groups = [(0, choke) if choke else (1, pad) for pad, choke in enumerate(chokes)]
    beats: dict[tuple[int, int], list[float]] = {}
    for hit in found:
        beats.setdefault(groups[hit.pad], []).append(hit.beat)
    for hit in found:
        times = beats[groups[hit.pad]]
        after = bisect_right(times, hit.beat + _SAME)
        yield replace(hit, ends=times[after] if after < len(times) else times[0] + length)
