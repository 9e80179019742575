"""Folders of sounds to arrays: every sound prepared, named, labelled, and everything left out explained.

Labels come from the kit's own description, else from file and folder names. What neither tells is labelled
by the sounds it resembles; where too few sounds are labelled for that, it is "fx", marked as unknown.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from tqdm import tqdm

from vae.audio import AudioError, OneShot, to_one_shot
from vae.labels import LABELS, display_name, label_of, label_of_path
from vae.neighbours import label_by_neighbours
from vae.originals import find_roots, read_one_shot, read_original
from vae.scan import SOUNDFONT_EXTENSION, DataError, Found, LeftOut, scan, shown
from vae.soundfonts import read_soundfont
from vae.split import split_by_kit

__all__ = [
    "LABELS",
    "DataError",
    "Dataset",
    "LeftOut",
    "find_roots",
    "load_dataset",
    "read_original",
    "split_by_kit",
]

LabelSource = Literal["kit", "name", "neighbours", "unknown"]
UNKNOWN_LABEL = "fx"


@dataclass(frozen=True)
class Dataset:
    """Prepared sounds and what is known of them; everything has one entry a sound, in the same order.

    Attributes:
        waveforms: (N, num_samples) float32, peak 0.95, onset at the start.
        names: For people; no two are equal.
        labels: One of `LABELS` each.
        kits: What they belong to; hits of one drum never lie in two kits.
        levels: (N,) float32, original peaks in dB below full scale.
        durations: (N,) float32, seconds until a sound stays 60 dB below its peak.
        label_sources: Where a label comes from: "kit" (its description), "name" (file or folder),
            "neighbours" (sounds like it) or "unknown".
        sources: JSON-able, how `read_original` gets the sound again.
        left_out: Files and folders that gave no sound, and why.
    """

    waveforms: np.ndarray
    names: tuple[str, ...]
    labels: tuple[str, ...]
    kits: tuple[str, ...]
    levels: np.ndarray
    durations: np.ndarray
    label_sources: tuple[LabelSource, ...]
    sources: tuple[dict[str, Any], ...]
    left_out: tuple[LeftOut, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def subset(self, indices: Sequence[int] | np.ndarray) -> "Dataset":
        """Returns the sounds at these indices, in this order; what was left out stays."""

        def pick(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(values[index] for index in indices)

        indices = np.asarray(indices, dtype=int)
        return Dataset(
            waveforms=self.waveforms[indices],
            names=pick(self.names),
            labels=pick(self.labels),
            kits=pick(self.kits),
            levels=self.levels[indices],
            durations=self.durations[indices],
            label_sources=pick(self.label_sources),
            sources=pick(self.sources),
            left_out=self.left_out,
        )


@dataclass(frozen=True)
class _Sound:
    one_shot: OneShot
    path: str
    name: str
    kit: str
    label: str | None
    label_source: LabelSource
    source: dict[str, Any]


def load_dataset(
    folders: Sequence[Path],
    *,
    sample_rate: int,
    num_samples: int,
    exclude: Sequence[Path] = (),
    progress: bool = True,
) -> Dataset:
    """Reads every sound below some folders; the same folders always give the same arrays.

    Args:
        folders: Data folders, single files among them. Soundfonts (.sf2) found there are read too.
        sample_rate: Of the result, in Hz.
        num_samples: Of every sound.
        exclude: Files or folders to leave out without a word, as paths or relative to a data folder.
        progress: Show a bar where there is a terminal.

    Returns:
        The sounds. Where several are equal sample by sample, only the first is among them.

    Raises:
        DataError: A folder does not exist, or no sound at all was found.
    """
    found, left_out = scan(folders, exclude)
    read = partial(_read, sample_rate=sample_rate, num_samples=num_samples)
    sounds: list[_Sound] = []
    first_path: dict[bytes, str] = {}
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        bar = tqdm(
            pool.map(read, found),
            total=len(found),
            desc="Reading",
            unit="file",
            disable=None if progress else True,
        )
        for results in bar:
            for result in results:
                if isinstance(result, LeftOut):
                    left_out.append(result)
                    continue
                digest = hashlib.sha256(result.one_shot.waveform.tobytes()).digest()
                if first_path.setdefault(digest, result.path) != result.path:
                    reason = f"This is the same sound as {first_path[digest]}."
                    left_out.append(LeftOut(result.path, reason))
                else:
                    sounds.append(result)
    if not sounds:
        raise DataError(f"No sound was found in {', '.join(Path(folder).name for folder in folders)}.")
    return _collect(sounds, tuple(left_out), sample_rate)


def _collect(sounds: list[_Sound], left_out: tuple[LeftOut, ...], sample_rate: int) -> Dataset:
    waveforms = np.stack([sound.one_shot.waveform for sound in sounds])
    labels = label_by_neighbours(waveforms, [sound.label for sound in sounds], sample_rate)
    label_sources: list[LabelSource] = [
        sound.label_source if sound.label else "neighbours" if label else "unknown"
        for sound, label in zip(sounds, labels, strict=True)
    ]
    return Dataset(
        waveforms=waveforms,
        names=_unique_names(sounds),
        labels=tuple(label or UNKNOWN_LABEL for label in labels),
        kits=tuple(sound.kit for sound in sounds),
        levels=np.array([sound.one_shot.level_db for sound in sounds], dtype=np.float32),
        durations=np.array([sound.one_shot.duration for sound in sounds], dtype=np.float32),
        label_sources=tuple(label_sources),
        sources=tuple(sound.source for sound in sounds),
        left_out=left_out,
    )


def _read(found: Found, *, sample_rate: int, num_samples: int) -> list[_Sound | LeftOut]:
    if found.file.suffix.lower() == SOUNDFONT_EXTENSION:
        return _read_font(found, sample_rate=sample_rate, num_samples=num_samples)
    path = shown(found.path)
    try:
        one_shot = read_one_shot(found.file, sample_rate=sample_rate, num_samples=num_samples)
    except AudioError as error:
        return [LeftOut(path, str(error))]
    if found.drum_machine is not None:
        sound = found.drum_machine
        source = {"type": "drum_machine", **sound.to_json()}
        return [_Sound(one_shot, path, sound.name, found.kit, sound.label, "kit", source)]
    label, label_source = label_of_path(found.path, found.instruments) or (None, "unknown")
    source = {"type": "file", "path": found.path.as_posix()}
    return [_Sound(one_shot, path, display_name(found.path.stem), found.kit, label, label_source, source)]


def _read_font(found: Found, *, sample_rate: int, num_samples: int) -> list[_Sound | LeftOut]:
    """A font's samples; one whose name tells no drum is "fx", for most of a font is no drum at all."""
    results: list[_Sound | LeftOut] = []
    try:
        samples = read_soundfont(found.file)
    except AudioError as error:
        return [LeftOut(shown(found.path), str(error))]
    for sample in samples:
        path = f"{shown(found.path)}#{sample.index}"
        try:
            one_shot = to_one_shot(
                sample.waveform, sample.sample_rate, target_rate=sample_rate, num_samples=num_samples
            )
        except AudioError as error:
            results.append(LeftOut(path, str(error)))
            continue
        label = label_of(sample.name)
        source = {"type": "soundfont", "path": found.path.as_posix(), "sample": sample.index}
        name = display_name(sample.name)
        label_source: LabelSource = "name" if label else "unknown"
        results.append(_Sound(one_shot, path, name, found.kit, label or UNKNOWN_LABEL, label_source, source))
    return results


def _unique_names(sounds: Sequence[_Sound]) -> tuple[str, ...]:
    """Adds the kit to names that are there more than once, and a number where that is not enough."""
    counts = Counter(sound.name for sound in sounds)
    names: list[str] = []
    taken: set[str] = set()
    for sound in sounds:
        name = plain = sound.name if counts[sound.name] == 1 else f"{sound.name} ({sound.kit})"
        number = 1
        while name in taken:
            number += 1
            name = f"{plain} {number}"
        taken.add(name)
        names.append(name)
    return tuple(names)
