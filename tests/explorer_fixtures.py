"""Fixtures for the explorer's own tests: libraries made of numbers, drum sounds, a real small renderer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from vae.library.library import Library
from vae.sound.descriptors import descriptor_names

settings.register_profile("hitmap", deadline=None, derandomize=True)
settings.load_profile("hitmap")

LABELS = ("kick", "snare", "clap", "closed_hat")


def make_library(count: int = 80, latent_dim: int = 12, seed: int = 0) -> Library:
    """A library of clustered random latents, its map a linear view of them; labels are the clusters."""
    rng = np.random.default_rng(seed)
    label = np.arange(count) % len(LABELS)
    centres = 2 * rng.standard_normal((len(LABELS), latent_dim))
    latents = (centres[label] + rng.standard_normal((count, latent_dim))).astype(np.float32)
    view = latents @ rng.standard_normal((latent_dim, 2))
    return Library(
        latents=latents,
        coordinates=(view / np.abs(view).max(axis=0)).astype(np.float32),
        names=tuple(f"{LABELS[which].replace('_', ' ').title()} {i}" for i, which in enumerate(label)),
        labels=tuple(LABELS[which] for which in label),
        kits=tuple(f"Kit_{i % 3}" for i in range(count)),
        label_sources=("kit",) * count,
        descriptors=rng.standard_normal((count, len(descriptor_names()))).astype(np.float32),
        descriptor_names=tuple(descriptor_names()),
        levels=np.full(count, -3, np.float32),
        durations=np.full(count, 0.5, np.float32),
        errors_db=np.full(count, 2, np.float32),
        sources=tuple({"type": "file", "path": f"Kit_{i % 3}/{i}.wav"} for i in range(count)),
        held_out=np.arange(count) % 7 == 0,
    )


@pytest.fixture(scope="session")
def library() -> Library:
    return make_library()


@pytest.fixture(scope="session")
def library_of() -> Callable[..., Library]:
    return make_library


@pytest.fixture(scope="session")
def drums() -> tuple[np.ndarray, np.ndarray]:
    """Waveforms (48, 44100) and labels (48,) of drum-machine sounds: all labels, each of them four times."""
    from vae.drum_machine.kits import draw_library
    from vae.drum_machine.sound import synthesize

    sounds = draw_library(count=48)
    return np.stack([synthesize(sound) for sound in sounds]), np.array([sound.label for sound in sounds])


@pytest.fixture(scope="session")
def built(checkpoints: Path) -> Library:
    """The library of a small real checkpoint of drum-machine sounds."""
    return Library.load(checkpoints / "drum-machine")


@pytest.fixture(scope="session")
def codec(checkpoints: Path):
    """The codec of the same checkpoint."""
    from vae.checkpoint.codec import Codec

    return Codec.load(checkpoints / "drum-machine")
