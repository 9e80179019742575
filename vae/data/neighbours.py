"""Labels for sounds whose names suggest none, from the labelled sounds that they resemble."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from vae.data.rows import Rows

# Tuned by leaving out each of the open kits in turn: 65 % of its sounds get their own label, and most of the
# rest a neighbouring one (open hat for cymbal, conga for tom).
BANDS = 20
HOP_SECONDS = 0.0058
SEGMENTS = (0, 3, 8, 20, 50, 100, 172)
"""In hops: growing parts of the first second."""
FLOOR_DB = -40.0
NEIGHBOURS = 5
MOST_LABELLED = 4000
BATCH = 64
FEWEST_LABELLED = 24
FEWEST_LABELS = 3


def label_by_neighbours(
    waveforms: np.ndarray | Rows, labels: Sequence[str | None], sample_rate: int
) -> tuple[list[str | None], np.ndarray]:
    """Fills in missing labels by a vote of the nearest labelled sounds, weighted by nearness.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned; may lie on disk.
        labels: (N,), None where there is no label yet.
        sample_rate: Sample rate in Hz.

    Returns:
        (N,) labels; unchanged if fewer than 24 sounds or 3 labels are known: three labelled kicks would make
        everything a kick. And (N,) float32, how sure each is: the share of the vote that a label found here got,
        1 for the others, 0 where there is none.
    """
    confidences = np.array([label is not None for label in labels], dtype=np.float32)
    known = [index for index, label in enumerate(labels) if label is not None]
    unknown = [index for index, label in enumerate(labels) if label is None]
    if not unknown or len(known) < FEWEST_LABELLED or len({labels[index] for index in known}) < FEWEST_LABELS:
        return list(labels), confidences
    known = known[:: -(-len(known) // MOST_LABELLED)]

    from sklearn.neighbors import KNeighborsClassifier

    classifier = KNeighborsClassifier(NEIGHBOURS, weights="distance")
    classifier.fit(features(waveforms.take(known, axis=0), sample_rate), [labels[index] for index in known])
    votes = classifier.predict_proba(
        features(waveforms.take(unknown, axis=0), sample_rate)
    )  # (unknown, labels)
    filled = list(labels)
    for index, shares in zip(unknown, votes, strict=True):
        filled[index] = str(classifier.classes_[shares.argmax()])
        confidences[index] = shares.max()
    return filled, confidences


def features(waveforms: np.ndarray | Rows, sample_rate: int) -> np.ndarray:
    """Returns (N, features): mel energies in dB relative to the loudest, over time segments of growing length.

    Only the first second counts, however long the sounds are.
    """
    import librosa

    hop_length = round(HOP_SECONDS * sample_rate)
    heard = (SEGMENTS[-1] + 2) * hop_length
    rows = []
    for start in range(0, len(waveforms), BATCH):
        power = librosa.feature.melspectrogram(
            y=waveforms[start : start + BATCH, :heard],
            sr=sample_rate,
            n_fft=4 * hop_length,
            hop_length=hop_length,
            n_mels=BANDS,
            fmin=30.0,
        )  # (B, bands, frames)
        padded = np.pad(power, ((0, 0), (0, 0), (0, max(0, SEGMENTS[-1] - power.shape[-1]))))
        means = np.stack([padded[..., a:b].mean(axis=-1) for a, b in pairwise(SEGMENTS)], axis=1)
        loudest = np.maximum(means.max(axis=(1, 2), keepdims=True), 1e-12)
        level = 10 * np.log10(np.maximum(means / loudest, 10 ** (FLOOR_DB / 10)))
        rows.append(level.reshape(len(level), -1))
    return np.concatenate(rows).astype(np.float32)
