"""Labels from tables: CSV files that name a sound's file and its category."""

import csv
from collections.abc import Iterable
from pathlib import Path

from vae.data.naming.words import file_key

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


def read_table(path: Path) -> dict[str, str]:
    """The label of every file that a table names; empty if it is no such table.

    A table has a heading with a column for files ("file", "filename", "path" …) and one for labels ("label",
    "category", "class" …). Commas, semicolons and tabs may separate its columns.

    Returns:
        By file name, as `file_key` gives it.
    """
    try:
        if path.stat().st_size > LARGEST_TABLE:
            return {}
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        start = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=start.count)
        rows = csv.reader(text.splitlines(), delimiter=delimiter)
        heading = [" ".join(cell.replace("_", " ").split()).casefold() for cell in next(rows, [])]
        file_column = next((heading.index(name) for name in _FILES if name in heading), None)
        label_column = next((heading.index(name) for name in _LABELS if name in heading), None)
        if file_column is None or label_column is None:
            return {}
        last = max(file_column, label_column)
        return {
            file_key(row[file_column]): label
            for row in rows
            if len(row) > last and row[file_column].strip() and (label := as_label(row[label_column]))
        }
    except (OSError, csv.Error):
        return {}


def tables_in(folders: Iterable[Path]) -> dict[Path, dict[str, str]]:
    """Every table of labels directly in some folders, by its path."""
    files = sorted({file for folder in folders for file in folder.glob("*.[cC][sS][vV]")})
    return {file: labels for file in files if (labels := read_table(file))}


def as_label(text: str) -> str:
    """A label as it is written: on one line, at most 64 characters."""
    return " ".join(text.encode(errors="replace").decode().split())[:64].strip()
