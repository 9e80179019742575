"""How the way to a map grows: near copies, the layout, and what a sound costs to encode."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.serving import ROOT
from tests.benchmarks.table import Row

COPIES, MAPS = (1_200, 4_800, 20_000), (20_000, 50_000)
SAMPLE_RATE, SAMPLES = 44_100, 11_025
ALTERED = 5
"""Every so-manieth sound is an altered copy of another one."""
LIBRARY = 480
"""Sounds that one library is made of."""

COPY = """
import sys, time
from tests.benchmarks.making import many_sounds, SAMPLE_RATE
from vae.data.copies import near_copies
waveforms, copies = many_sounds(int(sys.argv[1]))
begun = time.process_time()
found = {(one, two) for one, two, _ in near_copies(waveforms, SAMPLE_RATE)}
print(time.process_time() - begun, len(found & copies) / len(copies))
"""
MAP = """
import resource, sys, time
from tests.benchmarks.making import many_latents, kept
from vae.library.places import fit_map
latents = many_latents(int(sys.argv[1]))
begun = time.process_time()
places = fit_map(latents)
took = time.process_time() - begun
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, *kept(latents, places))
"""


def many_sounds(count: int) -> tuple[np.ndarray, set[tuple[int, int]]]:
    """Hits of tones and noise, (count, samples) float32, and which of them are altered copies, (first, second)."""
    rng = np.random.default_rng(0)
    own = count - count // ALTERED
    sounds = np.zeros((count, SAMPLES), np.float32)
    times = np.arange(SAMPLES) / SAMPLE_RATE
    for index in range(own):
        hertz = np.exp(rng.uniform(np.log(60), np.log(8000), 4))
        tones = np.sin(2 * np.pi * hertz[:, None] * times + rng.uniform(0, 6.28, (4, 1))).sum(0)
        noise = rng.uniform(0, 3) * rng.standard_normal(SAMPLES)
        sound = (tones + noise) * np.exp(-times * rng.uniform(8, 80))
        sounds[index] = 0.95 * sound / np.abs(sound).max()
    sources = rng.choice(own, count - own, replace=False)
    for index, source in enumerate(sources, own):
        sound = sounds[source]
        late = int(rng.integers(0, 5))
        sounds[index, late:] = (
            np.round(sound[: SAMPLES - late] * 127) / 127 if index % 2 else sound[: SAMPLES - late]
        )
    return sounds, {(int(source), index) for index, source in enumerate(sources, own)}


def many_latents(count: int) -> np.ndarray:
    """Latents between neighbours of the drum machine's library, with a little noise: (count, dims) float32."""
    from vae.library.library import Library

    library, rng = Library.load(ROOT / "checkpoints" / "drum-machine"), np.random.default_rng(0)
    latents, spread = library.latents[:, : library.compared_dims], library.spread[: library.compared_dims]
    squares = np.square(latents).sum(1)
    distances = squares[:, None] + squares - 2 * latents @ latents.T
    near = np.argsort(distances, axis=1)[:, 1:11]
    one = rng.integers(len(latents), size=count)
    two, share = near[one, rng.integers(10, size=count)], rng.random((count, 1), dtype=np.float32)
    noise = rng.standard_normal((count, latents.shape[1]), dtype=np.float32)
    found: np.ndarray = latents[one] * (1 - share) + latents[two] * share + 0.1 * spread * noise
    return found.astype(np.float32)


def kept(
    latents: np.ndarray, places: np.ndarray, neighbours: int = 15, asked: int = 500
) -> tuple[float, float]:
    """Trustworthiness of a map, and the share of neighbours that it keeps, of a sample of its sounds.

    Trustworthiness as Venna and Kaski (2001) have it.
    """
    import scipy

    rng = np.random.default_rng(0)
    chosen = rng.choice(len(latents), asked, replace=False)
    directions = latents - latents.mean(0)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    found = scipy.spatial.cKDTree(places).query(places[chosen], neighbours + 1)[1][:, 1:]
    penalty = shared = 0
    for row, index in enumerate(chosen):
        likeness = directions @ directions[index]
        likeness[index] = np.inf
        ranks = np.empty(len(latents), np.int64)
        ranks[np.argsort(-likeness)] = np.arange(len(latents))
        of_found = ranks[found[row]]
        shared += int((of_found <= neighbours).sum())
        penalty += int(np.maximum(of_found - neighbours, 0).sum())
    worst = asked * neighbours * (2 * len(latents) - 3 * neighbours - 1)
    return 1 - 2 * penalty / worst, shared / (asked * neighbours)


def measure(scratch: Path) -> list[Row]:
    """Figures by the number of sounds; `scratch` is an empty folder."""
    copies = {count: _run(COPY, count) for count in COPIES}
    maps = {count: _run(MAP, count) for count in MAPS}
    wall, processor = _library(scratch)
    return [
        Row("near copies", "s of one core", {n: one[0] for n, one in copies.items()}),
        Row("altered copies found", "", {n: one[1] for n, one in copies.items()}),
        Row("layout", "s of one core", {n: one[0] for n, one in maps.items()}),
        Row("layout, memory", "MB", {n: one[1] for n, one in maps.items()}),
        Row("layout, trustworthiness", "", {n: one[2] for n, one in maps.items()}),
        Row("layout, neighbours kept", "", {n: one[3] for n, one in maps.items()}),
        Row("making a library, a sound", "ms", {0: 1000 * wall / LIBRARY}),
        Row("making a library, a sound", "ms of one core", {0: 1000 * processor / LIBRARY}),
    ]


def _run(script: str, count: int) -> list[float]:
    result = subprocess.run(
        [sys.executable, "-c", script, str(count)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(part) for part in result.stdout.split()]


def _library(scratch: Path) -> tuple[float, float]:
    """Seconds, and seconds of processors, that a library of the drum machine's sounds takes, all stages together."""
    folder, checkpoint = scratch / "sounds", scratch / "checkpoint"
    make = [sys.executable, "-m", "vae.drum_machine", "--out", str(folder), "--count", str(LIBRARY)]
    quiet = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(make, **quiet)
    subprocess.run(["cp", "-r", ROOT / "checkpoints" / "drum-machine", checkpoint], **quiet)
    begun, before = time.perf_counter(), os.times()
    subprocess.run(
        [sys.executable, "-m", "explorer.library", "--checkpoint", checkpoint, "--data", folder], **quiet
    )
    after = os.times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, children
