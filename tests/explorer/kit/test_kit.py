"""A kit is its JSON, and what is no kit is one sentence."""

import json

import pytest
from hypothesis import given
from made_kits import KIT, KITS

from explorer.kit.kit import PADS, STEPS, data_of, kit_of
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
    ],
)
def test_a_wrong_pad_is_one_sentence(change):
    data = data_of(KIT)
    data["slots"][0].update(change)
    with pytest.raises(RecipeError, match=r"\.$"):
        kit_of(data)
