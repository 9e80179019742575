"""Finds the drum that a name speaks of, and how sure that is. Knows only text."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from vae.data.naming.everyday import DRUM_TALK, EVERYDAY, MACHINES, PHRASES, singular
from vae.data.naming.words import words_of

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

OUTRIGHT, AMBIGUOUS, WORD_AMONG_OTHERS, CODE_AMONG_OTHERS = 1.0, 0.7, 0.6, 0.5
"""How sure a drum is: its name says it; its code has two meanings; it stands beside words that nobody knows."""

_HAT_WORDS = (
    r"\b(?!what\b|that\b|chat\b)\w*hats?\b|\bhi ?h\b|\w*hihat\w*|\b(?!\w*hhh)(?:[cop]|cl|op)?hh\w*|\bcharley\b"
    r"|\bhats?(?:open|clo?se?d?)\w*"
)
_OPEN_WORDS = (
    r"open|\bop\b|\bohh?\b|\bohats?\b|\b(?:oph)?hho|\bophh|\bopcl|\bsemi|\bhalf\b|\bswish|\bchoked?\b|\bfree\b"
    r"|\bloose\b|\bho\b|\bhh ?op?\b"
)

# The first matching pattern wins, so specific patterns come before general ones
# ("dununba bell" above "dununba", "snare rimshot" above "rimshot", "hi-hat stick" above "stick").
_WORDS: tuple[tuple[str, str], ...] = (
    ("fx", r"\b(guitar|strums?|chords?|vocals?|voices?|vox|choir|slap bass|steel drum|bell tree)\b"),
    ("shaker", r"\b(sleigh|jingles?)\b"),
    (
        "cowbell",
        r"cow ?bell|\bcowb\b|\bagogos?\b|\btriangles?\b|\bbells?\b.*dun|(dun\w*|sangban|kenkeni)\b.*\bbell\b",
    ),
    ("hat", _HAT_WORDS),
    (
        "conga",
        r"conga|bongo|djembe|cajon|dunun|\bdoundoun|sangban|kenkeni|\btumba|\bquinto\b|\btabla|darbuka"
        r"|doumbek|\budu\b|timbale|hand ?drum",
    ),
    (
        "shaker",
        r"shak(er|e\b)|maraca|tambourin|cabasa|\bganza\b|\bguiro\b|caxixi|vibra ?slap|\btamb\b|rattle|\bshkr\b",
    ),
    ("snare", r"snare|\bsnr|\bredoblante|caisse claire|\bbrush"),
    (
        "kick",
        r"kick|bass ?drum|\bbdrum\b|grosse caisse|\bbombo\b|\b808 (bass|sub)\b|\b(sub|bass) 808\b",
    ),
    ("clap", r"\w*clap(s|ping)?\b|\w*snaps?\b|\bhandclp"),
    (
        "tom",
        r"\b\w*(?<!cus)(?<!bot)(?<!phan)(?<!\ba)(?<!symp)toms?(hi|high|mid|lo|low|floor|h{1,2}|m{1,2}|l{1,3})?\b"
        r"|\btaiko|\btimpani|\bsurdo",
    ),
    ("cymbal", r"crash|cymbal|\w*splash|\b(rides?|rided|cymb?|china|gong|crsh|cshd)\b"),
    (
        "rim",
        r"\brims?\b|rim ?(shot|click)|side ?stick|\bsst\b|cross ?stick|sticks?\b|\bclaves?\b|\bclvs?\b"
        r"|wood ?block|castanet",
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
    ("kick", "bd|kd|kik|kck"),
    ("snare", "sd|sn"),
    ("clap", "cp|clp"),
    ("hat", "ch|oh|hc|ho|opcl"),
    ("cowbell", "cb"),
    ("cymbal", "cy|rd|rc|cc|cr"),
    ("tom", "tm|ft|lt|mt|ht"),
    ("rim", "rs|rim|wb"),
    ("shaker", "shk|mar|tmb"),
    ("conga", "cga|bng|cng"),
)
_MACHINE_CODES: tuple[tuple[str, str], ...] = (("conga", "lc|mc|hc"), ("rim", "cl"), ("shaker", "ma"))
"""What only a TR-808 and its likes call so; elsewhere "HC" is a closed hat, and "CL" is closed."""


def _code(codes: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)\d{{0,4}}(?P<code>{codes})\d{{0,4}}[a-z]?(?!\S)")


_RULES = [(label, re.compile(pattern)) for label, pattern in _WORDS]
_CODE_RULES = [(label, _code(codes)) for label, codes in _CODES]
_MACHINE_RULES = [(label, _code(codes)) for label, codes in _MACHINE_CODES]
_OF_A_909 = (
    ("kick", re.compile(r"bt[0-9a]a[0-9a][ad][0-9a]")),
    ("snare", re.compile(r"st[0-9a]t[0-9a]s[0-9a]")),
    ("tom", re.compile(r"[hml]t[0-9a]d[0-9a]")),
)
"""Samples of a TR-909 that are named by its knobs: "BT7AAD0" is a bass drum with a tune of 7."""
_OF_AN_808 = re.compile(r"(?<!\d)808(?!\d)|\bcr ?8000\b|\btr ?8s?\b|\brd ?8\b")
_STEPS_OF_AN_808 = re.compile(r"[lmh]c(?:00|10|25|50|75)", re.IGNORECASE)
_CLOSED_HAT = re.compile(r"(?<![A-Za-z])CHats?(?![a-z])")
"""Told from a chat by its capitals."""
_IS_OPEN = re.compile(_OPEN_WORDS)
_IS_CLOSED = re.compile(
    r"close|\bcl\b|\bclsd\b|\b(?:[cp]|cl)hh|\b[cp]hats?\b|\bhh[cp]|pedal|\bfoot\b|\bch\b|\bhc\b"
)
_EVERYDAY_NAME = re.compile(
    r"kicks?|\w*claps?|clapping|\w*snaps?|\w*toms?|\w*hats?|crash|rides?|\w*splash|china|gong|bells?|click|\w*sticks?"
    r"|rims?|brush|rattle|shake|jingles?|sleigh|triangles?|tumba|quinto|shakers?"
)
_KEY = re.compile(r"\b808\b.*\b[a-g](?: ?(?:sharp|flat|b|min|maj|m))?$")


@dataclass(frozen=True)
class Drum:
    """The drum that a name speaks of.

    Attributes:
        label: One of `LABELS`.
        confidence: How sure that is, from 0 to 1.
        is_plain: No everyday word and no code: whoever says "snare" or "conga" means the drum in any collection.
    """

    label: str
    confidence: float
    is_plain: bool = False


@lru_cache(maxsize=4096)
def drum_of(text: str, *, of_808: bool = False, in_kit: bool = False) -> Drum | None:
    """The drum that a name suggests ("Pedal HH": a closed hat, for certain), or None.

    What is in brackets tells how open a hat is, and otherwise counts where nothing else does.

    Args:
        text: The name of a file without extension, a folder or an instrument.
        of_808: It belongs to a TR-808 or its likes, which have codes of their own.
        in_kit: It is an instrument of a drum kit, so that everyday words mean drums.
    """
    of_808 = of_808 or is_of_808(text)
    outside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}", " ", text)
    for part in dict.fromkeys((outside, re.sub(r"[()\[\]{}]", " ", text))):
        if found := _drum(part, text, of_808, in_kit):
            return replace(found, confidence=OUTRIGHT) if in_kit else found
    return None


def label_of(text: str) -> str | None:
    """Returns the label that a name suggests ("Pedal HH": closed_hat), or None."""
    found = drum_of(text)
    return found.label if found else None


def says_how_open(text: str) -> bool:
    """Whether a hat of this name is said to be open or closed."""
    words = words_of(text).casefold()
    return bool(_IS_OPEN.search(words) or _IS_CLOSED.search(words))


def is_of_808(text: str) -> bool:
    """Whether a name speaks of a TR-808 or a machine with its names."""
    return bool(_OF_AN_808.search(text.casefold()))


def _drum(part: str, text: str, of_808: bool, in_kit: bool) -> Drum | None:
    named = _CLOSED_HAT.sub(" closed hat ", MACHINES.sub(" ", part))
    words = PHRASES.sub(" ", words_of(named).casefold())
    for label, pattern in _RULES:
        if match := pattern.search(words):
            return _by_word(label, match, words, text, in_kit)
    tokens = " ".join(PHRASES.sub(" ", words_of(named, split_digits=False).casefold()).split())
    found = _by_code(tokens, text, of_808)
    if found is None and ("808s" in tokens.split() or _KEY.search(words_of(text).casefold())):
        return Drum("kick", AMBIGUOUS)  # a pitched 808 is a bass drum, and has a key
    return found


def _by_word(label: str, match: re.Match[str], words: str, text: str, in_kit: bool) -> Drum | None:
    is_everyday = bool(_EVERYDAY_NAME.fullmatch(match.group().strip()))
    is_open = bool(_IS_OPEN.search(words_of(text).casefold()))
    others = (words[: match.start()] + " " + words[match.end() :]).split()
    if label == "fx":
        return Drum(label, OUTRIGHT)
    confidence = OUTRIGHT
    if is_everyday and not in_kit:
        glued = re.sub(r"(clap|snap|tom|hat|splash|stick)s?$", "", match.group().strip())
        if any(is_no_drum(word) for word in (*others, glued)):
            return None
        if label == "hat" and says_how_open(text):
            others = []
        if not all(_is_drum_talk(word) for word in others):
            confidence = WORD_AMONG_OTHERS
    if label == "hat":
        label = "open_hat" if is_open else "closed_hat"
    return Drum(label, confidence, is_plain=not is_everyday)


def _by_code(tokens: str, text: str, of_808: bool) -> Drum | None:
    for label, pattern in _OF_A_909:
        if pattern.fullmatch(tokens):
            return Drum(label, OUTRIGHT)
    is_808_step = bool(_STEPS_OF_AN_808.fullmatch(tokens))
    for label, pattern in (_MACHINE_RULES if of_808 or is_808_step else []) + _CODE_RULES:
        match = pattern.search(tokens)
        if match is None:
            continue
        others = (tokens[: match.start()] + " " + tokens[match.end() :]).split()
        if any(is_no_drum(word) for word in others):
            return None
        if label == "hat":
            label = "open_hat" if _IS_OPEN.search(words_of(text).casefold()) else "closed_hat"
        if not all(_is_drum_talk(word) for word in others):
            return Drum(label, CODE_AMONG_OTHERS)
        is_ambiguous = match["code"] == "hc" and not of_808
        return Drum(label, AMBIGUOUS if is_ambiguous else OUTRIGHT)
    return None


def is_no_drum(word: str) -> bool:
    """Whether a word is said of effects alone."""
    return any(form in EVERYDAY and form not in DRUM_TALK for form in (word, singular(word)))


def _is_drum_talk(word: str) -> bool:
    """A word that goes with any drum: a number, a letter, an adjective, a maker, or another drum."""
    bare = word.strip("0123456789")
    if len(bare) < 2 or bare in DRUM_TALK or singular(bare) in DRUM_TALK:
        return True
    return any(pattern.search(bare) for _, pattern in _RULES + _CODE_RULES)
