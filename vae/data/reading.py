"""Reads a found file: the sounds in it, prepared, named and labelled."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vae.data.labels import LabelSource
from vae.data.naming.fonts import label_samples
from vae.data.naming.pieces import why_no_single_sound
from vae.data.naming.words import display_name
from vae.data.pools import in_order
from vae.data.rows import digest_of
from vae.data.scan import SOUNDFONT_EXTENSION, DataError, Found, LeftOut, check_there, shown
from vae.data.soundfonts import read_soundfont
from vae.sound.audio import AudioError, OneShot, read_hit, read_hits, to_one_shot

UNKNOWN_LABEL = "fx"
SOUNDFONT_FORMAT = "SF2"
READ_AHEAD = 32


@dataclass(frozen=True)
class FileFacts:
    """What a report says about a file.

    Attributes:
        path: Relative to the data folder it lies in; with "#number" for a sample of a soundfont or one hit of several.
        format: Name of the format in libsndfile ("WAV"), whatever the extension; "SF2" for a soundfont.
        sample_rate: Sample rate in Hz.
        channels: 1 for mono.
        seconds: Length of the entire file.
        starts_at: Seconds into the file where the sound taken begins.
        cut: What lies before it and is left out, "1.2 s of noise before the hit", or which of several hits it is; ""
            if nothing is left out.
    """

    path: str
    format: str
    sample_rate: int
    channels: int
    seconds: float
    starts_at: float = 0.0
    cut: str = ""


@dataclass(frozen=True)
class Sound:
    """A prepared sound with what its file says about it; `label` is None if it suggests none.

    `label_confidence` is how sure the label is, from 0 to 1; `among_drums` whether its collection speaks of drums.
    """

    one_shot: OneShot
    facts: FileFacts
    name: str
    kit: str
    label: str | None
    label_source: LabelSource
    source: dict[str, Any]
    label_confidence: float = 0.0
    among_drums: bool = True
    is_extra: bool = False


@dataclass(frozen=True)
class GivenLabel:
    """A label that a user gives a sound, where it was from before, and how sure it is, from 0 to 1."""

    label: str
    source: LabelSource
    confidence: float


GivenLabels = Mapping[tuple[str, str], GivenLabel]
"""By path, as in `FileFacts`, and kit."""


def with_given_label(sound: Sound, given: GivenLabels) -> Sound:
    """The sound with its label from `given`, if there is one."""
    one = given.get((sound.facts.path, sound.kit))
    if one is None:
        return sound
    return replace(sound, label=one.label, label_source=one.source, label_confidence=one.confidence)


def read_file(
    found: Found, *, sample_rate: int, num_samples: int, slices: bool = False
) -> list[Sound | LeftOut]:
    """Reads a file: one sound, every hit, or every sample of a soundfont, or the reasons why there is none.

    A sound that is no sample of a soundfont gets its label from the names of all files (`name_collection`). Long music
    and speech are left out (`vae.data.naming.pieces`), unless they are cut into hits.

    Args:
        found: The file.
        sample_rate: Sample rate of the sounds, in Hz.
        num_samples: Length of every sound.
        slices: Whether to cut a recording with several hits into all of them.
    """
    if found.file.suffix.lower() == SOUNDFONT_EXTENSION:
        return _read_font(found, sample_rate=sample_rate, num_samples=num_samples)
    path, machine = shown(found.path), found.drum_machine
    try:
        if slices and machine is None:
            hits = read_hits(found.file)
        else:
            hits = [read_hit(found.file, is_cut=machine is not None)]
    except AudioError as error:
        return [LeftOut(path, str(error))]
    no_single = None if machine or hits[0].part else why_no_single_sound(found.inside, hits[0].seconds)
    if no_single:
        return [LeftOut(path, no_single)]
    results: list[Sound | LeftOut] = []
    for number, hit in enumerate(hits, 1):
        place = path if hit.part is None else f"{path}#{number}"
        try:
            one_shot = to_one_shot(
                hit.waveform, hit.sample_rate, hit.stereo, target_rate=sample_rate, num_samples=num_samples
            )
        except AudioError as error:
            results.append(LeftOut(place, str(error)))
            continue
        facts = FileFacts(
            place, hit.format, hit.sample_rate, hit.channels, hit.seconds, hit.starts_at, hit.cut
        )
        if machine is not None:
            source = {"type": "drum_machine", **machine.to_json()}
            results.append(Sound(one_shot, facts, machine.name, found.kit, machine.label, "kit", source, 1.0))
            continue
        source = {"type": "file", "path": found.path.as_posix()}
        name = display_name(found.path.stem)
        if hit.part is not None:
            source["part"] = [*hit.part]
            name = f"{name} Hit {number}"
        results.append(Sound(one_shot, facts, name, found.kit, None, "unknown", source))
    return results


@dataclass(frozen=True)
class ReadAgain:
    """Reads the waveform of the only sound in a file once more, and makes sure that it is the same.

    Attributes:
        found: the file.
        sample_rate: as for `read_file`.
        num_samples: as there.
        digest: `vae.data.rows.digest_of` the waveform.
    """

    found: Found
    sample_rate: int
    num_samples: int
    digest: bytes

    def __call__(self) -> np.ndarray:
        """The waveform (num_samples,).

        Raises:
            GoneError: the folder of the file is away.
            DataError: the file is gone, or no longer the same.
        """
        results = read_file(self.found, sample_rate=self.sample_rate, num_samples=self.num_samples)
        sound = results[0] if len(results) == 1 else None
        if isinstance(sound, Sound) and digest_of(sound.one_shot.waveform) == self.digest:
            return sound.one_shot.waveform
        check_there(self.found)
        raise DataError(f"{shown(self.found.path)} has changed since it was read: start again.")


def read_files(
    found: Iterable[Found], *, sample_rate: int, num_samples: int, slices: bool = False
) -> Iterator[list[Sound | LeftOut]]:
    """`read_file` of every file, in order, on several threads, at most a few files ahead."""

    def read(one: Found) -> list[Sound | LeftOut]:
        return read_file(one, sample_rate=sample_rate, num_samples=num_samples, slices=slices)

    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        yield from in_order(lambda one: pool.submit(read, one), found, READ_AHEAD)


def _read_font(found: Found, *, sample_rate: int, num_samples: int) -> list[Sound | LeftOut]:
    """A font's samples, labelled by all of their names."""
    results: list[Sound | LeftOut] = []
    try:
        samples = read_soundfont(found.file)
    except AudioError as error:
        return [LeftOut(shown(found.path), str(error))]
    labels = label_samples([sample.name for sample in samples])
    for sample, (label, label_source, sure) in zip(samples, labels, strict=True):
        path = f"{shown(found.path)}#{sample.index}"
        try:
            one_shot = to_one_shot(
                sample.waveform,
                sample.sample_rate,
                sample.stereo,
                target_rate=sample_rate,
                num_samples=num_samples,
            )
        except AudioError as error:
            results.append(LeftOut(path, str(error)))
            continue
        facts = FileFacts(
            path,
            SOUNDFONT_FORMAT,
            sample.sample_rate,
            1 if sample.stereo is None else 2,
            len(sample.waveform) / sample.sample_rate,
        )
        source = {"type": "soundfont", "path": found.path.as_posix(), "sample": sample.index}
        name = display_name(sample.name)
        results.append(Sound(one_shot, facts, name, found.kit, label, label_source, source, sure))
    return results
