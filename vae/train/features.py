"""The training set on disk: spectrograms of every sound and its variants, packed, in half precision.

Memory does not grow with the number of sounds; a cache made from other sounds or settings is rebuilt.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch

from vae.data.pools import on_processes
from vae.data.rows import Rows, digests_of
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram
from vae.train.augment import FADE_SECONDS, SLOWEST, augment
from vae.train.packed import Packed, pack, read_packed, write_packed
from vae.train.state import TrainingError

FILE_NAME = "features.packed"
OLD_FILE_NAME = "features.npy"
"""Of trainings by earlier versions, the same spectrograms, not packed: they go on with packed ones."""
CHUNK = 64
MOST_SAMPLES = CHUNK * 44_100
"""In a chunk: of long sounds it holds fewer, so that they take no more memory."""

Work = tuple[int, np.ndarray, np.ndarray, int, int]
"""First row; sounds and layers, (n, samples) each; number of the variant; seed."""


def cache_key(waveforms: np.ndarray | Rows, config: SpectrogramConfig, variants: int, seed: int) -> str:
    """SHA-256 of a cache's inputs: the same sounds and settings give the same key."""
    digest = hashlib.sha256(json.dumps([config.to_dict(), variants, seed, waveforms.shape]).encode())
    digest.update(b"".join(digests_of(waveforms)))
    return digest.hexdigest()


def spectrograms(waveforms: np.ndarray | Rows, config: SpectrogramConfig) -> np.ndarray:
    """Scaled spectrograms of one-shots: (N, samples), N at least 1 -> float16 (N, bands, frames)."""
    chunk = _chunk_of(waveforms)
    with torch.inference_mode():
        chunks = (
            torch.from_numpy(np.asarray(waveforms[start : start + chunk], np.float32))
            for start in range(0, len(waveforms), chunk)
        )
        return torch.cat([waveform_to_spectrogram(one, config).half() for one in chunks]).numpy()


def _chunk_of(waveforms: np.ndarray | Rows) -> int:
    """How many sounds are worked on at once."""
    _, samples = waveforms.shape
    return max(1, min(CHUNK, MOST_SAMPLES // int(samples)))


def _variant_chunks(waveforms: np.ndarray | Rows, variants: int, seed: int) -> Iterator[Work]:
    """All pieces of work; variant 0 is the sounds themselves."""
    chunk = _chunk_of(waveforms)
    for variant in range(variants):
        order = np.random.default_rng([seed, variant]).permutation(len(waveforms))
        for start in range(0, len(waveforms), chunk):
            stop = start + chunk
            sounds = waveforms[start:stop]
            layers = waveforms[order[start:stop]] if variant else sounds
            yield variant * len(waveforms) + start, sounds, layers, variant, seed


def _make_chunk(work: Work, config: SpectrogramConfig) -> list[bytes]:
    row, sounds, layers, variant, seed = work
    torch.set_num_threads(1)
    if variant:
        rngs = [np.random.default_rng([seed, row + k]) for k in range(len(sounds))]
        triples = zip(sounds, layers, rngs, strict=True)
        sounds = np.stack([_varied(one, layer, rng, config.sample_rate) for one, layer, rng in triples])
    return pack(spectrograms(sounds, config))


def _varied(sound: np.ndarray, layer: np.ndarray, rng: np.random.Generator, sample_rate: int) -> np.ndarray:
    """`augment` of what sounds in (samples,), with room for the slowest variant: silence costs no time."""
    ends = [int(np.flatnonzero(one)[-1]) + 1 for one in (sound, layer)]
    needed = min(len(sound), int(max(ends) * SLOWEST) + int(FADE_SECONDS * sample_rate) + 1)
    return np.pad(augment(sound[:needed], layer[:needed], rng, sample_rate), (0, len(sound) - needed))


def build_features(
    folder: Path,
    waveforms: np.ndarray | Rows,
    config: SpectrogramConfig,
    *,
    variants: int,
    seed: int,
    workers: int = 2,
    progress: Callable[[int], object] = lambda rows: None,
) -> Packed:
    """The training set, built unless `folder` already holds it.

    Args:
        folder: an existing folder; the files are `features.packed`, `.ends` and `.json`.
        waveforms: float32 (N, samples); may lie on disk.
        config: the settings of the spectrogram.
        variants: spectrograms per sound, the first of them unaltered.
        seed: seed of the variants.
        workers: number of processes.
        progress: called with the number of rows just finished.

    Returns:
        float16 (variants * N, bands, frames), read-only, the N unaltered ones first.

    Raises:
        OSError: the disk is full.
        HitmapError: a waveform cannot be read again.
    """
    path, key = folder / FILE_NAME, cache_key(waveforms, config, variants, seed)
    if kept := read_packed(path, key):
        progress(variants * len(waveforms))
        return kept
    (folder / OLD_FILE_NAME).unlink(missing_ok=True)

    def rows() -> Iterator[bytes]:
        work = _variant_chunks(waveforms, variants, seed)
        for made in on_processes(partial(_make_chunk, config=config), work, workers, forked=True):
            yield from made
            progress(len(made))

    write_packed(path, (config.num_bands, config.num_frames), rows(), key)
    return finished(path)


def finished(path: Path) -> Packed:
    """A training set on disk.

    Raises:
        TrainingError: there is none, or not all of it.
    """
    if found := read_packed(path):
        return found
    raise TrainingError(
        f"{path.parent.name} has no training set, or a damaged one: start again without --resume."
    )
