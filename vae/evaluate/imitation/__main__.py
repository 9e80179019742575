"""The command: `python -m vae.evaluate.imitation --checkpoint checkpoints/open-kits --json FILE` prints the table."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.command import run
from vae.data.of_checkpoint import read_training_set
from vae.errors import refusing
from vae.evaluate.imitation.measure import measure
from vae.files import write_atomically
from vae.imitation.search import EFFORT


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder, whose held-out sounds are imitated.")],
    data: Annotated[list[Path] | None, typer.Option(help="Where the sounds are, if they have moved.")] = None,
    count: Annotated[int, typer.Option(help="Number of held-out sounds.", min=1)] = 100,
    effort: Annotated[float, typer.Option(help="Seconds of sound that a search may synthesise.")] = EFFORT,
    seed: Annotated[int, typer.Option(help="Of the draw of sounds.", min=0)] = 0,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Measures how near the drum machine comes to sounds that a checkpoint's training never saw."""
    with refusing(checkpoint):
        codec = Codec.load(checkpoint)
        sounds = read_training_set(codec.config, data)
        total = min(count, int(sounds.held_out.sum()))
        measured = measure(sounds, codec, count=count, effort=effort, seed=seed)
        figures: dict[str, Any] = {}
        for figures in tqdm(measured, total=total, unit="sound", desc="Imitating", leave=False, disable=None):
            if json_file:
                write_atomically(json_file, (json.dumps(figures, indent=2, allow_nan=False) + "\n").encode())
    typer.echo(to_text(figures))


def to_text(figures: dict[str, Any]) -> str:
    """The table of `measure`."""
    lines = [f"{figures['sounds']} held-out sounds, median envelope error in dB:"]
    lines.append(f"{'':22}{'first second':>14}{'whole':>8}{'nearer than the model':>24}")
    for name, row in figures["methods"].items():
        times = "" if name == "model" else f"{row['better_than_model']} of {figures['sounds']}"
        lines.append(f"{name:22}{row['first_second_db']:>14.2f}{row['whole_db']:>8.2f}{times:>24}")
    return "\n".join(lines)


if __name__ == "__main__":
    run(main)
