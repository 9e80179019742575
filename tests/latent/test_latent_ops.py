import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae.latent.ops import add_noise, bound, draw_prior, lerp, normalise_weights, polar, slerp

RNG = np.random.default_rng(0)
CORNERS = RNG.standard_normal((4, 16)).astype(np.float32)
CENTRE = 0.3 * RNG.standard_normal(16)


def _weights(least: float = -2, most: float = 3):
    return st.lists(st.floats(least, most), min_size=2, max_size=4).filter(lambda weights: sum(weights) > 0.1)


def _norm(z):
    return np.linalg.norm(z - CENTRE)


def test_weights_are_relative_and_a_single_one_is_exactly_one():
    assert normalise_weights([0.3, 0]).tolist() == [1, 0]
    assert normalise_weights([2, 2]).tolist() == [0.5, 0.5]
    assert normalise_weights([3, -2]).tolist() == [3, -2]
    with pytest.raises(ValueError, match="more than 0"):
        normalise_weights([1, -1])


@pytest.mark.parametrize("corner", range(4))
@pytest.mark.parametrize("weight", [1, 0.3, 3])
def test_all_weight_on_a_corner_is_that_corner_exactly(corner, weight):
    weights = weight * np.eye(4)[corner]
    assert lerp(CORNERS, weights).tobytes() == CORNERS[corner].tobytes()
    assert slerp(CORNERS, weights, CENTRE).tobytes() == CORNERS[corner].tobytes()


@given(_weights())
def test_lerp_is_the_weighted_sum(weights):
    expected = np.asarray(weights) / sum(weights) @ CORNERS[: len(weights)]
    np.testing.assert_allclose(lerp(CORNERS[: len(weights)], weights), expected, rtol=1e-4, atol=1e-4)


@given(st.floats(0, 1))
def test_slerp_turns_evenly_and_mixes_the_norms(t):
    z = slerp(CORNERS[:2], (1 - t, t), CENTRE)
    start, end = (corner - CENTRE for corner in CORNERS[:2])

    def angle(a, b):
        return np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))

    assert angle(start, z - CENTRE) == pytest.approx(t * angle(start, end), abs=1e-3)
    assert _norm(z) == pytest.approx((1 - t) * np.linalg.norm(start) + t * np.linalg.norm(end), rel=1e-4)


@given(_weights(0, 1), st.permutations(range(4)))
def test_slerp_does_not_depend_on_the_order(weights, order):
    order = [i for i in order if i < len(weights)]
    corners, weights = CORNERS[: len(weights)], np.array(weights)
    np.testing.assert_allclose(
        slerp(corners, weights, CENTRE), slerp(corners[order], weights[order], CENTRE), atol=1e-4
    )


@given(_weights(0, 1))
def test_slerp_keeps_the_distance_from_the_centre(weights):
    corners = CORNERS[: len(weights)]
    shares = np.array(weights) / sum(weights)
    norms = [_norm(corner) for corner in corners]
    assert _norm(slerp(corners, weights, CENTRE)) == pytest.approx(shares @ norms, rel=1e-4)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-1e-4, 1e-4))
def test_slerp_of_four_corners_is_continuous_over_the_pad(x, y, step):
    def at(x, y):
        return slerp(CORNERS, ((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y), CENTRE)

    nudged = min(max(x + step, 0), 1)
    assert np.linalg.norm(at(x, y) - at(nudged, y)) <= 100 * abs(x - nudged) + 1e-5


@given(_weights())
def test_extrapolation_is_finite(weights):
    assert np.isfinite(slerp(CORNERS[: len(weights)], weights, CENTRE)).all()


@pytest.mark.parametrize(
    "corners",
    [
        np.stack([CENTRE + 1, CENTRE + 2]),
        np.stack([CENTRE + 1, CENTRE - 1]),
        np.stack([CENTRE, CENTRE + 1]),
        np.stack([CENTRE, CENTRE]),
        np.stack([CENTRE + 1, CENTRE - 1, CENTRE]),
    ],
    ids=["parallel", "opposite", "one at the centre", "both at the centre", "three on a line"],
)
def test_slerp_without_a_direction_is_lerp(corners):
    weights = np.linspace(1, 2, len(corners))
    np.testing.assert_array_equal(slerp(corners, weights, CENTRE), lerp(corners, weights))


def test_noise_is_seeded_scaled_and_the_same_everywhere():
    spread = np.linspace(0, 2, 16)
    z = add_noise(CORNERS[0], 0.5, 7, spread)
    assert z.dtype == np.float32
    assert z.tobytes() == add_noise(CORNERS[0], 0.5, 7, spread).tobytes()
    assert not np.array_equal(z, add_noise(CORNERS[0], 0.5, 8, spread))
    assert add_noise(CORNERS[0], 0, 7, spread).tobytes() == CORNERS[0].tobytes()
    np.testing.assert_allclose(
        add_noise(CORNERS[0], 2, 7, spread) - CORNERS[0], 4 * (z - CORNERS[0]), atol=1e-5
    )
    known = add_noise(np.zeros(3), 1, 7, np.ones(3))
    np.testing.assert_allclose(known, [0.0012301534, 0.29874554, -0.27413784], rtol=1e-6)


def test_noise_has_the_spread_of_every_dimension():
    spread = np.linspace(0.1, 2, 16)
    noise = np.stack([add_noise(np.zeros(16), 1, seed, spread) for seed in range(2000)])
    np.testing.assert_allclose(noise.std(axis=0), spread, rtol=0.1)
    np.testing.assert_allclose(noise.mean(axis=0), 0, atol=0.15)


def _nearest(queries, latents, skip=0):
    distances = np.linalg.norm(queries[:, None] - latents[None], axis=2)
    return np.sort(distances, axis=1)[:, skip]


def _draw(latents, seed):
    return draw_prior(latents, polar(latents, latents.mean(axis=0)), seed)


def test_polar_tells_direction_and_distance():
    found = polar(np.stack([CENTRE + 2, CENTRE + 1, CENTRE - 1, CENTRE]), CENTRE)
    np.testing.assert_allclose(found[0, :-1], found[1, :-1])
    np.testing.assert_allclose(found[1, :-1], -found[2, :-1])
    np.testing.assert_allclose(found[:3, -1], np.log([8, 4, 4]))
    assert np.isfinite(found).all()


def test_draws_are_neither_copies_nor_outliers():
    centres = 4 * RNG.standard_normal((5, 16))
    latents = np.concatenate([centre + RNG.standard_normal((60, 16)) for centre in centres])
    draws = np.stack([_draw(latents, seed) for seed in range(300)])
    ratio = _nearest(draws, latents) / np.median(_nearest(latents, latents, skip=1))
    assert 0.4 < np.median(ratio) < 1.2
    assert np.percentile(ratio, 5) > 0.2
    assert np.percentile(ratio, 95) < 2
    assert len(np.unique(draws, axis=0)) == 300
    assert _draw(latents, 3).tobytes() == _draw(latents, 3).tobytes()


def test_a_draw_from_one_sound_is_that_sound():
    assert _draw(CORNERS[:1], 5).tobytes() == CORNERS[0].tobytes()
    assert np.isfinite(_draw(CORNERS[:2], 5)).all()


def test_bound_leaves_what_is_inside_and_pulls_back_the_rest():
    assert bound(CORNERS[0], CENTRE, 100).tobytes() == CORNERS[0].tobytes()
    far = bound(CENTRE + 50 * (CORNERS[0] - CENTRE), CENTRE, 2.5)
    assert _norm(far) == pytest.approx(2.5, rel=1e-5)
    np.testing.assert_allclose((far - CENTRE) / 2.5, (CORNERS[0] - CENTRE) / _norm(CORNERS[0]), atol=1e-5)
