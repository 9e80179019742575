"""Chooses the sounds to hold out of training: entire kits, because hits of one drum are near copies."""

from collections.abc import Sequence

import numpy as np

CANDIDATES = 4_000
LARGEST_SHARE = 0.35
ENOUGH_KITS = 3


def split_by_kit(
    kits: Sequence[str], labels: Sequence[str], *, fraction: float = 0.15, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Splits sounds into training and held-out ones, by entire kits.

    Draws several thousand seeded sets of kits, each the start of a random order of the kits, cut where it
    comes nearest to the wanted share of all sounds, and takes the best one. It has, in this order of weight:
    as many labels as possible on both sides, at least the wanted share of every label, a share of all sounds
    and of all kits close to the wanted one, and three kits or more, to test several characters.

    If entire kits would cost more than 35 % of the sounds (one kit, or two of the same size), each label is
    split sound by sound instead; held-out figures then flatter the model, since hits of one drum at several
    velocities are near copies.

    Args:
        kits: Kit of every sound, (N,).
        labels: Label of every sound, (N,).
        fraction: Wanted share of held-out sounds, between 0 and 0.5.
        seed: Seed of the draw; the same arguments give the same split.

    Returns:
        Indices of the training sounds and of the held-out ones, both ascending, which together are all
        of them. Neither is empty if there are at least two sounds and the fraction is above 0.

    Raises:
        ValueError: The lengths differ, or the fraction is out of range.
    """
    if len(kits) != len(labels):
        raise ValueError(f"There are {len(kits)} kits for {len(labels)} labels.")
    if not 0 <= fraction <= 0.5:
        raise ValueError(f"The held-out fraction must lie between 0 and 0.5, not {fraction}.")
    everything = np.arange(len(kits))
    if fraction == 0 or len(kits) < 2:
        return everything, everything[:0]
    rng = np.random.default_rng(seed)
    _, kit_of = np.unique(np.asarray(kits, dtype=object).astype(str), return_inverse=True)
    _, label_of = np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)
    counts = np.zeros((kit_of.max() + 1, label_of.max() + 1), dtype=np.int64)  # (kits, labels)
    np.add.at(counts, (kit_of, label_of), 1)
    chosen = _best_kits(counts, fraction, rng)
    is_held_out = _split_each_label(label_of, fraction, rng) if chosen is None else chosen[kit_of]
    return everything[~is_held_out], everything[is_held_out]


def _best_kits(counts: np.ndarray, fraction: float, rng: np.random.Generator) -> np.ndarray | None:
    """Returns which kits to hold out, (kits,) bool, or None if no set of kits is small enough."""
    num_kits, total = len(counts), counts.sum()
    sizes = counts.sum(axis=1)
    best, best_score = None, -np.inf
    for _ in range(CANDIDATES if num_kits > 1 else 0):
        order = rng.permutation(num_kits)
        share = np.cumsum(sizes[order]) / total  # (kits,)
        length = 1 + int(np.argmin(np.abs(share[:-1] - fraction)))
        if share[length - 1] > max(LARGEST_SHARE, fraction):
            continue
        score = _score(counts, order[:length], fraction)
        if score > best_score:
            best_score = score
            best = np.isin(np.arange(num_kits), order[:length])
    return best


def _score(counts: np.ndarray, chosen: np.ndarray, fraction: float) -> float:
    held_out, all_sounds = counts[chosen].sum(axis=0), counts.sum(axis=0)  # (labels,)
    on_both_sides = np.mean((held_out > 0) & (held_out < all_sounds))
    only_held_out = np.mean(held_out == all_sounds)
    fair_share = np.mean(np.minimum(1.0, held_out / (fraction * all_sounds)))
    sounds = abs(held_out.sum() / all_sounds.sum() - fraction) / fraction
    enough_kits = min(1.0, len(chosen) / ENOUGH_KITS)
    share_of_kits = abs(len(chosen) / len(counts) - fraction) / fraction
    return float(
        4 * on_both_sides
        + fair_share
        + enough_kits
        - 8 * only_held_out
        - min(sounds, 2.0)
        - 0.25 * min(share_of_kits, 2.0)
    )


def _split_each_label(label_of: np.ndarray, fraction: float, rng: np.random.Generator) -> np.ndarray:
    """Returns which sounds to hold out, (N,) bool: about the wanted fraction of every label, at least one in all."""
    is_held_out = np.zeros(len(label_of), dtype=bool)
    for label in range(label_of.max() + 1):
        members = rng.permutation(np.flatnonzero(label_of == label))
        is_held_out[members[: round(fraction * len(members))]] = True
    _add_from_small_labels(is_held_out, label_of, fraction, rng)
    if not is_held_out.any():
        is_held_out[rng.integers(len(label_of))] = True
    return is_held_out


def _add_from_small_labels(
    is_held_out: np.ndarray, label_of: np.ndarray, fraction: float, rng: np.random.Generator
) -> None:
    """Holds out one sound of further labels if so many are too small for a share that too little is held out."""
    wanted = round(fraction * len(label_of))
    if 2 * is_held_out.sum() >= wanted:
        return
    for label in rng.permutation(label_of.max() + 1):
        members = np.flatnonzero(label_of == label)
        if len(members) > 1 and not is_held_out[members].any() and is_held_out.sum() < wanted:
            is_held_out[rng.choice(members)] = True
