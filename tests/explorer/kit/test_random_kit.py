"""Random kits: a sound for every label."""

import pytest

from explorer.kit.kit import PADS
from explorer.kit.random import CORE, random_slots
from vae.recipes.kinds import Point, Prior
from vae.recipes.sheet import KitError


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_has_one_sound_a_label(built, source):
    slots = random_slots(built, "drum-machine", 7, source)
    labels = [
        built.labels[slot.recipe.id] if isinstance(slot.recipe, Point) else slot.recipe.label
        for slot in slots
    ]
    assert len(set(labels)) == PADS and tuple(labels[: len(CORE)]) == CORE
    assert slots == random_slots(built, "drum-machine", 7, source)
    assert slots != random_slots(built, "drum-machine", 8, source)
    assert all(isinstance(slot.recipe, Point if source == "map" else Prior) for slot in slots)


def test_a_library_with_few_labels_fills_the_pads(library):
    assert len(random_slots(library, "x", 0, "map")) == PADS


@pytest.mark.parametrize(
    ("seed", "source"), [(-1, "map"), (1.5, "map"), (True, "map"), ("1", "map"), (1, "x"), (1, None)]
)
def test_odd_random_kits_are_refused(built, seed, source):
    with pytest.raises(KitError, match=r"\.$"):
        random_slots(built, "drum-machine", seed, source)
