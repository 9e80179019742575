"""What counts on labels works with sixty that nobody foresaw, half of them with a single sound."""

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from vae.data.dataset import Dataset
from vae.evaluate.evaluation import LabelFigures, Spread
from vae.evaluate.map import label_purity
from vae.evaluate.table import MOST_LABELS, most_heard
from vae.generate import draw
from vae.library import add
from vae.library.encode import Encoded
from vae.library.library import Library
from vae.library.names import UnknownNameError, sounds_with_label
from vae.recipes.kinds.prior import Prior
from vae.recipes.qualities import label_directions

CATEGORIES = tuple(
    f"{what} {where}" for what in ("door", "sword", "step", "bell", "wolf", "magic") for where in "abcdefghij"
)


@pytest.fixture(scope="module")
def many(library_of) -> Library:
    library = library_of(300, 64)
    of_one = [CATEGORIES[30 + index] for index in range(30)]
    rest = [CATEGORIES[index % 30] for index in range(270)]
    sure = np.linspace(0, 1, 300, dtype=np.float32)
    return replace(library, labels=tuple(of_one + rest), label_confidences=sure)


def test_it_comes_back_as_it_was_saved(many, tmp_path):
    many.save(tmp_path)
    loaded = Library.load(tmp_path)
    assert loaded.labels == many.labels
    np.testing.assert_array_equal(loaded.label_confidences, many.label_confidences)


@pytest.mark.parametrize("label", ["door a", "step j", "magic j", "wolf a"])
def test_new_sounds_of_any_label_differ_and_are_near_it(many, label):
    members = many.latents[many.members(label)]
    drawn = np.stack([many.draw(many.members(label), seed) for seed in range(20)])
    apart = np.linalg.norm(drawn[:, None] - drawn[None], axis=2)[np.triu_indices(20, 1)]
    assert apart.min() > 0.01
    nearest = np.linalg.norm(drawn[:, None] - members[None], axis=2).min(axis=1)
    typical = np.median(np.linalg.norm(many.latents - many.centre, axis=1))
    assert np.median(nearest) < typical


def test_a_draw_of_all_or_of_many_is_what_it_was(many):
    from vae.latent.ops import draw_prior

    members = many.members("door a")
    expected = many.bound(draw_prior(many.latents[members], many.compared[members], 5))
    np.testing.assert_array_equal(many.draw(members, 5), expected)


def test_prior_and_generate_know_them(many):
    sounds = list(draw(many, 3, 1, "wolf a"))
    assert {sound.label for sound in sounds} == {"wolf a"}
    assert {sound.recipe.label for sound in sounds if isinstance(sound.recipe, Prior)} == {"wolf a"}
    assert len(sounds_with_label(many, "wolf a")) == 1


def test_a_label_that_is_not_there_lists_a_few_that_are_like_it(many):
    with pytest.raises(UnknownNameError) as refused:
        sounds_with_label(many, "door z")
    assert "door a" in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_locked_label_leaves_something_to_vary(many):
    directions = label_directions(many)
    assert directions.shape == (64, 16)
    np.testing.assert_allclose(directions.T @ directions, np.eye(16), atol=1e-9)


def test_a_table_of_labels_has_the_largest(many):
    figures = {
        label: LabelFigures(count, *(Spread.of([1.0, 2.0]) for _ in range(3)))
        for label, count in sorted(Counter(many.labels).items())
    }
    shown = most_heard(figures)
    assert len(shown) == MOST_LABELS
    assert list(shown) == sorted(shown)
    assert {label for label, found in figures.items() if found.count > 1} <= set(shown)


def test_purity_counts_any_label(many):
    purity = label_purity(many.coordinates, np.array(many.labels))
    assert purity.shape == (300,)
    assert (purity[:30] == 0).all()


def _added(library: Library, latents: np.ndarray, label: str, monkeypatch) -> tuple[Library, dict[str, str]]:
    """The library with sounds of these latents, which no name labels, added."""
    count = len(latents)
    dataset = Dataset(
        waveforms=np.zeros((count, 4410), np.float32),
        names=tuple(f"New {index}" for index in range(count)),
        labels=(label,) * count,
        kits=("More",) * count,
        levels=np.zeros(count, np.float32),
        durations=np.full(count, 0.1, np.float32),
        label_sources=("neighbours" if label[-1].isdigit() else "unknown",) * count,
        sources=({"type": "file", "path": "x.wav"},) * count,
        label_confidences=np.zeros(count, np.float32),
    )
    descriptors = np.ones((count, len(library.descriptor_names)), np.float32)
    encoded = Encoded(latents, np.ones(count, np.float32), descriptors)
    monkeypatch.setattr(add, "encode_in_parts", lambda *_, **__: encoded)
    codec = SimpleNamespace(sample_rate=44_100)
    return add.add_sounds(library, codec, dataset, progress=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("label", ["unnamed", "unnamed 3", "fx"])
def test_a_sound_like_no_other_is_voted_a_label_only_among_drums(library, label, monkeypatch):
    rng = np.random.default_rng(3)
    inside = library.latents[library.members("snare")[:6]].mean(axis=0)
    outside = library.centre - 3 * (inside - library.centre) + 9 * rng.standard_normal(12)
    after, _ = _added(library, np.stack([inside, outside]).astype(np.float32), label, monkeypatch)
    assert (after.labels[-2], after.label_sources[-2]) == ("snare", "neighbours")
    assert 0.5 < after.label_confidences[-2] <= 1
    if label == "fx":
        assert after.labels[-1] in set(library.labels)
    else:
        assert (after.labels[-1], after.label_sources[-1], after.label_confidences[-1]) == (
            "unnamed",
            "unknown",
            0,
        )
