"""A small real checkpoint in seconds: drum-machine sounds, and a model left at its principal components."""

from pathlib import Path

import numpy as np
import torch

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import load_config
from vae.checkpoint.weights import save_checkpoint
from vae.data.dataset import load_dataset
from vae.drum_machine.library import write_library
from vae.library.build import build_library
from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.model.thesis import ThesisConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.features import spectrograms


def make_checkpoint(
    folder: Path, data: Path, *, latent_dim: int = 32, preset: str = "studio", whole: bool = False
) -> Path:
    """Writes a checkpoint folder of the sounds in a data folder; the folder is returned.

    Args:
        folder: the checkpoint folder.
        data: the sounds.
        latent_dim: of the model.
        preset: its preset.
        whole: whether its sounds end freely and may be stereo, as those of new checkpoints do; otherwise it is like
            the studio's first checkpoints, of one second in mono.
    """
    recipe = PRESETS[preset]
    numbers = SpectrogramConfig() if preset == "studio" and not whole else recipe.spectrogram_config
    dataset = load_dataset(
        [data], sample_rate=numbers.sample_rate, num_samples=numbers.num_samples, progress=False
    )
    sizes = {
        "studio": lambda: VAEConfig(
            num_frames=numbers.num_frames,
            latent_dim=latent_dim,
            channels=8,
            coarse_dims=latent_dim // 2 if whole else 0,
        ),
        "thesis": lambda: ThesisConfig(latent_dim=latent_dim, filters=(8,) * 5),
    }
    model = recipe.new_model(sizes[preset](), seed=0)
    sample = np.asarray(spectrograms(dataset.waveforms, numbers), dtype=np.float32)
    model.start(torch.from_numpy(sample))
    folder.mkdir(parents=True, exist_ok=True)
    save_checkpoint(
        folder,
        model,
        numbers,
        {"steps": 0},
        preset=preset,
        stereo=whole and recipe.stereo,
        detail=whole and recipe.detail,
    )
    load_config(folder)
    held_out = np.arange(len(dataset)) % 7 == 0
    build_library(Codec.load(folder), dataset, held_out, progress=False).save(folder)
    return folder


def make_drum_machine(
    folder: Path, scratch: Path, *, count: int = 60, seed: int = 0, preset: str = "studio"
) -> Path:
    """Writes a checkpoint of `count` drum-machine sounds."""
    write_library(scratch, count=count, seed=seed)
    return make_checkpoint(folder, scratch, preset=preset)
