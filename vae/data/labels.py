"""Derives one of the twelve labels from a sound's name, and the name that people see.

Knows only text: instrument names from a kit's description, file names and folder names.
"""

import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

LABELS = (
    "kick",
    "snare",
    "clap",
    "rim",
    "closed_hat",
    "open_hat",
    "tom",
    "cymbal",
    "cowbell",
    "conga",
    "shaker",
    "fx",
)
HATS = ("closed_hat", "open_hat")
USUAL_CONFIDENCE: dict[str, float] = {"kit": 1.0, "name": 1.0, "neighbours": 0.5, "unknown": 0.0}
"""How sure a label is of which nothing is known but its source."""
DRUMKIT_FILE = "drumkit.xml"
LARGEST_DRUMKIT_FILE = 8_000_000

_HAT_WORDS = r"\b(?!what\b|that\b|chat\b)\w*hats?\b|\bhi ?h\b|\w*hihat\w*|\b[cop]?hh\w*|\bcharley\b"
_OPEN_WORDS = (
    r"open|\bop\b|\bohh?\b|\bohats?\b|\bhho|\bsemi|\bhalf\b|\bswish|\bchoked?\b|\bfree\b|\bloose\b|\bho\b"
)

# The first matching pattern wins, so specific patterns come before general ones
# ("dununba bell" above "dununba", "snare rimshot" above "rimshot", "hi-hat stick" above "stick").
_WORDS: tuple[tuple[str, str], ...] = (
    ("fx", r"\b(guitar|strums?|chords?|vocals?|voices?|vox|choir|slap bass|steel drum|bell tree)\b"),
    ("shaker", r"\b(sleigh|jingles?)\b"),
    ("cowbell", r"cow ?bell|\bagogos?\b|\btriangles?\b|\bbells?\b.*dun|(dun\w*|sangban|kenkeni)\b.*\bbell\b"),
    ("hat", _HAT_WORDS),
    (
        "conga",
        r"conga|bongo|djembe|cajon|dunun|\bdoundoun|sangban|kenkeni|\btumba|\bquinto\b|\btabla|darbuka"
        r"|doumbek|\budu\b|timbale|hand ?drum",
    ),
    (
        "shaker",
        r"shak(er|e\b)|maraca|tambourin|cabasa|\bganza\b|\bguiro\b|caxixi|vibra ?slap|\btamb\b|rattle",
    ),
    ("snare", r"snare|\bsnr|\bredoblante|caisse claire|\bbrush"),
    ("kick", r"kick|bass ?drum|\bbdrum\b|grosse caisse|\bbombo\b"),
    ("clap", r"\w*clap(s|ping)?\b|\w*snaps?\b"),
    (
        "tom",
        r"\b\w*(?<!cus)(?<!bot)(?<!phan)(?<!\ba)toms?(hi|high|mid|lo|low|floor)?\b|\btaiko|\btimpani|\bsurdo",
    ),
    ("cymbal", r"crash|cymbal|\w*splash|\b(rides?|cymb?|china|gong|crsh)\b"),
    (
        "rim",
        r"\brims?\b|rim ?(shot|click)|side ?stick|cross ?stick|sticks?\b|\bclaves?\b|wood ?block|castanet",
    ),
    ("rim", r"\bclick\b"),
    ("cymbal", r"\bbell\b"),
    (
        "fx",
        r"\w*fx\b|\beffects?\b|whistle|\bzaps?\b|laser|riser?\b|\bsweep|scratch|glass|impact|\bnoise\b|siren"
        r"|\bgun\b|\bbass\b|piano|\bsynth|\bstab|\bpads?\b|\borchestra|\bstrings\b|\bglitch|\bblip|\bbeep",
    ),
)
_CODES: tuple[tuple[str, str], ...] = (
    ("kick", r"\b(bd|kd|kik|kck)\b"),
    ("snare", r"\b(sd|sn)\b"),
    ("clap", r"\b(cp|clp)\b"),
    ("hat", r"\b(ch|oh|hc|ho)\b"),
    ("cowbell", r"\bcb\b"),
    ("cymbal", r"\b(cy|rd|rc|cc|cr)\b"),
    ("tom", r"\b(tm|ft|lt|mt|ht)\b"),
    ("rim", r"\b(rs|rim|wb)\b"),
    ("shaker", r"\b(shk|mar|tmb)\b"),
    ("conga", r"\b(cga|bng)\b"),
)
_RULES = [(label, re.compile(pattern)) for label, pattern in _WORDS + _CODES]
_IS_OPEN = re.compile(_OPEN_WORDS)
_IS_CLOSED = re.compile(r"close|\bcl\b|\b[cp]hh|\b[cp]hats?\b|\bhh[cp]|pedal|\bfoot\b|\bch\b|\bhc\b")


def label_of(text: str) -> str | None:
    """Returns the label that a name suggests ("Pedal HH": closed_hat), or None."""
    words = _words(re.sub(r"\(.*?\)", " ", text)).casefold()
    for label, pattern in _RULES:
        if pattern.search(words):
            if label == "hat":
                return "open_hat" if _IS_OPEN.search(words) else "closed_hat"
            return label
    return None


def label_of_path(path: Path, instruments: Sequence[str] = ()) -> tuple[str, Literal["kit", "name"]] | None:
    """Labels a file by its kit's description, else by its own name, else by the nearest folder whose name suggests one.

    Args:
        path: Path of the file; all of its folders count, so pass it relative to the data root's parent.
        instruments: Names of the instruments that play the file, from `read_drumkit`.

    Returns:
        (label, "kit" or "name"), or None if nothing suggests a label.
    """
    by_name = label_of(path.stem)
    for instrument in instruments:
        label = label_of(instrument)
        if label in HATS and by_name in HATS and _says_how_open(path.stem):
            return by_name, "kit"  # A pedal's slot often holds a half-open hat; the file name is more exact.
        if label is not None:
            return label, "kit"
    folders = (label_of(folder.name) for folder in path.parents)
    label = by_name or next((label for label in folders if label), None)
    return None if label is None else (label, "name")


def read_drumkit(path: Path) -> dict[str, list[str]]:
    """Reads Hydrogen's `drumkit.xml`: for every file of the kit, the instruments that play it.

    Raises:
        ValueError: The description cannot be read; the message is one sentence.
    """
    try:
        if path.stat().st_size > LARGEST_DRUMKIT_FILE:
            raise ValueError(f"{path.name} is too large to be a kit's description.")
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError, UnicodeError, LookupError) as error:
        raise ValueError(f"{path.name} cannot be read as a kit's description.") from error
    instruments: dict[str, list[str]] = {}
    for instrument in root.iterfind(".//{*}instrument"):
        name = (instrument.findtext("{*}name") or "").strip()
        for filename in instrument.iterfind(".//{*}filename"):
            if name and filename.text:
                instruments.setdefault(Path(filename.text.strip()).name, []).append(name)
    return instruments


def display_name(stem: str) -> str:
    """Turns a file's stem into words: "PearlKick-Softest" into "Pearl Kick Softest", "bd_01" into "BD 01"."""
    without_archive_prefix = re.sub(r"^\d+__[^_]+(?:_[^_]+)*?__(?=.*[A-Za-z])", "", stem)
    words = _words(without_archive_prefix, split_digits=False).split()
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


def _says_how_open(text: str) -> bool:
    words = _words(text).casefold()
    return bool(_IS_OPEN.search(words) or _IS_CLOSED.search(words))


def _words(text: str, *, split_digits: bool = True) -> str:
    """Separates words at punctuation and capitals, and numbers from letters if asked to."""
    text = unicodedata.normalize("NFKC", text.encode(errors="replace").decode())
    text = re.sub(r"\b(\w+)'s\b", " ", text) if split_digits else text
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    if split_digits:
        text = re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text)
    return re.sub(r"[\W_]+", " ", text).strip()
