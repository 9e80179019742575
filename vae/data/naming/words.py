"""Names as words: how file names are taken apart, compared and shown."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence


def path_key(path: str) -> str:
    """A path as most file systems compare them, whichever wrote it: composed, in no case, with slashes."""
    folded = unicodedata.normalize("NFD", path.strip().replace("\\", "/")).casefold()
    return unicodedata.normalize("NFC", folded)


def words_of(text: str, *, split_digits: bool = True) -> str:
    """Separates words at punctuation and capitals, and numbers from letters if asked to."""
    text = unicodedata.normalize("NFKC", text.encode(errors="replace").decode())
    text = re.sub(r"\b(\w+)'s\b", " ", text) if split_digits else text
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    if split_digits:
        text = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text)
    return re.sub(r"[\W_]+", " ", text).strip()


def display_name(stem: str) -> str:
    """Turns a file's stem into words: "PearlKick-Softest" into "Pearl Kick Softest", "bd_01" into "BD 01"."""
    without_archive_prefix = re.sub(r"^\d+__[^_]+(?:_[^_]+)*?__(?=.*[A-Za-z])", "", stem)
    words = words_of(without_archive_prefix, split_digits=False).split()
    if words and re.fullmatch(r"[bcdfghkmnprst]{2,3}", words[0]):
        words[0] = words[0].upper()  # a code such as "bd" or "chh"
    return " ".join(word[:1].upper() + word[1:] for word in words)[:80].strip() or "Sound"


def unique_names(names: Sequence[str], kits: Sequence[str], taken: Collection[str] = ()) -> tuple[str, ...]:
    """Makes names unique: adds the kit to duplicates, and a number if that is not enough.

    Args:
        names: (N,), in the order in which numbers are assigned.
        kits: (N,).
        taken: names that are already in use.
    """
    counts, used = Counter([*names, *taken]), set(taken)
    unique: list[str] = []
    for name, kit in zip(names, kits, strict=True):
        free = plain = name if counts[name] == 1 else f"{name} ({kit})"
        number = 1
        while free in used:
            number += 1
            free = f"{plain} {number}"
        used.add(free)
        unique.append(free)
    return tuple(unique)
