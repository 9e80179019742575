"""The keys of pads, as General MIDI has them for their sounds, so that any drum track plays the right ones.

Twin of `static/midi/general.js`, which is handed the table. General MIDI Level 1, "Percussion Key Map", MIDI
Association, 1991.
"""

import re
from collections.abc import Sequence

_HIGH, _MIDDLE, _LOW, _FLOOR = "high|hi", "mid|middle", "low|lo", "floor"

NAMES: tuple[tuple[str, tuple[tuple[str, tuple[int, ...]], ...]], ...] = (
    ("kick|kicks|bass drum|bd", (("", (36, 35)),)),
    (
        "hat|hats|hihat|hihats",
        (("open|opened", (46,)), ("pedal|foot", (44, 42)), ("", (42, 44))),
    ),
    ("open_hat|oh", (("", (46,)),)),
    ("closed_hat|ch|hh", (("pedal|foot", (44, 42)), ("", (42, 44)))),
    ("rim|rims|rimshot|side stick|sidestick|stick", (("clave|claves", (75, 37)), ("", (37,)))),
    ("clap|claps|handclap|snap", (("", (39,)),)),
    ("snare|snares|sd", (("rim|rimshot|stick", (37, 38, 40)), ("", (38, 40)))),
    (
        "tom|toms",
        (
            (_FLOOR, (41, 43, 45, 47, 48, 50)),
            (_LOW, (45, 43, 41, 47, 48, 50)),
            (_MIDDLE, (47, 48, 45, 50, 43, 41)),
            (_HIGH, (50, 48, 47, 45, 43, 41)),
            ("", (45, 48, 50, 47, 43, 41)),
        ),
    ),
    (
        "cymbal|cymbals|crash|ride|splash|china",
        (
            ("ride", (51, 59, 53)),
            ("splash", (55, 49, 57)),
            ("china", (52, 57, 49)),
            ("bell", (53, 51, 59)),
            ("", (49, 57, 55, 52, 51, 59)),
        ),
    ),
    (
        "cowbell|cowbells|bell",
        (("agogo", (67, 68, 56)), ("triangle", (81, 80, 56)), ("", (56,))),
    ),
    ("tambourine|tamb", (("", (54,)),)),
    ("shaker|shakers|maracas|cabasa|guiro", (("guiro", (74, 73)), ("cabasa", (69,)), ("", (70, 82, 69)))),
    (
        "conga|congas|bongo|bongos",
        (("bongo", (60, 61)), (f"slap|mute|muted|{_HIGH}", (62, 63, 64)), ("", (63, 64, 62))),
    ),
    ("timbale|timbales", (("", (65, 66)),)),
    ("clave|claves", (("", (75,)),)),
    ("wood|woodblock|block", (("", (76, 77)),)),
    ("triangle", (("", (81, 80)),)),
)
"""Words of a label, and for its sounds the words of a name and the keys to take, the likeliest first."""

REACHED = tuple(range(36, 52))
"""The keys of sixteen pads, as controllers, MPCs and drum racks have them."""


def notes(sounds: Sequence[tuple[str, str]]) -> list[int]:
    """Returns a key for each sound, no two the same.

    Sounds that General MIDI has no name for get the keys within reach that are left.

    Args:
        sounds: (label, name) of each, as many as there are keys within reach at most.
    """
    found: list[int | None] = []
    for label, name in sounds:
        found.append(next((key for key in _meant(label, name) if key not in found), None))
    left = iter([key for key in reversed(REACHED) if key not in found])
    return [next(left) if key is None else key for key in found]


def _meant(label: str, name: str) -> tuple[int, ...]:
    """The keys that a label means, or a name where the label says nothing; empty if neither is in General MIDI."""
    for text in (label, name):
        for words, kinds in NAMES:
            if _says(words, text):
                return next(keys for hint, keys in kinds if not hint or _says(hint, f"{label} {name}"))
    return ()


def _says(words: str, text: str) -> bool:
    """Whether one of some words, separated by strokes, is in a text."""
    plain = " ".join(re.findall("[a-z]+", text.lower()))
    return re.search(rf"\b({words.replace('_', ' ')})\b", plain) is not None
