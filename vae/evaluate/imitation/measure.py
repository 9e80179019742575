"""The envelope errors of imitations, of the nearest sounds, and of a model, for held-out sounds."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vae.checkpoint.codec import Codec
from vae.data.rows import Rows
from vae.data.training_set import TrainingSet
from vae.drum_machine.sound import synthesize
from vae.imitation import imitate
from vae.imitation.bank import Bank, features
from vae.imitation.search import nearest
from vae.sound.levels import sound_end
from vae.sound.measures import envelope_db
from vae.sound.measures.pairs import mono, with_length
from vae.sound.one_shot import align_onset

Waves = NDArray[np.float32]
Method = Callable[[Waves], Waves]
"""A sound (samples,) -> what a method makes of it, at the same rate."""

LOOKED_AT = 10
"""So many of a library's nearest sounds are measured for the best one."""


def methods(codec: Codec, training: NDArray[np.float32] | Rows, effort: float) -> dict[str, Method]:
    """The methods by name: all of them for sounds at the rate of a codec, which is the drum machine's.

    Args:
        codec: the model.
        training: (N, samples), the sounds that the model learned from.
        effort: of the search, in seconds of synthesised sound.
    """
    rate = codec.sample_rate
    steps, loudest = zip(*(features(training[index]) for index in range(len(training))), strict=True)
    library = Bank((), np.stack(steps), np.array(loudest, dtype=np.float32))

    def of_library(sound: Waves) -> Waves:
        close = [np.asarray(training[index]) for index in library.nearest(sound)[:LOOKED_AT]]
        return min(close, key=lambda one: envelope_db(sound, one, rate))

    return {
        "imitation": lambda sound: _aligned(synthesize(imitate(sound, rate, effort=effort).sound), rate),
        "nearest synthesised": lambda sound: _aligned(synthesize(nearest(sound, rate).sound), rate),
        "nearest of library": of_library,
        "model": lambda sound: mono(codec.decode(codec.encode(sound, rate))),
    }


def measure(
    sounds: TrainingSet, codec: Codec, *, count: int, effort: float, seed: int
) -> Iterator[dict[str, Any]]:
    """Measures all methods on held-out sounds, one after the other.

    Args:
        sounds: the sounds of the checkpoint, which say what was held out.
        codec: its model.
        count: number of held-out sounds, drawn at random.
        effort: of the search.
        seed: of the draw.

    Yields:
        After every sound the figures so far, JSON-able: sounds, their number; effort; seed; labels, the number of each;
        and for each method medians of the envelope error, `first_second_db` and `whole_db`, the quartiles of the
        former, and for how many sounds it is nearer than the model.
    """
    held_out = np.flatnonzero(sounds.held_out)
    chosen = np.random.default_rng(seed).permutation(held_out)[:count]
    rate = codec.sample_rate
    tried = methods(codec, sounds.waveforms, effort)
    errors: dict[str, list[tuple[float, float]]] = {name: [] for name in tried}
    labels: list[str] = []
    for index in chosen:
        waveform = np.asarray(sounds.dataset.waveforms[index])
        original = waveform[: max(sound_end(waveform), rate)]
        for name, method in tried.items():
            made = method(original)
            first = envelope_db(with_length(original, rate), with_length(made, rate), rate)
            errors[name].append((first, envelope_db(original, made, rate)))
        labels.append(sounds.dataset.labels[index])
        yield {
            "sounds": len(labels),
            "effort": effort,
            "seed": seed,
            "labels": {label: labels.count(label) for label in sorted(set(labels))},
            "methods": {name: _summary(found, errors["model"]) for name, found in errors.items()},
        }


def _summary(found: list[tuple[float, float]], model: list[tuple[float, float]]) -> dict[str, Any]:
    first, whole = np.array(found).T
    return {
        "first_second_db": round(float(np.median(first)), 3),
        "quartiles_db": np.percentile(first, [25, 75]).round(3).tolist(),
        "whole_db": round(float(np.median(whole)), 3),
        "better_than_model": int((first < np.array(model)[:, 0]).sum()),
    }


def _aligned(waveform: Waves, sample_rate: int) -> Waves:
    return align_onset(mono(waveform), sample_rate)
