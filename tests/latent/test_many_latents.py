"""Of many sounds not all are compared, and what is found is the same."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from vae.latent import space
from vae.latent.half import BLOCK, HalfLatents, Latents, appended, halved
from vae.latent.ops import PRIOR_NEIGHBOURS
from vae.latent.sketch import Sketch
from vae.latent.space import LatentSpace

COUNT, DIMENSIONS = 3_000, 160


@dataclass
class Pair:
    """The same latents, compared all at once and as of a large library."""

    whole: LatentSpace
    large: LatentSpace


@pytest.fixture(scope="module")
def latents() -> NDArray[np.float32]:
    rng = np.random.default_rng(0)
    spread = rng.exponential(1, DIMENSIONS)
    kinds = rng.standard_normal((12, DIMENSIONS))[rng.integers(12, size=COUNT)]
    return ((kinds + 0.7 * rng.standard_normal((COUNT, DIMENSIONS))) * spread + 3).astype(np.float32)


@pytest.fixture(params=["float32", "float16"])
def pair(
    latents: NDArray[np.float32], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Pair:
    kept: Latents = latents if request.param == "float32" else halved(latents)
    whole = LatentSpace(kept)
    _ = whole.centre, whole.spread, whole.reach, whole.compared
    monkeypatch.setattr(space, "FEW", 500)
    monkeypatch.setattr("vae.latent.half.BLOCK", 700)
    monkeypatch.setattr(LatentSpace, "has_few", property(lambda one: one is whole))
    return Pair(whole, LatentSpace(kept))


def test_the_nearest_of_many_are_the_nearest_of_all(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    for number in range(40):
        one, other = (pair.whole.latents[sound] for sound in rng.integers(COUNT, size=2))
        noise = rng.standard_normal(DIMENSIONS).astype(np.float32)
        z = [one, (one + other) / 2, one + 0.3 * noise * pair.whole.spread, 9 * noise][number % 4]
        for k in (1, 9, 400):
            monkeypatch.setattr(space, "COMPARED", COUNT)
            wanted = pair.whole.nearest(z, k)
            monkeypatch.setattr(space, "COMPARED", 100)
            found = pair.large.nearest(z, k)
            sketched = pair.whole.nearest(z, k)
            np.testing.assert_array_equal(sketched[1], wanted[1])
            np.testing.assert_array_equal(sketched[0], wanted[0])
            np.testing.assert_array_equal(found[1], wanted[1])
            np.testing.assert_allclose(found[0], wanted[0], atol=1e-6)
    assert len(pair.large._near(pair.large._compared(np.array([7]))[0], 9)) < COUNT / 10


def test_few_are_compared_in_full(pair: Pair) -> None:
    compared: list[int] = []

    def squared(ids: NDArray[np.int64]) -> NDArray[np.float32]:
        compared.append(len(ids))
        return pair.large._squared(ids, point)

    point = pair.whole.compared[5]
    ids = pair.large._sketch.candidates(point, 9, squared)
    assert compared == [36] and 9 <= len(ids) < COUNT / 4


def test_what_follows_from_many_latents_is_the_same(pair: Pair) -> None:
    for name in ("centre", "spread", "reach"):
        np.testing.assert_allclose(getattr(pair.large, name), getattr(pair.whole, name), rtol=1e-5)
    assert pair.large.latent_spacing == pytest.approx(pair.whole.latent_spacing, rel=1e-6)
    assert pair.large.typical_distance == pytest.approx(pair.whole.typical_distance, rel=0.03)


def test_draws_from_many_lie_among_them(pair: Pair) -> None:
    for members in (slice(None), np.arange(0, COUNT, 2), np.arange(5)):
        drawn = [pair.large.draw(members, seed) for seed in range(8)]
        assert len(np.unique(drawn, axis=0)) == 8
        for z in drawn:
            distance = pair.whole.nearest(z, 1)[0][0]
            assert 0 < distance < pair.whole.typical_distance
    around = pair.large.draw(np.array([11]), 3)
    assert 11 in pair.whole.nearest(around, PRIOR_NEIGHBOURS)[1]
    np.testing.assert_allclose(around, pair.whole.draw(np.array([11]), 3), atol=1e-4)


def test_half_latents_are_float32_to_whoever_reads_them() -> None:
    stored = np.array([[1, 2], [3, 4.001]], np.float16)
    half = HalfLatents(stored)
    assert (half.shape, len(half)) == ((2, 2), 2)
    assert half[0].dtype == half[:, 1].dtype == np.asarray(half).dtype == np.float32
    assert np.asarray(half, np.float64).dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        half.stored[0] = 0
    half[0][:] = 9
    assert half[0].tolist() == [1, 2]
    more = appended(half, np.array([[5, 6]], np.float32))
    assert isinstance(more, HalfLatents) and more.shape == (3, 2)
    plain = appended(np.ones((1, 2), np.float32), np.zeros((1, 2), np.float32))
    assert isinstance(plain, np.ndarray) and plain.tolist() == [[1, 1], [0, 0]]
    assert BLOCK > 1


def test_distances_of_sketches_are_never_larger() -> None:
    rng = np.random.default_rng(2)
    points = rng.standard_normal((300, 200))
    sketch = Sketch(points[:50], [points[:100], points[100:]])
    point = rng.standard_normal(200)
    true = np.square(points - point).sum(axis=1)
    ids = sketch.candidates(point, 3, lambda ids: true[ids])
    assert set(np.argsort(true)[:3]) <= set(ids.tolist())
    assert (
        len(sketch.candidates(points[0], 1, lambda ids: np.square(points[ids] - points[0]).sum(axis=1))) == 1
    )
