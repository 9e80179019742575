import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.manifold import trustworthiness

from vae.library import layout, places
from vae.library.layout import FRAME, area_share, use_area
from vae.library.places import PLACE_NEIGHBOURS, fit_map, locate, place_latent

X = st.floats(-1.5, 1.5)


@given(st.integers(0, 79))
def test_a_sound_is_met_exactly_at_its_own_place(library, sound):
    here = locate(*library.coordinates[sound].tolist(), library)
    assert here.latent.tobytes() == library.latents[sound].tobytes()
    assert (here.ids, here.weights, here.distance, here.inside) == ((sound,), (1.0,), 0.0, True)


@settings(max_examples=300)
@given(X, X, st.floats(0, 2 * np.pi))
def test_the_blend_is_continuous(library, x, y, angle):
    here = locate(x, y, library).latent
    jumps = []
    for step in (1e-3, 1e-6, 1e-9):
        there = locate(x + step * np.cos(angle), y + step * np.sin(angle), library).latent
        jumps.append(np.linalg.norm(here - there))
    assert jumps[0] < 2
    assert jumps[1] < 1e-2
    assert jumps[2] < 1e-4


@given(st.integers(0, 79), st.floats(0, 2 * np.pi))
def test_the_blend_is_continuous_at_a_sound(library, sound, angle):
    x, y = library.coordinates[sound].tolist()
    near = locate(x + 1e-6 * np.cos(angle), y + 1e-6 * np.sin(angle), library)
    assert near.ids[0] == sound
    np.testing.assert_allclose(near.latent, library.latents[sound], atol=1e-4)


def test_the_blend_is_continuous_where_the_neighbours_change(library):
    places = np.stack([np.linspace(-1.2, 1.2, 40_001), np.full(40_001, 0.123)], axis=1)
    path = [locate(x, y, library) for x, y in places]
    steps = np.linalg.norm(np.diff([here.latent for here in path], axis=0), axis=1)
    changes = [set(a.ids) != set(b.ids) for a, b in pairwise(path)]
    assert sum(changes) > 20
    assert steps[changes].max() <= steps.max() < 0.1


@given(X, X)
def test_a_blend_is_a_mean_of_the_nearest_sounds(library, x, y):
    here = locate(x, y, library)
    gaps = np.linalg.norm(library.coordinates - np.array([x, y]), axis=1)
    assert list(here.ids) == np.argsort(gaps)[: len(here.ids)].tolist()
    assert len(here.ids) <= PLACE_NEIGHBOURS
    assert sum(here.weights) == pytest.approx(1)
    assert list(here.weights) == sorted(here.weights, reverse=True)
    np.testing.assert_allclose(
        here.latent, np.array(here.weights) @ library.latents[list(here.ids)], atol=1e-5
    )


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_anywhere_is_a_blend_of_sounds(library, x, y):
    here = locate(x, y, library)
    assert np.isfinite(here.latent).all()
    assert np.linalg.norm(here.latent - library.centre) <= library.reach
    assert here.inside == (here.distance <= 3)
    if max(abs(x), abs(y)) > 3:
        assert not here.inside


@pytest.mark.parametrize("count", [1, 2, 5, PLACE_NEIGHBOURS, PLACE_NEIGHBOURS + 1])
def test_small_libraries_work_too(library_of, count):
    small = library_of(count)
    for sound in range(count):
        place = small.coordinates[sound].tolist()
        assert locate(*place, small).latent.tobytes() == small.latents[sound].tobytes()
        assert place_latent(small.latents[sound], small) == tuple(place)
    assert np.isfinite(locate(0.01, 0.02, small).latent).all()
    assert np.isfinite(place_latent(small.centre + 0.1, small)).all()


def test_sounds_at_one_place_are_blended_there(library_of):
    doubled = library_of(20)
    doubled.coordinates.setflags(write=True)
    doubled.coordinates[:12] = (0.5, 0.25)
    mean = doubled.latents[:12].mean(axis=0)
    np.testing.assert_allclose(locate(0.5, 0.25, doubled).latent, mean, atol=1e-6)
    np.testing.assert_allclose(locate(0.5, 0.25 + 1e-7, doubled).latent, mean, atol=1e-3)


@given(st.integers(0, 79))
def test_a_library_latent_belongs_exactly_at_its_place(library, sound):
    assert place_latent(library.latents[sound], library) == tuple(library.coordinates[sound].tolist())


def test_a_latent_near_a_sound_belongs_near_it(library):
    for sound in range(len(library)):
        place = place_latent(library.latents[sound] + np.float32(1e-3), library)
        assert np.linalg.norm(np.array(place) - library.coordinates[sound]) < 0.01


@settings(max_examples=50)
@given(arrays(np.float64, st.tuples(st.integers(1, 60), st.just(2)), elements=st.floats(-1e3, 1e3, width=32)))
def test_a_layout_stays_in_the_frame_and_hides_no_point(points):
    placed = use_area(points).astype(np.float32)
    assert (np.abs(placed) <= np.float32(FRAME)).all()
    assert len(np.unique(placed, axis=0)) == len(points)


def _islands(rng):
    centres = np.array([[0, 0], [1, 0.4], [-1, 0.2], [20, 15], [-18, 9]])
    island = rng.integers(0, 3, 500)
    island[:20], island[20:40] = 3, 4
    return centres[island] + 0.05 * rng.standard_normal((500, 2)), island


def test_far_islands_do_not_shrink_the_rest():
    points, island = _islands(np.random.default_rng(0))
    before, after = layout.fit_frame(points), use_area(points)
    assert area_share(before) < 0.02
    assert area_share(after) > 0.4
    assert trustworthiness(before, after, n_neighbors=10) > 0.9
    nearest = np.argsort(np.linalg.norm(after[:, None] - after, axis=2), axis=1)[:, 1:6]
    assert (island[nearest] == island[:, None]).mean() > 0.95


def test_points_on_top_of_each_other_come_apart():
    points = np.repeat(np.random.default_rng(0).standard_normal((20, 2)), 10, axis=0)
    placed = use_area(points)
    gaps = np.linalg.norm(placed[:, None] - placed, axis=2)[np.triu_indices(200, 1)]
    assert gaps.min() > 0.3 * layout.SEPARATION * np.sqrt(5.2 / 200)


@pytest.mark.slow
def test_the_map_keeps_neighbourhoods_uses_its_area_and_is_repeatable(library_of):
    many = library_of(300, 24)
    fitted = fit_map(many.latents)
    assert fitted.dtype == np.float32
    assert trustworthiness(many.latents, fitted, n_neighbors=10) > 0.8
    assert area_share(fitted) > 0.24
    assert len(np.unique(fitted, axis=0)) == 300
    assert np.array_equal(fitted, fit_map(many.latents))


@pytest.mark.slow
def test_sounds_placed_among_landmarks_lie_as_in_a_map_of_all(library_of, monkeypatch):
    many = library_of(300, 24)
    whole = trustworthiness(many.latents, fit_map(many.latents), n_neighbors=10)
    monkeypatch.setattr(places, "MOST_FITTED", 120)
    monkeypatch.setattr(places, "LANDMARKS", 120)
    placed = fit_map(many.latents)
    assert trustworthiness(many.latents, placed, n_neighbors=10) > whole - 0.05
    assert area_share(placed) > 0.24
    assert len(np.unique(placed, axis=0)) == 300
    assert np.array_equal(placed, fit_map(many.latents))


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_a_map_of_few_sounds_needs_no_umap(count):
    latents = np.random.default_rng(0).standard_normal((count, 8))
    assert len(np.unique(fit_map(latents), axis=0)) == count
    assert len(np.unique(fit_map(np.zeros((count, 8))), axis=0)) == count


@pytest.mark.slow
def test_a_map_leaves_torch_the_number_of_threads_that_it_has():
    """With another number a model gives other bits: what is measured after the map would not be measured again."""
    code = """
import numpy as np, torch
from vae.library.places import fit_map
fit_map(np.random.default_rng(0).normal(size=(60, 8)))
print(torch.get_num_threads())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-1] == "1"
