"""Folders of sounds to arrays: every sound prepared, named and labelled, every file left out explained.

Labels are those of the collection: `name_collection` finds them in descriptions, tables and names. Sounds without one
are labelled by the sounds they resemble; drums are "fx", marked as unknown, if too few are labelled for that.
"""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from tqdm import tqdm

from vae.checkpoint.disk import check_space
from vae.data.copies import COMPARED_SECONDS, Impressions
from vae.data.families import families
from vae.data.labels import USUAL_CONFIDENCE, LabelSource
from vae.data.naming.collection import name_collection
from vae.data.naming.guesses import guess_labels
from vae.data.naming.words import unique_names
from vae.data.originals import told_apart
from vae.data.reading import (
    SOUNDFONT_FORMAT,
    UNKNOWN_LABEL,
    FileFacts,
    GivenLabels,
    ReadAgain,
    Sound,
    read_files,
    with_given_label,
)
from vae.data.rows import MOST_KEPT, Rows, RowWriter, digest_of
from vae.data.scan import LeftOut, NoSoundError, check_there, scan
from vae.data.split import split_by_kit
from vae.sound.quiet import quiet_libraries
from vae.sound.stereo.image import StereoImage

NOT_HERE = np.zeros(0, np.float32)
SAME_LIKENESS = 0.9975
"""Sounds more alike than this are one recording, kept once; sounds with the same name may differ more."""


@dataclass(frozen=True)
class Dataset:
    """Prepared sounds and what is known about them: arrays and tuples with one entry per sound, in the same order.

    Attributes:
        waveforms: (N, num_samples) float32, peak 0.95, onset at the start; on disk (`Rows`) from `load_dataset`.
        names: Names for people, unique among the sounds of the map and among the extra ones.
        labels: What each is: one of `LABELS` for drums, otherwise the collection's own categories.
        kits: The kit each belongs to; hits of one drum never lie in two kits.
        levels: (N,) float32, original peaks in dB below full scale.
        durations: (N,) float32, seconds to the point after which a sound stays 60 dB below its peak.
        label_sources: Where each label comes from: "kit" (its description), "list" (a table), "name" (file or
            folder), "neighbours" (similar sounds), "unknown" or "given" (by the user).
        sources: JSON values from which `read_original` gets the sound again.
        left_out: Files and folders that gave no sound, and why.
        families: Kits that share recordings are one family, which a split has to keep together.
        is_extra: (N,) bool, sounds only to learn from: never on the map, never held out.
        files: What a report says about each file.
        label_confidences: (N,) float32, how sure each label is: 1 where a description or a name says it outright,
            the share of the vote for a guess, 0 where nothing is known.
        stereo: How the channels of each differ; None for those that are mono.
    """

    waveforms: np.ndarray | Rows
    names: tuple[str, ...]
    labels: tuple[str, ...]
    kits: tuple[str, ...]
    levels: np.ndarray
    durations: np.ndarray
    label_sources: tuple[LabelSource, ...]
    sources: tuple[dict[str, Any], ...]
    left_out: tuple[LeftOut, ...] = ()
    families: tuple[str, ...] = ()
    is_extra: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    files: tuple[FileFacts, ...] = ()
    label_confidences: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    stereo: tuple[StereoImage | None, ...] = ()

    def __post_init__(self) -> None:
        """By default, every kit is a family, no sound is extra or stereo, and a label is as sure as its source."""
        if not self.stereo:
            object.__setattr__(self, "stereo", (None,) * len(self.names))
        if not self.families:
            object.__setattr__(self, "families", self.kits)
        if not len(self.is_extra):
            object.__setattr__(self, "is_extra", np.zeros(len(self.names), dtype=bool))
        if not len(self.label_confidences):
            usual = [USUAL_CONFIDENCE[source] for source in self.label_sources]
            object.__setattr__(self, "label_confidences", np.array(usual, np.float32))

    def __len__(self) -> int:
        return len(self.names)

    def subset(self, indices: Sequence[int] | np.ndarray) -> "Dataset":
        """Returns the sounds at these indices, in this order; `left_out` is kept."""

        def pick(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(values[index] for index in indices)

        indices = np.asarray(indices, dtype=int)
        return Dataset(
            waveforms=self.waveforms.take(indices, axis=0),
            names=pick(self.names),
            labels=pick(self.labels),
            kits=pick(self.kits),
            levels=self.levels[indices],
            durations=self.durations[indices],
            label_sources=pick(self.label_sources),
            sources=pick(self.sources),
            left_out=self.left_out,
            families=pick(self.families),
            is_extra=self.is_extra[indices],
            files=pick(self.files) if self.files else (),
            label_confidences=self.label_confidences[indices],
            stereo=pick(self.stereo),
        )

    def split(self, *, fraction: float = 0.15, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Splits the indices into training and held-out ones, by entire families (see `split_by_kit`).

        Extra sounds are for training, except those whose family is held out, which are in neither part.
        """
        own = np.flatnonzero(~self.is_extra)
        families = np.array(self.families, dtype=object)
        train, held_out = split_by_kit(
            families[own].tolist(), [self.labels[index] for index in own], fraction=fraction, seed=seed
        )
        is_whole = not {*families[own[train]]} & {*families[own[held_out]]}
        tested = {*families[own[held_out]]} if is_whole else set()
        extra = [index for index in np.flatnonzero(self.is_extra) if families[index] not in tested]
        return np.sort(np.concatenate([own[train], np.array(extra, dtype=int)])), own[held_out]


@quiet_libraries()
def load_dataset(
    folders: Sequence[Path],
    *,
    sample_rate: int,
    num_samples: int,
    exclude: Sequence[Path] = (),
    extra: Sequence[Path] = (),
    given: GivenLabels = MappingProxyType({}),
    slices: bool = False,
    scratch: Path | None = None,
    only: Container[Path] | None = None,
    progress: bool = True,
) -> Dataset:
    """Reads every sound below some folders; the same folders always give the same arrays.

    Args:
        folders: Data folders or single files. Soundfonts (.sf2) found there are read too.
        sample_rate: Sample rate of the result, in Hz.
        num_samples: Length of every sound.
        exclude: Files or folders to skip without mention in `left_out`, as paths or relative to a data folder.
        extra: Further folders or files, only to learn from; marked in `Dataset.is_extra`.
        given: Labels of a user, which count more than any other.
        slices: Cut loops and recordings with several hits into all of them, each a sound.
        scratch: An existing folder for the waveforms while they are in use, at most 4 bytes per sample and about
            `MOST_KEPT` in all; the system's folder for temporary files if None. Waveforms beyond that are read again
            from their files whenever they are asked for.
        only: The files to read, as in `Found.file`, of all whose names tell what they are; every one if None.
        progress: Show a progress bar on a terminal.

    Returns:
        The sounds. Of several copies of one recording, exact or near, only the first is included.

    Raises:
        DataError: A folder does not exist.
        NoSoundError: No sound at all was found.
        GoneError: A folder went away while it was read.
        DiskError: The disk of `scratch` may not have enough space for them.
        OSError: The disk is full.
    """
    found, left_out = scan(folders, [*exclude, *extra])
    num_own = len(found)
    if extra:
        found_extra, left_out_extra = scan(extra, exclude)
        found, left_out = found + found_extra, left_out + left_out_extra
    collection = name_collection(found)
    left_out = [one for one in left_out if one.path not in collection.tables]
    namings = collection.namings
    if only is not None:
        kept = [number for number, one in enumerate(found) if one.file in only]
        num_own, left_out = sum(number < num_own for number in kept), []
        found, namings = [found[number] for number in kept], tuple(namings[number] for number in kept)
    if scratch:
        whole = min(4 * min(num_samples, sample_rate) * len(found), MOST_KEPT)  # silence takes none
        check_space(scratch, whole + round(2 * COMPARED_SECONDS * sample_rate) * len(found))
    writer, heard = RowWriter(num_samples, scratch), Impressions(sample_rate, scratch)
    sounds: list[Sound] = []
    copies: list[tuple[str, str]] = []
    first_with: dict[bytes, Sound] = {}
    times = Counter(one.path for one in found)
    everything = read_files(found, sample_rate=sample_rate, num_samples=num_samples, slices=slices)
    quiet = None if progress else True
    for number, results in enumerate(
        tqdm(everything, total=len(found), desc="Reading", unit="file", disable=quiet)
    ):
        for result in results:
            if isinstance(result, LeftOut):
                check_there(found[number])
                left_out.append(result)
                continue
            waveform = result.one_shot.waveform
            digest = digest_of(waveform)
            if first := first_with.get(digest):
                copies.append((result.kit, first.kit))
                left_out.append(LeftOut(result.facts.path, f"This is the same sound as {first.facts.path}."))
                continue
            if result.facts.format != SOUNDFONT_FORMAT:
                result = namings[number].of(result)
            if times[found[number].path] > 1 and "path" in result.source:
                result = replace(result, source=told_apart(result.source, found[number].file))
            one_shot = replace(result.one_shot, waveform=NOT_HERE)  # it is kept on disk from here on
            sound = replace(result, one_shot=one_shot, is_extra=number >= num_own)
            first_with[digest] = with_given_label(sound, given)
            sounds.append(first_with[digest])
            again = ReadAgain(found[number], sample_rate, num_samples, digest)
            writer.add(waveform, digest=digest, again=again if len(results) == 1 else None)
            heard.add(waveform)
    if not sounds:
        why = f"; {left_out[-1].path} was left out: {left_out[-1].reason}" if left_out else "."
        raise NoSoundError(f"No sound was found in {', '.join(Path(folder).name for folder in folders)}{why}")
    return _collect(writer.rows(), heard.near_copies(), sounds, copies, tuple(left_out), sample_rate)


def _collect(
    waveforms: Rows,
    pairs: list[tuple[int, int, float]],
    sounds: list[Sound],
    copies: list[tuple[str, str]],
    left_out: tuple[LeftOut, ...],
    sample_rate: int,
) -> Dataset:
    kits = tuple(sound.kit for sound in sounds)
    num_own = sum(not sound.is_extra for sound in sounds)  # they come first, unaffected by the extra ones
    own = sounds[:num_own]
    labels, guessed_from, guess_confidences = guess_labels(
        waveforms.take(range(num_own)),
        [sound.name for sound in own],
        [sound.label for sound in own],
        [sound.among_drums for sound in own],
        sample_rate,
    )
    label_sources = [sound.label_source for sound in sounds]
    confidences = np.array([sound.label_confidence for sound in sounds], dtype=np.float32)
    for index in [index for index, sound in enumerate(own) if sound.label is None]:
        label_sources[index], confidences[index] = guessed_from[index], guess_confidences[index]
    labels += [sound.label for sound in sounds[num_own:]]
    first_of = _kept_instead(sounds, pairs)
    dataset = Dataset(
        waveforms=waveforms,
        names=_names(sounds[:num_own]) + _names(sounds[num_own:]),
        labels=tuple(label or UNKNOWN_LABEL for label in labels),
        kits=kits,
        levels=np.array([sound.one_shot.level_db for sound in sounds], dtype=np.float32),
        durations=np.array([sound.one_shot.duration for sound in sounds], dtype=np.float32),
        label_sources=tuple(label_sources),
        sources=tuple(sound.source for sound in sounds),
        left_out=left_out
        + tuple(
            LeftOut(sounds[one].facts.path, f"This is nearly the same sound as {sounds[first].facts.path}.")
            for one, first in first_of.items()
        ),
        families=families(kits, [(first, second) for first, second, _ in pairs], copies),
        is_extra=np.array([sound.is_extra for sound in sounds]),
        files=tuple(sound.facts for sound in sounds),
        label_confidences=confidences,
        stereo=tuple(sound.one_shot.stereo for sound in sounds),
    )
    return dataset.subset([index for index in range(len(sounds)) if index not in first_of])


def _kept_instead(sounds: list[Sound], pairs: list[tuple[int, int, float]]) -> dict[int, int]:
    """Maps every sound that nearly equals an earlier, kept one to the index of that one."""
    first_of: dict[int, int] = {}
    for first, second, likeness in pairs:
        same_name = sounds[first].name.casefold() == sounds[second].name.casefold()
        if (same_name or likeness > SAME_LIKENESS) and first not in first_of:
            first_of.setdefault(second, first)
    return first_of


def _names(sounds: Sequence[Sound]) -> tuple[str, ...]:
    return unique_names([sound.name for sound in sounds], [sound.kit for sound in sounds])
