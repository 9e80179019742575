"""Assigns each sound its use: the map, learning, validation, or evaluation on held-out sounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from vae.data.dataset import Dataset, load_dataset
from vae.data.reading import GivenLabels
from vae.data.rows import Rows
from vae.data.scan import DataError
from vae.sound.spectrogram import SpectrogramConfig

HELD_OUT_SHARE = 0.15
VALIDATION_SHARE = 0.08
MOST_HELD_OUT = 500
"""Limit for held-out and for validation sounds: more would cost time and memory and reveal nothing more."""

LEARNED, VALIDATED, HELD_OUT, UNUSED = "learned", "validation", "held out", "too like the held out"


@dataclass(frozen=True)
class TrainingSet:
    """The sounds of a training, split by use.

    Attributes:
        dataset: the sounds of the map.
        held_out: (N,) bool, held out for `vae.evaluate`.
        validation: (V, samples), for early stopping.
        waveforms: (M, samples), what the model learns from: the other sounds and the extra ones.
        everything: the sounds of the map and the extra ones.
        roles: the use of each sound in `everything`.
    """

    dataset: Dataset
    held_out: np.ndarray
    validation: np.ndarray | Rows
    waveforms: np.ndarray | Rows
    everything: Dataset
    roles: tuple[str, ...]

    @property
    def scratch_bytes(self) -> int:
        """Disk space of the waveforms while they are in use."""
        return getattr(self.everything.waveforms, "num_bytes", 0)

    def seconds_again(self) -> float:
        """Seconds to read all waveforms once that are not kept on disk."""
        waveforms = self.everything.waveforms
        return waveforms.seconds_again() if isinstance(waveforms, Rows) else 0.0


def collect(
    data: Sequence[Path],
    extra: Sequence[Path],
    hold_out: Sequence[str],
    config: SpectrogramConfig,
    seed: int,
    *,
    given: GivenLabels = MappingProxyType({}),
    slices: bool = False,
    scratch: Path | None = None,
) -> TrainingSet:
    """Reads the sounds and splits them by kit.

    Args:
        data: folders of the sounds that the map will show.
        extra: folders and soundfonts for training only.
        hold_out: kits to keep for evaluation; chosen by `split_by_kit` if empty.
        config: gives sample rate and length.
        seed: seed of the choice.
        given: labels of a user; see `load_dataset`.
        slices: whether to cut recordings with several hits into all of them.
        scratch: folder for the waveforms while they are in use; see `load_dataset`.

    Raises:
        DataError: a folder cannot be read, or a kit to hold out does not exist.
    """
    everything = load_dataset(
        data,
        extra=extra,
        sample_rate=config.sample_rate,
        num_samples=config.num_samples,
        given=given,
        slices=slices,
        scratch=scratch,
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
        num_own = int((~everything.is_extra).sum())
        rest, chosen = everything.split(fraction=min(HELD_OUT_SHARE, MOST_HELD_OUT / num_own), seed=seed)
        held_out = np.isin(np.arange(len(everything)), chosen)
    if not len(rest):
        raise DataError("No sound is left to train on.")
    available = everything.subset(rest)
    learn, validate = available.split(fraction=min(VALIDATION_SHARE, MOST_HELD_OUT / len(rest)), seed=seed)
    roles = np.full(len(everything), UNUSED, dtype=object)
    roles[rest[learn]], roles[rest[validate]], roles[held_out] = LEARNED, VALIDATED, HELD_OUT
    shown = np.flatnonzero(~everything.is_extra)
    return TrainingSet(
        dataset=everything.subset(shown),
        held_out=held_out[shown],
        validation=available.subset(validate if len(validate) else learn).waveforms,
        waveforms=available.subset(learn).waveforms,
        everything=everything,
        roles=tuple(roles.tolist()),
    )
