"""Measures of a checkpoint's library: its map, the morphs between its sounds, new sounds drawn around them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tqdm import tqdm

from vae.checkpoint.audible import decode_audibly
from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import Checkpoint
from vae.data.dataset import Dataset
from vae.data.rows import Rows
from vae.drum_machine.kits import draw_library
from vae.drum_machine.library import synthesize_library
from vae.drum_machine.parts import SAMPLE_RATE
from vae.evaluate.evaluation import GenerationFigures, LibraryFigures, MapFigures, Spread
from vae.evaluate.generation import embed, generation_measures
from vae.evaluate.map import label_purity, trustworthiness
from vae.evaluate.morphs import PAIRS, morph_measures
from vae.latent.half import Latents, chosen
from vae.latent.space import LatentSpace
from vae.library.encode import rows_of
from vae.library.library import FILE_NAME, Library
from vae.sound.audio import to_one_shot
from vae.sound.downmix import mix_down
from vae.sound.measures.pairs import mono, with_length

GENERATED = 300
FEWEST = 12
FEWEST_HELD_OUT = 6
"""Each sound needs five neighbours; with fewer, the distance to new sounds cannot be measured."""
MOST_KNOWN = 5_000
"""The most sounds that were learned from to compare new ones with; of more, as many are chosen evenly."""
DRUM_MACHINE_SEED = 7_919
"""Differs from the built-in library's seed, so that the draws are new."""


def read_library(folder: Path) -> Library | None:
    """The library of a checkpoint folder; None if it has none.

    Raises:
        LibraryError: the file is damaged.
    """
    return Library.load(folder) if (folder / FILE_NAME).exists() else None


def measure_library(
    checkpoint: Checkpoint,
    dataset: Dataset,
    held_out_waveforms: np.ndarray | Rows,
    library: Library | None,
    *,
    progress: bool = True,
) -> LibraryFigures:
    """Measures map, morphs and new sounds.

    Args:
        checkpoint: the model.
        dataset: the sounds of the library, possibly more.
        held_out_waveforms: (H, samples), to compare new sounds with; with fewer than 6, new sounds are not measured.
        library: if None or with fewer than 12 sounds, nothing is measured.
        progress: show progress bars on a terminal.

    Raises:
        CheckpointError: the library belongs to another model.
    """
    if library is None:
        return LibraryFigures()
    codec = Codec(checkpoint)
    if library.latents.shape[1:] != (codec.latent_dim,):
        raise CheckpointError("library.npz does not fit the model: make it again.")
    rows = {name: row for row, name in enumerate(dataset.names)}
    there = np.array([name in rows for name in library.names], dtype=bool)
    waveforms = dataset.waveforms.take([rows[name] for name in library.names if name in rows], axis=0)
    latents, hidden = chosen(library.latents, np.flatnonzero(there)), None if progress else True
    if len(latents) < FEWEST:
        return LibraryFigures()
    pairs = min(PAIRS, len(latents) // 2)
    with tqdm(total=pairs, desc="Morphing", unit="morph", disable=hidden) as bar:
        morphs = morph_measures(
            checkpoint.model,
            checkpoint.spectrogram_config,
            latents,
            waveforms,
            pairs=pairs,
            report=bar.update,
        )
    learned = np.flatnonzero(~library.held_out[there])
    if len(learned) < FEWEST:
        learned = np.arange(len(latents))
    known = waveforms.take(learned[:: -(-len(learned) // MOST_KNOWN)], axis=0)
    new_sounds = None
    if len(held_out_waveforms) >= FEWEST_HELD_OUT:
        new_sounds = _generation(
            codec, chosen(latents, learned), known, held_out_waveforms, progress=progress
        )
    return LibraryFigures(
        map=MapFigures(
            trustworthiness=trustworthiness(library.latents[:, : library.compared_dims], library.coordinates),
            label_purity=Spread.of(label_purity(library.coordinates, np.array(library.labels))),
            sounds=len(library),
        ),
        smoothness={way: Spread.of(found) for way, found in morphs.items()},
        generation=new_sounds,
    )


def _generation(
    codec: Codec,
    latents: Latents,
    known: np.ndarray | Rows,
    held_out_waveforms: np.ndarray | Rows,
    *,
    progress: bool,
) -> dict[str, GenerationFigures]:
    """`generation_measures` of draws around `latents`, whose sounds are `known`, and of the drum machine."""
    count = min(GENERATED, len(latents))
    total = len(held_out_waveforms) + len(known) + 2 * count
    with tqdm(total=total, desc="Generating", unit="sound", disable=None if progress else True) as bar:

        def embedded(waveforms: Iterable[np.ndarray]) -> np.ndarray:
            rows = []
            for waveform in waveforms:
                rows.append(embed(waveform[None], codec.sample_rate)[0])
                bar.update()
            return np.stack(rows)

        return generation_measures(
            embedded(rows_of(held_out_waveforms)),
            embedded(rows_of(known)),
            {
                "model": embedded(draw_sounds(codec, latents, count)),
                "drum machine": embedded(draw_drums(codec, count)),
            },
        )


def draw_sounds(codec: Codec, latents: Latents, count: int) -> Iterator[np.ndarray]:
    """New sounds, drawn as in the app from the aggregate posterior of `latents` (N, latent_dim).

    All are (codec.num_samples,), mono, like the sounds they are compared with: silence follows shorter ones.
    """
    space = LatentSpace(latents, detail_dims=codec.detail_dims)
    for seed in range(count):
        waveform = decode_audibly(codec, space.draw(slice(None), seed), space)
        yield with_length(mono(waveform), codec.num_samples)


def draw_drums(codec: Codec, count: int) -> Iterator[np.ndarray]:
    """New sounds of the drum machine, prepared like the model's: (codec.num_samples,) each.

    They ring out if the model's may be longer than the second that the drum machine's otherwise last.
    """
    shape = {"target_rate": codec.sample_rate, "num_samples": codec.num_samples}
    whole = codec.num_samples > codec.sample_rate
    drawn = synthesize_library(draw_library(count, DRUM_MACHINE_SEED, whole=whole))
    mixed = (mix_down(np.atleast_2d(waveform).T) for waveform in drawn)
    return (to_one_shot(waveform, SAMPLE_RATE, **shape).waveform for waveform in mixed)
