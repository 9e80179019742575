"""Brings a map up to date with a folder: what is new is added, what changed is replaced, and all else keeps its place.

A file that is gone keeps its sound, unless its user says otherwise: its disk may be away.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from vae.checkpoint.codec import Codec
from vae.data.dataset import load_dataset
from vae.data.originals import root_of
from vae.data.scan import DataError, GoneError, NoSoundError, scan
from vae.latent.half import HalfLatents
from vae.library.add import add_sounds, remember_data, tell_apart
from vae.library.folders import Changes, Stamp, Stamps, compare, read_folders, write_folders
from vae.library.library import Library
from vae.library.parts import finished_parts, parts_folder

PER_SOUND = (
    *("latents", "coordinates", "descriptors", "levels", "durations", "errors_db", "held_out"),
    *("label_confidences", "names", "labels", "kits", "label_sources", "sources"),
)
"""What a library has of every sound."""
PLACED = ("latents", "coordinates", "descriptors", "levels", "durations", "errors_db", "sources")
"""What a sound gets from its file, and not from its name."""


@dataclass(frozen=True)
class Synced:
    """What `sync` did: numbers of sounds, and for files that gave none their paths and why."""

    added: int = 0
    replaced: int = 0
    moved: int = 0
    dropped: int = 0
    missing: int = 0
    left_out: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        counts = {
            "added": self.added,
            "replaced": self.replaced,
            "moved": self.moved,
            "dropped": self.dropped,
        }
        done = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing new"
        kept = f"; {self.missing} that are not there any more stay on the map" if self.missing else ""
        return done + kept

    @property
    def changed(self) -> bool:
        """Whether the library is another one now."""
        return any((self.added, self.replaced, self.moved, self.dropped))


def sync(
    checkpoint: Path,
    codec: Codec,
    folder: Path,
    *,
    exclude: Sequence[Path] = (),
    drop_missing: bool = False,
    workers: int | None = None,
    progress: bool = True,
) -> Synced:
    """Brings the library of a checkpoint up to date with a folder; reads only files that are new or changed.

    Args:
        checkpoint: its folder; unchanged if there is an error.
        codec: its codec.
        folder: the sounds.
        exclude: files or folders to leave out, as for `load_dataset`.
        drop_missing: whether sounds leave the map whose files are gone.
        workers: as in `encode_in_parts`.
        progress: show a progress bar on a terminal.

    Raises:
        GoneError: the folder is missing, or as empty as a disk that is not mounted.
        HitmapError: as `load_dataset` and `add_sounds`.
        OSError: a file cannot be read or written.
    """
    folders = read_folders(checkpoint)
    key = root_of(folder).as_posix()
    if not folder.is_dir():
        raise GoneError(
            f"The folder {folder.name} is not there, so the map stays as it is: its disk may be away."
        )
    found, _ = scan([folder], exclude)
    files = {one.path.as_posix(): one.file for one in found}
    before = folders.get(key)
    if before is None:
        row_of = _rows_by_path(Library.load(checkpoint))
        before = {path: Stamp.unread(file) for path, file in files.items() if path in row_of}
    if before and not files:
        raise GoneError(
            f"The folder {folder.name} is empty, so the map stays as it is: its disk may be away."
        )
    changes = compare(before, files.items())
    kept: Stamps = {} if drop_missing else {path: before[path] for path in changes.gone}
    done = _carry_out(checkpoint, codec, folder, files, changes, exclude, drop_missing, workers, progress)
    if kept | changes.now != folders.get(key):
        write_folders(checkpoint, folders | {key: kept | changes.now})
    return done


def _carry_out(
    checkpoint: Path,
    codec: Codec,
    folder: Path,
    files: dict[str, Path],
    changes: Changes,
    exclude: Sequence[Path],
    drop_missing: bool,
    workers: int | None,
    progress: bool,
) -> Synced:
    if not (changes.new or changes.changed or changes.moved or changes.gone):
        return Synced()
    library = Library.load(checkpoint)
    row_of = _rows_by_path(library)
    wanted = {path: files[path] for path in (*changes.new, *changes.changed)}
    library, done = _with_new(checkpoint, codec, library, folder, wanted, exclude, workers, progress)
    library, moved = _moved(library, changes)
    gone = [row for path in changes.gone for row in row_of.get(path, ())]
    if drop_missing and gone:
        library = rows_of_library(library, np.setdiff1d(np.arange(len(library)), gone))
    done = replace(
        done,
        moved=moved,
        dropped=len(gone) if drop_missing else 0,
        missing=0 if drop_missing else len(gone),
    )
    if done.changed:
        remember_data(checkpoint, [folder])
        library.save(checkpoint)
    finished_parts(checkpoint)
    return done


def _with_new(
    checkpoint: Path,
    codec: Codec,
    library: Library,
    folder: Path,
    wanted: dict[str, Path],
    exclude: Sequence[Path],
    workers: int | None,
    progress: bool,
) -> tuple[Library, Synced]:
    """The library with the sounds of some files: at the end, or in the place of what their files held before."""
    if not wanted:
        return library, Synced()
    try:
        dataset = load_dataset(
            [folder],
            sample_rate=codec.sample_rate,
            num_samples=codec.num_samples,
            exclude=exclude,
            scratch=checkpoint,
            only=frozenset(wanted.values()),
            progress=progress,
        )
    except NoSoundError:
        return library, Synced(left_out=tuple((path, "There is no sound in it.") for path in wanted))
    sounds = tell_apart(library, dataset, [folder])
    count, parts = len(library), parts_folder(checkpoint)
    row_of = _rows_by_path(library)
    library, known = add_sounds(library, codec, sounds, parts=parts, workers=workers, progress=progress)
    left_out = [(one.path, one.reason) for one in dataset.left_out]
    left_out += [(name, f"It is on the map already, as {same}.") for name, same in known.items()]
    replaced = {}
    for row in range(count, len(library)):
        path = library.sources[row].get("path")
        if path in row_of and len(row_of[path]) == 1 and "part" not in library.sources[row]:
            replaced[row_of[path][0]] = row
    library = _replaced(library, replaced)
    return library, Synced(len(library) - count, len(replaced), left_out=tuple(left_out))


def rows_of_library(library: Library, rows: np.ndarray) -> Library:
    """A library of some of the sounds of another, in this order."""

    def pick(name: str) -> Any:
        values = getattr(library, name)
        if isinstance(values, HalfLatents):
            return HalfLatents(values.stored[rows])
        return values[rows] if isinstance(values, np.ndarray) else tuple(values[row] for row in rows.tolist())

    return replace(library, **{name: pick(name) for name in PER_SOUND})


def _replaced(library: Library, rows: dict[int, int]) -> Library:
    """A library where some sounds have become others, which are no longer there themselves: {old row: new row}."""
    if not rows:
        return library
    taken = np.arange(len(library))
    taken[list(rows)] = list(rows.values())
    renewed = rows_of_library(library, taken)
    whole = replace(library, **{name: getattr(renewed, name) for name in PLACED})
    return rows_of_library(whole, np.setdiff1d(np.arange(len(library)), list(rows.values())))


def _moved(library: Library, changes: Changes) -> tuple[Library, int]:
    """The library with the new paths of files that moved, and of how many sounds."""
    row_of, sources = _rows_by_path(library), list(library.sources)
    count = 0
    for path, old in changes.moved.items():
        for row in row_of.get(old, ()):
            sources[row] = sources[row] | {"path": path}
            count += 1
    return (replace(library, sources=tuple(sources)) if count else library), count


def _rows_by_path(library: Library) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, source in enumerate(library.sources):
        if isinstance(source.get("path"), str):
            rows.setdefault(source["path"], []).append(row)
    return rows


def watch(
    checkpoint: Path,
    codec: Codec,
    folder: Path,
    *,
    seconds: float,
    exclude: Sequence[Path] = (),
    workers: int | None,
) -> Iterator[Synced | DataError]:
    """Calls `sync` again and again, for as long as it is asked for the next result.

    It looks at names, sizes and times, which works on network drives too, where no system tells of changes.

    Yields:
        What was done, whenever something was, or why the folder cannot be used now, once until it can again.
    """
    complained = False
    while True:
        try:
            done = sync(checkpoint, codec, folder, exclude=exclude, workers=workers)
        except DataError as error:
            if not complained:
                yield error
            complained = True
        else:
            complained = False
            if done.changed or done.left_out:
                yield done
        time.sleep(seconds)
