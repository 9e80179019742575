"""Draws a library: how many sounds of each label, which synthetic kit each belongs to, and its parameters.

Like a real kit, each has a character: it prefers engines of one technique and sends everything through similar
effects.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES
from vae.drum_machine.engine import Engine, spread
from vae.drum_machine.sound import LAYER_PREFIX, LAYER_RANGES, DrumMachineError, DrumSound
from vae.drum_machine.takes import with_takes

DEFAULT_COUNT = 1440
LARGEST_COUNT = 100_000
SOUNDS_PER_KIT = 24
MOST_KITS = 20

LABEL_SHARES = {
    "kick": 190,
    "snare": 200,
    "clap": 110,
    "rim": 80,
    "closed_hat": 170,
    "open_hat": 110,
    "tom": 140,
    "cymbal": 120,
    "cowbell": 70,
    "conga": 90,
    "shaker": 80,
    "fx": 80,
}
TITLES = {"fx": "FX", "closed_hat": "Closed hat", "open_hat": "Open hat"}
LOW_LABELS = {"kick", "tom", "conga"}
BRIGHT_LABELS = {"closed_hat", "open_hat", "cymbal", "shaker"}
LAYER_CHANCE = 0.12
OWN_WEIGHT = 0.6
"""The sound's own share of an effect's amount; the rest is the kit's."""

_CHAIN = tuple(CHAIN_RANGES)
_CHAIN_NAMES = tuple(name for part in CHAIN_RANGES.values() for name in part)


@dataclass(frozen=True)
class Character:
    """What kits of one kind share: weights of the techniques, probabilities of the parts of the chain."""

    analogue: float
    digital: float
    acoustic: float
    chances: dict[str, float]


CHARACTERS = (
    Character(6.0, 1.0, 0.4, {"tilt": 0.4, "drive": 0.15}),
    Character(0.4, 0.5, 6.0, {"room": 0.85, "damp": 0.45, "tilt": 0.5, "transient": 0.4}),
    Character(1.0, 6.0, 1.0, {"crush": 0.3, "tilt": 0.4}),
    Character(2.0, 3.0, 3.0, {"crush": 0.9, "highcut": 0.35, "shorten": 0.3}),
    Character(3.0, 3.0, 0.7, {"drive": 0.75, "transient": 0.5, "tilt": 0.4}),
    Character(0.2, 0.2, 6.0, {"room": 0.55, "damp": 0.45, "shorten": 0.3, "tilt": 0.6, "highcut": 0.2}),
    Character(2.0, 2.0, 2.0, {"highcut": 0.6, "crush": 0.4, "room": 0.5, "drive": 0.3}),
)
_BASE_CHANCES = {
    "transient": 0.2,
    "shorten": 0.08,
    "damp": 0.12,
    "drive": 0.15,
    "highcut": 0.12,
    "lowcut": 0.15,
    "tilt": 0.3,
    "crush": 0.06,
    "room": 0.3,
}


@dataclass(frozen=True)
class Kit:
    """One synthetic machine: its character, its favourite amount of each effect (0 to 1), its size."""

    name: str
    character: Character
    amounts: dict[str, float]
    size: float

    def chance(self, part: str) -> float:
        """Probability that the kit uses a part of the chain."""
        return self.character.chances.get(part, _BASE_CHANCES[part])


def draw_library(count: int = DEFAULT_COUNT, seed: int = 0, *, whole: bool = False) -> list[DrumSound]:
    """Draws the parameters of an entire library; the same arguments give the same sounds.

    Every engine's parameters are drawn together by Latin hypercube, so that each range is filled evenly.

    Args:
        count: number of sounds, 1 to 100,000; with 12 or more, every label is present.
        seed: 0 to 2**31 - 1.
        whole: whether sounds last until they are silent, and are in stereo where real ones are; if not, each is a
            second in mono. Both are of the same engines and kits.

    Raises:
        DrumMachineError: an argument is out of range.
    """
    if not 1 <= count <= LARGEST_COUNT:
        raise DrumMachineError(f"The number of sounds must be between 1 and {LARGEST_COUNT:,}.")
    if not 0 <= seed <= MAX_INTEGER:
        raise DrumMachineError(f"The seed must be between 0 and {MAX_INTEGER}.")
    rng = np.random.default_rng([seed, count])
    kits = _draw_kits(rng, int(np.clip(count // SOUNDS_PER_KIT, 1, MOST_KITS)))
    shares = np.array(list(LABEL_SHARES.values()), dtype=float)
    sounds: list[DrumSound] = []
    for label, amount in zip(LABEL_SHARES, apportion(count, shares), strict=True):
        sounds += _draw_label(rng, label, int(amount), kits, whole=whole)
    return with_takes(sounds, np.random.default_rng([seed, count, 1])) if whole else sounds


def apportion(count: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Splits `count` in proportion to `weights` by largest remainders, at least one each if there are enough."""
    present = weights > 0
    floor = present.astype(int) if count >= present.sum() else np.zeros(weights.size, dtype=int)
    exact = (count - floor.sum()) * weights / weights.sum()
    whole: NDArray[np.int64] = np.floor(exact).astype(int) + floor
    rest = count - int(whole.sum())
    whole[np.argsort(np.floor(exact) - exact, kind="stable")[:rest]] += 1
    return whole


def _draw_kits(rng: np.random.Generator, number: int) -> list[Kit]:
    return [
        Kit(
            name=f"Machine {index + 1:02d}",
            character=CHARACTERS[index % len(CHARACTERS)],
            amounts=dict(zip(_CHAIN_NAMES, rng.random(len(_CHAIN_NAMES)).tolist(), strict=True)),
            size=float(rng.lognormal(0.0, 0.35)),
        )
        for index in range(number)
    ]


def _draw_label(
    rng: np.random.Generator, label: str, count: int, kits: list[Kit], *, whole: bool
) -> list[DrumSound]:
    """Gives every sound of a label its kit and engine, then fills each engine's ranges at once."""
    sizes = np.array([kit.size for kit in kits]) * rng.uniform(0.5, 1.5, len(kits))
    chosen: dict[str, list[Kit]] = {}
    for kit, number in zip(kits, apportion(count, sizes), strict=True):
        for name, amount in zip(
            ENGINES[label], apportion(int(number), _preferences(rng, label, kit)), strict=True
        ):
            chosen.setdefault(name, []).extend([kit] * int(amount))
    sounds: list[DrumSound] = []
    numbers: Counter[str] = Counter()
    for name, members in chosen.items():
        if not members:
            continue
        engine = ENGINES[label][name]
        shares = scipy.stats.qmc.LatinHypercube(_dimensions(engine), rng=rng).random(len(members))
        for kit, row in zip(members, shares, strict=True):
            numbers[engine.title] += 1
            title = f"{TITLES.get(label, label.capitalize())} {engine.title} {numbers[engine.title]:03d}"
            sounds.append(_draw_sound(rng, engine, kit, row.tolist(), title, whole=whole))
    return sounds


def _preferences(rng: np.random.Generator, label: str, kit: Kit) -> NDArray[np.float64]:
    """A kit's weights of a label's engines: by technique, with random favourites."""
    weights = [getattr(kit.character, engine.technique) for engine in ENGINES[label].values()]
    return np.array(weights) * rng.dirichlet(np.full(len(weights), 1.2)) + 1e-9


def _dimensions(engine: Engine) -> int:
    return len(engine.ranges) + len(_CHAIN) + len(_CHAIN_NAMES) + 2


def _draw_sound(
    rng: np.random.Generator, engine: Engine, kit: Kit, shares: list[float], title: str, *, whole: bool
) -> DrumSound:
    row = iter(shares)
    parameters = engine.settings(lambda: next(row), whole=whole)
    switches = {part: next(row) for part in _CHAIN}
    own = {name: next(row) for name in _CHAIN_NAMES}
    name = engine.name
    others = [other for other in ENGINES[engine.label].values() if other is not engine and not other.rises]
    if next(row) < LAYER_CHANCE and not engine.rises:
        layer = others[int(rng.integers(len(others)))]
        name = f"{engine.name}+{layer.name}"
        parameters["layer_db"] = spread("layer_db", *LAYER_RANGES["layer_db"], next(row))
        parameters |= {
            LAYER_PREFIX + key: value for key, value in layer.settings(rng.random, whole=whole).items()
        }
    for part, ranges in CHAIN_RANGES.items():
        if switches[part] < kit.chance(part) and _suits(part, engine):
            for key, span in ranges.items():
                share = OWN_WEIGHT * own[key] + (1.0 - OWN_WEIGHT) * kit.amounts[key]
                if key in ("highcut_hz", "damp_s") and engine.label in BRIGHT_LABELS:
                    share = 0.6 + 0.4 * share
                parameters[key] = spread(key, *span, share)
    return DrumSound(engine.label, name, parameters, int(rng.integers(MAX_INTEGER)), kit.name, title)


def _suits(part: str, engine: Engine) -> bool:
    """Whether a part of the chain preserves what defines the sound: a rise, a cymbal's length, a kick's bass."""
    if part in ("transient", "shorten", "damp") and engine.rises:
        return False
    if part in ("shorten", "damp") and engine.label == "cymbal":
        return False
    return part != "lowcut" or engine.label not in LOW_LABELS
