"""Groups sounds of which no name tells anything by how they sound, and names a group after what its members share.

Groups are found by density (HDBSCAN, Campello et al. 2013), so a sound that is like no other stays alone.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from vae.data.naming.categories import content_words
from vae.data.naming.everyday import singular
from vae.data.neighbours import features
from vae.data.rows import Rows

UNNAMED = "unnamed"
SMALLEST = 3
DIMENSIONS = 16
MOST_GROUPED = 4000
ENOUGH = 0.5
"""Share of a group that has to have a word in common, and of its labelled members, a label."""
LABELLED = 0.25
VOTERS, NEAR = 5, 0.9
"""Nearest labelled sounds that vote where no group has a name, for sounds not farther than most of those are."""
GUESS = 0.8
"""How sure a label can be that was found by likeness alone."""


def label_by_likeness(
    waveforms: np.ndarray | Rows, names: Sequence[str], labels: Sequence[str | None], sample_rate: int
) -> tuple[list[str], np.ndarray]:
    """Fills in missing labels: groups that sound alike get the label or the word that their members share.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned; may lie on disk.
        names: (N,), as the files are called.
        labels: (N,), None where there is no label yet; the others are kept.
        sample_rate: Sample rate in Hz.

    Returns:
        (N,) labels: "unnamed 1", "unnamed 2" … for groups whose members share no word, "unnamed" for sounds that are
        like no other. And (N,) float32, how sure each is: 1 for those given, 0 for "unnamed".
    """
    unknown = [index for index, label in enumerate(labels) if label is None]
    filled = [label or UNNAMED for label in labels]
    confidences = np.array([label is not None for label in labels], dtype=np.float32)
    if len(unknown) < SMALLEST and len(unknown) == len(labels):
        return filled, confidences
    points = _reduced(features(waveforms, sample_rate))
    groups, strengths = _groups(points)
    votes = _votes(points, labels)
    known = {label for label in labels if label is not None}
    numbers = 0
    for group in range(-1, groups.max() + 1):
        members = np.flatnonzero(groups == group).tolist()
        name, share = None, 0.0
        if group >= 0:
            name, share = _name(
                [labels[index] for index in members], [names[index] for index in members], known
            )
        left = []
        for index in (index for index in members if labels[index] is None):
            if name is not None:
                filled[index], confidences[index] = name, GUESS * share * strengths[index]
            elif index in votes:
                filled[index], confidences[index] = votes[index]
            elif group >= 0:
                left.append(index)
        numbers += len(left) > 1
        for index in left if len(left) > 1 else ():
            filled[index] = f"{UNNAMED} {numbers}"
    return filled, confidences


def _name(labels: Sequence[str | None], names: Sequence[str], known: set[str]) -> tuple[str | None, float]:
    """What a group is called and the share of its members that say so; (None, 0) if they agree on nothing."""
    votes = Counter(label for label in labels if label is not None)
    if votes and votes.total() >= max(2, LABELLED * len(labels)):
        label, count = votes.most_common(1)[0]
        if count >= ENOUGH * votes.total():
            return label, count / votes.total()
    words = Counter(singular(word) for name in names for word in {*content_words(name)})
    word, count = words.most_common(1)[0] if words else ("", 0)
    if count < max(2, ENOUGH * len(names)):
        return None, 0.0
    return next((label for label in sorted(known) if singular(label) == word), word), count / len(names)


def _votes(points: np.ndarray, labels: Sequence[str | None]) -> dict[int, tuple[str, float]]:
    """For every sound that is as near to labelled ones as those are to each other: their label, and how sure it is."""
    from sklearn.neighbors import NearestNeighbors

    known = [index for index, label in enumerate(labels) if label is not None]
    unknown = [index for index, label in enumerate(labels) if label is None]
    if len(known) <= VOTERS or not unknown:
        return {}
    known = known[:: -(-len(known) // MOST_GROUPED)]
    search = NearestNeighbors(n_neighbors=VOTERS).fit(points[known])
    between = search.kneighbors()[0].mean(axis=1)
    distances, voters = search.kneighbors(points[unknown])
    found = {}
    for index, distance, nearest in zip(unknown, distances.mean(axis=1), voters, strict=True):
        label, count = Counter(labels[known[voter]] for voter in nearest).most_common(1)[0]
        if label is not None and count > ENOUGH * VOTERS and distance <= np.quantile(between, NEAR):
            found[index] = (label, GUESS * count / VOTERS)
    return found


def _reduced(points: np.ndarray) -> np.ndarray:
    """(N, at most 16) float32, the principal components of (N, features)."""
    from sklearn.decomposition import PCA

    fitted = points[:: -(-len(points) // MOST_GROUPED)]
    reduction = PCA(min(DIMENSIONS, *fitted.shape), svd_solver="full").fit(fitted)
    return np.asarray(reduction.transform(points), dtype=np.float32)


def _groups(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The group of each point, (N,), -1 for none, and how well it belongs there, (N,), 0 to 1."""
    from sklearn.cluster import HDBSCAN
    from sklearn.neighbors import NearestNeighbors

    fitted = points[:: -(-len(points) // MOST_GROUPED)]
    if len(fitted) < SMALLEST:
        return np.full(len(points), -1), np.zeros(len(points), dtype=np.float32)
    smallest = max(SMALLEST, round(len(fitted) ** 0.5 / 2))
    clusters = HDBSCAN(min_cluster_size=smallest, min_samples=2, copy=True).fit(fitted)
    labels, strengths = clusters.labels_, np.asarray(clusters.probabilities_, dtype=np.float32)
    if len(fitted) == len(points):
        return labels, strengths
    nearest = NearestNeighbors(n_neighbors=1).fit(fitted).kneighbors(points, return_distance=False)[:, 0]
    return labels[nearest], strengths[nearest]
