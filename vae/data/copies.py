"""Finds copies of one recording: at another level, rate, bit depth or format, or slightly shifted.

Works only on prepared waveforms; the caller decides what to do about copies.
"""

from itertools import pairwise

import numpy as np
from scipy import fft

from vae.data.rows import Rows

HIGHEST_HZ = 10_000
"""Higher frequencies are lost at low rates and mangled by lossy formats."""

FINGERPRINT_SAMPLES = 4096
FINGERPRINT_LIKENESS = 0.96
MOST_CANDIDATES = 8
COMPARED_SECONDS = 0.25
LIKENESS = 0.95
OVERSAMPLING = 4
ENVELOPE_BLOCK = 2048
ENVELOPE_GAP = 0.25
BLOCK = 1024


def near_copies(waveforms: np.ndarray | Rows, sample_rate: int) -> list[tuple[int, int, float]]:
    """Pairs of sounds that are the same recording.

    Magnitude spectra choose the candidates, at most the eight most alike for each sound. The peak of the
    cross-correlation below 10 kHz, at subsample lags too, decides, and both must follow the same course of loudness.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned; may lie on disk.
        sample_rate: Sample rate in Hz.

    Returns:
        (first, second, likeness), first < second, likeness the largest normalised correlation, 0.95 to 1. For sounds
        that differ only in quantisation, level or rate it is mostly above 0.998; neighbouring velocities of one drum
        reach 0.997.
    """
    prints = _fingerprints(waveforms, sample_rate)
    pairs = []
    for start, stop in pairwise([*range(0, len(prints), BLOCK), len(prints)]):
        likeness = prints[start:stop] @ prints[:stop].T  # (block, all before its end)
        likeness[np.arange(start, stop)[:, None] <= np.arange(stop)] = 0.0
        rows, columns = np.nonzero(likeness > FINGERPRINT_LIKENESS)
        for row in np.unique(rows):
            found = columns[rows == row]
            best = found[np.argsort(-likeness[row, found], kind="stable")[:MOST_CANDIDATES]]
            for first in np.sort(best).tolist():
                second = int(start + row)
                alike = _correlation(waveforms[first], waveforms[second], sample_rate)
                if alike > LIKENESS and _same_course(waveforms[first], waveforms[second]):
                    pairs.append((first, second, alike))
    return pairs


def _fingerprints(waveforms: np.ndarray | Rows, sample_rate: int) -> np.ndarray:
    """Magnitude spectra of the starts, normalised to length 1: (N, bins) float32."""
    bins = int(HIGHEST_HZ / sample_rate * FINGERPRINT_SAMPLES)
    prints = []
    for start in range(0, len(waveforms), BLOCK):
        starts = np.asarray(waveforms[start : start + BLOCK, :FINGERPRINT_SAMPLES], np.float32)
        prints.append(np.abs(fft.rfft(starts, FINGERPRINT_SAMPLES)[:, :bins]))
    found = np.concatenate(prints) if prints else np.zeros((0, bins), np.float32)
    prints_of_length_1: np.ndarray = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return prints_of_length_1


def _correlation(first: np.ndarray, second: np.ndarray, sample_rate: int) -> float:
    """Largest normalised cross-correlation over all lags, 0 to 1, of the starts of two sounds."""
    length = int(COMPARED_SECONDS * sample_rate)
    size = fft.next_fast_len(2 * length, real=True)
    bins = int(HIGHEST_HZ / sample_rate * size)
    one, other = (fft.rfft(sound[:length], size)[1:bins] for sound in (first, second))
    lags = OVERSAMPLING * fft.irfft(np.append(0, one * other.conj()), OVERSAMPLING * size)
    energies = np.square(np.abs(one)).sum() * np.square(np.abs(other)).sum()
    return float(np.abs(lags).max() * size / max(2 * np.sqrt(energies), 1e-9))


def _same_course(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether two sounds are about equally loud in every block: no choked, longer or repeated version."""
    one, other = _envelope(first), _envelope(second)
    return bool(np.abs(one - other).max() < ENVELOPE_GAP)


def _envelope(waveform: np.ndarray) -> np.ndarray:
    """RMS of each block over the largest one: (blocks,)."""
    blocks = np.pad(waveform, (0, -len(waveform) % ENVELOPE_BLOCK)).reshape(-1, ENVELOPE_BLOCK)
    levels = np.sqrt(np.square(blocks).mean(axis=1))
    relative: np.ndarray = levels / max(levels.max(), 1e-9)
    return relative
