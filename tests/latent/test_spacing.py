import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from vae.latent import spacing
from vae.latent.space import LatentSpace
from vae.latent.spacing import Points, likeness, nearest_distances, typical_distance, typical_spacing


def points(count: int, dimensions: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, dimensions))


def in_blocks(some: np.ndarray, size: int = 1000) -> Points:
    return lambda: (some[start : start + size] for start in range(0, len(some), size))


@settings(deadline=None, max_examples=30)
@given(
    count=st.integers(2, 300), dimensions=st.integers(2, 40), size=st.integers(1, 99), seed=st.integers(0, 99)
)
def test_the_distances_are_those_of_a_tree(count: int, dimensions: int, size: int, seed: int) -> None:
    some, rows = points(count, dimensions, seed), np.random.default_rng(seed).permutation(count)
    wanted = cKDTree(some).query(some, k=2)[0][rows, 1]
    np.testing.assert_allclose(nearest_distances(in_blocks(some, size), rows), wanted, rtol=1e-5)


def test_the_spacing_is_that_of_all_sounds_exactly() -> None:
    some = points(1440, 129)
    wanted = float(np.median(cKDTree(some).query(some, k=2)[0][:, 1]))
    assert typical_spacing(in_blocks(some)) == pytest.approx(wanted, rel=1e-12)


def test_equal_sounds_count_once() -> None:
    some = points(50, 8)
    assert typical_spacing(in_blocks(np.repeat(some, 3, axis=0), 20)) == typical_spacing(in_blocks(some))
    assert typical_spacing(in_blocks(some[:1].repeat(4, axis=0))) == 1


def test_a_sample_speaks_for_many_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    some = points(4000, 20)
    whole = typical_spacing(in_blocks(some))
    monkeypatch.setattr(spacing, "MOST_MEASURED", 3999)
    assert typical_spacing(in_blocks(some)) == typical_spacing(in_blocks(some)) != whole
    assert typical_spacing(in_blocks(some)) == pytest.approx(whole, rel=0.03)


def test_the_spacing_of_latents_is_measured_as_they_are_compared() -> None:
    space = LatentSpace(points(100, 16).astype(np.float32))
    distances = [space.nearest(z, 2)[0][1] for z in space.latents]
    assert space.latent_spacing == pytest.approx(float(np.median(distances)))


def test_the_typical_distance_is_the_median_of_all_pairs() -> None:
    some = points(400, 5)
    wanted = float(np.median(np.linalg.norm(some[:, None] - some[None], axis=-1)[np.triu_indices(400, 1)]))
    assert typical_distance(some) == pytest.approx(wanted, rel=0.02)
    assert typical_distance(points(1, 5)) == typical_distance(np.zeros((9, 2))) == 1.0


def test_the_same_is_wholly_alike_and_what_lies_as_far_as_usual_half() -> None:
    np.testing.assert_allclose(likeness(np.array([0.0, 3.0, 6.0]), 3.0), [1, 0.5, 1 / 16])
