"""Draws takes: how long the sounds of a library ring, and how they stand in front of the listener.

Kicks and circuits are in the middle, and what fills a room (hands, plates, beads, the room itself) is wide. Every kit
is recorded from one side: its hats, cymbals and drums have places of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vae.drum_machine.sound import DrumSound, engines_of

LONG_S, SHORT_S = 4.0, 2.0
"""How long a sound of a label may ring, in seconds; what is silent sooner ends sooner."""
CIRCUIT_CHANCE = 0.5
"""How much rarer stereo is where the sound comes from an analogue circuit, which has one output."""
ROOM_CHANCE = 0.5
"""How much rarer mono is in a room, which is heard from two sides."""
MOVED = 0.25
"""How far a sound may be from its kit's place for the label, as a share of `Take.reach`."""


@dataclass(frozen=True)
class Take:
    """How sounds of a label are recorded.

    Attributes:
        seconds: how long one may ring.
        chance: probability that it is in stereo.
        width: lowest and highest width.
        reach: how far to a side kits may place it, 0 to 1.
    """

    seconds: float
    chance: float = 0.0
    width: tuple[float, float] = (0.0, 0.0)
    reach: float = 0.0


TAKES = {
    "kick": Take(LONG_S),
    "snare": Take(SHORT_S, 0.5, (0.1, 0.45), 0.1),
    "clap": Take(SHORT_S, 0.85, (0.35, 1.0), 0.15),
    "rim": Take(SHORT_S, 0.35, (0.1, 0.4), 0.25),
    "closed_hat": Take(SHORT_S, 0.5, (0.15, 0.6), 0.35),
    "open_hat": Take(LONG_S, 0.6, (0.2, 0.75), 0.35),
    "tom": Take(LONG_S, 0.6, (0.1, 0.5), 0.5),
    "cymbal": Take(LONG_S, 0.9, (0.35, 1.0), 0.4),
    "cowbell": Take(LONG_S, 0.35, (0.1, 0.4), 0.4),
    "conga": Take(SHORT_S, 0.5, (0.1, 0.5), 0.4),
    "shaker": Take(SHORT_S, 0.7, (0.3, 0.9), 0.35),
    "fx": Take(LONG_S, 0.8, (0.3, 1.0), 0.2),
}


def with_takes(sounds: Sequence[DrumSound], rng: np.random.Generator) -> list[DrumSound]:
    """The same sounds, each with the parameters of a whole take, in stereo where real ones are.

    Args:
        sounds: sounds without a take, of any number of kits.
        rng: draws width and place; how long a sound may ring follows from its label.
    """
    places: dict[tuple[str, str], float] = {}
    taken = []
    for sound in sounds:
        take = TAKES[sound.label]
        share, width, moved = rng.random(3)
        place = places.setdefault((sound.kit, sound.label), float(rng.uniform(-1.0, 1.0)))
        parameters = {**sound.parameters, "take_s": take.seconds}
        if share < _chance(sound, take):
            pan = take.reach * np.clip(place + MOVED * (2.0 * moved - 1.0), -1.0, 1.0)
            parameters["width"] = _rounded(take.width[0] + width * (take.width[1] - take.width[0]))
            parameters["pan"] = _rounded(pan)
        taken.append(replace(sound, parameters=parameters))
    return taken


def _chance(sound: DrumSound, take: Take) -> float:
    """Probability that the sound is in stereo."""
    if take.chance == 0.0:
        return 0.0
    chance = take.chance * (CIRCUIT_CHANCE if engines_of(sound)[0].technique == "analogue" else 1.0)
    return 1.0 - ROOM_CHANCE * (1.0 - chance) if "room_s" in sound.parameters else chance


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
