"""The training set on disk: spectrograms of every sound and its variants, memory-mapped in half precision.

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
from vae.data.rows import Rows
from vae.files import write_atomically
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram
from vae.train.augment import FADE_SECONDS, SLOWEST, augment

FILE_NAME = "features.npy"
CHUNK = 64
MOST_SAMPLES = CHUNK * 44_100
"""In a chunk: of long sounds it holds fewer, so that they take no more memory."""

Work = tuple[int, np.ndarray, np.ndarray, int, int]
"""First row; sounds and layers, (n, samples) each; number of the variant; seed."""


def cache_key(waveforms: np.ndarray | Rows, config: SpectrogramConfig, variants: int, seed: int) -> str:
    """SHA-256 of a cache's inputs: the same sounds and settings give the same key."""
    digest = hashlib.sha256(json.dumps([config.to_dict(), variants, seed, waveforms.shape]).encode())
    for start in range(0, len(waveforms), CHUNK):
        digest.update(np.ascontiguousarray(waveforms[start : start + CHUNK, ::97]).tobytes())
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
            yield (
                variant * len(waveforms) + start,
                waveforms[start:stop],
                waveforms[order[start:stop]],
                variant,
                seed,
            )


def _make_chunk(work: Work, config: SpectrogramConfig) -> np.ndarray:
    row, sounds, layers, variant, seed = work
    torch.set_num_threads(1)
    if variant:
        rngs = [np.random.default_rng([seed, row + k]) for k in range(len(sounds))]
        triples = zip(sounds, layers, rngs, strict=True)
        sounds = np.stack([_varied(one, layer, rng, config.sample_rate) for one, layer, rng in triples])
    return spectrograms(sounds, config)


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
) -> np.ndarray:
    """The memory-mapped training set, built unless `folder` already holds it.

    Args:
        folder: an existing folder; the files are `features.npy` and `features.json`.
        waveforms: float32 (N, samples); may lie on disk.
        config: the settings of the spectrogram.
        variants: spectrograms per sound, the first of them unaltered.
        seed: seed of the variants.
        workers: number of processes.
        progress: called with the number of rows just finished.

    Returns:
        float16 (variants * N, bands, frames), read-only, the N unaltered ones first.

    Raises:
        OSError: the disk is full. Nothing is written through the memory map, where a full disk would kill the process.
    """
    path, note = folder / FILE_NAME, folder / "features.json"
    key = cache_key(waveforms, config, variants, seed)
    if path.is_file() and _key_of(note) == key:
        progress(variants * len(waveforms))
        return mapped(path)
    note.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    shape = (variants * len(waveforms), config.num_bands, config.num_frames)
    with open(path, "wb") as file:
        header = {"descr": "<f2", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, header)
        work = _variant_chunks(waveforms, variants, seed)
        for made in on_processes(partial(_make_chunk, config=config), work, workers, forked=True):
            file.write(made.astype("<f2").tobytes())
            progress(len(made))
    write_atomically(note, json.dumps({"fingerprint": key}).encode())
    return mapped(path)


def mapped(path: Path) -> np.ndarray:
    """A finished training set on disk: float16 (rows, bands, frames), read-only."""
    features: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
    return features


def _key_of(path: Path) -> str | None:
    """The `cache_key` of a finished cache; None if there is none or it is damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found.get("fingerprint") if isinstance(found, dict) else None
