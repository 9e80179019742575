"""What one sound costs, on one core and warm: to render, and to encode."""

import statistics
import time
from pathlib import Path

import numpy as np
import torch

from tests.benchmarks.table import Row
from vae.checkpoint.codec import Codec
from vae.library.library import Library

TIMES = 150
SHORT, LONG = (0.7, 1.3), 3.95
"""Seconds of the sounds that are rendered."""
ENCODED, BATCHES = 40, 3


def measure(folder: Path) -> list[Row]:
    """Renders sounds of a library by their lengths, and encodes what they sound like."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return _measure(Codec.load(folder), Library.load(folder))
    finally:
        torch.set_num_threads(before)


def _measure(codec: Codec, library: Library) -> list[Row]:
    seconds = np.array([codec.describe(z).num_samples / codec.sample_rate for z in np.array(library.latents)])
    short = np.flatnonzero((seconds >= SHORT[0]) & (seconds <= SHORT[1]))
    long = np.flatnonzero(seconds >= LONG)
    stereo = np.array([one for one in long if codec.image(library.latents[one]) is not None], int)
    one_second, four = (
        _renders(codec, library, short),
        _renders(codec, library, stereo if len(stereo) else long),
    )
    sounds = [codec.decode(library.latents[one]) for one in short[:ENCODED]]
    mono = [one if one.ndim == 1 else one.mean(0) for one in sounds]
    alone = [_took(lambda one=one: codec.encode(one, codec.sample_rate)) for one in mono]
    batch = [
        _took(lambda: codec.encode(mono[:32], codec.sample_rate)) / len(mono[:32]) for _ in range(BATCHES)
    ]
    return [
        Row("render of a sound of 0.7 to 1.3 s, median", "ms", {0: statistics.median(one_second)}, 15),
        Row("render of a sound of 0.7 to 1.3 s, 95 %", "ms", {0: float(np.percentile(one_second, 95))}, 20),
        Row("render of a sound of 4 s in stereo, median", "ms", {0: statistics.median(four)}, 60),
        Row("encoding of one sound, median", "ms", {0: statistics.median(alone)}, 120),
        Row("encoding in batches of 32, a sound", "ms", {0: statistics.median(batch)}),
    ]


def _renders(codec: Codec, library: Library, ids: np.ndarray) -> list[float]:
    chosen = np.random.default_rng(0).choice(ids, TIMES + 20)
    return [_took(lambda one=one: codec.decode(library.latents[one])) for one in chosen][20:]


def _took(work) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)
