"""Finds copies of one recording: at another level, rate, bit depth or format, or slightly shifted.

Works only on prepared waveforms; the caller decides what to do about copies.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy import fft

from vae.data.rows import Rows, RowWriter
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
MOST_SPECTRA = 2048
"""In memory, 40 kB each."""


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
    heard = Impressions(sample_rate)
    for index in range(len(waveforms)):
        heard.add(waveforms[index])
    return heard.near_copies()


class Impressions:
    """What is kept of sounds, as each is read, to find copies among them: far less than the sounds themselves."""

    def __init__(self, sample_rate: int, folder: Path | None = None) -> None:
        """Nothing yet.

        Args:
            sample_rate: Sample rate in Hz.
            folder: an existing folder for the starts of the sounds; the system's for temporary files if None.
        """
        self._rate, self._bins = sample_rate, int(HIGHEST_HZ / sample_rate * FINGERPRINT_SAMPLES)
        self._compared = int(COMPARED_SECONDS * sample_rate)
        self._starts = RowWriter(self._compared, folder, np.float16)
        self._prints: list[np.ndarray] = []
        self._courses: list[np.ndarray] = []

    def add(self, waveform: np.ndarray) -> None:
        """Notes a sound (samples,), level-matched and onset-aligned, as long as all others.

        Raises:
            DiskError: the disk of the folder is nearly full.
            OSError: it is full.
        """
        self._prints.append(_fingerprint(waveform[:FINGERPRINT_SAMPLES], self._bins))
        self._courses.append(_course(waveform))
        self._starts.add(waveform[: self._compared])

    def near_copies(self) -> list[tuple[int, int, float]]:
        """As the function of that name."""
        if not self._prints:
            return []
        starts, size = self._starts.rows(), fft.next_fast_len(2 * self._compared, real=True)
        bins = int(HIGHEST_HZ / self._rate * size)

        @lru_cache(maxsize=MOST_SPECTRA)
        def spectrum(index: int) -> np.ndarray:
            found: np.ndarray = fft.rfft(starts[index].astype(np.float32), size)[1:bins]
            return found

        pairs = []
        for first, second in zip(*_candidates(np.stack(self._prints), np.stack(self._courses)), strict=True):
            alike = _correlation(spectrum(int(first)), spectrum(int(second)), size, self._rate)
            if alike > LIKENESS:
                pairs.append((int(first), int(second), alike))
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


def _fingerprint(start: np.ndarray, bins: int) -> np.ndarray:
    """The magnitude spectrum of the start of a sound, normalised to length 1: (bins,) float32."""
    found = np.abs(fft.rfft(np.asarray(start, np.float32), FINGERPRINT_SAMPLES)[:bins])
    print_of_length_1: np.ndarray = found / max(float(np.linalg.norm(found)), 1e-9)
    return print_of_length_1


def _correlation(one: np.ndarray, other: np.ndarray, size: int, sample_rate: int) -> float:
    """Largest normalised cross-correlation over all lags, 0 to 1, of two sounds.

    Args:
        one: the bins of a Fourier transform of `size` samples, from the first above 0 Hz to `HIGHEST_HZ`.
        other: the same of the other sound.
        size: as above.
        sample_rate: in Hz.
    """
    both = np.append(0, one * other.conj())
    energies = np.square(np.abs(one)).sum() * np.square(np.abs(other)).sum()

    def peak(oversampling: int) -> float:
        lags = oversampling * fft.irfft(both, oversampling * size)
        return float(np.abs(lags).max() * size / max(2 * np.sqrt(energies), 1e-9))

    # A peak of what ends at 10 kHz falls no faster than a cosine of that frequency (Bernstein) to the nearest lag.
    between = np.cos(np.pi * min(HIGHEST_HZ / sample_rate, 0.5))
    rough = peak(1)
    return rough if rough < between * LIKENESS else peak(OVERSAMPLING)


def _course(waveform: np.ndarray) -> np.ndarray:
    """How loud a sound is in every block, RMS over the largest: (blocks,) float32.

    Two that differ nowhere by much follow the same course: neither is choked, longer or repeated.
    """
    padded = np.pad(np.asarray(waveform, np.float32), (0, -len(waveform) % COURSE_BLOCK))
    levels = np.sqrt(np.square(padded.reshape(-1, COURSE_BLOCK)).mean(axis=1))
    course: np.ndarray = levels / max(float(levels.max(initial=0)), 1e-9)
    return course
