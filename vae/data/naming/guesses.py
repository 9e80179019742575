"""Labels for the sounds whose names suggest none: drums by their nearest neighbours, all others by groups alike."""

from collections.abc import Sequence

import numpy as np

from vae.data.labels import LabelSource
from vae.data.naming.likeness import UNNAMED, label_by_likeness
from vae.data.neighbours import label_by_neighbours
from vae.data.rows import Rows


def guess_labels(
    waveforms: np.ndarray | Rows,
    names: Sequence[str],
    labels: Sequence[str | None],
    among_drums: Sequence[bool],
    sample_rate: int,
) -> tuple[list[str | None], list[LabelSource], np.ndarray]:
    """Fills in missing labels from how sounds sound. No sound outside a collection of drums is taken for a drum.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned; may lie on disk.
        names: (N,), for groups that share a word.
        labels: (N,), None where there is no label yet.
        among_drums: (N,), whether the collection of each speaks of drums.
        sample_rate: Sample rate in Hz.

    Returns:
        (N,) labels, still None for drums of which too few have a label to compare them with; (N,) where those filled
        in come from: "neighbours" or "unknown"; and (N,) float32, how sure those are.
    """
    filled = list(labels)
    confidences = np.zeros(len(labels), dtype=np.float32)
    for of_drums in (True, False):
        part = [index for index, among in enumerate(among_drums) if among == of_drums]
        missing = [place for place, index in enumerate(part) if labels[index] is None]
        if not missing:
            continue
        here = waveforms.take(part, axis=0)
        known = [labels[index] for index in part]
        found, sure = (
            label_by_neighbours(here, known, sample_rate)
            if of_drums
            else label_by_likeness(here, [names[index] for index in part], known, sample_rate)
        )
        for place in missing:
            filled[part[place]], confidences[part[place]] = found[place], sure[place]
    sources: list[LabelSource] = ["unknown" if label in (None, UNNAMED) else "neighbours" for label in filled]
    return filled, sources, confidences
