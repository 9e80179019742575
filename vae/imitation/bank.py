"""The bank: thousands of the drum machine's sounds with their envelopes, among which a search begins."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumSound
from vae.sound.levels import energy
from vae.sound.measures.envelope import COARSE, EPSILON, HOP, envelope
from vae.sound.measures.pairs import with_length
from vae.sound.one_shot import align_onset

FILE = Path(__file__).with_name("bank.npz")
SECONDS = 2.0
"""So much of a sound is compared."""
EDGES = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 31, 38, 46, 56, 68)
"""Cells of time, in blocks of the envelope (29 ms): single ones in the attack, then wider and wider."""
STEP_DB = 0.5
"""Levels are kept in whole steps, so that a file of them is small."""


@dataclass(frozen=True, eq=False)
class Bank:
    """Sounds and what they are like.

    Attributes:
        sounds: the sounds.
        steps: levels of each, (N, bands, cells) uint8 in steps under its loudest cell.
        loudest: level of that cell at unit energy, (N,) float32 in dB.
    """

    sounds: tuple[DrumSound, ...]
    steps: NDArray[np.uint8]
    loudest: NDArray[np.float32]

    def nearest(self, waveform: NDArray[np.float32]) -> list[int]:
        """Ids of its sounds in the order of their distance from a sound (samples,), as long as that one lasts."""
        wanted, loudest = features(waveform)
        blocks = len(waveform) / (COARSE.frames * HOP)
        lasting = np.diff(EDGES) * (np.array(EDGES[1:]) <= max(blocks, EDGES[1])).astype(np.float32)
        lowest = COARSE.range_db / STEP_DB
        higher = ((self.loudest - loudest) / STEP_DB)[:, None, None]
        theirs = np.minimum(
            self.steps - higher, lowest
        )  # (N, bands, cells), below the wanted sound's loudest
        heard = (theirs < lowest) | (wanted < lowest)
        weights = heard * lasting
        distances = (np.abs(theirs - wanted) * weights).sum((1, 2)) / weights.sum((1, 2))
        nearest: list[int] = np.argsort(distances, kind="stable").tolist()
        return nearest


def features(waveform: NDArray[np.float32]) -> tuple[NDArray[np.uint8], float]:
    """A sound (samples,) as a bank keeps it: steps (bands, cells) under the loudest, and that one's level in dB."""
    heard = with_length(align_onset(waveform, SAMPLE_RATE), round(SECONDS * SAMPLE_RATE))
    unit = heard / np.sqrt(energy(heard, SAMPLE_RATE))
    blocks = envelope(unit, SAMPLE_RATE)[:, : EDGES[-1]]
    cells = np.add.reduceat(blocks, EDGES[:-1], axis=1) / np.diff(EDGES)
    levels = 10 * np.log10(np.maximum(cells, EPSILON))
    loudest = float(levels.max())
    under = np.minimum(loudest - levels, COARSE.range_db)
    return np.rint(under / STEP_DB).astype(np.uint8), loudest


def make_bank(sounds: Sequence[DrumSound], waveforms: Sequence[NDArray[np.float32]]) -> Bank:
    """The bank of sounds and their waveforms, (samples,) each."""
    steps, loudest = zip(*map(features, waveforms), strict=True)
    return Bank(tuple(sounds), np.stack(steps), np.array(loudest, dtype=np.float32))


def write_bank(bank: Bank) -> bytes:
    """A bank as the bytes of an NPZ file; `read_bank` is the inverse."""
    described = json.dumps([sound.to_json() for sound in bank.sounds], separators=(",", ":"))
    file = io.BytesIO()
    np.savez_compressed(
        file,
        sounds=np.frombuffer(described.encode(), dtype=np.uint8),
        steps=bank.steps,
        loudest=bank.loudest,
    )
    return file.getvalue()


@lru_cache(maxsize=1)
def read_bank(file: Path = FILE) -> Bank:
    """Reads a bank, by default the one that is part of Hitmap."""
    with np.load(file, allow_pickle=False) as arrays:
        described = json.loads(arrays["sounds"].tobytes())
        sounds = tuple(DrumSound.from_json(sound) for sound in described)
        return Bank(sounds, arrays["steps"], arrays["loudest"])
