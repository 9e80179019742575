"""The training set on disk: spectrograms of every sound and of variants of it, memory-mapped half precision.

Memory stays the same however many sounds there are; a cache that was made from other sounds or numbers is made anew.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from vae.augment import augment
from vae.folder import write_atomically
from vae.spectrogram import SpectrogramConfig, waveform_to_spectrogram

CHUNK = 64


def fingerprint(waveforms: np.ndarray, config: SpectrogramConfig, variants: int, seed: int) -> str:
    """Names what a cache was made from: the same sounds and numbers give the same name."""
    digest = hashlib.sha256(json.dumps([config.to_dict(), variants, seed, waveforms.shape]).encode())
    digest.update(np.ascontiguousarray(waveforms[:, ::97]).tobytes())
    return digest.hexdigest()


def spectrograms(waveforms: np.ndarray, config: SpectrogramConfig) -> np.ndarray:
    """Scaled spectrograms of one-shots: (N, samples) -> float16 (N, bands, frames)."""
    with torch.inference_mode():
        chunks = torch.from_numpy(np.asarray(waveforms, np.float32)).split(CHUNK)
        return torch.cat([waveform_to_spectrogram(chunk, config).half() for chunk in chunks]).numpy()


def _variant_chunks(
    waveforms: np.ndarray, variants: int, seed: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray, int, int]]:
    """Row, sounds, layers, variant number and seed of each piece of work; variant 0 is the sounds themselves."""
    for variant in range(variants):
        order = np.random.default_rng([seed, variant]).permutation(len(waveforms))
        for start in range(0, len(waveforms), CHUNK):
            stop = start + CHUNK
            yield (
                variant * len(waveforms) + start,
                waveforms[start:stop],
                waveforms[order[start:stop]],
                variant,
                seed,
            )


def _make_chunk(work: tuple, config: SpectrogramConfig) -> tuple[int, np.ndarray]:
    row, sounds, layers, variant, seed = work
    torch.set_num_threads(1)
    if variant:
        rngs = [np.random.default_rng([seed, row + k]) for k in range(len(sounds))]
        triples = zip(sounds, layers, rngs, strict=True)
        sounds = np.stack([augment(one, layer, rng, config.sample_rate) for one, layer, rng in triples])
    return row, spectrograms(sounds, config)


def build_features(
    folder: Path,
    waveforms: np.ndarray,
    config: SpectrogramConfig,
    *,
    variants: int,
    seed: int,
    workers: int = 2,
    progress: Callable[[int], object] = lambda rows: None,
) -> np.ndarray:
    """The memory-mapped training set, made unless `folder` already holds it.

    Args:
        folder: an existing folder; the files are `features.npy` and `features.json`.
        waveforms: float32 (N, samples).
        config: the spectrogram's numbers.
        variants: spectrograms per sound, the first of them unaltered.
        seed: of the variants.
        workers: processes.
        progress: called with the number of rows just finished.

    Returns:
        float16 (variants * N, bands, frames), read-only, the N unaltered ones first.
    """
    path, note = folder / "features.npy", folder / "features.json"
    name = fingerprint(waveforms, config, variants, seed)
    if path.is_file() and note.is_file() and json.loads(note.read_text()).get("fingerprint") == name:
        progress(variants * len(waveforms))
        return np.load(path, mmap_mode="r", allow_pickle=False)
    note.unlink(missing_ok=True)
    shape = (variants * len(waveforms), config.num_bands, config.num_frames)
    cache = np.lib.format.open_memmap(path, "w+", np.float16, shape)
    work = _variant_chunks(waveforms, variants, seed)
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            tasks = [pool.submit(_make_chunk, piece, config) for piece in work]
            for task in tasks:
                row, made = task.result()
                cache[row : row + len(made)] = made
                progress(len(made))
    else:
        for piece in work:
            row, made = _make_chunk(piece, config)
            cache[row : row + len(made)] = made
            progress(len(made))
    cache.flush()
    write_atomically(note, json.dumps({"fingerprint": name}).encode())
    return np.load(path, mmap_mode="r", allow_pickle=False)
