"""Synthesises libraries in parallel; writes them as WAV files in label folders with an index of how each was made."""

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.dataset import CARD_FILE, METADATA_FILE, dataset_card, metadata_csv
from vae.drum_machine.kits import DEFAULT_COUNT, draw_library
from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumMachineError, DrumSound, synthesize
from vae.files import replacing_folder
from vae.sound.audio import wav_bytes

INDEX_FILE = "drum_machine.json"
FORMAT_VERSION = 2
KNOWN_VERSIONS = (1, 2)
"""Version 1 knew no takes: its sounds are read and made as they were."""

Progress = Callable[[int, int], None]
Made = TypeVar("Made")


def synthesize_library(
    sounds: Sequence[DrumSound], progress: Progress | None = None
) -> list[NDArray[np.float32]]:
    """Synthesises many sounds in parallel; each is the same as `synthesize` returns.

    Args:
        sounds: what to synthesise.
        progress: called with (done, total) after every sound.

    Returns:
        A waveform for every sound, as `synthesize` returns it.
    """
    return _in_parallel(synthesize, sounds, progress)


def _in_parallel(
    make: Callable[[DrumSound], Made], sounds: Sequence[DrumSound], progress: Progress | None
) -> list[Made]:
    """What `make` makes of every sound, in order, on all cores."""
    made = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for done, one in enumerate(pool.map(make, sounds), 1):
            made.append(one)
            if progress is not None:
                progress(done, len(sounds))
    return made


def read_index(folder: Path) -> dict[str, DrumSound]:
    """The sounds of a folder that `write_library` wrote, by path relative to it ("kick/Kick 808 017.wav").

    Raises:
        DrumMachineError: `drum_machine.json` is missing, damaged or from a newer version.
    """
    return {path: DrumSound.from_json(sound) for path, sound in _described(folder).items()}


def _described(folder: Path) -> dict[str, Any]:
    """The JSON value of every sound in the index by path; the parameters are not checked yet."""
    try:
        content = json.loads((folder / INDEX_FILE).read_text(encoding="utf-8"))
        version, sounds = content["version"], dict(content["sounds"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DrumMachineError(
            f"{INDEX_FILE} of the folder {folder.name!r} is missing or damaged."
        ) from error
    if version not in KNOWN_VERSIONS:
        raise DrumMachineError(
            f"{INDEX_FILE} has the format version {version!r}, and this program knows {FORMAT_VERSION}."
        )
    return sounds


def write_library(
    folder: Path,
    *,
    count: int = DEFAULT_COUNT,
    seed: int = 0,
    whole: bool = False,
    as_dataset: bool = False,
    progress: Progress | None = None,
) -> list[DrumSound]:
    """Writes a library, `<label>/<name>.wav` (16 bit, 44.1 kHz) and `drum_machine.json`, all or nothing.

    Args:
        folder: new, empty, or an earlier library, which is replaced.
        count: number of sounds.
        seed: seed of the draw.
        whole: whether sounds last until they are silent, and are in stereo where real ones are; see `draw_library`.
        as_dataset: whether to write metadata.csv and README.md too, as the Hugging Face Hub has them.
        progress: called with (done, total) after every sound.

    Raises:
        DrumMachineError: an argument is out of range, or the folder holds other files or is not writable.
    """
    sounds = draw_library(count, seed, whole=whole)
    _refuse_foreign(folder)
    try:
        with replacing_folder(folder) as fresh:
            made = _write_all(fresh, sounds, seed, progress)
            if as_dataset:
                options = f"--count {count} --seed {seed}" + ("" if whole else " --one-second")
                (fresh / METADATA_FILE).write_text(metadata_csv(made), encoding="utf-8", newline="")
                (fresh / CARD_FILE).write_text(dataset_card(made, options), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DrumMachineError(f"The folder {folder.name!r} cannot be written: {reason}.") from error
    return sounds


def _write_all(
    folder: Path, sounds: Sequence[DrumSound], seed: int, progress: Progress | None
) -> dict[str, DrumSound]:
    """Writes sounds and index; the sounds by their paths are returned."""

    def write(sound: DrumSound) -> str:
        path = f"{sound.label}/{sound.name}.wav"
        (folder / path).write_bytes(wav_bytes(synthesize(sound), SAMPLE_RATE))
        return path

    for label in {sound.label for sound in sounds}:
        (folder / label).mkdir(parents=True)
    paths = _in_parallel(write, sounds, progress)
    made = dict(zip(paths, sounds, strict=True))
    described = {path: sound.to_json() for path, sound in made.items()}
    content = {"version": FORMAT_VERSION, "seed": seed, "sounds": described}
    (folder / INDEX_FILE).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return made


def _refuse_foreign(folder: Path) -> None:
    """Refuses a folder with foreign files; a missing or empty one or an earlier library may be replaced."""
    if folder.is_dir():
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        known = (
            {INDEX_FILE, METADATA_FILE, CARD_FILE, *_described(folder)}
            if (folder / INDEX_FILE).is_file()
            else set()
        )
        if files - known:
            raise DrumMachineError(
                f"The folder {folder.name!r} holds files that the drum machine did not write; choose another."
            )
    elif folder.exists():
        raise DrumMachineError(f"{folder.name!r} is a file; the library needs a folder.")
