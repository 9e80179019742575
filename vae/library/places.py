"""The map: where sounds lie on it, what lies at any place, and where a new sound belongs.

`locate` and `place_latent` are exact inverses at the library's own sounds and approximate ones elsewhere: a map
has two dimensions, a latent many. Only `fit_map` imports umap, which takes seconds.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vae.library.layout import use_area
from vae.library.library import Library

PLACE_NEIGHBOURS = 8
BLEND_POWER = 2.0
INSIDE_SPACINGS = 3.0
LATENT_NEIGHBOURS = 10
SAME_REGION_SPACINGS = 8.0
UMAP_NEIGHBOURS = 15
MOST_FITTED, LANDMARKS = 100_000, 20_000
"""The most sounds whose map is fitted as a whole, and of how many more it is fitted.

50,000 sounds between those of drum-machine, 512 dimensions, one core: trustworthiness (15 neighbours), share of the 15
nearest sounds that stay among the 15 nearest, and processor time. Until memory ends, the whole fit is the better one.

    the whole fit       0.960  0.41   91 s   (20,000: 76 s, compiling included; 100,000: 172 s, 2.3 GB)
    20,000 landmarks    0.949  0.33  155 s
"""


@dataclass(frozen=True)
class Location:
    """What lies at a place on the map.

    Attributes:
        latent: (latent_dim,) float32.
        ids: the sounds blended here, heaviest first.
        weights: their shares, which add up to 1.
        distance: distance to the nearest sound, in units of the typical distance between neighbours on this map.
        inside: whether the place is among the sounds rather than far from all of them.
    """

    latent: NDArray[np.float32]
    ids: tuple[int, ...]
    weights: tuple[float, ...]
    distance: float
    inside: bool


def fit_map(latents: ArrayLike, *, seed: int = 0) -> NDArray[np.float32]:
    """Makes the map: UMAP (McInnes, Healy and Melville, 2018) of the latents, then `layout.use_area`.

    It takes seconds, and the same latents and seed give the same map only on the same machine, so it is
    computed once and stored.

    Args:
        latents: (N, latent_dim).
        seed: seed of UMAP.

    Returns:
        (N, 2) float32 within `layout.FRAME`, all places different.
    """
    offsets = np.asarray(latents, dtype=np.float64)
    offsets = offsets - offsets.mean(axis=0)
    if len(offsets) <= 2 * UMAP_NEIGHBOURS:
        scores = np.linalg.svd(offsets, full_matrices=False)
        scores = (scores[0] * scores[1])[:, :2]
        return use_area(np.pad(scores, ((0, 0), (0, 2 - scores.shape[1])))).astype(np.float32)
    with ThreadPoolExecutor(1) as pool:  # numba resets the number of torch's threads for the thread it is in
        return use_area(pool.submit(_umap, offsets, seed).result()).astype(np.float32)


def _umap(offsets: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    """UMAP of (N, latent_dim) by their directions: (N, 2).

    Of very many, some are landmarks, whose map is fitted; the others are placed among them, a few at a time, so that
    memory does not grow: at the mean of the nearest landmarks, then moved as in the fit, but past landmarks that stay.
    """
    from umap import UMAP

    reducer = UMAP(n_neighbors=UMAP_NEIGHBOURS, metric="cosine", random_state=seed, n_jobs=1)
    if len(offsets) <= MOST_FITTED:
        return np.asarray(reducer.fit_transform(offsets), dtype=np.float64)
    order = np.random.default_rng(seed).permutation(len(offsets))
    chosen, others = np.sort(order[:LANDMARKS]), np.sort(order[LANDMARKS:])
    places = np.empty((len(offsets), 2))
    places[chosen] = reducer.fit_transform(offsets[chosen])
    for start in range(0, len(others), LANDMARKS):
        block = others[start : start + LANDMARKS]
        places[block] = reducer.transform(offsets[block])
    return places


def locate(x: float, y: float, library: Library, neighbours: int = PLACE_NEIGHBOURS) -> Location:
    """What lies at a place: a blend of the nearest sounds on the map, the inverse of `place_latent`.

    The weights are Franke and Little's (Franke, Mathematics of Computation, 1982), ((R - d) / (R d))^p over
    the k nearest sounds, R being the distance of the one after them: infinite at a sound, which is therefore
    reproduced exactly, and falling to 0 where a sound leaves the k nearest, so that nothing jumps. The power
    keeps the nearest sound dominant; moving the blend to its sounds' mean distance from the library's centre,
    as `slerp` does, was tried and made it less sharp, not more.

    Args:
        x: horizontal coordinate, finite.
        y: vertical coordinate, finite.
        library: the library that the map belongs to.
        neighbours: how many sounds are blended, at most.

    Returns:
        The blended latent, its sounds, and its distance from the nearest one.
    """
    index = library.map_index
    total = len(index.first)
    distances, nearest = index.tree.query((x, y), k=min(neighbours + 1, total))
    distances, nearest = np.atleast_1d(distances), np.atleast_1d(nearest)
    weights = _shares(distances, compact=total > neighbours)
    used = np.flatnonzero(weights)
    used = used[np.argsort(-weights[used], kind="stable")]
    nearest, weights = nearest[used], weights[used]
    spacings = float(distances[0]) / index.spacing
    return Location(
        latent=(weights @ index.latents(nearest)).astype(np.float32),
        ids=tuple(int(sound) for sound in index.first[nearest]),
        weights=tuple(float(weight) for weight in weights),
        distance=spacings,
        inside=spacings <= INSIDE_SPACINGS,
    )


Near = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Distances, ascending, and ids of the nearest sounds, as `Library.nearest` gives them."""


def nearest_for_place(z: ArrayLike, library: Library) -> Near:
    """The sounds of a library that say where a latent (latent_dim,) belongs on its map."""
    return library.nearest(z, LATENT_NEIGHBOURS + 1)


def place_latent(z: ArrayLike, library: Library, near: Near | None = None) -> tuple[float, float]:
    """Where a latent belongs on the map: among its nearest sounds, the inverse of `locate`.

    The mean place of the nearest latents, weighted as in `locate`; the farther one of them lies from the
    nearest one's place, the less it counts, so that a sound never lands in the empty middle between two
    islands.

    Args:
        z: (latent_dim,).
        library: the library that the map belongs to.
        near: `nearest_for_place`, if that is known.

    Returns:
        (x, y); exactly a sound's own place for its own latent.
    """
    distances, nearest = near or nearest_for_place(z, library)
    if np.array_equal(library.latents[nearest[0]], z):
        x, y = library.coordinates[nearest[0]].tolist()
        return x, y
    places = library.coordinates[nearest].astype(np.float64)
    weights = _shares(distances, compact=len(library) > LATENT_NEIGHBOURS)
    away = np.linalg.norm(places - places[0], axis=1) / (SAME_REGION_SPACINGS * library.map_index.spacing)
    weights *= np.exp(-(away**2))
    x, y = (weights @ places) / weights.sum()
    return float(x), float(y)


def _shares(distances: NDArray[np.float64], compact: bool) -> NDArray[np.float64]:
    """Blend weights (k,) for ascending distances (k,), sum 1; `compact` gives the farthest one weight 0."""
    if distances[0] == 0:
        return np.eye(1, len(distances)).ravel()
    relative = distances / distances[0]
    weights: NDArray[np.float64] = 1 / relative - (1 / relative[-1] if compact else 0.0)
    weights = np.maximum(weights, 0.0) ** BLEND_POWER
    total = float(weights.sum())
    even: NDArray[np.float64] = np.full(len(distances), 1 / len(distances))
    return weights / total if total > 0 else even
