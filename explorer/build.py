"""Builds a checkpoint's library: `python -m explorer.library`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from explorer.descriptors import describe_all, descriptor_names
from explorer.library import Library
from explorer.projection import fit_map

if TYPE_CHECKING:
    from vae.codec import Codec
    from vae.dataset import Dataset


def build_library(
    codec: "Codec", dataset: "Dataset", held_out: NDArray[np.bool_], *, progress: bool = True
) -> Library:
    """Makes the library of a checkpoint: latents, map, descriptors, and how well each sound comes back.

    Args:
        codec: the trained model.
        dataset: the sounds, in the order that their ids will have.
        held_out: (N,), which of them training never saw.
        progress: show a bar where there is a terminal.
    """
    from vae.measures import envelope_db

    def encoded() -> Iterator[tuple[NDArray[np.float32], float]]:
        bar = tqdm(dataset.waveforms, desc="Library", unit="sound", disable=None if progress else True)
        for waveform in bar:
            z = codec.encode(waveform, codec.sample_rate)
            yield z, envelope_db(waveform, codec.decode(z), codec.sample_rate)

    latents, errors = zip(*encoded(), strict=True)
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
