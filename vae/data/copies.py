"""Finds copies of one recording: at another level, rate, bit depth or format, or slightly shifted.

Works only on prepared waveforms; the caller decides what to do about copies.
"""

import numpy as np
from scipy import fft

from vae.data.rows import Rows
from vae.latent.cells import cells

HIGHEST_HZ = 10_000
"""Higher frequencies are lost at low rates and mangled by lossy formats."""

FINGERPRINT_SAMPLES = 4096
FINGERPRINT_LIKENESS = 0.96
MOST_CANDIDATES = 8
MOST_CONSIDERED = 64
COMPARED_SECONDS = 0.25
LIKENESS = 0.95
OVERSAMPLING = 4
COURSE_BLOCK = 2048
COURSE_GAP = 0.25
BLOCK = 1024
SOUNDS = 64


def near_copies(waveforms: np.ndarray | Rows, sample_rate: int) -> list[tuple[int, int, float]]:
    """Pairs of sounds that are the same recording.

    Magnitude spectra choose the candidates, at most the eight most alike for each sound of those that follow the same
    course of loudness. The peak of the cross-correlation below 10 kHz, at subsample lags too, decides.

    Args:
        waveforms: (N, samples), level-matched and onset-aligned; may lie on disk.
        sample_rate: Sample rate in Hz.

    Returns:
        (first, second, likeness), first < second, likeness the largest normalised correlation, 0.95 to 1. For sounds
        that differ only in quantisation, level or rate it is mostly above 0.998; neighbouring velocities of one drum
        reach 0.997.
    """
    prints, courses = _fingerprints(waveforms, sample_rate), _courses(waveforms)
    firsts, seconds = _candidates(prints, courses)
    pairs = []
    for first, second in zip(firsts.tolist(), seconds.tolist(), strict=True):
        alike = _correlation(waveforms[first], waveforms[second], sample_rate)
        if alike > LIKENESS:
            pairs.append((first, second, alike))
    return pairs


def _candidates(prints: np.ndarray, courses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of sounds, (pairs,) each, the first earlier than the second: by the second, then by the first.

    For every sound the most alike of those before it that follow the same course.
    """
    none = np.zeros(0, np.int64)
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = [(none, none, np.zeros(0, np.float32))]
    for seekers, members in cells(prints, float(np.sqrt(2 - 2 * FINGERPRINT_LIKENESS))):
        for start in range(0, len(seekers), BLOCK):
            second = seekers[start : start + BLOCK]
            likeness = prints[second] @ prints[members].T  # (block, members)
            likeness[second[:, None] <= members] = 0.0
            if len(members) > MOST_CONSIDERED:
                best = np.argpartition(-likeness, MOST_CONSIDERED, axis=1)[:, :MOST_CONSIDERED]
            else:
                best = np.broadcast_to(np.arange(len(members)), likeness.shape)
            row, place = np.nonzero(np.take_along_axis(likeness, best, axis=1) > FINGERPRINT_LIKENESS)
            column = best[row, place]
            one, other = members[column], second[row]
            same = np.abs(courses[one] - courses[other]).max(axis=1, initial=0.0) < COURSE_GAP
            found.append((one[same], other[same], likeness[row, column][same]))
    firsts, seconds, likenesses = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((firsts, -likenesses, seconds))
    firsts, seconds = firsts[order], seconds[order]
    rank = np.arange(len(seconds)) - np.searchsorted(seconds, seconds)
    firsts, seconds = firsts[rank < MOST_CANDIDATES], seconds[rank < MOST_CANDIDATES]
    order = np.lexsort((firsts, seconds))
    return firsts[order], seconds[order]


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
    both, energies = (
        np.append(0, one * other.conj()),
        np.square(np.abs(one)).sum() * np.square(np.abs(other)).sum(),
    )

    def peak(oversampling: int) -> float:
        lags = oversampling * fft.irfft(both, oversampling * size)
        return float(np.abs(lags).max() * size / max(2 * np.sqrt(energies), 1e-9))

    # A peak of what ends at 10 kHz falls no faster than a cosine of that frequency (Bernstein) to the nearest lag.
    between = np.cos(np.pi * min(HIGHEST_HZ / sample_rate, 0.5))
    rough = peak(1)
    return rough if rough < between * LIKENESS else peak(OVERSAMPLING)


def _courses(waveforms: np.ndarray | Rows) -> np.ndarray:
    """How loud sounds are in every block, RMS over the largest: (N, blocks) float32.

    Two that differ nowhere by much follow the same course: neither is choked, longer or repeated.
    """
    courses = [np.zeros((0, -(-waveforms.shape[1] // COURSE_BLOCK)), np.float32)]
    for start in range(0, len(waveforms), SOUNDS):
        sounds = np.asarray(waveforms[start : start + SOUNDS], np.float32)
        padded = np.pad(sounds, ((0, 0), (0, -sounds.shape[1] % COURSE_BLOCK)))
        levels = np.sqrt(np.square(padded.reshape(len(sounds), -1, COURSE_BLOCK)).mean(axis=2))
        courses.append(levels / np.maximum(levels.max(axis=1, keepdims=True), 1e-9))
    return np.concatenate(courses)
