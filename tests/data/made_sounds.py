"""Small made-up sounds in files, and what the data room makes of them."""

from pathlib import Path

import numpy as np
import soundfile

from vae.data.dataset import Dataset, load_dataset

RATE = 22_050


def noise(seed: int, seconds: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    samples = int(seconds * RATE)
    return (0.5 * rng.standard_normal(samples) * np.exp(-np.linspace(0, 8, samples))).astype(np.float32)


def tone(frequency: float, decay: float = 8.0) -> np.ndarray:
    time = np.arange(RATE // 4) / RATE
    return (0.7 * np.sin(2 * np.pi * frequency * time) * np.exp(-decay * time)).astype(np.float32)


def write(path: Path, waveform: np.ndarray, subtype: str = "PCM_16") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, waveform, RATE, subtype=subtype)
    return path


def load(*folders: Path, **options: object) -> Dataset:
    return load_dataset(folders, sample_rate=RATE, num_samples=RATE // 2, progress=False, **options)


def reasons(dataset: Dataset) -> dict[str, str]:
    return {item.path: item.reason for item in dataset.left_out}
