"""Tables for spreadsheets: CSV that every one of them opens, and that is read back whatever it made of it."""

import codecs
import csv
import io
import locale
from collections.abc import Iterable, Iterator, Mapping, Sequence

from vae.errors import HitmapError

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""A cell that begins so would be computed: https://owasp.org/www-community/attacks/CSV_Injection."""

SEPARATORS = ",;\t"
LEGACY_ENCODINGS = ("cp1252", "mac_roman")
"""What spreadsheets on Windows and older ones on macOS write unless they are told to write UTF-8."""


class TableError(HitmapError):
    """A table that cannot be used; the message is one sentence."""


def to_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """A table as CSV in UTF-8, with the byte-order mark by which spreadsheets recognise it.

    Text that a spreadsheet would compute begins with an apostrophe; `plain` takes it away again.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _guarded(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def from_csv(content: bytes, name: str, required: Sequence[str]) -> Iterator[list[dict[str, str]]]:
    """Reads a table in every encoding that it may be in, the likeliest first.

    Separators are commas, semicolons or tabs. Names of columns count without case and in any order.

    Args:
        content: the file.
        name: its name, for messages.
        required: columns without which it is of no use.

    Returns:
        For every encoding in which it can be read, its rows without empty ones; cells are `plain`, missing ones "".

    Raises:
        TableError: it cannot be read in any, or a column is missing.
    """
    texts = dict.fromkeys(_texts(content))
    if not texts:
        raise TableError(f"{name} is no text that can be read: save it as CSV in UTF-8.")
    for text in texts:
        yield _rows(text, name, required)


def plain(cell: str) -> str:
    """A cell without the apostrophe that `to_csv` set before it."""
    return cell[1:] if cell.startswith(tuple(f"'{start}" for start in (*FORMULA_STARTS, "'"))) else cell


def _guarded(cell: object) -> object:
    """`plain` is the inverse, because an apostrophe before an apostrophe or formula is doubled."""
    risky = isinstance(cell, str) and (cell.startswith(FORMULA_STARTS) or plain(cell) != cell)
    return f"'{cell}" if risky else cell


def _texts(content: bytes) -> Iterator[str]:
    encodings: tuple[str, ...] = ("utf-8", locale.getencoding(), *LEGACY_ENCODINGS)
    if content.startswith(codecs.BOM_UTF8):
        encodings = ("utf-8-sig",)
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            yield content.decode(encoding)
        except UnicodeError:
            continue


def _rows(text: str, name: str, required: Sequence[str]) -> list[dict[str, str]]:
    first, _, rest = text.partition("\n")
    hints = {f"sep={one}" for one in SEPARATORS}  # which Excel reads, and may keep
    if first.rstrip("\r").casefold() in hints:
        text, (first, _, _) = rest, rest.partition("\n")
    separator = max(SEPARATORS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise TableError(f"{name} is not a table that can be read: {error}.") from error
    columns = [cell.strip().casefold() for cell in lines[0]] if lines else []
    for column in required:
        if column not in columns:
            raise TableError(f"{name} has no column {column!r} in its first row.")
    filled = [line for line in lines[1:] if any(plain(cell).strip() for cell in line)]
    return [
        dict.fromkeys(columns, "") | dict(zip(columns, map(plain, line), strict=False)) for line in filled
    ]
