"""Labels from tables: CSV files that name a sound's file and its category."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from vae.data.naming.words import path_key
from vae.tables import TableError, from_csv

LARGEST_TABLE = 64_000_000
_FILES = ("file", "filename", "file name", "path", "filepath", "slice file name", "fname", "name", "sound")
_LABELS = (
    "label",
    "labels",
    "category",
    "class",
    "catid",
    "categoryfull",
    "category full",
    "type",
    "tag",
    "tags",
)
_OF_A_REPORT = "label from"


class LabelTable:
    """Labels of files, found by as much of a path as a table and a folder have in common."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Args: rows: paths or names of files, in any system's way of writing, and their labels."""
        self._labels: dict[str, str | None] = {}
        for path, label in rows:
            for key in _endings(path_key(path)):
                known = self._labels.setdefault(key, label)
                if known != label:
                    self._labels[key] = None  # "01.wav" is in two folders and tells nothing without them

    def __len__(self) -> int:
        return len(self._labels)

    def label_of(self, path: PurePath) -> str | None:
        """The label of a file, whose extension a table may leave out; None if the table does not name it."""
        for written in (path, path.with_suffix("")):
            for key in _endings(path_key(written.as_posix())):
                if label := self._labels.get(key):
                    return label
        return None


def _endings(key: str) -> Iterator[str]:
    """ "a/b/c", "b/c" and "c" of "a/b/c"."""
    parts = key.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def read_table(path: Path) -> LabelTable:
    """Reads a table of labels; one with nothing in it if the file is no such table.

    A table has a heading with a column for files ("file", "filename", "path" …) and one for labels ("label",
    "category", "class" …), and is in whatever encoding and with whatever separator a spreadsheet saved it. A report of
    a training is none: the labels in it may be guesses.
    """
    return LabelTable(_rows(path))


def tables_in(folders: Iterable[Path]) -> dict[Path, LabelTable]:
    """Every table of labels directly in some folders, by its path."""
    files = sorted({file for folder in folders for file in folder.glob("*.[cC][sS][vV]")})
    return {file: table for file in files if len(table := read_table(file))}


def as_label(text: str) -> str:
    """A label as it is written: on one line, at most 64 characters."""
    return " ".join(text.encode(errors="replace").decode().split())[:64].strip()


def _rows(path: Path) -> list[tuple[str, str]]:
    try:
        if path.stat().st_size > LARGEST_TABLE:
            return []
        rows = next(from_csv(path.read_bytes(), path.name, ()), [])
    except (OSError, TableError):
        return []
    names = {" ".join(name.replace("_", " ").split()): name for name in (rows[0] if rows else ())}
    file = next((names[name] for name in _FILES if name in names), None)
    label = next((names[name] for name in _LABELS if name in names), None)
    if file is None or label is None or _OF_A_REPORT in names:
        return []
    return [(row[file], named) for row in rows if row[file].strip() and (named := as_label(row[label]))]
