"""Adds sounds to an existing map: encoded and placed among the sounds they resemble, without training.

The ids, places and latents of the existing sounds stay unchanged; umap is not needed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import load_config, write_config
from vae.data.dataset import Dataset
from vae.data.naming.likeness import UNNAMED
from vae.data.naming.words import unique_names
from vae.data.originals import find_in_roots, root_of, told_apart
from vae.latent.half import appended
from vae.library.library import Library, LibraryError
from vae.library.parts import encode_in_parts
from vae.library.places import Near, nearest_for_place, place_latent
from vae.sound.descriptors import descriptor_names

SAME = 0.01
"""Of the spread of each descriptor: two sounds that differ by less in all are one. A latent may differ, by how it was
refined. Of 4,408 shipped sounds one pair is closer, one thunder in two packages; all others differ twice as much."""

VOTERS = 5
OUTLYING = 1.5
"""Times as far from its nearest sounds as those are from theirs: from there on a sound is none of them."""
APART = 1e-4


def add_sounds(
    library: Library,
    codec: Codec,
    dataset: Dataset,
    *,
    parts: Path | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> tuple[Library, dict[str, str]]:
    """Appends sounds to a library.

    Args:
        library: left unchanged.
        codec: the codec of its checkpoint.
        dataset: the new sounds. Those without a label of their own get that of the nearest sounds in the library.
        parts: folder that keeps what is encoded, as in `encode_in_parts`.
        workers: as there.
        progress: show a progress bar on a terminal.

    Returns:
        The larger library, and for every sound that it already held, the name of the existing one.

    Raises:
        LibraryError: the library has other descriptors.
    """
    if library.descriptor_names != tuple(descriptor_names()):
        raise LibraryError("This library is of another version: build it again with --data, then add.")
    encoded = encode_in_parts(
        codec, dataset.waveforms, dataset.stereo, folder=parts, workers=workers, progress=progress
    )
    latents = encoded.latents
    known: dict[str, str] = {}
    new: list[int] = []
    near = [nearest_for_place(z, library) for z in latents]
    same = SAME * np.std(library.descriptors, axis=0) + 1e-6
    for index, (_, nearest) in enumerate(near):
        apart = np.abs(library.descriptors[nearest] - encoded.descriptors[index])
        alike = nearest[(apart < same).all(1)]
        if len(alike):
            known[dataset.names[index]] = library.names[alike[0]]
        else:
            new.append(index)
    if not new:
        return library, known
    added, latents, near = dataset.subset(new), latents[new], [near[index] for index in new]
    places = _free_places(
        library, [place_latent(z, library, own) for z, own in zip(latents, near, strict=True)]
    )
    labels, label_sources, confidences = _labels(library, added, near)
    return replace(
        library,
        latents=appended(library.latents, latents),
        coordinates=np.concatenate([library.coordinates, places]),
        names=library.names + unique_names(added.names, added.kits, library.names),
        labels=library.labels + labels,
        kits=library.kits + added.kits,
        label_sources=library.label_sources + label_sources,
        descriptors=np.concatenate([library.descriptors, encoded.descriptors[new]]).astype(np.float32),
        levels=np.concatenate([library.levels, added.levels]),
        durations=np.concatenate([library.durations, added.durations]),
        errors_db=np.concatenate([library.errors_db, encoded.errors_db[new]]),
        sources=(*library.sources, *added.sources),
        held_out=np.concatenate([library.held_out, np.ones(len(new), dtype=bool)]),
        label_confidences=np.concatenate([library.label_confidences, confidences]),
    ), known


def remember_data(checkpoint: Path, data: Sequence[Path]) -> None:
    """Records in config.json where the originals of added sounds are, so that A/B finds them.

    Args:
        checkpoint: the folder.
        data: the folders and files that were added.

    Raises:
        CheckpointError: config.json cannot be used.
    """
    config = load_config(checkpoint)
    folders = dict.fromkeys([*config.get("added", []), *(root_of(one).as_posix() for one in data)])
    write_config(checkpoint, config | {"added": list(folders)})


def tell_apart(library: Library, dataset: Dataset, data: Sequence[Path]) -> Dataset:
    """The sounds to add; where their path alone would lead to a sound of the library, they say which file is meant.

    Args:
        library: the sounds that are there.
        dataset: those to add.
        data: the folders and files that they come from.

    Raises:
        OSError: a file cannot be read any more.
    """
    taken, roots = {source.get("path") for source in library.sources}, [root_of(one) for one in data]
    sources = list(dataset.sources)
    for index, source in enumerate(sources):
        if source.get("path") in taken and "crc32" not in source:
            file = find_in_roots(source.get("path"), roots)
            sources[index] = told_apart(source, file) if file else source
    return replace(dataset, sources=tuple(sources))


def _free_places(library: Library, places: list[tuple[float, float]]) -> np.ndarray:
    """(M, 2) float32 places, nudged if another sound already has exactly the same one."""
    taken = {(x, y) for x, y in library.coordinates.tolist()}
    free = []
    for place in np.array(places, dtype=np.float32):
        while tuple(place.tolist()) in taken:
            place = place + np.float32(APART)
        taken.add(tuple(place.tolist()))
        free.append(place)
    return np.array(free, dtype=np.float32)


def _labels(
    library: Library, added: Dataset, near: list[Near]
) -> tuple[tuple[str, ...], tuple[str, ...], np.ndarray]:
    """Labels, where they are from, and how sure they are; a vote of the nearest sounds where no name tells.

    What comes from no collection of drums gets a label only if it lies among the sounds that have it.
    """
    confidences = added.label_confidences.copy()
    labels, origins = list(added.labels), list(added.label_sources)
    for index, origin in enumerate(origins):
        is_unnamed = labels[index].startswith(UNNAMED) and confidences[index] == 0
        if origin != "unknown" and not is_unnamed:
            continue
        distances, nearest = (values[:VOTERS] for values in near[index])
        votes = Counter(library.labels[one] for one in nearest)
        label, most = votes.most_common(1)[0]
        if not is_unnamed or (2 * most > len(nearest) and _lies_among(library, distances, nearest)):
            labels[index], origins[index], confidences[index] = label, "neighbours", most / len(nearest)
        else:
            labels[index], origins[index] = UNNAMED, "unknown"
    return tuple(labels), tuple(origins), confidences


def _lies_among(library: Library, distances: np.ndarray, nearest: np.ndarray) -> bool:
    """Whether a sound is about as near to its nearest sounds as those are to theirs (Breunig et al. 2000)."""
    theirs = [library.nearest(library.latents[one], VOTERS + 1)[0][1:].mean() for one in nearest]
    return bool(distances.mean() <= OUTLYING * np.mean(theirs))
