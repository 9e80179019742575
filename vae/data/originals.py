"""Finds the original audio of a library's sound again: from its file, its soundfont or its synthesis."""

import io
import os
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import numpy as np

from vae.checks import is_integer
from vae.data.soundfonts import FontSample, read_soundfont
from vae.sound.audio import AudioError, Taken, read_hit, read_part, wav_bytes
from vae.sound.one_shot import to_heard, to_one_shot

DATA_VARIABLE = "HITMAP_DATA"
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
SYSTEM_ROOTS = (Path("/usr/share/hydrogen/data/drumkits"), Path("/usr/share/sounds/sf2"))


def root_of(data: Path | str) -> Path:
    """The folder below which the originals of a data folder, or of a single file, are found again.

    Links keep their names, because a scan names what it finds after the folder that it was given.
    """
    path = Path(os.path.abspath(data))
    return path.parent if path.is_file() else path


def find_roots(given: Sequence[Path | str] = ()) -> list[Path]:
    """Returns the existing folders that may hold originals, each once.

    In this order: the given ones, those in the environment variable HITMAP_DATA (separated as in PATH),
    and those where Debian's packages put drum kits and soundfonts. Each may be a single file.
    """
    from_environment = [part for part in os.environ.get(DATA_VARIABLE, "").split(os.pathsep) if part]
    roots = map(root_of, (*given, *map(os.path.expanduser, from_environment), *SYSTEM_ROOTS))
    return [root for root in dict.fromkeys(roots) if root.is_dir()]


def told_apart(source: dict[str, Any], file: Path) -> dict[str, Any]:
    """A source that says which of several files at the same path below different roots is meant.

    Raises:
        OSError: the file cannot be read.
    """
    return source | {"crc32": _crc32(file)}


def read_original(
    source: Mapping[str, Any],
    *,
    sample_rate: int,
    num_samples: int,
    roots: Sequence[Path],
    stereo: bool = False,
) -> np.ndarray | None:
    """Returns the exact waveform (num_samples,) that `load_dataset` made from a sound, or None if it is missing.

    In stereo, a sound whose channels differ has both, (2, num_samples), at a peak of 0.95.

    Args:
        source: One of `Dataset.sources`: of type "file" (path below a data root), "soundfont" (path and
            sample) or "drum_machine" (what it is synthesised from). Not trusted: its path never leads out
            of a root.
        sample_rate: Sample rate in Hz, as in training.
        num_samples: Length, as in training.
        roots: Where to look for files, from `find_roots`.
        stereo: Whether to give both channels of a sound whose channels differ.
    """
    try:
        taken = _taken(source, roots)
        if taken is None:
            return None
        shape = {"target_rate": sample_rate, "num_samples": num_samples}
        if stereo:
            return to_heard(taken.waveform, taken.sample_rate, taken.stereo, **shape)
        return to_one_shot(taken.waveform, taken.sample_rate, **shape).waveform
    except AudioError:
        return None


def _taken(source: Mapping[str, Any], roots: Sequence[Path]) -> Taken | FontSample | None:
    """What `load_dataset` read of a sound, or None if it is missing.

    Raises:
        AudioError: it cannot be read.
    """
    if source.get("type") == "drum_machine":
        return _synthesize(source)
    file = _meant(source, roots)
    if file is None:
        return None
    if source.get("type") == "file":
        part = source.get("part")
        return read_hit(file) if part is None else read_part(file, _checked_part(part))
    if source.get("type") == "soundfont" and is_integer(source.get("sample")):
        return next(iter(read_soundfont(file, only=source["sample"])), None)
    return None


def has_original(source: Mapping[str, Any], roots: Sequence[Path]) -> bool:
    """Whether `read_original` finds something to read; the sound itself is not checked."""
    return source.get("type") == "drum_machine" or find_in_roots(source.get("path"), roots) is not None


def find_in_roots(path: object, roots: Sequence[Path]) -> Path | None:
    """The first file at that path below a root; None if there is none, or if the path leads out of every root.

    This keeps a foreign checkpoint from naming arbitrary files on this machine. Links inside a root are followed, as
    they are when its sounds are read: its owner put them there.

    Args:
        path: path from a library, not trusted: any value at all.
        roots: folders to look in.
    """
    return next(_all_in_roots(path, roots), None)


def _all_in_roots(path: object, roots: Sequence[Path]) -> Iterator[Path]:
    if not isinstance(path, str) or not path:
        return
    relative = PurePosixPath(path)
    if relative.is_absolute() or ".." in relative.parts or not relative.parts:
        return
    # macOS decomposes accents, and other systems keep a name as it was written.
    spellings = [path] if path.isascii() else [path, *(unicodedata.normalize(form, path) for form in FORMS)]
    for root in roots:
        for spelling in map(PurePosixPath, dict.fromkeys(spellings)):
            # Paths in a data root that is itself a kit begin with its name: "KIT/file.wav".
            inside = root.parent / spelling if spelling.parts[0] == root.name else None
            for file in filter(None, (root / spelling, inside)):
                # On systems with drives and backslashes, a part may still lead elsewhere.
                if Path(os.path.abspath(file)).is_relative_to(os.path.abspath(root)) and os.path.isfile(file):
                    yield file


def _meant(source: Mapping[str, Any], roots: Sequence[Path]) -> Path | None:
    """The file of a source: of several at its path, the one with its checksum, or else the first."""
    files = list(_all_in_roots(source.get("path"), roots))
    if len(files) > 1 and "crc32" in source:
        for file in files:
            try:
                if _crc32(file) == source["crc32"]:
                    return file
            except OSError:
                continue
    return files[0] if files else None


def _crc32(file: Path) -> int:
    return zlib.crc32(file.read_bytes())


def _checked_part(part: object) -> tuple[int, int]:
    """The first sample and the end of a hit, from a library.

    Raises:
        AudioError: it is no such pair.
    """
    if isinstance(part, list | tuple) and len(part) == 2:
        start, end = part
        if is_integer(start) and is_integer(end) and start < end:
            return start, end
    raise AudioError("The library names no part of this recording.")


def _synthesize(source: Mapping[str, Any]) -> Taken:
    """Synthesises a sound and rounds it like the drum machine's WAV files.

    Raises:
        AudioError: The drum machine does not know such a sound.
    """
    from vae.drum_machine.parts import SAMPLE_RATE
    from vae.drum_machine.sound import DrumSound, synthesize

    try:
        sound = DrumSound.from_json({key: value for key, value in source.items() if key != "type"})
        waveform = synthesize(sound)
    except (KeyError, TypeError, ValueError) as error:
        raise AudioError("The drum machine does not know this sound.") from error
    return read_hit(io.BytesIO(wav_bytes(waveform, SAMPLE_RATE)), is_cut=True)
