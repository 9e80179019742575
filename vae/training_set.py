"""Which sounds do what: shown on the map, learned from, kept for validation, kept for evaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae.dataset import DataError, Dataset, load_dataset
from vae.spectrogram import SpectrogramConfig

VALIDATION_SHARE = 0.08


@dataclass(frozen=True)
class TrainingSet:
    """Which sounds do what.

    Attributes:
        dataset: the sounds of the map.
        held_out: (N,) bool, kept for `vae.evaluate`.
        validation: (V, samples), kept for early stopping.
        waveforms: (M, samples), what the model learns from: the rest, and the extra sounds.
    """

    dataset: Dataset
    held_out: np.ndarray
    validation: np.ndarray
    waveforms: np.ndarray


def collect(
    data: Sequence[Path], extra: Sequence[Path], hold_out: Sequence[str], config: SpectrogramConfig, seed: int
) -> TrainingSet:
    """Reads the sounds and splits them by kit.

    Args:
        data: folders of the sounds that the map will show.
        extra: folders and soundfonts that only the training sees.
        hold_out: kits to keep for evaluation; chosen by `split_by_kit` when empty.
        config: gives sample rate and length.
        seed: of the choice.

    Raises:
        DataError: a folder cannot be read, or a kit to hold out is not there.
    """
    everything = load_dataset(
        data, extra=extra, sample_rate=config.sample_rate, num_samples=config.num_samples
    )
    kits, families = np.array(everything.kits), np.array(everything.families)
    unknown = set(hold_out) - set(everything.kits)
    if unknown:
        known = ", ".join(sorted(set(everything.kits)))
        raise DataError(f"There is no kit {sorted(unknown)[0]!r}; there are: {known}.")
    if hold_out:
        held_out = np.isin(kits, list(hold_out)) & ~everything.is_extra
        rest = np.flatnonzero(~np.isin(families, families[held_out]))
    else:
        rest, chosen = everything.split(seed=seed)
        held_out = np.isin(np.arange(len(everything)), chosen)
    if not len(rest):
        raise DataError("No sound is left to train on.")
    available = everything.subset(rest)
    learn, validate = available.split(fraction=VALIDATION_SHARE, seed=seed)
    shown = np.flatnonzero(~everything.is_extra)
    validation = available.waveforms[validate] if len(validate) else available.waveforms
    return TrainingSet(everything.subset(shown), held_out[shown], validation, available.waveforms[learn])
