"""A collection's own categories: the folders it is in, the words that its names share. Knows only text."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from vae.data.naming.everyday import EVERYDAY, SAYS_NOTHING, singular
from vae.data.naming.words import words_of

SHARED = 3
"""Names that share a word before that word is a category."""
MANY, LARGE_SHARE = 40, 0.5
"""A folder with so many sounds, and so much of the collection, is a heap: its names tell more than its own."""
MOST_OF_ALL = 0.8
"""Names that begin with one word, if it is a maker's or a pack's."""
MOST_OF_PACKAGE = 2 / 3
"""Sounds of a package in a folder that wraps it."""

HEARD_BESIDE_DRUMS = frozenset(
    ("bell", "splash", "crash", "click", "gong", "rattle", "jingle", "clap", "snap", "glass")
)
"""Everyday sounds that share their name with a drum."""


def by_folders(paths: Sequence[Path]) -> list[str | None]:
    """A category for every file from the folder it lies in, or None where its folders tell none.

    Of the folders around a file, the nearest that is named after something heard, else the nearest that has a name at
    all, is its category. A folder that holds most of a large collection, itself or below it, is no category; nor is one
    that wraps a package, as `usr/share/games/NAME` does, unless it is named after something heard.

    Args:
        paths: Relative to the data folder.
    """
    sizes = Counter(folder for path in paths for folder in path.parents)
    wrappers = _wrappers(paths, sizes)
    chosen: list[Path | None] = []
    for path in paths:
        named = [folder for folder in path.parents if content_words(folder.name)]
        small = [folder for folder in named if sizes[folder] < max(MANY, LARGE_SHARE * len(paths) + 1)]
        heard = [folder for folder in small if _says_heard(folder, wrapper=folder in wrappers)]
        telling = heard or [folder for folder in small if folder not in wrappers]
        chosen.append(next(iter(telling), None))
    parents: dict[str, set[Path]] = {}
    for folder in chosen:
        if folder is not None:
            parents.setdefault(_folder_label(folder), set()).add(folder.parent)
    return [None if folder is None else _with_parent(folder, parents, wrappers) for folder in chosen]


def _says_heard(folder: Path, *, wrapper: bool) -> bool:
    """Whether a folder is named after something heard; what wraps a package ("frozen-bubble") after nothing else."""
    words = {*content_words(folder.name)}
    return words <= EVERYDAY if wrapper else bool(words & EVERYDAY)


def _wrappers(paths: Sequence[Path], sizes: Counter[Path]) -> set[Path]:
    """Folders that tell the sounds of a package from no others: those that hold nearly all of it, and its own."""
    wrappers: set[Path] = set()
    for folder in {folder for path in paths for folder in path.parents if len(folder.parts) > 1}:
        package = Path(folder.parts[0])
        if sizes[package] >= SHARED and sizes[folder] > MOST_OF_PACKAGE * sizes[package]:
            wrappers |= {folder, package}
    return wrappers


def _with_parent(folder: Path, parents: dict[str, set[Path]], wrappers: set[Path]) -> str:
    """The folder's name, after its parent's where "wood" is below both "doors" and "footsteps"."""
    label = _folder_label(folder)
    above = () if folder.parent in wrappers else content_words(folder.parent.name)
    if len(parents[label]) > 1 and any(word in EVERYDAY for word in above):
        return f"{_folder_label(folder.parent)} {label}"
    return label


def _folder_label(folder: Path) -> str:
    return " ".join(words_of(folder.name, split_digits=False).casefold().split())[:64].strip()


def by_words(stems: Sequence[str]) -> list[tuple[str, float] | None]:
    """A category for every name and how sure it is: a word that starts several names, or that is something heard.

    Args:
        stems: Names without extension, of one collection.
    """
    names = _without_prefix([[*content_words(stem)] for stem in stems])
    names = [[_heard_in(word) or singular(word) for word in name] for name in names]
    leading = Counter(name[0] for name in names if name)
    anywhere = Counter(word for name in names for word in {*name})
    return [_best(name, leading, anywhere) for name in names]


def _best(name: list[str], leading: Counter[str], anywhere: Counter[str]) -> tuple[str, float] | None:
    """The word that starts several names, else the most frequent that is something heard, else one that is shared."""
    if not name:
        return None
    if leading[name[0]] >= SHARED:
        return name[0], 1.0
    for words, confidence in (
        ([word for word in name if _is_heard(word)], 0.9),
        ([word for word in name if anywhere[word] >= SHARED], 0.7),
    ):
        if words:
            best = max(words, key=lambda word: anywhere[word])  # of equals, the first
            return best, 1.0 if _is_heard(best) and (
                best == name[0] or anywhere[best] >= SHARED
            ) else confidence
    return None


def _without_prefix(names: list[list[str]]) -> list[list[str]]:
    """Names without the words, of a maker or a pack, that nearly all of them begin with."""
    while len(names) > SHARED:
        first, count = Counter(name[0] for name in names if name).most_common(1)[0] if any(names) else ("", 0)
        longer = sum(len(name) > 1 for name in names if name and name[0] == first)
        if count < MOST_OF_ALL * len(names) or 2 * longer < count or _is_heard(first):
            break
        names = [name[1:] if name and name[0] == first else name for name in names]
    return names


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a name that may say what is heard: no numbers, no letters, no "sample" and "take"."""
    words = words_of(text).casefold().split()
    return tuple(
        word
        for word in words
        if not word.isdigit() and (len(word) > 2 or word in EVERYDAY) and word not in SAYS_NOTHING
    )


def _is_heard(word: str) -> bool:
    return word in EVERYDAY or word in HEARD_BESIDE_DRUMS


@lru_cache(maxsize=8192)
def _heard_in(word: str) -> str | None:
    """The word for something heard that a word is or is made with: "doors", "planewater", "grenadeimpact"."""
    for form in (singular(word), word):
        if form in EVERYDAY:
            return form
    starts = [known for known in EVERYDAY if len(known) > 4 and word.startswith(known)]
    return max(starts, key=len, default=None)
