"""Folders of sounds -> a checkpoint that opens in the app: trained, measured, with its library and map.

python -m vae.train --data FOLDER --out checkpoints/mine --minutes 20
"""

import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from tqdm import tqdm

from vae.checkpoint.disk import check_space
from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.data import report
from vae.data.scan import DataError
from vae.data.training_set import TrainingSet, collect
from vae.errors import refusing
from vae.evaluate.table import to_text
from vae.files import write_atomically
from vae.model.presets import PRESETS, Preset
from vae.model.studio import VAEConfig
from vae.model.thesis import ThesisConfig
from vae.model.train_config import TrainConfig
from vae.train.budget import plan
from vae.train.features import build_features, spectrograms
from vae.train.finish import finish
from vae.train.lock import only_training, state_folder
from vae.train.loop import Trainer
from vae.train.progress import train
from vae.train.state import FILE_NAME, TrainingError, check_nothing_lost, check_same, read_note

LARGEST_CACHE_ROWS = 24_000
FEWEST_PATIENT_STEPS = 2_000
"""An epoch of a hundred sounds has three steps: patience counts steps as well."""

FINE_TUNING = {"learning_rate": 5e-5, "beta_warm_up": 0.0}
"""Four kits that open-kits never saw. With 110 sounds to learn from and 16 held out, 450 steps at this rate end at a
median envelope error of 1.35 dB, the same steps from scratch at 1.60; open-kits as it is makes 1.13 of them. On another
split, 50 sounds held out, this rate went from 1.11 dB to 1.05, and 2e-4 from 1.09 to 1.10."""


def main(
    data: Annotated[list[Path], typer.Option(help="Folder of sounds; may be given more than once.")],
    out: Annotated[Path, typer.Option(help="Checkpoint folder to write.")],
    preset: Annotated[str, typer.Option(help="Which recipe to train: studio or thesis.")] = "studio",
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Budget of time; 20 unless --epochs is given.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Passes over the sounds, instead of a budget.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--from", help="Checkpoint to start from, for few sounds or little time.")
    ] = None,
    credits: Annotated[
        Path | None, typer.Option(help="Markdown on authors and licences, for the card.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an earlier training stopped.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    extra: Annotated[
        list[Path] | None, typer.Option(help="Folder or soundfont to learn from, but not to show.")
    ] = None,
    hold_out: Annotated[list[str] | None, typer.Option(help="Kit to keep for evaluation.")] = None,
    latent_dim: Annotated[
        int | None, typer.Option(min=2, max=1024, help="Length of the latent, instead of the preset's.")
    ] = None,
) -> None:
    """Trains a variational autoencoder on folders of sounds and makes its map."""
    if preset not in PRESETS:
        raise typer.BadParameter(f"there is no preset {preset!r}; there are: {', '.join(PRESETS)}")
    if minutes is not None and epochs is not None:
        raise typer.BadParameter("give --minutes or --epochs, not both")
    recipe, started, state = PRESETS[preset], time.monotonic(), state_folder(out)
    with refusing(out), _interruptible(state):
        check_folders(data, out)
        first = load_checkpoint(start) if start else None
        size = choose_size(recipe, latent_dim, first, start)
        with only_training(out):
            if not resume:
                check_nothing_lost(out, state)
            sounds = collect(
                data, extra or [], hold_out or [], recipe.spectrogram_config, seed, scratch=state
            )
            numbers = recipe.spectrogram_config
            print(report.summary(sounds, seconds=numbers.num_samples / numbers.sample_rate))
            write_atomically(state / report.FILE_NAME, report.report_csv(sounds))
            print(f"every file and its reason: {state / report.FILE_NAME}")
            config = configure(recipe, sounds, minutes=minutes, epochs=epochs, seed=seed, tune=bool(start))
            trainer = prepare(state, sounds, recipe, size, config, first=first, resume=resume)
            train(trainer)
            training = config.to_dict() | {
                "preset": preset,
                "from": start.as_posix() if start else None,
                "data": [path.as_posix() for path in data],
                "extra": [path.as_posix() for path in extra or []],
                "held_out": [
                    name for name, held in zip(sounds.dataset.names, sounds.held_out, strict=True) if held
                ],
                "hold_out": list(hold_out or []),
                "num_sounds": len(sounds.waveforms),
                "steps": trainer.progress.step,
                "seconds": round(trainer.progress.seconds),
                "command": _command(sys.argv[1:]),
            }
            result = finish(out, trainer, sounds, training, credits)
    print(to_text(result))
    took = (time.monotonic() - started) / 60
    print(f"{state.name} is needed no more, but to go on with --resume and more --minutes.")
    print(f"{out} is ready after {took:.1f} minutes: python app.py --checkpoint {shlex.quote(str(out))}")


def check_folders(data: list[Path], out: Path) -> None:
    """Makes sure that the new checkpoint replaces nothing but a checkpoint.

    Raises:
        TrainingError: something else is in its place.
        DataError: a data folder does not exist.
    """
    for folder in data:
        if not folder.exists():
            raise DataError(f"The data folder {folder.name} does not exist.")
    if out.exists() and not (out.is_dir() and ((out / "config.json").is_file() or not any(out.iterdir()))):
        raise TrainingError(
            f"{out.name} exists and is no checkpoint, so it is not replaced: choose another --out."
        )
    if any(folder.resolve().is_relative_to(out.resolve()) for folder in data):
        raise TrainingError(f"The sounds lie in {out.name}, which would be replaced: choose another --out.")


def choose_size(
    preset: Preset, latent_dim: int | None, first: Checkpoint | None, start: Path | None
) -> VAEConfig | ThesisConfig:
    """The size of the model: that of the checkpoint to start from, or else the preset's.

    Raises:
        TrainingError: the checkpoint to start from is of another preset, size or spectrogram.
    """
    changes = {"latent_dim": latent_dim} if latent_dim else {}
    if first is None:
        return preset.model_config(**changes)
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


def configure(
    preset: Preset, sounds: TrainingSet, *, minutes: float | None, epochs: int | None, seed: int, tune: bool
) -> TrainConfig:
    """How to train on these sounds: the preset's numbers, fitted to how many there are.

    Args:
        preset: the recipe.
        sounds: what is learned from.
        minutes: a budget of time.
        epochs: or a number of passes; the preset's budget where both are None.
        seed: of everything random.
        tune: whether it starts from another checkpoint.
    """
    config, count = preset.training, len(sounds.waveforms)
    variants = int(np.clip(LARGEST_CACHE_ROWS // count, 1, config.variants))
    patience = max(config.patience, -(-FEWEST_PATIENT_STEPS // max(count // config.batch_size, 1)))
    config = replace(config, variants=variants, patience=patience, seed=seed, **(FINE_TUNING if tune else {}))
    return replace(config, minutes=minutes, epochs=epochs) if minutes or epochs else config


def prepare(
    state: Path,
    sounds: TrainingSet,
    preset: Preset,
    size: VAEConfig | ThesisConfig,
    config: TrainConfig,
    *,
    first: Checkpoint | None,
    resume: bool,
) -> Trainer:
    """The trainer of a training set, with its features on disk; goes on from `state` when asked to.

    Args:
        state: an existing folder.
        sounds: the training set.
        preset: the recipe.
        size: of the model.
        config: how to train.
        first: the checkpoint to start from, if any.
        resume: go on with what `state` holds.

    Raises:
        TrainingError: there is nothing to resume, or another training.
        DiskError: there is no room on the disk.
    """
    count, state_path = len(sounds.waveforms), state / FILE_NAME
    if resume:  # before the cache of another training is replaced
        check_same(state_path, read_note(state_path), config.to_dict())
    budget = plan(
        preset,
        size,
        config,
        num_sounds=count,
        num_shown=len(sounds.dataset),
        num_held_out=int(sounds.held_out.sum()) or len(sounds.dataset),
        scratch_bytes=sounds.scratch_bytes,
    )
    print(budget, flush=True)
    held = sum(path.stat().st_size for path in state.iterdir())  # by an earlier training, which is replaced
    check_space(state, budget.num_bytes - held)
    with tqdm(total=config.variants * count, desc="Preparing", unit="spectrogram", disable=None) as bar:
        features = build_features(
            state,
            sounds.waveforms,
            preset.spectrogram_config,
            variants=config.variants,
            seed=config.seed,
            progress=bar.update,
        )
    trainer = Trainer(
        features,
        spectrograms(sounds.validation, preset.spectrogram_config),
        num_sounds=count,
        model=preset.new_model(size, seed=config.seed),
        objective=preset.objective,
        spectrogram_config=preset.spectrogram_config,
        config=config,
        state_path=state_path,
    )
    if resume:
        trainer.restore()
    elif first:
        trainer.start_from(first.model.state_dict())
    return trainer


@contextmanager
def _interruptible(state: Path) -> Iterator[None]:
    """Ends the command with exit code 130 and a word on what is kept when it is interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        kept = (state / FILE_NAME).is_file()
        advice = f"go on with --resume ({state.name} keeps what was learned)" if kept else "nothing is lost"
        print(f"\nStopped; {advice}.", file=sys.stderr)
        raise typer.Exit(130) from None


def _command(arguments: list[str]) -> str:
    """The command that makes the same checkpoint from the start."""
    return " ".join(["python -m vae.train", *(shlex.quote(one) for one in arguments if one != "--resume")])


if __name__ == "__main__":
    typer.run(main)
