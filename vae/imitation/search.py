"""The search: from the bank's nearest sounds to the engine and the settings with the smallest envelope error."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.sound import DrumMachineError, DrumSound, synthesize
from vae.imitation.bank import SECONDS, Bank, read_bank
from vae.imitation.space import Space, as_take, with_effects
from vae.imitation.target import Target

EFFORT = 160.0
"""Seconds of sound that a search may synthesise: a second takes about 20 ms of one core."""
LOOKED_AT = 0.2
"""Share of the effort for the bank's nearest sounds as they are."""
ROUNDS = (8, 4, 2, 1)
"""So many searches go on in each round; a round has an equal share of the rest of the effort."""
SIGMA = 0.12
"""How far the first steps go, in shares of a parameter's range."""
POPULATION = 8
SAME_ENGINE = 2

Each = Callable[[Sequence[DrumSound]], list[float]]


@dataclass(frozen=True)
class Imitation:
    """What the drum machine can do towards a sound.

    Attributes:
        sound: the drum machine's sound, with all that it is made from.
        error_db: its envelope error against what it imitates, in dB.
    """

    sound: DrumSound
    error_db: float

    @property
    def label(self) -> str:
        """The family of its engine: "snare"."""
        return self.sound.label

    @property
    def engine(self) -> str:
        """The name of its engine: "acoustic"."""
        return self.sound.engine

    @property
    def parameters(self) -> dict[str, float]:
        """Its settings by name; a name ends with its unit."""
        return dict(self.sound.parameters)


def imitate(
    waveform: NDArray[np.float32],
    sample_rate: int,
    *,
    effort: float = EFFORT,
    label: str | None = None,
    also: Sequence[DrumSound] = (),
    bank: Bank | None = None,
) -> Imitation:
    """Finds the sound of the drum machine that is nearest to a sound, by envelope error.

    The nearest sounds of a bank are where it begins; an evolution strategy (CMA-ES) then turns all their parameters.
    The same arguments always give the same answer.

    Args:
        waveform: float (samples,) or (2, samples), of any level and length. What counts is the mean of its channels,
            from its onset to where it falls silent, eight seconds at most.
        sample_rate: in Hz.
        effort: seconds of sound that the search may synthesise. More is better, and slower.
        label: the family to look in, such as "snare"; by default all.
        also: further sounds to begin at, such as neighbours in a latent space.
        bank: where to begin; by default the bank that is part of Hitmap.

    Raises:
        AudioError: the waveform is empty or silent.
        DrumMachineError: there is no such family.
    """
    target = Target(waveform, sample_rate)
    with _measuring(target) as errors:
        affordable = int(effort / target.seconds)
        starts = _starts(target, bank or read_bank(), int(LOOKED_AT * affordable), label, also, errors)
        return _refined(starts, affordable - int(LOOKED_AT * affordable), errors)


def nearest(waveform: NDArray[np.float32], sample_rate: int, count: int = 32) -> Imitation:
    """The best of the `count` sounds of the bank that are nearest to a sound: `imitate` without a search."""
    target = Target(waveform, sample_rate)
    with _measuring(target) as errors:
        return _starts(target, read_bank(), count, None, (), errors)[0]


@contextmanager
def _measuring(target: Target) -> Iterator[Each]:
    """Measures sounds against a target, on all cores."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield lambda sounds: list(pool.map(lambda sound: target.error_db(synthesize(sound)), sounds))


def _starts(
    target: Target, bank: Bank, count: int, label: str | None, also: Sequence[DrumSound], errors: Each
) -> list[Imitation]:
    """The bank's nearest sounds and the given ones as takes of the target's length, measured, the best first."""
    if label is not None and label not in ENGINES:
        raise DrumMachineError(f"The drum machine has no sounds labelled {label!r}.")
    nearest = (bank.sounds[index] for index in bank.nearest(target.waveform))
    fitting = [sound for sound in nearest if label in (None, sound.label)]
    chosen = (*also, *fitting[: max(1, count - len(also))])
    takes = [as_take(sound, _ringing(sound, target)) for sound in chosen]
    return sorted(map(Imitation, takes, errors(takes)), key=lambda start: start.error_db)


def _ringing(sound: DrumSound, target: Target) -> float:
    """How long a sound may ring: as long as the target, or at least as before if the length decides what is heard."""
    return max(target.seconds, SECONDS) if sound.label == "fx" else target.seconds


def _refined(starts: Sequence[Imitation], affordable: int, errors: Each) -> Imitation:
    """The best that is found around the starts with so many sounds: many short searches first, then few long ones."""
    searches = [Search(start, seed) for seed, start in enumerate(_different(starts, ROUNDS[0]))]
    for going_on in ROUNDS:
        searches = sorted(searches, key=lambda search: search.best.error_db)[:going_on]
        generations = affordable // (len(ROUNDS) * len(searches) * POPULATION)
        for _ in range(generations):
            asked = [search.ask() for search in searches]
            found = iter(errors([sound for sounds in asked for sound in sounds]))
            for search, sounds in zip(searches, asked, strict=True):
                search.tell(sounds, [next(found) for _ in sounds])
    return min([starts[0], *(search.best for search in searches)], key=lambda found: found.error_db)


def _different(starts: Sequence[Imitation], count: int) -> list[Imitation]:
    """The best starts, of any engine two at most."""
    chosen: list[Imitation] = []
    for start in starts:
        same = [each for each in chosen if (each.label, each.engine) == (start.label, start.engine)]
        if len(same) < SAME_ENGINE and len(chosen) < count:
            chosen.append(start)
    return chosen


class Search:
    """The search around one start: asks for sounds to be measured, and is told their errors."""

    def __init__(self, start: Imitation, seed: int) -> None:
        from cmaes import CMA

        self.best = start
        self.space = Space.around(with_effects(start.sound))
        dimensions = len(self.space.names)
        bounds = np.tile([0.0, 1.0], (dimensions, 1))
        self._cma = CMA(self.space.origin, SIGMA, bounds, seed=seed + 1, population_size=POPULATION)
        self._asked: list[NDArray[np.float64]] = []

    def ask(self) -> list[DrumSound]:
        """The next sounds to measure."""
        self._asked = [self._cma.ask() for _ in range(POPULATION)]
        return [self.space.sound(shares) for shares in self._asked]

    def tell(self, sounds: Sequence[DrumSound], errors: Sequence[float]) -> None:
        """Takes the errors of the sounds that it asked for."""
        self._cma.tell(list(zip(self._asked, errors, strict=True)))
        self.best = min([self.best, *map(Imitation, sounds, errors)], key=lambda found: found.error_db)
