"""Lines as spectrograms in a file, and batches of two ends with what lies between them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from vae.data.pools import in_order
from vae.sound.audio import Wave
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram
from vae.train.between.lines import SHARES, recorded_line, synthesised_line

CHUNK = 32
TRIPLES = tuple(
    (first, middle, last)
    for first in range(len(SHARES))
    for last in range(first + 2, len(SHARES))
    for middle in range(first + 1, last)
)
"""Every choice of two ends on a line, and of a sound between them."""

Lines = NDArray[np.uint8]
"""(N, 5, bands, frames): scaled spectrograms, 255 = 1."""


def _odds() -> NDArray[np.float64]:
    """Far ends, and the sound half way between them, are drawn more often."""
    weights = np.array(
        [(last - first) * (2 if last - middle == middle - first else 1) for first, middle, last in TRIPLES]
    )
    odds: NDArray[np.float64] = weights / weights.sum()
    return odds


ODDS = _odds()


def draw_lines(
    path: Path,
    count: int,
    seed: int,
    config: SpectrogramConfig,
    recordings: np.ndarray | None,
    *,
    processes: int,
    report: Callable[[int], object],
) -> Lines:
    """Makes lines on several processes and keeps them in a file.

    Args:
        path: the file, replaced.
        count: number of lines, rounded up to a multiple of `CHUNK`.
        seed: seed of everything drawn; the same lines whatever the number of processes.
        config: the settings of the spectrograms.
        recordings: (N, samples) to change; None for lines of the synthesiser.
        processes: how many work at once.
        report: called with the number of lines that were just finished.

    Returns:
        The lines, mapped from the file.
    """
    chunks = -(-count // CHUNK)
    shape = (chunks * CHUNK, len(SHARES), config.num_bands, config.num_frames)
    lines = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(recordings, config)) as pool:
        made = in_order(lambda chunk: pool.submit(_chunk, seed, chunk), range(chunks), 2 * processes)
        for number, chunk in enumerate(made):
            lines[number * CHUNK : (number + 1) * CHUNK] = chunk
            report(CHUNK)
    return lines


_recordings: np.ndarray | None = None
_config = SpectrogramConfig()


def _start(recordings: np.ndarray | None, config: SpectrogramConfig) -> None:
    global _recordings, _config
    _recordings, _config = recordings, config
    torch.set_num_threads(1)


def _chunk(seed: int, number: int) -> Lines:
    rng = np.random.default_rng([seed, number])
    waves = np.concatenate([_line(rng) for _ in range(CHUNK)])  # (32 * 5, samples)
    with torch.inference_mode():
        scaled = waveform_to_spectrogram(torch.from_numpy(waves.astype(np.float32)), _config)
    whole: Lines = (scaled * 255).round().byte().numpy().reshape(CHUNK, len(SHARES), *scaled.shape[1:])
    return whole


def _line(rng: np.random.Generator) -> Wave:
    return synthesised_line(rng) if _recordings is None else recorded_line(rng, _recordings)


def draw_batch(
    sources: Sequence[Lines], size: int, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ends, the sounds between them, and where: from every source in turn.

    Args:
        sources: lines of every kind.
        size: of the batch.
        rng: draws.

    Returns:
        First ends, middles and last ends, (size, bands, frames) float32 each, and the middles' shares (size,).
    """
    rows, shares = [], []
    for number in range(size):
        lines = sources[number % len(sources)]
        first, middle, last = TRIPLES[rng.choice(len(TRIPLES), p=ODDS)]
        share = (middle - first) / (last - first)
        row = lines[rng.integers(len(lines))][[first, middle, last]]
        if rng.random() < 0.5:
            row, share = row[::-1], 1 - share
        rows.append(row)
        shares.append(share)
    spectrograms = torch.from_numpy(np.stack(rows).astype(np.float32) / 255)
    first_ends, middles, last_ends = spectrograms.unbind(1)
    return first_ends, middles, last_ends, torch.tensor(shares, dtype=torch.float32)
