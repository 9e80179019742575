"""Folders of sounds -> a checkpoint that opens in the app: trained, measured, with its library and map.

python -m vae.train --data FOLDER --out checkpoints/mine --minutes 20
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from vae.caches import use_writable_caches
from vae.command import command_line, need_training_packages, run, typed_app
from vae.device import DeviceName
from vae.errors import refusing
from vae.evaluate.table import to_text
from vae.model.presets import PRESETS
from vae.preview.options import LabelTable, Slices
from vae.processes import LostProcessError, joined
from vae.train.length import AUTO, LONGEST, parse_seconds
from vae.train.lock import state_folder
from vae.train.run import Request, preview_training, train_checkpoint
from vae.train.state import FILE_NAME


def main(
    data: Annotated[list[Path], typer.Option(help="Folder of sounds; may be given more than once.")],
    out: Annotated[Path, typer.Option(help="Checkpoint folder to write.")],
    preset: Annotated[str, typer.Option(help=f"Which recipe to train: {' or '.join(PRESETS)}.")] = "studio",
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Budget of time; 20 unless --epochs is given.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Passes over the sounds, instead of a budget.")
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Checkpoint to start from, for few sounds or little time; or user/name on the Hub."
        ),
    ] = None,
    credits: Annotated[
        Path | None, typer.Option(help="Markdown on authors and licences, for the card.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be learned: OUT.preview/sheet.html.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue where an earlier training stopped.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all randomness.")] = 0,
    extra: Annotated[
        list[Path] | None, typer.Option(help="Folder or soundfont to learn from, but not to show.")
    ] = None,
    labels: LabelTable = None,
    slices: Slices = False,
    hold_out: Annotated[list[str] | None, typer.Option(help="Kit to keep for evaluation.")] = None,
    latent_dim: Annotated[
        int | None, typer.Option(min=2, max=1024, help="Length of the latent, instead of the preset's.")
    ] = None,
    seconds: Annotated[
        str,
        typer.Option(help=f"The longest that a sound can be, up to {LONGEST:g}; or what most sounds need."),
    ] = AUTO,
    device: DeviceName = "auto",
    batch_size: Annotated[
        int | None, typer.Option(min=1, max=4096, help="Sounds per step, instead of the preset's.")
    ] = None,
) -> None:
    """Trains a variational autoencoder on folders of sounds and makes its map."""
    if preset not in PRESETS:
        raise typer.BadParameter(f"there is no preset {preset!r}; there are: {', '.join(PRESETS)}")
    if minutes is not None and epochs is not None:
        raise typer.BadParameter("give --minutes or --epochs, not both")
    try:
        length = parse_seconds(seconds)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    started, state = time.monotonic(), state_folder(out)
    with refusing(out), _interruptible(state), joined() as world:
        need_training_packages()
        use_writable_caches()
        asked = Request(
            data=data,
            out=out,
            preset=preset,
            minutes=minutes,
            epochs=epochs,
            start=start,
            credits=credits,
            resume=resume,
            seed=seed,
            extra=extra or [],
            hold_out=hold_out or [],
            latent_dim=latent_dim,
            labels=labels,
            slices=slices,
            seconds=length,
            device=device,
            batch_size=batch_size,
            command=_command(sys.argv[1:]),
        )
        if dry_run:
            if world.is_first:
                preview_training(asked)
            return
        evaluation = train_checkpoint(asked, world)
    if evaluation is None:  # told by the first process
        return
    print(to_text(evaluation))
    took = (time.monotonic() - started) / 60
    print(f"{state.name} can be deleted unless you want to --resume with more --minutes.")
    opening = typed_app("--checkpoint", str(out))
    print(f"{out} is ready after {took:.1f} minutes: {opening}")


@contextmanager
def _interruptible(state: Path) -> Iterator[None]:
    """Ends the command with a sentence on what is kept if it is interrupted (exit code 130) or loses a process (2)."""
    try:
        yield
    except (KeyboardInterrupt, LostProcessError) as reason:
        kept = (state / FILE_NAME).is_file()
        advice = (
            f"continue with --resume ({state.name} keeps what was learned)" if kept else "nothing is lost"
        )
        stopped = isinstance(reason, KeyboardInterrupt)
        said = "\nStopped" if stopped else str(reason).rstrip(".")
        print(f"{said}; {advice}.", file=sys.stderr)
        raise typer.Exit(130 if stopped else 2) from None


def _command(arguments: list[str]) -> str:
    """The command that makes the same checkpoint from the start."""
    return command_line("python", "-m", "vae.train", *(one for one in arguments if one != "--resume"))


def hitmap_train() -> None:
    """The installed command."""
    run(main)


if __name__ == "__main__":
    hitmap_train()
