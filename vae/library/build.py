"""Builds a checkpoint's library and map from its sounds; `python -m explorer.library` is the command."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from vae.caches import use_writable_caches
from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset, load_dataset
from vae.data.of_checkpoint import held_out_mask
from vae.errors import refusing
from vae.library.add import add_sounds, remember_folder
from vae.library.encode import encode_sounds, rows_of
from vae.library.library import FILE_NAME, Library
from vae.library.places import fit_map
from vae.sound.descriptors import describe_all, descriptor_names


def build_library(
    codec: Codec, dataset: Dataset, held_out: NDArray[np.bool_], *, progress: bool = True
) -> Library:
    """Makes the library of a checkpoint: latents, map, descriptors, and the reconstruction error of each sound.

    Args:
        codec: the trained model.
        dataset: the sounds, in the order of their future ids.
        held_out: (N,), which of them training never saw.
        progress: show a progress bar on a terminal.
    """
    latents, errors = encode_sounds(codec, dataset.waveforms, progress=progress)
    return Library(
        latents=latents,
        coordinates=fit_map(latents),
        names=tuple(dataset.names),
        labels=tuple(dataset.labels),
        kits=tuple(dataset.kits),
        label_sources=tuple(dataset.label_sources),
        descriptors=describe_all(rows_of(dataset.waveforms), codec.sample_rate),
        descriptor_names=tuple(descriptor_names()),
        levels=np.array(dataset.levels, dtype=np.float32),
        durations=np.array(dataset.durations, dtype=np.float32),
        errors_db=errors,
        sources=tuple(dataset.sources),
        held_out=np.array(held_out, dtype=bool),
        label_confidences=np.array(dataset.label_confidences, dtype=np.float32),
    )


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder; its library is replaced.")],
    data: Annotated[
        list[Path] | None, typer.Option(help="Sounds for a new map; may be given several times.")
    ] = None,
    add: Annotated[
        list[Path] | None, typer.Option(help="Sounds to add to the map as it is; may be given several times.")
    ] = None,
    exclude: Annotated[list[Path] | None, typer.Option(help="Folder or file to leave out.")] = None,
) -> None:
    """Builds a checkpoint's library: latents, map, descriptors and errors of all its sounds; or adds sounds to it."""
    if bool(data) == bool(add):
        raise typer.BadParameter(
            "give --data for a new map, or --add for more sounds on the one that is there"
        )
    with refusing(checkpoint):
        use_writable_caches()
        codec = Codec.load(checkpoint)
        dataset = load_dataset(
            data or add or [],
            sample_rate=codec.sample_rate,
            num_samples=codec.num_samples,
            exclude=exclude or (),
            scratch=checkpoint,
        )
        if add:
            _add(checkpoint, codec, dataset, add)
            return
        library = build_library(codec, dataset, held_out_mask(dataset, codec.config))
        library.save(checkpoint)
    median = float(np.median(library.errors_db))
    typer.echo(f"Wrote {FILE_NAME} with {len(library)} sounds, median envelope error {median:.2f} dB.")


def _add(checkpoint: Path, codec: Codec, dataset: Dataset, folders: list[Path]) -> None:
    before = Library.load(checkpoint)
    library, known = add_sounds(before, codec, dataset)
    for one in dataset.left_out:
        typer.echo(f"left out: {one.path}: {one.reason}")
    for name, same in known.items():
        typer.echo(f"left out: {name}: it is on the map already, as {same}.")
    count = len(library) - len(before)
    if count:
        for folder in folders:
            remember_folder(checkpoint, folder)
        library.save(checkpoint)
    typer.echo(f"Added {count} sounds to {FILE_NAME}, which holds {len(library)} now.")


def run() -> None:
    """Runs the command line."""
    typer.run(main)
