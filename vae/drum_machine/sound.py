"""A sound of the drum machine as a value, and the pure function that renders it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES, apply_chain, finish
from vae.drum_machine.engine import Engine, Range
from vae.drum_machine.parts import SAMPLE_RATE, Wave, gain, peak
from vae.drum_machine.stage import as_heard, bass_in_the_middle, pan
from vae.drum_machine.voice import Voice
from vae.errors import HitmapError

LAYER_RANGES: dict[str, Range] = {"layer_db": (-20.0, -2.0)}
LAYER_PREFIX = "layer."

TAKE_RANGES: dict[str, dict[str, Range]] = {
    "length": {"take_s": (1.0, 8.0)},
    "stereo": {"width": (0.0, 1.0), "pan": (-1.0, 1.0)},
}
"""Parameters of a take: how long it may ring, and how it stands between two loudspeakers.

A sound without `take_s` lasts one second, and one without `width` is mono, as every sound was before there were takes.
"""

_USES = ("main", "layer", "chain")


class DrumMachineError(HitmapError):
    """A request that the drum machine cannot meet; the message is one sentence."""


@dataclass(frozen=True)
class DrumSound:
    """Everything that a synthesised sound is made from.

    Attributes:
        label: one of the twelve labels.
        engine: name of the engine, or of two layered engines joined by "+".
        parameters: the engine's parameters by name, those of the chain's active parts, those of the take
            (`TAKE_RANGES`), and those of the second engine with the prefix "layer.". A name ends with its unit.
        seed: seed of the noise and of small irregularities.
        kit: the synthetic machine that it belongs to.
        name: name shown to people.
    """

    label: str
    engine: str
    parameters: dict[str, float]
    seed: int
    kit: str
    name: str

    @property
    def whole(self) -> bool:
        """Whether it lasts until it is silent, not for a second."""
        return "take_s" in self.parameters

    def to_json(self) -> dict[str, Any]:
        """The sound as plain JSON values; `from_json` restores it exactly."""
        return {
            "label": self.label,
            "engine": self.engine,
            "parameters": dict(self.parameters),
            "seed": self.seed,
            "kit": self.kit,
            "name": self.name,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "DrumSound":
        """The inverse of `to_json`; other keys are ignored.

        Raises:
            DrumMachineError: a field is missing or of the wrong kind, the engine is unknown, or a parameter
                is missing, unknown or out of its range.
        """
        try:
            sound = cls(
                label=str(value["label"]),
                engine=str(value["engine"]),
                parameters={str(name): float(number) for name, number in value["parameters"].items()},
                seed=int(value["seed"]),
                kit=str(value["kit"]),
                name=str(value["name"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise DrumMachineError(
                "A drum machine sound lacks a field or has one of the wrong kind."
            ) from error
        check(sound)
        return sound


def engines_of(sound: DrumSound) -> list[Engine]:
    """The one or two engines of a sound.

    Raises:
        DrumMachineError: there is no such label or engine, or there are more than two.
    """
    names = sound.engine.split("+")
    family: Mapping[str, Engine] = ENGINES.get(sound.label, {})
    if len(names) > 2 or any(name not in family for name in names):
        raise DrumMachineError(f"The drum machine has no engine {sound.engine!r} for {sound.label!r}.")
    return [family[name] for name in names]


def ranges_of(sound: DrumSound) -> dict[str, Range]:
    """The range of every parameter that a sound needs, in order: its engine's, its layer's, those of what is on.

    Raises:
        DrumMachineError: there is no such label or engine, or there are more than two.
    """
    main, *layers = engines_of(sound)
    ranges = dict(main.ranges_of(whole=sound.whole))
    for layer in layers:
        layered = layer.ranges_of(whole=sound.whole)
        ranges |= LAYER_RANGES | {LAYER_PREFIX + name: span for name, span in layered.items()}
    for part in (*CHAIN_RANGES.values(), *TAKE_RANGES.values()):
        if any(name in sound.parameters for name in part):
            ranges |= part
    return ranges


def check(sound: DrumSound) -> None:
    """Raises an error for a sound that `synthesize` cannot make.

    Raises:
        DrumMachineError: the sound is invalid; the message says why.
    """
    required = ranges_of(sound)
    if not 0 <= sound.seed <= MAX_INTEGER:
        raise DrumMachineError(f"The seed of a drum machine sound must be between 0 and {MAX_INTEGER}.")
    if unknown := sound.parameters.keys() - required.keys():
        raise DrumMachineError(f"The engine {sound.engine!r} has no parameter {min(unknown)!r}.")
    for name, (low, high) in required.items():
        if name not in sound.parameters:
            raise DrumMachineError(f"The engine {sound.engine!r} lacks the parameter {name!r}.")
        if not low <= sound.parameters[name] <= high:
            raise DrumMachineError(f"The parameter {name!r} must be between {low:g} and {high:g}.")


def synthesize(sound: DrumSound, num_samples: int | None = None) -> NDArray[np.float32]:
    """The sound's waveform: a pure function of its label, engine, parameters, seed and length.

    Args:
        sound: what to synthesise.
        num_samples: length at 44.1 kHz, at least a second. By default as long as the sound is: one second, or until
            a whole sound is silent. Another length is a different take of the sound, because the noise is drawn anew.

    Returns:
        float32, (samples,) if it is mono and (2, samples) if it is stereo, peak 0.95, starting at its onset (risers
        and reversed hits excepted), without DC, faded at the end.

    Raises:
        DrumMachineError: the sound is not one that the engines can make.
    """
    check(sound)
    main, *layers = engines_of(sound)
    p = sound.parameters
    length = num_samples or round(p.get("take_s", 1.0) * SAMPLE_RATE)
    main_voice, layer_voice, chain_voice = (_voice(sound, use, length) for use in _USES)
    wave = peak(main.render(p, main_voice))
    for layer in layers:
        wave = wave + gain(p["layer_db"]) * _layer(sound, layer, layer_voice)
    wave = apply_chain(wave, p, chain_voice)
    if "width" in p:
        wave = bass_in_the_middle(pan(wave, p["pan"]))
    finished = finish(wave, from_onset=not main.rises, whole=sound.whole and num_samples is None)
    return as_heard(finished)


def _voice(sound: DrumSound, use: str, num_samples: int) -> Voice:
    """The voice of an engine or of the chain; a room has nothing in common on both sides, whatever stands in it."""
    source = [sound.seed, _USES.index(use)]
    rng = np.random.default_rng(source)
    if "width" not in sound.parameters:
        return Voice(rng, num_samples)
    width = 1.0 if use == "chain" else sound.parameters["width"]
    return Voice(rng, num_samples, width=width, places=np.random.default_rng([*source, 1]))


def _layer(sound: DrumSound, engine: Engine, voice: Voice) -> Wave:
    settings = {name: sound.parameters[LAYER_PREFIX + name] for name in engine.ranges}
    return peak(engine.render(settings, voice))
