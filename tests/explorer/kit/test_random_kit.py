"""Random kits: a sound for every label."""

from dataclasses import replace

import pytest
from explorer_fixtures import with_invented_labels

from explorer.kit.kit import PADS
from explorer.kit.random import CORE, random_slots
from vae.recipes.kinds import Point, Prior
from vae.recipes.sheet import KitError


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_has_one_sound_a_label(built, source):
    slots = random_slots(built, "drum-machine", 7, source)
    labels = [_label(built, slot.recipe) for slot in slots]
    assert len(set(labels)) == PADS and tuple(labels[: len(CORE)]) == CORE
    assert {label for label, slot in zip(labels, slots, strict=True) if slot.choke} == {
        "closed_hat",
        "open_hat",
    }
    assert slots == random_slots(built, "drum-machine", 7, source)
    assert slots != random_slots(built, "drum-machine", 8, source)
    assert all(isinstance(slot.recipe, Point if source == "map" else Prior) for slot in slots)


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_draws_from_any_labels(library_of, source):
    effects = with_invented_labels(library_of(count=80))
    kits = [random_slots(effects, "x", seed, source) for seed in range(40)]
    labels = [[_label(effects, slot.recipe) for slot in kit] for kit in kits]
    assert all(len(set(kit)) == PADS for kit in labels)
    assert {label for kit in labels for label in kit} == set(effects.labels)
    assert all(slot.name for kit in kits for slot in kit)


@pytest.mark.parametrize("count", [8, 9, 30])
def test_a_kit_of_one_label_has_eight_different_sounds(library_of, count):
    doors = with_invented_labels(library_of(count=count), 1, ("door_wood",))
    assert len({slot.recipe for slot in random_slots(doors, "x", 3, "map")}) == PADS


def test_sounds_without_a_label_are_on_pads_only_where_all_are(library_of):
    library = library_of(count=40)
    mixed = replace(library, labels=("", "door", "unnamed", "step") * 10)
    drawn = {
        _label(mixed, slot.recipe) for seed in range(9) for slot in random_slots(mixed, "x", seed, "map")
    }
    assert drawn == {"door", "step"}
    bare = replace(library, labels=("",) * 40)
    for source in ("map", "prior"):
        assert {_label(bare, slot.recipe) for slot in random_slots(bare, "x", 1, source)} <= {"", None}


def _label(library, recipe):
    return library.labels[recipe.id] if isinstance(recipe, Point) else recipe.label


def test_a_library_with_few_labels_fills_the_pads(library):
    assert len(random_slots(library, "x", 0, "map")) == PADS


@pytest.mark.parametrize(
    ("seed", "source"), [(-1, "map"), (1.5, "map"), (True, "map"), ("1", "map"), (1, "x"), (1, None)]
)
def test_odd_random_kits_are_refused(built, seed, source):
    with pytest.raises(KitError, match=r"\.$"):
        random_slots(built, "drum-machine", seed, source)
