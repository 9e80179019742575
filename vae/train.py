"""Folders of sounds -> a checkpoint that opens in the app: trained, measured, with its library and map.

    python -m vae.train --data FOLDER --out checkpoints/mine --minutes 20

vae/ does not know the explorer: the library and the map are made by `python -m explorer.library`, another process.
"""

import csv
import io
import shlex
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from tqdm import tqdm

from vae.audio import AudioError
from vae.card import CREDITS, write_report
from vae.checkpoint import save_checkpoint
from vae.codec import Codec
from vae.dataset import DataError
from vae.evaluate import measure_folder
from vae.evaluate_table import table
from vae.features import build_features, spectrograms
from vae.fit import TrainConfig, Trainer, TrainingError
from vae.folder import CheckpointError, replacing_folder, write_atomically
from vae.model import VAEConfig
from vae.presets import PRESETS, Preset
from vae.thesis import ThesisConfig
from vae.training_set import TrainingSet, collect

LARGEST_CACHE_ROWS = 24_000


def describe(sounds: TrainingSet) -> str:
    """What was found, in a few lines for people."""
    counts = Counter(sounds.dataset.labels)
    held = sorted({k for k, h in zip(sounds.dataset.kits, sounds.held_out, strict=True) if h})
    lines = [
        f"{len(sounds.dataset)} sounds on the map: "
        + ", ".join(f"{n} {label}" for label, n in counts.most_common()),
        f"{len(sounds.waveforms)} sounds to learn from, {len(sounds.validation)} to know when to stop, "
        f"{int(sounds.held_out.sum())} held out ({', '.join(held)})",
    ]
    copy = "This is the same sound as "
    reasons = Counter(
        f"{copy}another." if one.reason.startswith(copy) else one.reason for one in sounds.dataset.left_out
    )
    lines += [f"left out: {n} × {reason}" for reason, n in reasons.most_common(5)]
    return "\n".join(lines)


def train(trainer: Trainer, *, progress: bool = True) -> None:
    """Runs the training with a bar that shows the time left and the validation error in dB."""
    timed = trainer.config.epochs is None
    total = trainer.config.minutes * 60 if timed else trainer.config.epochs * trainer.steps_per_epoch
    unit = "s" if timed else "step"
    bar_format = "{l_bar}{bar}| {n:.0f}/{total:.0f} " + unit + " [{elapsed}<{remaining}{postfix}]"
    with tqdm(total=total, desc="Training", bar_format=bar_format, disable=None if progress else True) as bar:

        def report(state: Trainer) -> None:
            bar.n = min(total, state.progress.seconds if timed else state.progress.step)
            if state.progress.history:
                bar.set_postfix(
                    {"validation": f"{state.progress.history[-1]['validation']:.4f}"}, refresh=False
                )
            bar.refresh() if bar.n >= total else bar.update(0)

        trainer.run(report)


def history_csv(trainer: Trainer) -> bytes:
    """Every epoch's losses as comma-separated text."""
    text = io.StringIO()
    rows = trainer.progress.history
    writer = csv.DictWriter(text, rows[0].keys() if rows else ["epoch"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def finish(
    out: Path, trainer: Trainer, sounds: TrainingSet, training: dict, credits: Path | None = None
) -> dict:
    """Writes the checkpoint folder, whole or not at all: weights, library and map, figures, card.

    Returns:
        What `vae.evaluate` measured.

    Raises:
        TrainingError: the library could not be made.
    """
    with replacing_folder(out) as folder:
        save_checkpoint(folder, trainer.best_model(), trainer.numbers, training, preset=training["preset"])
        write_atomically(folder / "history.csv", history_csv(trainer))
        command = [sys.executable, "-m", "explorer.library", "--checkpoint", str(folder)]
        command += [part for path in training["data"] for part in ("--data", path)]
        command += [part for path in training["extra"] for part in ("--exclude", path)]
        if subprocess.run(command, check=False).returncode:
            raise TrainingError(
                "The library could not be made; the training is kept: run it again with --resume."
            )
        result = measure_folder(folder, sounds, baselines=True)
        if credits:
            write_atomically(folder / CREDITS, credits.read_bytes())
        write_report(folder, out.name, Codec.load(folder), result, sounds.dataset)
    return result


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
    recipe, started = PRESETS[preset], time.monotonic()
    state = out.with_name(out.name + ".training")
    try:
        sounds = collect(data, extra or [], hold_out or [], recipe.spectrogram, seed)
        print(describe(sounds))
        fits = int(np.clip(LARGEST_CACHE_ROWS // len(sounds.waveforms), 1, recipe.training.variants))
        config = replace(recipe.training, variants=fits, seed=seed)
        if minutes or epochs:
            config = replace(config, minutes=minutes, epochs=epochs)
        size = recipe.model_config(**({"latent_dim": latent_dim} if latent_dim else {}))
        trainer = prepare(state, sounds, recipe, size, config, resume=resume)
        train(trainer)
        training = config.to_dict() | {
            "preset": preset,
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
    except KeyboardInterrupt:
        print(f"\nStopped; go on with --resume ({state.name} keeps what was learned).", file=sys.stderr)
        raise typer.Exit(130) from None
    except (DataError, AudioError, TrainingError, CheckpointError, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    print(table(result))
    took = (time.monotonic() - started) / 60
    print(f"{out} is ready after {took:.1f} minutes: python app.py --checkpoint {out}")


def prepare(
    state: Path,
    sounds: TrainingSet,
    preset: Preset,
    size: VAEConfig | ThesisConfig,
    config: TrainConfig,
    *,
    resume: bool,
) -> Trainer:
    """The trainer of a training set, with its features on disk; goes on from `state` when asked to.

    Raises:
        TrainingError: there is nothing to resume.
    """
    state.mkdir(parents=True, exist_ok=True)
    rows = config.variants * len(sounds.waveforms)
    with tqdm(total=rows, desc="Preparing", unit="spectrogram", disable=None) as bar:
        features = build_features(
            state,
            sounds.waveforms,
            preset.spectrogram,
            variants=config.variants,
            seed=config.seed,
            progress=bar.update,
        )
    trainer = Trainer(
        features,
        spectrograms(sounds.validation, preset.spectrogram),
        num_sounds=len(sounds.waveforms),
        model=preset.new_model(size, seed=config.seed),
        objective=preset.objective,
        spectrogram=preset.spectrogram,
        config=config,
        state_path=state / "state.safetensors",
    )
    if resume:
        trainer.restore()
    return trainer


def _command(arguments: list[str]) -> str:
    """The command that makes the same checkpoint from the start."""
    return " ".join(["python -m vae.train", *(shlex.quote(one) for one in arguments if one != "--resume")])


if __name__ == "__main__":
    typer.run(main)
