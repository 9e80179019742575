"""Builds a checkpoint's library and map from its sounds; `python -m explorer.library` is the command."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from vae import command
from vae.caches import use_writable_caches
from vae.checkpoint.codec import Codec
from vae.checkpoint.hub import own_folder
from vae.data.dataset import Dataset, load_dataset
from vae.data.labels import LABEL_SOURCES
from vae.data.of_checkpoint import held_out_mask
from vae.data.pools import cores, one_blas_thread
from vae.data.report import library_summary
from vae.device import AUTO, DeviceName
from vae.errors import refusing
from vae.latent.half import halved
from vae.library.add import add_sounds, remember_data, tell_apart
from vae.library.library import FILE_NAME, Library
from vae.library.parts import encode_in_parts, encode_shard, finished_parts, parts_folder
from vae.library.places import fit_map
from vae.library.shards import Shard
from vae.library.sync import sync, watch
from vae.preview.given import read_given
from vae.preview.options import LabelTable, Slices
from vae.preview.write import Preview, check_preview, preview_folder, write_preview
from vae.processes import joined, on_this_computer
from vae.sound.descriptors import descriptor_names

WATCH_SECONDS = 5.0

RefineSteps = Annotated[
    int | None,
    typer.Option(
        min=0, help="Steps that bring latents closer to their sounds; fewer are quicker and less exact."
    ),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes to encode with; every core without it.")]


def build_library(
    codec: Codec,
    dataset: Dataset,
    held_out: NDArray[np.bool_],
    *,
    parts: Path | None = None,
    refine_steps: int | None = None,
    workers: int | None = None,
    merge: int | None = None,
    progress: bool = True,
) -> Library:
    """Makes the library of a checkpoint: latents, map, descriptors, and the reconstruction error of each sound.

    Args:
        codec: the trained model.
        dataset: the sounds, in the order of their future ids.
        held_out: (N,), which of them training never saw.
        parts: folder that keeps what is encoded, as in `encode_in_parts`.
        refine_steps: as there.
        workers: as there.
        merge: as there.
        progress: show a progress bar on a terminal.

    Raises:
        HitmapError: as there.
        OSError: as there.
    """
    encoded = encode_in_parts(
        codec,
        dataset.waveforms,
        dataset.stereo,
        folder=parts,
        refine_steps=refine_steps,
        workers=workers,
        merge=merge,
        progress=progress,
    )
    return Library(
        latents=halved(encoded.latents),
        detail_dims=codec.detail_dims,
        coordinates=fit_map(encoded.latents[:, : codec.latent_dim - codec.detail_dims]),
        names=tuple(dataset.names),
        labels=tuple(dataset.labels),
        kits=tuple(dataset.kits),
        label_sources=tuple(dataset.label_sources),
        descriptors=encoded.descriptors,
        descriptor_names=tuple(descriptor_names()),
        levels=np.array(dataset.levels, dtype=np.float32),
        durations=np.array(dataset.durations, dtype=np.float32),
        errors_db=encoded.errors_db,
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
    sync_with: Annotated[
        Path | None,
        typer.Option(
            "--sync", help="Folder to bring the map up to date with; only what is new in it is read."
        ),
    ] = None,
    go_on: Annotated[
        bool, typer.Option("--watch", help="With --sync: go on, whenever files appear.")
    ] = False,
    drop_missing: Annotated[
        bool,
        typer.Option("--drop-missing", help="With --sync: take sounds off the map whose files are gone."),
    ] = False,
    exclude: Annotated[list[Path] | None, typer.Option(help="Folder or file to leave out.")] = None,
    labels: LabelTable = None,
    slices: Slices = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be done: CHECKPOINT.preview/sheet.html.")
    ] = False,
    refine_steps: RefineSteps = None,
    workers: Workers = None,
    shard: Annotated[
        str | None, typer.Option(help="With --data: only encode this share of the sounds, such as 2/8.")
    ] = None,
    merge: Annotated[
        int | None,
        typer.Option(min=1, help="With --data: make the map of so many shards, all encoded before."),
    ] = None,
    device: DeviceName = AUTO,
) -> None:
    """Builds a checkpoint's library: latents, map, descriptors and errors of all its sounds; or adds sounds to it."""
    if [bool(data), bool(add), sync_with is not None].count(True) != 1:
        raise typer.BadParameter(
            "give --data for a new map, --add for more sounds on the one that is there, or --sync for new ones alone"
        )
    if sync_with is None and (go_on or drop_missing):
        raise typer.BadParameter("--watch and --drop-missing go with --sync")
    if sync_with is not None and (labels or slices or dry_run or (go_on and drop_missing)):
        raise typer.BadParameter(
            "--sync takes neither --labels, --slices nor --dry-run, and only one of its own options"
        )
    if (shard or merge) and (not data or dry_run or (shard and merge)):
        raise typer.BadParameter("--shard and --merge go with --data, one at a time, and not with --dry-run")
    try:
        own = Shard.parse(shard) if shard else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with refusing(checkpoint), joined() as world, ExitStack() as stack:
        if not ((data and not dry_run) or world.is_first):
            return  # the first of several processes does it
        command.need_training_packages()
        checkpoint = own_folder(checkpoint)
        stack.enter_context(one_blas_thread())
        use_writable_caches()
        folders, place = data or add or [], preview_folder(checkpoint)
        if dry_run:
            check_preview(place, folders)
        codec = Codec.load(checkpoint, world.place(device))
        if sync_with is not None:
            _sync(checkpoint, codec, sync_with, exclude or (), drop_missing, go_on, workers)
            return
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
        parts = parts_folder(checkpoint)
        if world.size > 1 and not merge:
            own, workers = Shard(world.rank + 1, world.size), workers or max(1, cores() // on_this_computer())
        if own:
            count = encode_shard(
                codec,
                dataset.waveforms,
                dataset.stereo,
                own,
                folder=parts,
                refine_steps=refine_steps,
                workers=workers,
                progress=world.is_first,
            )
            if world.size == 1:
                typer.echo(f"Encoded {count} sounds, shard {own}; when all are there: --merge {own.count}.")
                return
            world.wait()
            merge = world.size
        if not world.is_first:
            return
        library = build_library(
            codec,
            dataset,
            held_out_mask(dataset, codec.config),
            parts=parts,
            merge=merge,
            refine_steps=refine_steps,
            workers=workers,
        )
        library.save(checkpoint)
        finished_parts(checkpoint)
    median = float(np.median(library.errors_db))
    how = "" if refine_steps is None else f" with {refine_steps} steps of refinement"
    typer.echo(f"Wrote {FILE_NAME} with {len(library)} sounds, median envelope error {median:.2f} dB{how}.")


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


def _sync(
    checkpoint: Path,
    codec: Codec,
    folder: Path,
    exclude: Sequence[Path],
    drop_missing: bool,
    go_on: bool,
    workers: int | None,
) -> None:
    if go_on:
        typer.echo(f"Watching {folder.name}; Ctrl-C ends it.")
        try:
            for result in watch(
                checkpoint, codec, folder, seconds=WATCH_SECONDS, exclude=exclude, workers=workers
            ):
                typer.echo(f"{datetime.now():%H:%M:%S} {result}")
        except KeyboardInterrupt:
            return
    done = sync(checkpoint, codec, folder, exclude=exclude, drop_missing=drop_missing, workers=workers)
    for path, reason in done.left_out:
        typer.echo(f"left out: {path}: {reason}")
    typer.echo(f"{folder.name}: {done}.")


def run() -> None:
    """Runs the command line."""
    command.run(main)
