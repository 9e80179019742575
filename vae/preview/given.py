"""Labels that a user gives in a table: `labels.csv` of a preview, corrected, or a table of one's own."""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from vae.data.labels import GIVEN, LABEL_SOURCES, LABELS, USUAL_CONFIDENCE
from vae.data.naming.collection import name_collection
from vae.data.reading import GivenLabel, GivenLabels
from vae.data.scan import scan, shown
from vae.tables import LEGACY_ENCODINGS, TableError, from_csv

FILE, LABEL, BEFORE, SURE, FROM, KIT = "file", "label", "label_before", "sure", "label_from", "kit"
LONGEST_LABEL = 64
UNKNOWN = "unknown"
LARGEST_TABLE = 50_000_000
ALIKE = 0.8
Row = dict[str, str]
Place = tuple[str, str]
"""Path and kit of a file, as in `GivenLabels`."""


def read_given(
    table: Path, folders: Sequence[Path], exclude: Sequence[Path] = ()
) -> tuple[GivenLabels, list[str]]:
    """Reads a table with the columns `file` and `label`, and says which sounds below some folders it labels.

    A row whose label is still what its column `label_before` says leaves it as sure as it was. A row without a label
    leaves the sound to Hitmap, and so does one of which nothing was known and that is unchanged.

    Args:
        table: CSV, however a spreadsheet saved it.
        folders: folders or files, as for `load_dataset`.
        exclude: likewise.

    Returns:
        The labels, and sentences about some that may be misspelt.

    Raises:
        TableError: the table cannot be read, or names what is not there.
        DataError: a folder does not exist.
        OSError: the table is missing or may not be read.
    """
    name = shown(table.name)
    if table.is_file() and table.stat().st_size > LARGEST_TABLE:
        raise TableError(f"{name} is too large to be a table of labels.")
    content = table.read_bytes()
    found = scan(folders, exclude)[0]
    kits = [naming.kit or one.kit for one, naming in zip(found, name_collection(found).namings, strict=True)]
    known = [(shown(one.path), kit) for one, kit in zip(found, kits, strict=True)]
    index = _Index(known)
    readings = [(rows, index.places(rows)) for rows in from_csv(content, name, (FILE, LABEL))]
    rows, places = max(readings, key=lambda reading: sum(map(bool, reading[1])))
    missing = [row[FILE] for row, its_places in zip(rows, places, strict=True) if not its_places]
    if missing:
        more = f" and {len(missing) - 1} more files" if len(missing) > 1 else ""
        are = "are" if more else "is"
        raise TableError(
            f"{name} names {_short(missing[0])!r}{more}, which {are} not among the sounds: correct the name or delete "
            "the row."
        )
    spellings = _Spellings([*LABELS, *(row.get(BEFORE, "").strip() for row in rows)])
    given: dict[Place, GivenLabel] = {}
    for row, its_places in zip(rows, places, strict=True):
        label = spellings.of(_label(row, name))
        for place in its_places if label else ():
            one = _given(row, label)
            if one.source == UNKNOWN:
                continue
            if given.setdefault(place, one).label != label:
                raise TableError(
                    f"{name} labels {_short(place[0])!r} twice: {given[place].label} and {label}."
                )
    return given, spellings.doubts(one.label for one in given.values())


def _label(row: Row, name: str) -> str:
    label = " ".join(unicodedata.normalize("NFC", row[LABEL]).split())
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise TableError(
            f"{name} has no label that can be used for {_short(row[FILE])!r}: it takes up to {LONGEST_LABEL} letters."
        )
    return label


def _given(row: Row, label: str) -> GivenLabel:
    source, sure = row.get(FROM, "").strip(), row.get(SURE, "").strip().rstrip("%").strip()
    before = next((one for one in LABEL_SOURCES if one == source), GIVEN)
    if before == GIVEN or label != row.get(BEFORE, "").strip():
        return GivenLabel(label, GIVEN, 1.0)
    is_percentage = re.fullmatch(r"\d{1,3}", sure, re.ASCII) and int(sure) <= 100
    return GivenLabel(label, before, int(sure) / 100 if is_percentage else USUAL_CONFIDENCE[before])


class _Spellings:
    """One spelling for every label, whatever its case and punctuation: "Closed Hat" is closed_hat."""

    def __init__(self, known: Iterable[str]) -> None:
        self._spelling: dict[str, str] = {}
        for label in filter(None, known):
            self._spelling.setdefault(self._key(label), label)
        self._known = set(self._spelling)

    def of(self, label: str) -> str:
        return self._spelling.setdefault(self._key(label), label)

    def doubts(self, labels: Iterable[str]) -> list[str]:
        """About new labels that are nearly known ones."""
        sentences = []
        for label in dict.fromkeys(labels):
            key = self._key(label)
            near = difflib.get_close_matches(key, self._known, 1, ALIKE) if key not in self._known else []
            sentences += [f"{label!r} is a new label: is it {self._spelling[one]!r}?" for one in near]
        return sentences

    @staticmethod
    def _key(label: str) -> str:
        return re.sub(r"[\W_]+", " ", label.casefold()).strip() or label


def _tidy(path: str) -> str:
    """A path without what systems differ in: separators, and the composition of accents."""
    return re.sub("^(?:[.]/)+", "", unicodedata.normalize("NFC", path.replace("\\", "/"))).strip()


def _resaved(path: str, encoding: str, *, tidy: bool = False) -> str:
    """What a spreadsheet makes of a path in an encoding: it writes a question mark, or two, for what that lacks."""
    path = _tidy(path) if tidy else path
    units = re.sub(r"[^\x00-\uffff]", "??", path)
    return units.encode(encoding, errors="replace").decode(encoding)


class _Index:
    """Finds files by their paths, even where a system or a spreadsheet has changed these."""

    FORMS: tuple[Callable[[str], str], ...] = (
        lambda path: path,
        _tidy,
        lambda path: _tidy(path).casefold(),
        *(partial(_resaved, encoding=encoding) for encoding in ("ascii", *LEGACY_ENCODINGS)),
        *(partial(_resaved, encoding=encoding, tidy=True) for encoding in ("ascii", *LEGACY_ENCODINGS)),
    )

    def __init__(self, places: Sequence[Place]) -> None:
        self._by_form: list[dict[str, list[Place]]] = []
        for form in self.FORMS:
            found = defaultdict(list)
            for place in places:
                found[form(place[0])].append(place)
            self._by_form.append(found)

    def places(self, rows: Sequence[Row]) -> list[list[Place]]:
        return [self._place(row[FILE], row.get(KIT, "").strip()) for row in rows]

    def _place(self, path: str, kit: str) -> list[Place]:
        """The files of that path; several if data folders hold it in several kits and the row names none."""
        file, mark, number = path.strip().rpartition("#")  # a sound of a file with several
        wanted = [(path, "")] + ([(file, mark + number)] if file and number.isdecimal() else [])
        for form, by_form in zip(self.FORMS, self._by_form, strict=True):
            for name, suffix in wanted:
                found = by_form.get(form(name), [])
                if len({one for one, _ in found}) == 1:
                    of_kit = [(one, its) for one, its in found if its == kit] or found
                    return [(one + suffix, its) for one, its in of_kit]
        return []


def _short(path: str) -> str:
    return path if len(path) <= 80 else f"…{path[-79:]}"
