"""Builds a checkpoint's library and map from its sounds: what `python -m explorer.library` runs."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from tqdm import tqdm

from explorer.library import FILE_NAME, Library
from explorer.projection import fit_map
from vae.audio import AudioError
from vae.codec import Codec
from vae.dataset import DataError, Dataset, load_dataset
from vae.descriptors import describe_all, descriptor_names
from vae.evaluate import held_out_mask
from vae.folder import CheckpointError
from vae.measures import envelope_db

CHUNK = 64


def build_library(
    codec: Codec, dataset: Dataset, held_out: NDArray[np.bool_], *, progress: bool = True
) -> Library:
    """Makes the library of a checkpoint: latents, map, descriptors, and how well each sound comes back.

    Args:
        codec: the trained model.
        dataset: the sounds, in the order that their ids will have.
        held_out: (N,), which of them training never saw.
        progress: show a bar where there is a terminal.
    """

    latents, errors = [], []
    with tqdm(total=len(dataset), desc="Library", unit="sound", disable=None if progress else True) as bar:
        for start in range(0, len(dataset), CHUNK):
            waveforms = dataset.waveforms[start : start + CHUNK]
            for waveform, z in zip(waveforms, codec.encode(waveforms, codec.sample_rate), strict=True):
                latents.append(z)
                errors.append(envelope_db(waveform, codec.decode(z), codec.sample_rate))
                bar.update()
    return Library(
        latents=np.stack(latents),
        coordinates=fit_map(latents),
        names=tuple(dataset.names),
        labels=tuple(dataset.labels),
        kits=tuple(dataset.kits),
        label_sources=tuple(dataset.label_sources),
        descriptors=describe_all(dataset.waveforms, codec.sample_rate),
        descriptor_names=descriptor_names(),
        levels=np.array(dataset.levels, dtype=np.float32),
        durations=np.array(dataset.durations, dtype=np.float32),
        errors_db=np.array(errors, dtype=np.float32),
        sources=tuple(dataset.sources),
        held_out=np.array(held_out, dtype=bool),
    )


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder; its library is replaced.")],
    data: Annotated[list[Path], typer.Option(help="Sounds for the map; may be given several times.")],
    exclude: Annotated[list[Path] | None, typer.Option(help="Folder or file to leave out.")] = None,
) -> None:
    """Builds a checkpoint's library: latents, map, descriptors and errors of all its sounds."""
    try:
        codec = Codec.load(checkpoint)
        dataset = load_dataset(
            data, sample_rate=codec.sample_rate, num_samples=codec.num_samples, exclude=exclude or ()
        )
        library = build_library(codec, dataset, held_out_mask(dataset, codec.config))
        library.save(checkpoint)
    except (CheckpointError, DataError, AudioError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    median = float(np.median(library.errors_db))
    typer.echo(f"Wrote {FILE_NAME} with {len(library)} sounds, median envelope error {median:.2f} dB.")


def run() -> None:
    """Runs the command line."""
    typer.run(main)
