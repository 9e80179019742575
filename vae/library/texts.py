"""Columns of texts: UTF-8, one after another, each different text once. Knows no files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from vae.errors import HitmapError

PARTS = ("utf8", "ends", "rows")
"""The arrays of a column: all bytes (uint8), where each text ends (int64), and which of them each row has (int32)."""

Parts = Mapping[str, NDArray[Any]]


class TextError(HitmapError):
    """Arrays that are no column of texts."""


def packed_texts(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """A column as its `PARTS`."""
    rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    encoded = [text.encode("utf-8", "surrogatepass") for text in rows]
    return {
        "utf8": np.frombuffer(b"".join(encoded), np.uint8),
        "ends": np.cumsum([len(one) for one in encoded], dtype=np.int64),
        "rows": np.array([rows[text] for text in texts], np.int32),
    }


def check_texts(parts: Parts) -> None:
    """Checks that arrays are the `PARTS` of a column.

    Raises:
        TextError: they are not.
    """
    utf8, ends, rows = (parts[name] for name in PARTS)
    kinds = (utf8.dtype == np.uint8, ends.dtype == np.int64, rows.dtype == np.int32)
    if not all(kinds) or any(part.ndim != 1 for part in (utf8, ends, rows)):
        raise TextError("Texts are missing.")
    steps = np.diff(ends, prepend=0)
    inside = len(rows) == 0 or (rows.min() >= 0 and rows.max() < len(ends))
    if (steps < 0).any() or (len(ends) and ends[-1] != len(utf8)) or not inside:
        raise TextError("Texts are cut.")


def unpacked_texts(parts: Parts) -> tuple[str, ...]:
    """The texts of a column: the inverse of `packed_texts`. Equal ones are the same object.

    Raises:
        TextError: they are not UTF-8.
    """
    utf8, ends = parts["utf8"].tobytes(), parts["ends"].tolist()
    try:
        known = [
            utf8[start:end].decode("utf-8", "surrogatepass")
            for start, end in zip([0, *ends], ends, strict=False)
        ]
    except UnicodeDecodeError:
        raise TextError("Texts are damaged.") from None
    return tuple(known[row] for row in parts["rows"].tolist())


class Objects(Sequence[dict[str, Any]]):
    """A column of JSON objects, each read when it is asked for: as texts they need a tenth of the memory."""

    def __init__(self, parts: Parts) -> None:
        """Takes the checked parts of a column of JSON texts."""
        self.parts = parts

    def __len__(self) -> int:
        return len(self.parts["rows"])

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, Any]]: ...

    def __getitem__(self, index: int | slice) -> dict[str, Any] | Sequence[dict[str, Any]]:
        """One object, or some.

        Raises:
            TextError: it is no JSON object.
        """
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        row = self.parts["rows"][index]
        start, end = (self.parts["ends"][row - 1] if row else 0), self.parts["ends"][row]
        try:
            found = json.loads(self.parts["utf8"][start:end].tobytes())
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise TextError("This library cannot be used because sources is damaged.")
        return found
