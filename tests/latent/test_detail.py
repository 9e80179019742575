"""Dimensions that only hold what a model misses: they blend, and count nowhere else."""

import numpy as np
import pytest

from vae.latent.half import halved
from vae.latent.space import LatentSpace

DETAIL = 5


@pytest.fixture(params=["whole", "half"])
def spaces(request) -> tuple[LatentSpace, LatentSpace]:
    """Latents with detail, and the same without it."""
    rng = np.random.default_rng(0)
    latents, detail = rng.standard_normal((60, 8)), 20 * rng.standard_normal((60, DETAIL))
    whole = np.hstack([latents, detail]).astype(np.float32)
    if request.param == "half":
        kept = halved(whole)
        return LatentSpace(kept, detail_dims=DETAIL), LatentSpace(halved(whole[:, :8]))
    return LatentSpace(whole, detail_dims=DETAIL), LatentSpace(whole[:, :8])


def test_it_does_not_count_in_distances(spaces):
    with_detail, without = spaces
    assert (with_detail.compared_dims, without.compared_dims) == (8, 8)
    for z in with_detail.latents[:5]:
        np.testing.assert_array_equal(with_detail.nearest(z, 7)[1], without.nearest(z[:8], 7)[1])
    assert with_detail.reach == pytest.approx(without.reach)
    assert with_detail.latent_spacing == pytest.approx(without.latent_spacing)
    assert with_detail.typical_distance == pytest.approx(without.typical_distance)


def test_noise_and_bounds_leave_it_alone(spaces):
    with_detail, without = spaces
    z = with_detail.latents[3]
    varied = with_detail.vary(z, 3.0, 1)
    np.testing.assert_array_equal(varied[8:], z[8:])
    np.testing.assert_allclose(varied[:8], without.vary(z[:8], 3.0, 1), rtol=1e-5)
    far = np.concatenate([100 * z[:8], z[8:]])
    bounded = with_detail.bound(far)
    np.testing.assert_array_equal(bounded[8:], z[8:])
    assert np.linalg.norm(bounded[:8] - with_detail.centre[:8]) == pytest.approx(with_detail.reach)


def test_draws_blend_it_as_they_do_the_rest(spaces):
    with_detail, without = spaces
    drawn = with_detail.draw(slice(None), 4)
    np.testing.assert_allclose(drawn[:8], without.draw(slice(None), 4), rtol=1e-4, atol=1e-5)
    assert drawn[8:].all()
