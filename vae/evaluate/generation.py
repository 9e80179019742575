"""Measures whether new sounds are realistic, varied and not copies. Compares sets of waveforms; knows no model."""

import numpy as np
from scipy.spatial.distance import cdist

from vae.evaluate.evaluation import GenerationFigures, Spread
from vae.sound.descriptors import DESCRIPTORS, describe
from vae.sound.levels import match_level

NUM_MELS, N_FFT, HOP, RANGE_DB = 64, 2048, 512, 80.0
COVERAGE_NEIGHBOURS = 5
HALVES = 20
REFERENCE = "training sounds"


def embed(waveforms: np.ndarray, sample_rate: int) -> np.ndarray:
    """Vectors for comparing sounds: descriptors, then mean and deviation of 64 log-mel bands over time.

    Sounds are first scaled to equal energy, and levels are in dB relative to each sound's own maximum (floored 80 dB
    below it), so that the level of a sound does not count.

    Args:
        waveforms: (N, samples).
        sample_rate: sample rate in Hz.

    Returns:
        float64 (N, K + 2 * 64), finite; logarithmic descriptors as logarithms.
    """
    import librosa

    logarithmic = np.array([one.logarithmic for one in DESCRIPTORS])
    rows = []
    for waveform in waveforms:
        level = match_level(waveform, np.full_like(waveform, 0.1))
        described = describe(level, sample_rate).astype(np.float64)
        described[logarithmic] = np.log(np.maximum(described[logarithmic], 1e-6))
        mel = librosa.feature.melspectrogram(
            y=level, sr=sample_rate, n_fft=N_FFT, hop_length=HOP, n_mels=NUM_MELS
        )
        decibels = librosa.power_to_db(mel, ref=np.max, top_db=RANGE_DB)  # (64, frames)
        rows.append(np.concatenate([described, decibels.mean(1), decibels.std(1)]))
    return np.stack(rows)


def frechet_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Fréchet distance of two Gaussians fitted to (N, D) and (M, D) (Heusel et al., NIPS 2017); 0 if they are equal.

    It falls with the number of samples: compare it only between equal numbers of them.
    """

    def root(matrix: np.ndarray) -> np.ndarray:
        values, vectors = np.linalg.eigh(matrix)
        product: np.ndarray = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
        return product

    ours, theirs = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
    half = root(ours)
    shared = np.sqrt(np.maximum(np.linalg.eigvalsh(half @ theirs @ half), 0)).sum()
    gap = np.square(first.mean(0) - second.mean(0)).sum()
    return float(max(gap + np.trace(ours) + np.trace(theirs) - 2 * shared, 0.0))


def coverage(real: np.ndarray, generated: np.ndarray, *, k: int = COVERAGE_NEIGHBOURS) -> float:
    """Share of real sounds with a generated one among their k nearest real neighbours (Naeem et al., ICML 2020).

    A real sound is covered if a generated one lies within the distance of its k-th nearest real neighbour.

    Args:
        real: (N, D), more than k.
        generated: (M, D).
        k: size of the neighbourhoods.
    """
    among = np.sort(cdist(real, real), axis=1)[:, min(k, len(real) - 1)]  # column 0 is the sound itself
    return float((cdist(real, generated).min(1) <= among).mean())


def novelty(generated: np.ndarray, training: np.ndarray) -> np.ndarray:
    """Distance from the nearest training sound, over the median distance between training neighbours: (M,).

    0 is a copy; 1 is as far from the nearest training sound as they are from each other. Noise is far from everything,
    so read this together with the Fréchet distance.
    """
    nearest: np.ndarray = cdist(generated, training).min(1)
    return nearest / max(_neighbour_distance(training), 1e-9)


def _neighbour_distance(sounds: np.ndarray) -> float:
    return float(np.median(np.sort(cdist(sounds, sounds), axis=1)[:, 1]))


def generation_measures(
    held_out: np.ndarray, training: np.ndarray, sets: dict[str, np.ndarray], *, seed: int = 0
) -> dict[str, GenerationFigures]:
    """Fréchet distance and coverage against held-out sounds, and novelty against training sounds, of sets of sounds.

    All are in standard deviations of the training sounds. The spread of the first two is over 20 random halves of a
    set; all sets are cut to the size of the smallest, because both depend on it.

    Args:
        held_out: `embed` of the sounds that training never saw, (H, D).
        training: `embed` of those that it saw, (T, D).
        sets: `embed` of each set to measure, (M, D), by name.
        seed: seed of the halves.

    Returns:
        The figures of every set and of `REFERENCE`, which has no novelty.
    """
    centre, scale = training.mean(0), np.maximum(training.std(0), 1e-6)
    real, known = (held_out - centre) / scale, (training - centre) / scale
    rng = np.random.default_rng(seed)
    size = min([len(known), *(len(one) for one in sets.values())])
    standardised = {
        name: one[rng.permutation(len(one))[:size]]
        for name, one in {
            **{name: (one - centre) / scale for name, one in sets.items()},
            REFERENCE: known,
        }.items()
    }
    halves = [rng.permutation(size)[: max(size // 2, 2)] for _ in range(HALVES)]
    return {
        name: GenerationFigures(
            frechet=Spread.of([frechet_distance(one[half], real) for half in halves]),
            coverage=Spread.of([coverage(real, one[half]) for half in halves]),
            novelty=Spread.of(novelty(one, known)) if name != REFERENCE else None,
        )
        for name, one in standardised.items()
    }
