"""The command that measures a checkpoint.

python -m vae.evaluate --checkpoint checkpoints/open-kits --baselines
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from vae.caches import use_writable_caches
from vae.checkpoint.codec import Codec
from vae.checkpoint.hub import find_folder, own_folder
from vae.command import need_training_packages, run
from vae.data.of_checkpoint import read_training_set
from vae.device import AUTO, DeviceName, choose_device
from vae.errors import refusing
from vae.evaluate.measure import measure_folder
from vae.evaluate.report.card import draw, renew_card, write_report
from vae.evaluate.table import to_text
from vae.files import write_atomically


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder, or user/name on the Hub.")],
    data: Annotated[list[Path] | None, typer.Option(help="Where the sounds are, if they have moved.")] = None,
    baselines: Annotated[bool, typer.Option(help="Measure other ways of reconstruction too.")] = False,
    compare: Annotated[
        Path | None, typer.Option(help="Another checkpoint to measure on the same sounds.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    pictures: Annotated[
        Path | None, typer.Option(help="Draw the page of pictures into this PNG, and between.png beside it.")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Renew the checkpoint's metrics, pictures and card.")
    ] = False,
    card: Annotated[
        bool, typer.Option("--card", help="Only renew the metadata of the card, from metrics.json.")
    ] = False,
    device: DeviceName = AUTO,
) -> None:
    """Measures a checkpoint on sounds that its training never saw."""
    with refusing(checkpoint):
        if card:
            renew_card(own_folder(checkpoint))
            print(f"Renewed the metadata of {checkpoint.name}/README.md.")
            return
        need_training_packages()
        use_writable_caches()
        checkpoint = own_folder(checkpoint) if update else find_folder(checkpoint)
        compare = find_folder(compare) if compare else None
        place = choose_device(device)
        codec = Codec.load(checkpoint, place)
        sounds = read_training_set(codec.config, data)
        evaluation = measure_folder(
            checkpoint, sounds, baselines=baselines, compare=compare, data=data or (), device=place
        )
        if json_file:
            figures = json.dumps(evaluation.to_dict(), indent=2, allow_nan=False) + "\n"
            write_atomically(json_file, figures.encode())
        if pictures:
            draw(pictures, checkpoint, codec, evaluation, sounds.dataset)
        if update:
            write_report(checkpoint, checkpoint.name, codec, evaluation, sounds.dataset)
    print(to_text(evaluation))


if __name__ == "__main__":
    run(main)
