"""Which kits are made of the same recordings: kits are often republished, in part, under another name.

A split by kit is honest only if such kits stay together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

FINGERPRINT_SAMPLES = 4096
FINGERPRINT_LIKENESS = 0.98
COMPARED_SAMPLES = 11025
LIKENESS = 0.95
FEWEST_SHARED = 2
SMALLEST_SHARE = 0.05
BLOCK = 1024


def families(
    waveforms: np.ndarray, kits: Sequence[str], copies: Iterable[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Names every sound's family: kits are related that share two sounds and 5 % of the smaller kit, or more.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned.
        kits: (N,).
        copies: For every exact copy that is not among the waveforms any more, the kit that it was dropped
            from and the kit that it was kept in.

    Returns:
        (N,): "KIT" where a kit has no relatives, else all of them, "KIT + KIT".
    """
    dropped = [pair for pair in copies if pair[0] != pair[1]]
    sizes = Counter(kits) + Counter(kit for kit, _ in dropped)
    shared: Counter[frozenset[str]] = Counter(frozenset(pair) for pair in dropped)
    for pair, (left, right) in _shared_sounds(waveforms, kits).items():
        shared[pair] += min(len(left), len(right))
    related = [
        sorted(pair)
        for pair, count in shared.items()
        if count >= max(FEWEST_SHARED, SMALLEST_SHARE * min(sizes[kit] for kit in pair))
    ]
    names = sorted(sizes)
    row = [names.index(first) for first, _ in related]
    column = [names.index(second) for _, second in related]
    graph = coo_array((np.ones(len(related)), (row, column)), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[str]] = {}
    for name, number in zip(names, component.tolist(), strict=True):
        members.setdefault(number, []).append(name)
    family_of = {name: " + ".join(group) for group in members.values() for name in group}
    return tuple(family_of[kit] for kit in kits)


def _shared_sounds(
    waveforms: np.ndarray, kits: Sequence[str]
) -> dict[frozenset[str], tuple[set[int], set[int]]]:
    """For every two kits that share a sound the indices of the shared sounds on either side."""
    shared: dict[frozenset[str], tuple[set[int], set[int]]] = {}
    for first, second in _near_copies(waveforms, np.unique(kits, return_inverse=True)[1]):
        sides = shared.setdefault(frozenset((kits[first], kits[second])), (set(), set()))
        swapped = kits[first] > kits[second]
        sides[swapped].add(first)
        sides[not swapped].add(second)
    return shared


def _near_copies(waveforms: np.ndarray, kit_numbers: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of sounds of two kits that are one recording, perhaps resampled, requantised or shifted a little.

    Magnitude spectra tell the candidates, the peak of the cross-correlation decides.
    """
    if kit_numbers.max(initial=0) == 0:
        return []
    fingerprints = np.abs(np.fft.rfft(waveforms[:, :FINGERPRINT_SAMPLES])).astype(np.float32)
    fingerprints /= np.maximum(np.linalg.norm(fingerprints, axis=1, keepdims=True), 1e-9)
    pairs = []
    for start, stop in pairwise([*range(0, len(waveforms), BLOCK), len(waveforms)]):
        likeness = fingerprints[start:stop] @ fingerprints.T  # (block, N)
        likeness[kit_numbers[start:stop, None] == kit_numbers[None, :]] = 0.0
        for first, second in np.argwhere(likeness > FINGERPRINT_LIKENESS):
            if (
                start + first < second
                and _correlation(waveforms[start + first], waveforms[second]) > LIKENESS
            ):
                pairs.append((int(start + first), int(second)))
    return pairs


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Largest normalised cross-correlation over all lags, 0 to 1, of the starts of two sounds."""
    first, second = first[:COMPARED_SAMPLES], second[:COMPARED_SAMPLES]
    size = 2 * len(first)
    lags = np.fft.irfft(np.fft.rfft(first, size) * np.fft.rfft(second, size).conj(), size)
    return float(np.abs(lags).max() / max(np.linalg.norm(first) * np.linalg.norm(second), 1e-9))
