"""An entire training: from folders of sounds to a checkpoint folder that opens in the app."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import torch

from vae.checkpoint.hub import find_folder
from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.data import report
from vae.data.training_set import TrainingSet, collect
from vae.device import AUTO, name_of, within_memory
from vae.evaluate.evaluation import Evaluation
from vae.files import write_atomically
from vae.model.presets import PRESETS, Preset
from vae.preview.given import read_given
from vae.preview.write import Preview, check_preview, preview_folder, write_preview
from vae.processes import World
from vae.train.finish import finish
from vae.train.length import with_length
from vae.train.lock import only_training, state_folder
from vae.train.prepare import Prepared, check_folders, choose_size, configure, new_trainer, prepare
from vae.train.progress import train
from vae.train.state import check_nothing_lost

_LESS = "--batch-size (now {}), --seconds or --latent-dim"


@dataclass(frozen=True)
class Request:
    """The options of a training.

    Attributes:
        data: folders of the sounds that the map will show.
        out: the checkpoint folder to write.
        preset: a name in `PRESETS`.
        minutes: a time budget; if `epochs` is None too, the preset's budget applies.
        epochs: passes over the sounds instead.
        start: a checkpoint to start from: a folder, or `user/name` on the Hub.
        credits: Markdown on authors and licences, for the card.
        resume: whether to continue where an earlier training stopped.
        seed: seed of all randomness.
        extra: folders and soundfonts for training only.
        labels: a table of labels that the user gives.
        slices: whether to cut recordings with several hits into all of them.
        hold_out: kits to keep for evaluation; chosen by `vae.data.split` if empty.
        latent_dim: number of latent dimensions, instead of the preset's.
        seconds: the longest that a sound can be; None for what most of `data` need (`vae.train.length`).
        device: a name in `vae.device.NAMES`.
        batch_size: spectrograms per step, instead of the preset's.
        command: the command line, for the card.
    """

    data: list[Path]
    out: Path
    preset: str = "studio"
    minutes: float | None = None
    epochs: int | None = None
    start: Path | None = None
    credits: Path | None = None
    resume: bool = False
    seed: int = 0
    extra: list[Path] = field(default_factory=list)
    hold_out: list[str] = field(default_factory=list)
    latent_dim: int | None = None
    labels: Path | None = None
    slices: bool = False
    seconds: float | None = None
    device: str = AUTO
    batch_size: int | None = None
    command: str = ""


def train_checkpoint(asked: Request, world: World) -> Evaluation | None:
    """Collects sounds, trains, and writes the checkpoint folder; reports on standard output as it goes.

    Of several processes, the first does all but the training alone.

    Returns:
        The figures of the new checkpoint, in the first process.

    Raises:
        HitmapError: something that a user can fix; the message says what.
        OSError: a folder cannot be read or written.
        KeyboardInterrupt: it was stopped; the state is saved.
    """
    device = world.place(asked.device)
    evaluation = None
    if world.is_first:
        evaluation = _lead(asked, device, world)
    else:
        _follow(asked, device, world)
    world.wait()
    return evaluation


def _follow(asked: Request, device: torch.device, world: World) -> None:
    """Takes part in the training that the first process leads."""
    prepared: Prepared | None = world.first(None)
    first = _start(asked)
    if prepared:
        with within_memory(device, _LESS.format(prepared.config.batch_size)):
            state = state_folder(asked.out)
            train(new_trainer(state, prepared, first=first, resume=asked.resume, device=device, world=world))


def _lead(asked: Request, device: torch.device, world: World) -> Evaluation:
    state = state_folder(asked.out)
    check_folders(asked.data, asked.out)
    first = _start(asked)
    with only_training(asked.out):
        if not asked.resume:
            check_nothing_lost(asked.out, state)
        preset = _preset(asked, first)
        size = choose_size(preset, asked.latent_dim, first, asked.start)
        sounds = _collect(asked, preset, state)
        write_atomically(state / report.FILE_NAME, report.report_csv(sounds))
        print(f"every file and its reason: {state / report.FILE_NAME}")
        config = configure(
            preset,
            sounds,
            minutes=asked.minutes,
            epochs=asked.epochs,
            seed=asked.seed,
            tune=first is not None,
            batch_size=asked.batch_size,
        )
        processes = f", {world.size} processes" if world.size > 1 else ""
        print(f"device: {name_of(device)}{processes}")
        with within_memory(device, _LESS.format(config.batch_size)):
            prepared = world.first(
                prepare(
                    state,
                    sounds,
                    preset,
                    size,
                    config,
                    resume=asked.resume,
                    device=device,
                    num_processes=world.size,
                )
            )
            trainer = new_trainer(
                state, prepared, first=first, resume=asked.resume, device=device, world=world
            )
            train(trainer)
        training = config.to_dict() | {
            "preset": asked.preset,
            "device": device.type,
            "from": asked.start.as_posix() if asked.start else None,
            "data": [Path(os.path.abspath(path)).as_posix() for path in asked.data],
            "extra": [Path(os.path.abspath(path)).as_posix() for path in asked.extra],
            "held_out": [
                name for name, held in zip(sounds.dataset.names, sounds.held_out, strict=True) if held
            ],
            "hold_out": asked.hold_out,
            "slices": asked.slices,
            "num_sounds": len(sounds.waveforms),
            "steps": trainer.progress.step,
            "seconds": round(trainer.progress.seconds),
            "command": asked.command,
        }
        return finish(asked.out, trainer, sounds, training, asked.credits)


def preview_training(asked: Request) -> None:
    """Collects sounds as `train_checkpoint` does and writes a preview of them beside the checkpoint's folder.

    Raises:
        HitmapError: something that a user can fix; the message says what.
        OSError: a folder cannot be read or written.
    """
    folder = preview_folder(asked.out)
    check_folders(asked.data, asked.out)
    check_preview(folder, [*asked.data, *asked.extra])
    folder.parent.mkdir(parents=True, exist_ok=True)
    preset = _preset(asked, _start(asked))
    sounds = _collect(asked, preset, folder.parent)
    preview = Preview(
        sounds.everything,
        report.uses(sounds),
        report.reasons(sounds),
        preset.spectrogram_config,
        [*asked.data, *asked.extra],
    )
    for line in write_preview(folder, preview):
        print(line)


def _start(asked: Request) -> Checkpoint | None:
    """The checkpoint to start from, from the Hub if it is there."""
    return load_checkpoint(find_folder(asked.start)) if asked.start else None


def _preset(asked: Request, first: Checkpoint | None) -> Preset:
    """The preset for the length of the sounds."""
    preset = PRESETS[asked.preset]
    return with_length(preset, asked.seconds, asked.data, first=first, slices=asked.slices)


def _collect(asked: Request, preset: Preset, scratch: Path) -> TrainingSet:
    """The sounds with their uses; prints a summary."""
    given, doubts = read_given(asked.labels, [*asked.data, *asked.extra]) if asked.labels else ({}, [])
    numbers = preset.spectrogram_config
    sounds = collect(
        asked.data,
        asked.extra,
        asked.hold_out,
        numbers,
        asked.seed,
        given=given,
        slices=asked.slices,
        scratch=scratch,
    )
    print(report.summary(sounds, seconds=numbers.num_samples / numbers.sample_rate))
    for line in doubts:
        print(line)
    return sounds
