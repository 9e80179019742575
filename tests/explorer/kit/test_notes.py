"""Keys of pads: those of General MIDI, and no two the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.kit.notes import REACHED, notes

LABELS = [
    "kick",
    "snare",
    "closed_hat",
    "open_hat",
    "clap",
    "tom",
    "cymbal",
    "rim",
    "cowbell",
    "conga",
    "fx",
    "",
    "足音",
]


@pytest.mark.parametrize(
    ("label", "name", "note"),
    [
        ("kick", "808 long", 36),
        ("snare", "Snare Brush 018", 38),
        ("snare", "Rimshot", 37),
        ("rim", "Clave 3", 75),
        ("clap", "Clap 909", 39),
        ("closed_hat", "Hat 1", 42),
        ("closed_hat", "Pedal hat", 44),
        ("open_hat", "Hat 2", 46),
        ("tom", "Tom Floor 3", 41),
        ("tom", "High tom", 50),
        ("cymbal", "Cymbal Ride 1", 51),
        ("cymbal", "Cymbal Crash 1", 49),
        ("cowbell", "Cowbell 1", 56),
        ("conga", "Bongo 4", 60),
        ("shaker", "Shaker", 70),
        ("explosion", "Big kick", 36),
        ("", "open hi-hat", 46),
    ],
)
def test_a_sound_is_where_general_midi_has_it(label, name, note):
    assert notes([(label, name)]) == [note]


def test_two_of_a_kind_share_no_key():
    kit = [
        ("kick", "a"),
        ("kick", "b"),
        ("snare", "a"),
        ("snare", "b"),
        ("closed_hat", "a"),
        ("closed_hat", "b"),
    ]
    assert notes(kit) == [36, 35, 38, 40, 42, 44]


def test_what_general_midi_has_no_name_for_is_within_reach_and_takes_no_drums_key():
    assert notes([("fx", "Zap"), ("cymbal", "Ride"), ("", "x")]) == [50, 51, 49]


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.text(max_size=20)), min_size=1, max_size=8))
def test_no_two_pads_ever_share_a_key(sounds):
    found = notes(sounds)
    assert len(set(found)) == len(sounds) and all(1 <= note <= 127 for note in found)
    unnamed = [
        key for key, (label, name) in zip(found, sounds, strict=True) if label in ("fx", "足音") and not name
    ]
    assert set(unnamed) <= set(REACHED)
