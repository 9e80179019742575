"""The legends of the map: one entry for each label or kit, with its count and its look."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.server.maps.looks import LABEL_STYLES, LabelStyle, assorted, looks_of
from explorer.sound.labels import NO_LABEL


def legend(labels: Sequence[str], guessed: NDArray[np.bool_] | None = None) -> list[dict[str, Any]]:
    """One entry for each label that occurs: label, title, count, guessed (how many of these are guesses), style.

    Drum labels come first, in their own order, where most sounds have one; otherwise the most frequent label does. What
    has no label comes last.

    Args:
        labels: N labels.
        guessed: (N,), whether each label is a guess; none is when None.
    """
    counts = Counter(labels)
    unsure: Counter[str] = Counter() if guessed is None else Counter(np.array(labels)[guessed].tolist())
    drums = {label: i for i, label in enumerate(LABEL_STYLES)}
    of_drums = 2 * sum(counts[label] for label in drums) >= len(labels)

    def order(label: str) -> tuple[bool, int, int, str]:
        rank = drums.get(label, len(drums)) if of_drums else 0
        return label in NO_LABEL, rank, -counts[label], label

    present = sorted(counts, key=order)
    return [
        _entry(label, "no label", counts[label], unsure[label], style)
        for label, style in zip(present, looks_of(present), strict=True)
    ]


def kit_legend(kits: Sequence[str]) -> list[dict[str, Any]]:
    """One entry for each kit, sorted by name, of the same form; a kit is never a guess."""
    counts = Counter(kits)
    present = sorted(counts, key=lambda kit: (kit.casefold(), kit))
    looks = assorted(len(present))
    return [_entry(kit, "no kit", counts[kit], 0, style) for kit, style in zip(present, looks, strict=True)]


def index_of(names: Sequence[str], entries: Sequence[Mapping[str, Any]]) -> NDArray[np.int64]:
    """For each of N labels or kits, the number (N,) of its entry in a legend."""
    order = {entry["label"]: i for i, entry in enumerate(entries)}
    return np.array([order[name] for name in names], dtype=np.int64)


def _entry(name: str, unnamed: str, count: int, guessed: int, style: LabelStyle) -> dict[str, Any]:
    title = name.replace("_", " ").strip() or unnamed
    return {"label": name, "title": title, "count": count, "guessed": guessed, **asdict(style)}
