from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vae.data.split import split_by_kit

LABELS = ["kick", "snare", "closed_hat"]
SOUNDS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from(LABELS)), min_size=2, max_size=60)


@settings(max_examples=10, deadline=None)
@given(SOUNDS, st.sampled_from([0.1, 0.15, 0.3]), st.integers(0, 3))
def test_parts_are_disjoint_complete_and_of_whole_kits(
    sounds: list[tuple[str, str]], fraction: float, seed: int
) -> None:
    kits, labels = [kit for kit, _ in sounds], [label for _, label in sounds]
    train, held_out = split_by_kit(kits, labels, fraction=fraction, seed=seed)
    assert sorted([*train, *held_out]) == list(range(len(sounds)))
    assert len(train) > 0
    assert len(held_out) > 0
    again = split_by_kit(kits, labels, fraction=fraction, seed=seed)
    np.testing.assert_array_equal(again[1], held_out)
    smallest = min(Counter(kits).values())
    if len(set(kits)) > 1 and smallest <= 0.35 * len(kits):
        assert not {kits[i] for i in train} & {kits[i] for i in held_out}
        assert len(held_out) <= 0.35 * len(kits)


def test_every_label_is_tested_and_trained_where_kits_allow_it() -> None:
    kits = [f"kit {i}" for i in range(20) for _ in range(12)]
    labels = [LABELS[j % 3] if i % 2 else "kick" for i in range(20) for j in range(12)]
    train, held_out = split_by_kit(kits, labels, fraction=0.15)
    assert {labels[i] for i in held_out} == {labels[i] for i in train} == set(LABELS)
    assert len(held_out) / len(kits) == pytest.approx(0.15, abs=0.05)
    assert len({kits[i] for i in held_out}) == 3


def test_the_only_kit_with_a_label_is_trained_on() -> None:
    kits = ["common"] * 10 + ["other"] * 10 + ["third"] * 10 + ["rare"] * 10
    labels = ["kick"] * 30 + ["snare"] * 10
    _, held_out = split_by_kit(kits, labels, fraction=0.25)
    assert "rare" not in {kits[i] for i in held_out}


@pytest.mark.parametrize("kits", [["one"] * 40, ["one"] * 20 + ["two"] * 20])
def test_few_big_kits_are_split_label_by_label(kits: list[str]) -> None:
    labels = (["kick"] * 10 + ["snare"] * 10) * 2
    _, held_out = split_by_kit(kits, labels, fraction=0.2)
    assert Counter(labels[i] for i in held_out) == {"kick": 4, "snare": 4}


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_is_held_out_of_nothing(count: int) -> None:
    train, held_out = split_by_kit(["kit"] * count, ["kick"] * count)
    assert (len(train), len(held_out)) == (count, 0)


def test_no_fraction_holds_nothing_out() -> None:
    assert len(split_by_kit(["a", "b"], ["kick", "kick"], fraction=0)[1]) == 0


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="2 kits for 1 labels"):
        split_by_kit(["a", "b"], ["kick"])
    with pytest.raises(ValueError, match=r"between 0 and 0\.5"):
        split_by_kit(["a"], ["kick"], fraction=0.9)


def test_many_small_labels_are_held_out_too() -> None:
    labels = [f"label {i // 3}" for i in range(300)]
    train, held_out = split_by_kit(["one"] * 300, labels)
    assert len(held_out) == 45
    assert {labels[i] for i in train} == set(labels)
    assert len({labels[i] for i in held_out}) == 45
