"""The command: `python -m vae.drum_machine --out DIR` writes WAV files in label folders, and `drum_machine.json`.

Every sound can be resynthesised from that file.
"""

from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from vae.command import print_anything
from vae.drum_machine.kits import DEFAULT_COUNT
from vae.drum_machine.library import write_library
from vae.errors import refusing

app = typer.Typer(add_completion=False)


@app.command()
def main(
    out: Annotated[
        Path, typer.Option(help="Folder to write: new, empty, or an earlier library, which is replaced.")
    ],
    count: Annotated[int, typer.Option(help="Number of sounds.")] = DEFAULT_COUNT,
    seed: Annotated[int, typer.Option(help="A different seed draws a different library.")] = 0,
    whole: Annotated[
        bool,
        typer.Option(
            "--whole/--one-second",
            help="Whole sounds of up to four seconds, in stereo where real ones are; or a second of each, in mono.",
        ),
    ] = True,
    as_dataset: Annotated[
        bool,
        typer.Option(
            "--as-dataset", help="Add metadata.csv and a card: a dataset, as the Hugging Face Hub has them."
        ),
    ] = False,
) -> None:
    """Writes a synthesised library of drum sounds as WAV files in label folders."""
    with (
        refusing(out),
        tqdm(total=max(count, 0), unit="sound", desc="Synthesising", leave=False, disable=None) as bar,
    ):
        sounds = write_library(
            out.absolute(),
            count=count,
            seed=seed,
            whole=whole,
            as_dataset=as_dataset,
            progress=lambda done, _: bar.update(1),
        )
    kits = len({sound.kit for sound in sounds})
    labels = len({sound.label for sound in sounds})
    typer.echo(f"Wrote {len(sounds)} sounds with {labels} labels in {kits} kits to {out}.")


if __name__ == "__main__":
    print_anything()
    app()
