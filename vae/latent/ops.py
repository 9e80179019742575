"""Arithmetic on latents: mixing, noise, draws from the aggregate posterior. Pure functions on NumPy arrays.

Knows nothing about recipes, maps or models. Everything is computed in float64 and returned as float32, and the
same arguments give the same bits. `centre` is the library's mean latent throughout: the posterior means of a
library lie around it, not around the origin, so angles and norms are taken about it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Latent = NDArray[np.float32]

PRIOR_NEIGHBOURS = 10
PRIOR_BANDWIDTH = 0.75
_PARALLEL = 1e-6
_SPHERICAL_MEAN_STEPS = 24


def normalise_weights(weights: ArrayLike) -> NDArray[np.float64]:
    """Scales weights so that they add up to 1, keeping their signs.

    Args:
        weights: (corners,), any finite values with a positive sum.

    Returns:
        (corners,) float64 that sums to 1; a single weight that is not 0 becomes exactly 1.

    Raises:
        ValueError: the weights add up to 0 or less.
    """
    given = np.asarray(weights, dtype=np.float64)
    total = float(given.sum())
    if not total > 0:
        raise ValueError("weights have to add up to more than 0")
    return given / total


def lerp(latents: ArrayLike, weights: ArrayLike) -> Latent:
    """Weighted sum of latents along straight lines; `slerp` keeps their distance from the centre instead.

    Args:
        latents: (corners, latent_dim).
        weights: (corners,), normalised here; below 0 and above 1 extrapolate.

    Returns:
        (latent_dim,) float32; exactly a corner if it alone has weight.
    """
    shares = normalise_weights(weights)
    used = shares != 0
    corners = np.asarray(latents, dtype=np.float64)[used]
    mixed: Latent = (shares[used, None] * corners).sum(axis=0).astype(np.float32)
    return mixed


def slerp(latents: ArrayLike, weights: ArrayLike, centre: ArrayLike) -> Latent:
    """Weighted mean on the sphere around `centre`: directions turn evenly, norms are mixed linearly.

    Two corners follow Shoemake's formula (SIGGRAPH 1985), more than two the weighted spherical mean of Buss
    and Fillmore (ACM Transactions on Graphics, 2001), which does not depend on their order. Where the mean
    has no direction (corners parallel, opposite, or at the centre), this is `lerp`.

    Args:
        latents: (corners, latent_dim).
        weights: (corners,), normalised here; below 0 and above 1 extrapolate along the great circle.
        centre: (latent_dim,).

    Returns:
        (latent_dim,) float32; exactly a corner if it alone has weight.
    """
    shares = normalise_weights(weights)
    used = shares != 0
    shares, corners = shares[used], np.asarray(latents, dtype=np.float64)[used]
    if len(corners) == 1:
        alone: Latent = corners[0].astype(np.float32)
        return alone
    middle = np.asarray(centre, dtype=np.float64)
    offsets = corners - middle
    norms = np.linalg.norm(offsets, axis=1)
    if norms.min() <= _PARALLEL * max(norms.max(), 1e-30):
        return lerp(corners, shares)
    units = offsets / norms[:, None]
    direction = _turn(units, shares[1]) if len(units) == 2 else _spherical_mean(units, shares)
    if direction is None:
        return lerp(corners, shares)
    turned: Latent = (middle + max(shares @ norms, 0.0) * direction).astype(np.float32)
    return turned


def _turn(units: NDArray[np.float64], t: float) -> NDArray[np.float64] | None:
    """Direction at `t` on the great circle through two unit vectors; None if it is undefined."""
    angle = np.arccos(np.clip(units[0] @ units[1], -1.0, 1.0))
    if np.sin(angle) < 1e-4:
        return None
    turned: NDArray[np.float64] = (
        np.sin((1 - t) * angle) * units[0] + np.sin(t * angle) * units[1]
    ) / np.sin(angle)
    return turned


def _spherical_mean(units: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Weighted mean of unit vectors (corners, latent_dim) on the sphere; None if it is undefined."""
    mean = weights @ units
    length = np.linalg.norm(mean)
    if length < 1e-3:
        return None
    mean /= length
    for _ in range(_SPHERICAL_MEAN_STEPS):
        cosines = np.clip(units @ mean, -1.0, 1.0)
        tangents = units - cosines[:, None] * mean
        lengths = np.linalg.norm(tangents, axis=1)
        scale = np.where(lengths > 1e-12, np.arccos(cosines) / np.maximum(lengths, 1e-12), 1.0)
        step = (weights * scale) @ tangents
        angle = np.linalg.norm(step)
        if angle < 1e-12:
            break
        mean = np.cos(angle) * mean + np.sin(angle) * step / angle
        mean /= np.linalg.norm(mean)
    return mean


def add_noise(
    z: ArrayLike,
    amount: float,
    seed: int,
    spread: ArrayLike,
    locked: NDArray[np.float64] | None = None,
) -> Latent:
    """Adds Gaussian noise of `amount` times the library's standard deviation in every dimension.

    Args:
        z: (latent_dim,).
        amount: 0 leaves `z` unchanged; 1 is as different as the library's sounds are from their mean.
        seed: seed of NumPy's PCG64; one seed is one direction, whatever the amount.
        spread: (latent_dim,), standard deviation of the library's latents.
        locked: (latent_dim, k), orthonormal directions, in units of `spread`, that are projected out of the noise.

    Returns:
        (latent_dim,) float32.
    """
    z = np.asarray(z, dtype=np.float64)
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(z.shape)
    if locked is not None:
        noise -= locked @ (locked.T @ noise)
    return (z + amount * np.asarray(spread, dtype=np.float64) * noise).astype(np.float32)


def add_offset(z: ArrayLike, dimensions: Sequence[int], amounts: ArrayLike, spread: ArrayLike) -> Latent:
    """Moves some dimensions by `amounts` times the library's standard deviation in each.

    Args:
        z: (latent_dim,).
        dimensions: (k,), each once.
        amounts: (k,); 0 leaves a dimension unchanged.
        spread: (latent_dim,), standard deviation of the library's latents.

    Returns:
        (latent_dim,) float32.
    """
    moved = np.array(z, dtype=np.float64)
    chosen = list(dimensions)
    moved[chosen] += np.asarray(amounts, dtype=np.float64) * np.asarray(spread, dtype=np.float64)[chosen]
    return moved.astype(np.float32)


def polar(latents: ArrayLike, centre: ArrayLike) -> NDArray[np.float64]:
    """Directions from the centre and logarithms of the distances from it: coordinates to compare latents by.

    Euclidean neighbours in many dimensions are mostly those near the centre, whatever they sound like;
    neighbours by these coordinates share a label more often, and no sound is everyone's neighbour.

    Args:
        latents: (sounds, latent_dim).
        centre: (latent_dim,).

    Returns:
        (sounds, latent_dim + 1) float64; unit vectors, then logarithms.
    """
    offsets = np.asarray(latents, dtype=np.float64) - np.asarray(centre)
    norms = np.maximum(np.sqrt(np.einsum("nd,nd->n", offsets, offsets)), 1e-6)[:, None]
    return np.hstack((offsets / norms, np.log(norms)))


def draw_prior(latents: NDArray[np.float32], compared: NDArray[np.float64], seed: int) -> Latent:
    """Draws a latent from the aggregate posterior, fitted by manifold Parzen windows.

    A Gaussian sits on every given latent, with the covariance of the offsets to its nearest neighbours
    (Vincent and Bengio, NIPS 2002): draws follow the library's own shape, and stay within a label if only its
    latents are given. N(0, I) and a single Gaussian do neither. The bandwidth is set so that a draw lies about as far
    from its nearest sound as sounds lie from each other: neither a copy nor an outlier.

    Args:
        latents: (sounds, latent_dim), the posterior means to draw around; at least one.
        compared: (sounds, latent_dim + 1), `polar` of the same latents, which determines what is near.
        seed: seed of NumPy's PCG64.

    Returns:
        (latent_dim,) float32.
    """
    chosen = np.random.Generator(np.random.PCG64(seed)).integers(len(latents))
    return draw_around(latents, compared, seed, int(chosen))


def draw_around(
    latents: NDArray[np.float32], compared: NDArray[np.float64], seed: int, chosen: int
) -> Latent:
    """`draw_prior` from the Gaussian that sits on one of the latents, `chosen`."""
    rng = np.random.Generator(np.random.PCG64(seed))
    rng.integers(len(latents))  # as many numbers as a draw that chooses has used
    offsets = compared - compared[chosen]
    distances = np.einsum("nd,nd->n", offsets, offsets)
    nearest = np.argsort(distances, kind="stable")[1 : PRIOR_NEIGHBOURS + 1]
    strengths = rng.standard_normal(len(nearest)) * PRIOR_BANDWIDTH / np.sqrt(max(len(nearest), 1))
    around = latents[nearest].astype(np.float64) - latents[chosen]
    drawn: Latent = (latents[chosen] + strengths @ around).astype(np.float32)
    return drawn


def bound(z: ArrayLike, centre: ArrayLike, radius: float) -> Latent:
    """Pulls a latent that lies farther than `radius` from `centre` back onto that sphere.

    Keeps extrapolation and heavy noise where the decoder still produces sound; anything inside is returned
    unchanged.

    Args:
        z: (latent_dim,).
        centre: (latent_dim,).
        radius: largest Euclidean distance from `centre`.

    Returns:
        (latent_dim,) float32.
    """
    latent = np.asarray(z, dtype=np.float32)
    middle = np.asarray(centre, dtype=np.float64)
    offset = latent - middle
    distance = np.linalg.norm(offset)
    if distance <= radius:
        return latent
    pulled: Latent = (middle + offset * (radius / distance)).astype(np.float32)
    return pulled
