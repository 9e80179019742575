"""Names of sounds as names of files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.sound.file_names import ROOM, stem_of


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Snare Brush 018 × Clap 909, 70 : 30", "snare-brush-018--clap-909-30"),
        ("Kick 3 + Tom 4, 50 : 50", "kick-3--tom-4-50"),
        ("A × B × C, 50 : 20 : 30", "a--b-20--c-30"),
        ("A × B, 120 : −20", "a--b-minus20"),
        ("(A × B) × C, 40 : 60", "a--b--c"),
        ("Snare 3 × Clap 1 varied", "snare-3--clap-1-varied"),
        ("Morph of Snare Brush 018, Kick 2 and Tom 1", "snare-brush-018--kick-2--tom-1"),
        ("Between Snare 3 and Clap 1", "snare-3--clap-1"),
        ("Far from any sound, nearest Cymbal Crash 002", "near-cymbal-crash-002"),
        ("Off the map, near Cymbal Crash 002", "near-cymbal-crash-002"),
        ("Snare 3 · BJA Pacific", "snare-3-bja-pacific"),
        ("My Été", "my-ete"),
        ("鼓", ""),
    ],
)
def test_a_name_says_what_is_in_the_file(name, stem):
    assert stem_of(name) == stem


def test_shares_are_kept_when_names_are_cut():
    long = " ".join(["Snare"] * 12)
    stem = stem_of(f"{long} × {long}, 70 : 30")
    assert len(stem) <= ROOM and stem.endswith("-30") and stem.count("--") == 1


@given(st.text(max_size=90), st.text(max_size=90))
def test_any_name_is_safe_and_short(one, other):
    for name in (one, f"{one} × {other}, 50 : 50", f"Between {one} and {other}"):
        assert re.fullmatch("[a-z0-9-]*", stem_of(name)) and len(stem_of(name)) <= ROOM
