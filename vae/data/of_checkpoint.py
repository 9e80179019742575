"""Finds the sounds that a checkpoint was trained on again, each in its part of the split."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from vae.data.dataset import Dataset
from vae.data.scan import DataError
from vae.data.training_set import TrainingSet, collect
from vae.sound.spectrogram import SpectrogramConfig


def held_out_mask(dataset: Dataset, config: dict[str, Any]) -> np.ndarray:
    """Which sounds training never saw, according to a checkpoint's configuration: (N,) bool."""
    names = set(config.get("training", {}).get("held_out", []))
    return np.array([name in names for name in dataset.names], dtype=bool)


def read_training_set(config: dict[str, Any], data: Sequence[Path] | None = None) -> TrainingSet:
    """Reads the sounds of a checkpoint from where they were in training or from `data`.

    Args:
        config: the checkpoint's config.json.
        data: where the sounds are now.

    Raises:
        DataError: they are not found.
    """
    training = config.get("training", {})
    folders = data or [Path(folder) for folder in training.get("data", [])]
    if not folders or not all(folder.exists() for folder in folders):
        raise DataError("The sounds of this checkpoint are not here: give their folder with --data.")
    extra = [path for folder in training.get("extra", []) if (path := Path(folder)).exists()]
    numbers = SpectrogramConfig(**config["spectrogram"])
    hold_out, seed, slices = (
        training.get("hold_out", []),
        training.get("seed", 0),
        training.get("slices", False),
    )
    sounds = collect(folders, extra, hold_out, numbers, seed, slices=slices)
    return as_in_training(sounds, config)


def as_in_training(sounds: TrainingSet, config: dict[str, Any]) -> TrainingSet:
    """Restores the split of training if other files or a newer way of splitting have changed it.

    The baselines must not learn from held-out sounds: they then learn from all sounds that share no family of kits
    with the held-out ones.
    """
    held_out = held_out_mask(sounds.dataset, config)
    if np.array_equal(held_out, sounds.held_out):
        return sounds
    everything = sounds.everything
    families = np.array(everything.families, dtype=object)
    tested = held_out_mask(everything, config) & ~everything.is_extra
    learned = np.flatnonzero(~np.isin(families, families[tested]))
    if not len(learned):
        raise DataError("No sound is left for the other ways of reconstruction to learn from.")
    return replace(sounds, held_out=held_out, waveforms=everything.waveforms.take(learned, axis=0))
