"""For the explorer's own tests: libraries made of numbers, any labels, drum sounds, real small and wide codecs."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from explorer.sound.render import Renderer
from explorer.sound.shelf import Shelf
from vae.library.library import Library
from vae.sound.descriptors import descriptor_names

settings.register_profile("hitmap", deadline=None, derandomize=True)
settings.load_profile("hitmap")

LABELS = ("kick", "snare", "clap", "closed_hat")
THINGS = ("door", "footstep", "sword", "armour", "creature", "spell")
MADE_OF = ("wood", "metal", "gravel", "snow", "water", "glass", "cloth", "bone", "fire")
ODD = ("constructor", "__proto__", "Église_été", "足音", "<b>bold</b>", "a & b; 'c' \"d\"")
INVENTED_LABELS = (*(f"{thing}_{matter}" for thing in THINGS for matter in MADE_OF), *ODD)
GUESSED = "spell_fire"
"""An invented label that no sound has for sure."""
SECONDS = (0.3, 1.0, 2.5, 4.0)


class WideCodec:
    """Decodes as another codec does, but every second sound in stereo, and from 0.3 to 4 s long.

    The side of a stereo sound is its mid, quieter and a little late: it is the mean of the channels that lasts.
    """

    channels = 2

    def __init__(self, codec: Any) -> None:
        self._codec = codec
        self._numbers: dict[bytes, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._codec, name)

    @property
    def num_samples(self) -> int:
        return round(max(SECONDS) * self._codec.sample_rate)

    def decode(self, z: np.ndarray, *args: Any, **options: Any) -> np.ndarray:
        return self._widened(self._codec.decode(z, *args, **options), z)

    def spectrogram_to_waveform(self, spectrogram: np.ndarray, *args: Any, **options: Any) -> np.ndarray:
        return self._widened(self._codec.spectrogram_to_waveform(spectrogram, *args, **options), spectrogram)

    def encode(self, waveform: np.ndarray, sample_rate: int) -> np.ndarray:
        return self._codec.encode(waveform.mean(axis=0) if len(waveform) == 2 else waveform, sample_rate)

    def _widened(self, waveform: np.ndarray, of: np.ndarray) -> np.ndarray:
        rate = self._codec.sample_rate
        number = self._numbers.setdefault(of.tobytes(), len(self._numbers))  # whatever the processor rounds
        samples = round(SECONDS[number % len(SECONDS)] * rate)
        time = np.arange(samples) / rate
        mid = 0.2 * np.sin(2 * np.pi * 300 * time) * np.exp(-2 * time)
        mid[: len(waveform)] += 0.5 * waveform[:samples]
        if number // len(SECONDS) % 2:
            return mid.astype(np.float32)
        side = 0.4 * np.roll(mid, 200)
        return np.stack([mid + side, mid - side]).astype(np.float32)


class WideShelf(Shelf):
    """A shelf whose checkpoints give sounds in stereo and of all lengths."""

    def _load_renderer(self, name: str, stamp: tuple[int, int] | None) -> Renderer:
        plain = super()._load_renderer(name, stamp)
        return Renderer(WideCodec(plain.codec), plain.library, roots=plain.roots)


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


def with_invented_labels(
    library: Library, times: int = 5, labels: tuple[str, ...] = INVENTED_LABELS
) -> Library:
    """A library's sounds, several times and slightly apart, with invented labels: the first is the most frequent.

    Every seventh label is a guess, as is all of `GUESSED`.
    """
    rng = np.random.default_rng(0)
    count = times * len(library)
    which = np.sort(np.concatenate([np.arange(len(labels)), _few_and_many(count - len(labels), len(labels))]))
    which = which[np.argsort(np.tile(library.coordinates[:, 0], times), kind="stable").argsort()]
    confidences = np.where(np.arange(count) % 7 == 0, 0.62, 1)
    confidences[np.array(labels)[which] == GUESSED] = 0.4
    jitter = rng.normal(scale=0.02, size=(count, 2)) * np.ptp(library.coordinates, axis=0)
    names = [f"{labels[i].strip('_').split('_')[0].title()} {n}" for n, i in enumerate(which.tolist())]
    return replace(
        library,
        latents=np.tile(library.latents, (times, 1)) + rng.normal(scale=1e-3, size=(count, 1)).astype("f4"),
        coordinates=(np.tile(library.coordinates, (times, 1)) + jitter).astype("f4"),
        descriptors=np.tile(library.descriptors, (times, 1)),
        names=tuple(names),
        labels=tuple(labels[i] for i in which.tolist()),
        kits=library.kits * times,
        label_sources=("name",) * count,
        sources=tuple(library.sources) * times,
        label_confidences=confidences.astype("f4"),
        levels=np.tile(library.levels, times),
        durations=np.tile(library.durations, times),
        errors_db=np.tile(library.errors_db, times),
        held_out=np.tile(library.held_out, times),
    )


def _few_and_many(count: int, labels: int) -> np.ndarray:
    """Numbers (count,) of labels: the first ones far more often than the last."""
    return np.floor(labels * np.linspace(0, 1, count, endpoint=False) ** 2).astype(int)


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
