"""A kit is its JSON, and what is no kit is one sentence."""

import json

import pytest
from hypothesis import given
from made_kits import KIT, KITS

from explorer.kit.kit import PADS, STEPS, Kit, Pattern, data_of, kit_of
from vae.recipes.checks import RecipeError
from vae.recipes.sheet import KitError


@given(KITS)
def test_a_kit_is_exactly_its_json(kit):
    data = data_of(kit)
    assert kit_of(json.loads(json.dumps(data))) == kit
    assert data_of(kit_of(data)) == data


@pytest.mark.parametrize(
    "change",
    [
        {"tempo": 10},
        {"tempo": True},
        {"tempo": "120"},
        {"tempo": None},
        {"swing": 0.9},
        {"humanise": -0.1},
        {"steps": []},
        {"steps": [[0] * STEPS] * 9},
        {"steps": [[128] * STEPS] * PADS},
        {"steps": [[1.5] * STEPS] * PADS},
        {"steps": [[True] * STEPS] * PADS},
        {"more": 1},
        {"steps": [[0] * 32] + [[0] * STEPS] * 7},
        {"steps": [[0] * 24] * PADS},
        {"chances": [[0] * STEPS] * PADS},
        {"chances": [[50] * STEPS]},
        {"ratchets": [[5] * STEPS] * PADS},
        {"ratchets": [[1] * 32] * PADS},
        {"ratchets": None},
    ],
)
def test_a_wrong_pattern_is_one_sentence(change):
    data = data_of(KIT)
    data["pattern"].update(change)
    with pytest.raises(KitError, match=r"\.$"):
        kit_of(data)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "a\nb"},
        {"name": "x" * 61},
        {"level": 7},
        {"recipe": {"kind": "x"}},
        {"checkpoint": 1},
        {"mute": 1},
        {"solo": None},
        {"choke": 5},
        {"choke": 1.0},
        {"pitch": 25},
        {"decay": 0},
        {"pan": -1.5},
        {"pan": "left"},
        {"favourite": 1},
        {"tags": "dusty"},
        {"tags": [""]},
        {"tags": ["x" * 31]},
        {"tags": ["dusty"] * 13},
        {"reverb": 1},
    ],
)
def test_a_wrong_pad_is_one_sentence(change):
    data = data_of(KIT)
    data["slots"][0].update(change)
    with pytest.raises(RecipeError, match=r"\.$"):
        kit_of(data)


@pytest.mark.parametrize(
    "change",
    [
        {"patterns": []},
        {"patterns": [{}] * 4},
        {"patterns": [{"steps": [[0] * 3] * PADS}, {}, {}]},
        {"patterns": [{"tempo": 90}, {}, {}]},
        {"song": []},
        {"song": [4]},
        {"song": [0] * 17},
        {"song": "AB"},
        {"key": "C"},
    ],
)
def test_a_wrong_kit_is_one_sentence(change):
    with pytest.raises(KitError, match=r"\.$"):
        kit_of({**data_of(KIT), **change})


def test_a_favourite_and_its_tags_are_kept():
    data = data_of(KIT)
    data["slots"][0] |= {"favourite": True, "tags": ["dusty", "långt"]}
    kit = kit_of(data)
    assert (kit.slots[0].favourite, kit.slots[0].tags) == (True, ("dusty", "långt"))
    assert json.loads(json.dumps(data_of(kit))) == data


def test_what_is_as_usual_is_not_written():
    every = ((100,) * STEPS,) * PADS
    once = ((1,) * STEPS,) * PADS
    data = data_of(Kit(KIT.slots, Pattern(97.0, 0.62, 0.0, KIT.pattern.steps, every, once)))
    assert data == data_of(KIT)
    assert set(data) == {"slots", "pattern"} and set(data["slots"][0]) == {
        "recipe",
        "name",
        "checkpoint",
        "level",
    }
    assert set(data["pattern"]) == {"tempo", "swing", "humanise", "steps"}
