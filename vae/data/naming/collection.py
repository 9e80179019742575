"""Labels for the files of collections, from all of their names together: drums only where a collection speaks of drums.

Reads tables of labels that lie beside the sounds, but no audio.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from vae.data.labels import LabelSource, drum_of_path
from vae.data.naming.cat_ids import cat_id
from vae.data.naming.categories import HEARD_BESIDE_DRUMS, by_folders, by_words, content_words
from vae.data.naming.drumkit import DRUMKIT_FILE
from vae.data.naming.drums import OUTRIGHT, WORD_AMONG_OTHERS, Drum, drum_of, is_no_drum, is_of_808
from vae.data.naming.everyday import singular
from vae.data.naming.lists import LabelTable, tables_in
from vae.data.naming.words import words_of
from vae.data.reading import Sound
from vae.data.scan import Found, shown

FEW = 4
"""A folder with fewer telling names is judged with the folder that it lies in."""
MOST, SOME = 0.5, 0.2
"""Drums by name: a collection speaks of drums if most are, or some of at least two labels, not all "crash", "click"."""
FIELDS = 2
"""Underscores in a name of the Universal Category System: CatID_Name_Creator."""
_OF_DRUMS = {"kit", "kits", "drum", "drums", "perc", "percussion"}


@dataclass(frozen=True)
class Naming:
    """What names say of a file.

    Attributes:
        label: Its label, or None if they say nothing.
        source: Where the label is from.
        confidence: How sure it is.
        among_drums: Whether its collection speaks of drums.
        kit: The kit it belongs to, where its folder is a category and no kit.
    """

    label: str | None
    source: LabelSource
    confidence: float
    among_drums: bool
    kit: str | None = None

    def of(self, sound: Sound) -> Sound:
        """A sound with what the names say of it."""
        return replace(
            sound,
            label=self.label,
            label_source=self.source,
            label_confidence=self.confidence,
            among_drums=self.among_drums,
            kit=self.kit or sound.kit,
        )


@dataclass(frozen=True)
class Collection:
    """What names say of all files, and which tables said it: paths as in `LeftOut`."""

    namings: tuple[Naming, ...]
    tables: frozenset[str]


def name_collection(found: Sequence[Found]) -> Collection:
    """Labels the files of data folders by all that is written about them.

    A label comes from a kit's description, else from a table beside the sounds, else from the CatIDs of the Universal
    Category System if most names of a folder have one. Else, where a folder speaks of drums, it is the drum that a
    name speaks of, and otherwise the category folder that a file lies in, or a word of its name.
    """
    namings: dict[int, Naming] = {}
    tables: set[str] = set()
    roots: dict[Path, list[int]] = defaultdict(list)
    for index, one in enumerate(found):
        roots[one.root].append(index)
    for root, indices in roots.items():
        named, read = _name_root(root, [found[index] for index in indices])
        tables |= read
        namings |= dict(zip(indices, named, strict=True))
    return Collection(tuple(namings[index] for index in range(len(found))), frozenset(tables))


def _name_root(root: Path, found: list[Found]) -> tuple[list[Naming], set[str]]:
    paths = [one.inside for one in found]
    drums = _drums(found)
    speaks = _speaking_of_drums(found, paths, drums)
    tables = _tables(root, found)
    listed = [
        next(filter(None, (table.label_of(one.path) for table in tables.values())), None) for one in found
    ]
    cat_ids = _cat_ids(found, drums)
    namings: list[Naming | None] = [
        _outright(one, drum, label, category, among)
        for one, drum, label, category, among in zip(found, drums, listed, cat_ids, speaks, strict=True)
    ]
    rest = [index for index, naming in enumerate(namings) if naming is None]
    for index, naming in zip(rest, _own_categories([paths[index] for index in rest]), strict=True):
        is_kit = naming.label is not None and naming.label == " ".join(
            words_of(found[index].kit).casefold().split()
        )
        namings[index] = replace(naming, kit=shown(root.name)) if is_kit else naming
    read = {
        shown(path) for table in tables for path in (table.relative_to(root), table.relative_to(root.parent))
    }
    return [naming for naming in namings if naming is not None], read


def _outright(
    one: Found,
    drum: tuple[Drum, LabelSource] | None,
    listed: str | None,
    category: str | None,
    among_drums: bool,
) -> Naming | None:
    """The label that needs no other name to be understood; None if the collection's own categories are asked."""
    if one.drum_machine is not None:
        return Naming(one.drum_machine.label, "kit", 1.0, True)
    if drum and drum[1] == "kit":
        return Naming(drum[0].label, "kit", drum[0].confidence, True)
    if listed:
        return Naming(listed, "list", 1.0, among_drums)
    if category:
        return Naming(category, "name", 1.0, among_drums)
    if drum and (among_drums or (drum[0].is_plain and drum[0].label != "fx" and not _is_of_a_thing(one))):
        is_word = among_drums and drum[0].confidence == WORD_AMONG_OTHERS
        return Naming(drum[0].label, "name", OUTRIGHT if is_word else drum[0].confidence, among_drums)
    if not among_drums:
        return None
    heard = next((word for word in content_words(one.file.stem) if is_no_drum(word)), None)
    if heard:
        return Naming(singular(heard), "name", 0.9, False)
    return Naming(None, "unknown", 0.0, True)


def _is_of_a_thing(one: Found) -> bool:
    """Whether a file is named after a thing and no drum, as "engine start" in a folder "HH60" of a helicopter is."""
    return drum_of(one.file.stem) is None and any(is_no_drum(word) for word in content_words(one.file.stem))


def _own_categories(paths: list[Path]) -> list[Naming]:
    folders = by_folders(paths)
    flat = [index for index, folder in enumerate(folders) if folder is None]
    words = dict(zip(flat, by_words([paths[index].stem for index in flat]), strict=True))
    found: list[tuple[str, float] | None] = [
        (folder, 1.0) if folder else words[index] for index, folder in enumerate(folders)
    ]
    usual = _usual_number([label for label, _ in filter(None, found)])
    return [
        Naming(None, "unknown", 0.0, False)
        if one is None
        else Naming(usual.get(one[0], one[0]), "name", one[1], False)
        for one in found
    ]


def _usual_number(labels: list[str]) -> dict[str, str]:
    """The singular or the plural of a label, whichever is more frequent, where both are used."""
    counts = Counter(labels)
    pairs = (
        (label, singular(label)) for label in counts if singular(label) != label and singular(label) in counts
    )
    usual = {}
    for plural, single in pairs:
        less, more = sorted((single, plural), key=lambda label: counts[label])
        usual[less] = more
    return usual


def _drums(found: list[Found]) -> list[tuple[Drum, LabelSource] | None]:
    """The drum that each file's names suggest; siblings tell whether a kit has the codes of a TR-808."""
    stems: dict[Path, set[str]] = defaultdict(set)
    for one in found:
        stems[one.file.parent].add(words_of(one.file.stem).casefold().split(" ")[0])
    of_808 = {folder: {"lc", "mc"} <= words for folder, words in stems.items()}
    return [
        drum_of_path(one.path, one.instruments, of_808=of_808[one.file.parent] or is_of_808(one.kit))
        for one in found
    ]


def _speaking_of_drums(
    found: list[Found], paths: list[Path], drums: Sequence[tuple[Drum, LabelSource] | None]
) -> list[bool]:
    """Whether each file lies in a folder that speaks of drums: the nearest whose names tell enough, else the root."""
    telling: Counter[Path] = Counter()
    by_label: dict[Path, Counter[str]] = defaultdict(Counter)
    of_drums_alone: set[Path] = set()
    for path, drum in zip(paths, drums, strict=True):
        is_drum = drum is not None and _tells_drum(path, drum[0])
        says = is_drum or _tells_no_drum(path, drum)
        for folder in path.parents if says else ():
            telling[folder] += 1
            if drum and is_drum:
                by_label[folder][drum[0].label] += 1
        if drum and is_drum and HEARD_BESIDE_DRUMS.isdisjoint(content_words(path.stem)):
            of_drums_alone |= {*path.parents}

    def speaks(folder: Path) -> bool:
        count = by_label[folder].total()
        return count > MOST * telling[folder] or (
            count >= SOME * telling[folder] and len(by_label[folder]) > 1 and folder in of_drums_alone
        )

    answers = {folder: speaks(folder) for folder in telling}
    kits = {
        folder
        for folder in {*chain(*(one.file.parents for one in found))}
        if (folder / DRUMKIT_FILE).is_file()
    }
    kits |= {one.file.parent for one in found if one.instruments or one.drum_machine}
    judged = (
        next((folder for folder in path.parents if telling[folder] >= FEW), Path(".")) for path in paths
    )
    return [
        not kits.isdisjoint(one.file.parents) or answers.get(folder, False)
        for one, folder in zip(found, judged, strict=True)
    ]


def _tells_drum(path: Path, drum: Drum) -> bool:
    """Whether a name means a drum in any collection, or is a word for one that no folder around contradicts."""
    if drum.label == "fx" or drum.confidence < WORD_AMONG_OTHERS:
        return False
    return drum.is_plain or not any(_is_of_effects(folder.name) for folder in path.parents)


def _is_of_effects(folder: str) -> bool:
    words = content_words(folder)
    return any(map(is_no_drum, words)) and _OF_DRUMS.isdisjoint(words)


def _tells_no_drum(path: Path, drum: tuple[Drum, LabelSource] | None) -> bool:
    """Whether a name tells, but of no drum; what is "fx" may be of a drum machine or of a game."""
    if drum is None:
        return bool(content_words(path.stem))
    return any(is_no_drum(word) for part in path.parts for word in content_words(part))


def _cat_ids(found: list[Found], drums: Sequence[tuple[Drum, LabelSource] | None]) -> list[str | None]:
    """The category that the CatID of each name stands for: most names have one, or one with more fields after it."""
    ids = [cat_id(one.file.stem) for one in found]
    if sum(one is not None for one in ids) >= MOST * len(found):
        return ids
    return [
        category if one.file.stem.count("_") >= FIELDS and not (drum and drum[0].is_plain) else None
        for one, drum, category in zip(found, drums, ids, strict=True)
    ]


def _tables(root: Path, found: list[Found]) -> dict[Path, LabelTable]:
    """Tables in the data folder, one below it, or beside a sound."""
    if not root.is_dir():
        return {}
    with os.scandir(root) as entries:
        below = [Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    return tables_in({root, *below, *(one.file.parent for one in found)})
