"""Finds kits that share recordings: kits are often republished, in part, under another name.

A split by kit is fair only if such kits stay together.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

FEWEST_SHARED = 2
SMALLEST_SHARE = 0.05


def families(
    kits: Sequence[str], near_copies: Iterable[tuple[int, int]], copies: Iterable[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """Names every sound's family: kits are related if they share at least two sounds and 5 % of the smaller kit.

    Args:
        kits: (N,).
        near_copies: Pairs of indices of sounds that are the same recording (see `vae.data.copies`).
        copies: For every exact copy already removed from the sounds, the kit that it was dropped from and the
            kit that it was kept in.

    Returns:
        (N,): "KIT" if a kit has no relatives, otherwise all of them, "KIT + KIT".
    """
    dropped = [pair for pair in copies if pair[0] != pair[1]]
    sizes = Counter(kits) + Counter(kit for kit, _ in dropped)
    shared: Counter[frozenset[str]] = Counter(frozenset(pair) for pair in dropped)
    for pair, (left, right) in _shared_sounds(kits, near_copies).items():
        shared[pair] += min(len(left), len(right))
    related = [
        sorted(pair)
        for pair, count in shared.items()
        if count >= max(FEWEST_SHARED, SMALLEST_SHARE * min(sizes[kit] for kit in pair))
    ]
    number_of = {name: number for number, name in enumerate(sorted(sizes))}
    row = [number_of[first] for first, _ in related]
    column = [number_of[second] for _, second in related]
    graph = coo_array((np.ones(len(related)), (row, column)), shape=(len(number_of), len(number_of)))
    _, component = connected_components(graph, directed=False)
    members: dict[int, list[str]] = {}
    for name, number in zip(number_of, component.tolist(), strict=True):
        members.setdefault(number, []).append(name)
    family_of = {name: " + ".join(group) for group in members.values() for name in group}
    return tuple(family_of[kit] for kit in kits)


def _shared_sounds(
    kits: Sequence[str], near_copies: Iterable[tuple[int, int]]
) -> dict[frozenset[str], tuple[set[int], set[int]]]:
    """For each pair of kits that share sounds, the indices of the shared sounds in either kit."""
    shared: dict[frozenset[str], tuple[set[int], set[int]]] = {}
    for first, second in near_copies:
        if kits[first] != kits[second]:
            sides = shared.setdefault(frozenset((kits[first], kits[second])), (set(), set()))
            swapped = kits[first] > kits[second]
            sides[swapped].add(first)
            sides[not swapped].add(second)
    return shared
