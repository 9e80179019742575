"""Builds a checkpoint's library and map from its sounds; `python -m explorer.library` is the command."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from vae import command
from vae.caches import use_writable_caches
from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset, load_dataset
from vae.data.labels import LABEL_SOURCES
from vae.data.of_checkpoint import held_out_mask
from vae.data.report import library_summary
from vae.device import AUTO, DeviceName, choose_device
from vae.errors import refusing
from vae.library.add import add_sounds, remember_data, tell_apart
from vae.library.encode import encode_sounds, rows_of
from vae.library.library import FILE_NAME, Library
from vae.library.places import fit_map
from vae.preview.given import read_given
from vae.preview.options import LabelTable, Slices
from vae.preview.write import Preview, check_preview, preview_folder, write_preview
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
    latents, errors = encode_sounds(codec, dataset.waveforms, dataset.stereo, progress=progress)
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
    labels: LabelTable = None,
    slices: Slices = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done: CHECKPOINT.preview/sheet.html.")
    ] = False,
    device: DeviceName = AUTO,
) -> None:
    """Builds a checkpoint's library: latents, map, descriptors and errors of all its sounds; or adds sounds to it."""
    if bool(data) == bool(add):
        raise typer.BadParameter(
            "give --data for a new map, or --add for more sounds on the one that is there"
        )
    with refusing(checkpoint):
        use_writable_caches()
        folders, place = data or add or [], preview_folder(checkpoint)
        if dry_run:
            check_preview(place, folders)
        codec = Codec.load(checkpoint, choose_device(device))
        given, doubts = read_given(labels, folders, exclude or ()) if labels else ({}, [])
        for line in doubts:
            typer.echo(line)
        dataset = load_dataset(
            folders,
            sample_rate=codec.sample_rate,
            num_samples=codec.num_samples,
            exclude=exclude or (),
            given=given,
            slices=slices,
            scratch=checkpoint,
        )
        if dry_run:
            preview = _preview_of_adding(checkpoint, codec, dataset) if add else _preview_of_building(dataset)
            typer.echo(library_summary(*preview))
            for line in write_preview(place, Preview(*preview, codec.spectrogram_config, folders)):
                typer.echo(line)
            return
        if add:
            _add(checkpoint, codec, dataset, add)
            return
        library = build_library(codec, dataset, held_out_mask(dataset, codec.config))
        library.save(checkpoint)
    median = float(np.median(library.errors_db))
    typer.echo(f"Wrote {FILE_NAME} with {len(library)} sounds, median envelope error {median:.2f} dB.")


def _preview_of_building(dataset: Dataset) -> tuple[Dataset, list[str], list[str]]:
    return dataset, ["yes"] * len(dataset), ["It is on the map."] * len(dataset)


def _preview_of_adding(
    checkpoint: Path, codec: Codec, dataset: Dataset
) -> tuple[Dataset, list[str], list[str]]:
    """What `--add` would do, for `Preview`: the labels that sounds would have, and which are on the map already."""
    before = Library.load(checkpoint)
    library, known = add_sounds(before, codec, dataset)
    new = [index for index, name in enumerate(dataset.names) if name not in known]
    labels, sources = list(dataset.labels), list(dataset.label_sources)
    confidences = np.array(dataset.label_confidences)
    for index, added in zip(new, range(len(before), len(library)), strict=True):
        labels[index], confidences[index] = library.labels[added], library.label_confidences[added]
        sources[index] = next(one for one in LABEL_SOURCES if one == library.label_sources[added])
    relabelled = replace(
        dataset, labels=tuple(labels), label_sources=tuple(sources), label_confidences=confidences
    )
    reasons = [
        f"It is on the map already, as {known[name]}." if name in known else "It is added to the map."
        for name in dataset.names
    ]
    return relabelled, ["no" if name in known else "yes" for name in dataset.names], reasons


def _add(checkpoint: Path, codec: Codec, dataset: Dataset, data: list[Path]) -> None:
    before = Library.load(checkpoint)
    library, known = add_sounds(before, codec, tell_apart(before, dataset, data))
    count = len(library) - len(before)
    if count:
        remember_data(checkpoint, data)
        library.save(checkpoint)
    for one in dataset.left_out:
        typer.echo(f"left out: {one.path}: {one.reason}")
    for name, same in known.items():
        typer.echo(f"left out: {name}: it is on the map already, as {same}.")
    typer.echo(f"Added {count} sounds to {FILE_NAME}, which holds {len(library)} now.")


def run() -> None:
    """Runs the command line."""
    command.run(main)
