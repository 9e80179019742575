"""Turns a request into a trainer: checks folders, chooses the model's size and settings, makes the features."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from vae.checkpoint.disk import check_space
from vae.checkpoint.weights import CPU, Checkpoint
from vae.data.pools import cores
from vae.data.scan import DataError
from vae.data.training_set import TrainingSet
from vae.files import is_portable
from vae.model.interface import ModelConfig
from vae.model.presets import Preset
from vae.model.train_config import TrainConfig
from vae.processes import World
from vae.train.budget import plan
from vae.train.features import FILE_NAME as FEATURES
from vae.train.features import build_features, finished, spectrograms
from vae.train.loop import Trainer
from vae.train.state import FILE_NAME, TrainingError, check_same, read_note

LARGEST_CACHE_ROWS = 24_000
TIMED = 32
"""Sounds whose encoding is timed to say how long the library will take."""
FEWEST_PATIENT_STEPS = 2_000
"""An epoch of a hundred sounds has only three steps, so patience lasts at least this many."""

FINE_TUNING_RATE = 5e-5
"""Learning rate when starting from a checkpoint; the KL divergence then has its full weight from the first step.

On four kits that open-kits never saw, with 110 sounds to learn from and 16 held out, 450 steps at this rate ended at a
median envelope error of 1.35 dB, and as many from scratch at 1.60; without training, open-kits already reaches 1.13.
On another split, with 50 sounds held out, this rate went from 1.11 dB to 1.05, and 2e-4 from 1.09 to 1.10.
"""


@dataclass(frozen=True)
class Prepared:
    """What a training learns from and how, beside the features, which are on disk.

    Attributes:
        preset: the preset, for the length of the sounds.
        size: the size of the model.
        config: how to train.
        num_sounds: sounds to learn from.
        validation: float16 (V, bands, frames), for early stopping.
    """

    preset: Preset
    size: ModelConfig
    config: TrainConfig
    num_sounds: int
    validation: np.ndarray


def check_folders(data: list[Path], out: Path) -> None:
    """Makes sure that the new checkpoint replaces nothing but a checkpoint.

    Raises:
        TrainingError: the folder is something else, or holds the sounds themselves.
        DataError: a data folder does not exist.
    """
    for folder in data:
        if not folder.exists():
            raise DataError(f"The data folder {folder.name} does not exist.")
    if out.exists() and not (out.is_dir() and ((out / "config.json").is_file() or not any(out.iterdir()))):
        raise TrainingError(
            f"{out.name} exists and is not a checkpoint, so it is not replaced: choose another --out."
        )
    if not out.exists() and not is_portable(out.name):
        raise TrainingError(f"Not every system can have a folder named {out.name!r}: choose another --out.")
    if any(folder.resolve().is_relative_to(out.resolve()) for folder in data):
        raise TrainingError(f"The sounds lie in {out.name}, which would be replaced: choose another --out.")


def choose_size(
    preset: Preset, latent_dim: int | None, first: Checkpoint | None, start: Path | None
) -> ModelConfig:
    """The size of the model: that of the checkpoint to start from, otherwise the preset's.

    Args:
        preset: the preset.
        latent_dim: number of latent dimensions, instead of the preset's.
        first: the checkpoint to start from, if any.
        start: its folder.

    Raises:
        TrainingError: the checkpoint to start from is of another preset, size or spectrogram.
    """
    if first is None or start is None:
        return new_size(preset, latent_dim)
    size = first.model.config
    if (
        not isinstance(size, type(preset.model_config()))
        or first.spectrogram_config != preset.spectrogram_config
    ):
        raise TrainingError(f"{start.name} cannot be started from: it is of another preset.")
    if latent_dim not in (None, size.latent_dim):
        raise TrainingError(
            f"{start.name} cannot be started from with --latent-dim {latent_dim}: it has {size.latent_dim}."
        )
    return size


def new_size(preset: Preset, latent_dim: int | None = None) -> ModelConfig:
    """The size of a new model; with another number of latent dimensions, the same share of them is coarse."""
    size = dict(preset.new_size)
    if latent_dim is not None:
        if size.get("coarse_dims"):
            size["coarse_dims"] = size["coarse_dims"] * latent_dim // size["latent_dim"]
        size["latent_dim"] = latent_dim
    return preset.model_config(**size)


def configure(
    preset: Preset,
    sounds: TrainingSet,
    *,
    minutes: float | None,
    epochs: int | None,
    seed: int,
    tune: bool,
    batch_size: int | None = None,
) -> TrainConfig:
    """How to train on these sounds: the preset's settings, adapted to the number of sounds.

    Args:
        preset: the preset.
        sounds: the training set.
        minutes: a time budget; if `epochs` is None too, the preset's budget applies.
        epochs: a number of passes instead.
        seed: seed of all randomness.
        tune: whether training starts from another checkpoint.
        batch_size: spectrograms per step, instead of the preset's.
    """
    config, count = preset.training, len(sounds.waveforms)
    config = replace(config, batch_size=batch_size or config.batch_size)
    variants = int(np.clip(LARGEST_CACHE_ROWS // count, 1, config.variants))
    patience = max(config.patience, -(-FEWEST_PATIENT_STEPS // max(count // config.batch_size, 1)))
    config = replace(config, variants=variants, patience=patience, seed=seed)
    if tune:
        config = replace(config, learning_rate=FINE_TUNING_RATE, beta_warm_up=0.0)
    return replace(config, minutes=minutes, epochs=epochs) if minutes or epochs else config


def prepare(
    state: Path,
    sounds: TrainingSet,
    preset: Preset,
    size: ModelConfig,
    config: TrainConfig,
    *,
    resume: bool,
    device: torch.device = CPU,
    num_processes: int = 1,
) -> Prepared:
    """Says what a training needs, and makes its features in `state`.

    Args:
        state: an existing folder.
        sounds: the training set.
        preset: the preset.
        size: the size of the model.
        config: how to train.
        resume: whether to continue from `state`.
        device: where to train.
        num_processes: how many train together.

    Raises:
        TrainingError: there is nothing to resume, or `state` belongs to another training.
        DiskError: there is not enough space on the disk.
    """
    count, state_path = len(sounds.waveforms), state / FILE_NAME
    if config.batch_size < num_processes:
        raise TrainingError(
            f"A batch of {config.batch_size} cannot be shared by {num_processes} processes: raise --batch-size."
        )
    if resume:  # checked before another training's cache is replaced
        check_same(state_path, read_note(state_path), config.to_dict())
    budget = plan(
        preset,
        size,
        config,
        num_sounds=count,
        num_shown=len(sounds.dataset),
        num_held_out=int(sounds.held_out.sum()) or len(sounds.dataset),
        scratch_bytes=sounds.scratch_bytes,
        some=sounds.dataset.waveforms[:: -(-len(sounds.dataset) // TIMED)],
        reading=sounds.seconds_again(),
        workers=cores(),
        device=device,
        num_processes=num_processes,
    )
    print(budget, flush=True)
    held = sum(path.stat().st_size for path in state.iterdir())  # left by an earlier training and replaced
    check_space(state, budget.num_bytes - held)
    with tqdm(total=config.variants * count, desc="Preparing", unit="spectrogram", disable=None) as bar:
        build_features(
            state,
            sounds.waveforms,
            preset.spectrogram_config,
            variants=config.variants,
            seed=config.seed,
            workers=cores(),
            progress=bar.update,
        )
    return Prepared(preset, size, config, count, spectrograms(sounds.validation, preset.spectrogram_config))


def new_trainer(
    state: Path,
    prepared: Prepared,
    *,
    first: Checkpoint | None,
    resume: bool,
    device: torch.device = CPU,
    world: World | None = None,
) -> Trainer:
    """The trainer of what was prepared; continues from `state` if asked to.

    Args:
        state: the folder of the features.
        prepared: the same in every process.
        first: the checkpoint to start from, if any.
        resume: whether to continue from `state`.
        device: where to train.
        world: the processes that train together.

    Raises:
        TrainingError: `state` belongs to another training, or this process cannot see it.
    """
    path, preset = state / FEATURES, prepared.preset
    if not path.is_file():
        raise TrainingError(f"{state.name} has to be on a file system that all processes share.")
    trainer = Trainer(
        finished(path),
        prepared.validation,
        num_sounds=prepared.num_sounds,
        model=preset.new_model(prepared.size, seed=prepared.config.seed),
        objective=preset.objective,
        spectrogram_config=preset.spectrogram_config,
        config=prepared.config,
        state_path=state / FILE_NAME,
        device=device,
        world=world,
    )
    if resume:
        trainer.restore()
    elif first:
        trainer.start_from(first.model.state_dict())
    return trainer
