"""Kits for tests: any kit, as hypothesis draws it, and one with a beat."""

import io
import struct
import zipfile

from hypothesis import strategies as st
from recipe_strategies import RECIPES

from explorer.kit.kit import ALWAYS, LENGTHS, MAX_RATCHET, MAX_SONG, PADS, PATTERNS, STEPS, Beat, Kit, Pattern
from vae.recipes.kinds import Noise, Point
from vae.recipes.sheet import (
    CHOKES,
    DECAY_RANGE,
    LEVEL_RANGE,
    MAX_NAME,
    MAX_TAG,
    MAX_TAGS,
    PAN_RANGE,
    PITCH_RANGE,
    Entry,
)

RATE = 44_100
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=MAX_NAME)
SLOTS = st.builds(
    Entry,
    RECIPES,
    PRINTABLE,
    PRINTABLE,
    st.floats(*LEVEL_RANGE),
    mute=st.booleans(),
    solo=st.booleans(),
    choke=st.integers(0, CHOKES),
    pitch=st.floats(*PITCH_RANGE),
    decay=st.none() | st.floats(*DECAY_RANGE),
    pan=st.floats(*PAN_RANGE),
    favourite=st.booleans(),
    tags=st.lists(PRINTABLE.map(lambda text: text[:MAX_TAG]), max_size=MAX_TAGS).map(tuple),
)


def _rows(length, lowest, highest):
    row = st.lists(st.integers(lowest, highest), min_size=length, max_size=length)
    return st.lists(row, min_size=PADS, max_size=PADS)


def _beats(build):
    return st.sampled_from(LENGTHS).flatmap(
        lambda length: build(
            _rows(length, 0, 127),
            st.just(()) | _rows(length, 1, ALWAYS),
            st.just(()) | _rows(length, 1, MAX_RATCHET),
        )
    )


BEATS = _beats(lambda *rows: st.builds(Beat, *rows))
PATTERN_BEATS = _beats(
    lambda *rows: st.builds(Pattern, st.floats(40, 240), st.floats(0.5, 0.75), st.floats(0, 1), *rows)
)
KITS = st.builds(
    Kit,
    st.lists(st.none() | SLOTS, min_size=PADS, max_size=PADS),
    PATTERN_BEATS,
    st.just((Beat(),) * (PATTERNS - 1)) | st.lists(BEATS, min_size=PATTERNS - 1, max_size=PATTERNS - 1),
    st.lists(st.integers(0, PATTERNS - 1), min_size=1, max_size=MAX_SONG),
)


def kit_of_pads(pattern: Pattern, *slots: dict[str, object]) -> Kit:
    """A kit whose first pads hold sounds with these values."""
    held = [Entry(Point(1), "Sound", "drum-machine", **values) for values in slots]
    return Kit((*held, *[None] * (PADS - len(held))), pattern)


def row(*steps: int, velocity: int = 127) -> tuple[int, ...]:
    return tuple(velocity if step in steps else 0 for step in range(STEPS))


def rows(*given: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return (*given, *[row()] * (PADS - len(given)))


BEAT = rows(row(0, 8), row(4, 12, velocity=90), row(1, 3, 5, 7))
KIT = Kit(
    (
        Entry(Point(3), "808 long", "drum-machine", -3.0),
        None,
        Entry(Noise(Point(5), 0.5, 7), "Hat · 低 ü", "drum-machine"),
        *[None] * 5,
    ),
    Pattern(97.0, 0.62, 0.0, BEAT),
)


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def info_of(wav: bytes) -> dict[str, str]:
    """RIFF INFO, read by the letter of the format."""
    assert struct.unpack("<I", wav[4:8])[0] == len(wav) - 8
    at, found = 12, {}
    while at < len(wav):
        name, size = wav[at : at + 4], struct.unpack("<I", wav[at + 4 : at + 8])[0]
        if name == b"LIST" and wav[at + 8 : at + 12] == b"INFO":
            inner, end = at + 12, at + 8 + size
            while inner < end:
                length = struct.unpack("<I", wav[inner + 4 : inner + 8])[0]
                text = wav[inner + 8 : inner + 8 + length].rstrip(b"\0").decode()
                found[wav[inner : inner + 4].decode()] = text
                inner += 8 + length + length % 2
        at += 8 + size + size % 2
    assert at == len(wav)
    return found
