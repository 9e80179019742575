"""Finds the hit of a recording: where the sound begins that a musician meant, and what lies before it.

One rule for every way in, training and uploads alike. Knows waveforms, nothing about files.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae.sound.levels import ONSET_DB

_HOP = 0.0025
_ATTACK, _BODY = 4, 40  # hops: 10 ms, in which a hit rises; 100 ms, by which hits are compared
_GUARD, _BEFORE = 8, 44  # hops: what is this much before a hit, 20 to 110 ms, is far quieter than the hit
_RISE_DB = 9.0
_AS_STRONG_DB = 8.0
_TOGETHER = 32  # hops: grace notes and the bursts of a clap, up to 80 ms before the hit, are part of it
_LEAST_FLOOR, _LEAST_PART = 14, 48  # hops
_SHORT, _PART_DB = 1.25, -22.0
_GRACE_DB = -30.0
_STEADY_DB, _DRIFT_DB = 9.0, 4.0
_LOUDER_DB, _STROKE_DB = (
    3.0,
    6.0,
)  # a noise floor is this much weaker than a hit; a stroke that much above its tail
_RUMBLE_HZ = 200.0
_TOLD = 0.05
_WEAKEST_DB = -30.0  # of the strongest hit: what is weaker is none when a recording is cut into its hits


@dataclass(frozen=True)
class Hit:
    """Where the sound of a recording begins.

    Attributes:
        onset: first sample of the hit.
        start: first sample to take; earlier ones belong to something else. 0 where nothing but silence is before the
            onset, or what is there leads into the hit.
        cut: what lies before the hit and is left out, as a sentence without its full stop, "1.2 s of noise before the
            hit"; "" if nothing does.
    """

    onset: int
    start: int
    cut: str


def find_hit(waveform: NDArray[np.float32], sample_rate: int) -> Hit:
    """Finds the hit of a recording, at any place in a noise floor that is 30 dB below its peak or quieter.

    Hits begin where the level of 10 ms rises `_RISE_DB` above all that was 20 to 110 ms before, and where the sound
    itself begins. The first of them is taken that is about as strong as the strongest: an earlier one that is much
    weaker is a noise floor, a tick or a count-in. What swells into the hit belongs to it, and so do grace notes. In a
    recording that is no longer than a one-shot, quieter sounds before the hit are part of it, if they aren't ticks.

    Args:
        waveform: (samples,), mono, finite.
        sample_rate: in Hz.
    """
    magnitude = np.abs(waveform)
    peak = float(magnitude.max(initial=0))
    if not peak:
        return Hit(0, 0, "")
    first = int(np.argmax(magnitude >= peak * 10 ** (ONSET_DB / 20)))
    silence = Hit(first, 0, _told(first, sample_rate, "silence"))
    hop = max(1, round(_HOP * sample_rate))
    energies = _energies(waveform[first:], hop)
    hit = _chosen(energies)
    if hit <= _LEAST_FLOOR:
        return silence
    before, found = energies[: hit - _GUARD], energies[hit:]
    steady = _is_steady(before)
    if not steady and hit <= _LEAST_PART:
        return silence
    if not steady and len(energies) * hop <= _SHORT * sample_rate:
        strongest_before = _windowed(before, _BODY).max()
        if strongest_before > _windowed(found, _BODY)[0] * 10 ** (_PART_DB / 10):
            return silence
    start = first + _onset(waveform[first:], hit * hop, hop)
    attacks = _windowed(before, _ATTACK)
    is_even = steady and attacks.max() < np.quantile(attacks, 0.75) * 10 ** (_STEADY_DB / 10)
    kind = _kind_of_noise(waveform[first:start], sample_rate) if is_even else "quieter sounds"
    return Hit(start, start, _told(start, sample_rate, kind))


def find_hits(waveform: NDArray[np.float32], sample_rate: int) -> list[tuple[int, int]]:
    """The first sample and the end of every hit of a loop or a recording, each ending where the next begins.

    Hits are looked for in the waveform and in its slope too, in which a hi-hat over the tail of a kick stands out.

    Args:
        waveform: (samples,), mono, finite.
        sample_rate: in Hz.

    Returns:
        Pairs in their order; none for silence.
    """
    hop = max(1, round(_HOP * sample_rate))
    lead = _BEFORE * hop
    padded = np.concatenate([np.zeros(lead, np.float32), waveform])
    found: set[int] = set()
    for view in (padded, np.diff(padded, prepend=np.float32(0))):
        energies = _energies(view, hop)
        strengths = _windowed(energies, _BODY)
        least = strengths.max() * 10 ** (_WEAKEST_DB / 10)
        found |= {_onset(view, int(one) * hop, hop) for one in _begins(energies) if strengths[one] > least}
    starts: list[int] = []
    for start in sorted(found):
        if not starts or start - starts[-1] > _TOGETHER * hop:
            starts.append(start)
    if len(starts) > 1 and _is_steady(_energies(padded[starts[0] : starts[1] - _GUARD * hop], hop)):
        starts = starts[1:]  # a noise floor
    if not starts:
        return []
    ends = [*starts[1:], len(padded)]
    return [(start - lead, end - lead) for start, end in zip(starts, ends, strict=True)]


def _chosen(energies: NDArray[np.float64]) -> int:
    """The hop with which the hit begins, of a sound that begins with hop 0."""
    begins, attack, body = _begins(energies), _windowed(energies, _ATTACK), _windowed(energies, _BODY)
    hit = _first_strong(begins, body)
    if hit == 0 and len(begins) > 1:
        next_hit = _first_strong(begins[1:], body)
        is_louder = body[next_hit] > body[0] * 10 ** (_LOUDER_DB / 10)
        if next_hit > _BEFORE and is_louder and _is_floor(energies[: next_hit - _GUARD]):
            hit = next_hit
    for one in begins[::-1]:
        if hit - _TOGETHER <= one < hit and attack[one] > attack[hit] * 10 ** (_GRACE_DB / 10):
            hit = int(one)
    return hit


def _first_strong(begins: NDArray[np.int64], body: NDArray[np.float64]) -> int:
    strengths = body[begins]
    return int(begins[strengths >= strengths.max() * 10 ** (-_AS_STRONG_DB / 10)][0])


def _begins(energies: NDArray[np.float64]) -> NDArray[np.int64]:
    """The hops with which something begins: the first, and those that rise above all that was before."""
    attack = _windowed(energies, _ATTACK)
    padded = np.concatenate([np.zeros(_BEFORE), attack])
    before = np.lib.stride_tricks.sliding_window_view(padded, _BEFORE - _GUARD)[: len(attack)].max(axis=1)
    rises = attack >= before * 10 ** (_RISE_DB / 10)
    rises &= attack > attack.max() * 10 ** (ONSET_DB / 10)
    rises[: _GUARD + 1] = False
    return np.concatenate([[0], np.flatnonzero(rises[1:] & ~rises[:-1]) + 1])


def _onset(waveform: NDArray[np.float32], near: int, hop: int) -> int:
    """The first sample of the hit near a sample: above all that was before, and within 50 dB of its peak."""
    floor = waveform[max(0, near - _BEFORE * hop) : near - _GUARD * hop]
    offset = np.float32(np.median(floor))
    start = near - _GUARD * hop
    around = np.abs(waveform[start : near + _BODY * hop] - offset)
    level = max(1.5 * float(np.abs(floor - offset).max()), float(around.max()) * 10 ** (ONSET_DB / 20))
    return start + int(np.argmax(around >= min(level, float(around.max()))))


def _is_floor(energies: NDArray[np.float64]) -> bool:
    """Whether a sound is a steady noise floor from its start on, and no stroke that rings."""
    levels = _levels(energies)
    return _is_steady(energies) and bool(levels[0] < np.median(levels) + _STROKE_DB)


def _is_steady(energies: NDArray[np.float64]) -> bool:
    """Whether a level stays the same, as that of noise, hum and rumble does."""
    levels = _levels(energies)
    low, high = np.quantile(levels, [0.1, 0.9])
    halves = [half.mean() for half in np.array_split(levels, 2) if len(half)]
    return bool(high - low <= _STEADY_DB and abs(halves[0] - halves[-1]) <= _DRIFT_DB)


def _levels(energies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Levels in dB of all entire windows: of 100 ms in long sounds, because slow rumble swings within 10 ms."""
    hops = _BODY if len(energies) >= 3 * _BODY else min(_ATTACK, len(energies))
    levels: NDArray[np.float64] = 10 * np.log10(_windowed(energies, hops)[: len(energies) - hops + 1] + 1e-30)
    return levels


def _kind_of_noise(noise: NDArray[np.float32], sample_rate: int) -> str:
    centred = noise - noise.mean()
    power = max(float(np.square(centred, dtype=np.float64).sum()), 1e-30)
    slope = float(np.square(np.diff(centred), dtype=np.float64).sum())
    return "rumble" if slope < power * (2 * np.pi * _RUMBLE_HZ / sample_rate) ** 2 else "noise"


def _told(samples: int, sample_rate: int, kind: str) -> str:
    seconds = samples / sample_rate
    return f"{seconds:.1f} s of {kind} before the hit" if seconds >= _TOLD else ""


def _energies(waveform: NDArray[np.float32], hop: int) -> NDArray[np.float64]:
    """Sum of the squares of every hop (hops,); the last one may be a part."""
    padded = np.pad(waveform, (0, -len(waveform) % hop)).reshape(-1, hop)
    energies: NDArray[np.float64] = np.einsum("ij,ij->i", padded, padded).astype(np.float64)
    return energies


def _windowed(energies: NDArray[np.float64], hops: int) -> NDArray[np.float64]:
    """Sum of the energies of every hop and those after it, `hops` together: (hops,)."""
    sums = np.concatenate([[0.0], np.cumsum(energies)])
    windowed: NDArray[np.float64] = (
        sums[np.minimum(np.arange(len(energies)) + hops, len(energies))] - sums[:-1]
    )
    return windowed
