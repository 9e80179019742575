"""Measures how good a checkpoint is on sounds it never saw, beside baselines, in one run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.checkpoint.weights import CPU, Checkpoint, load_checkpoint
from vae.data.dataset import Dataset
from vae.data.of_checkpoint import held_out_mask
from vae.data.originals import find_roots
from vae.data.rows import Rows
from vae.data.training_set import TrainingSet
from vae.evaluate.baselines import TRUE, baseline_methods, find_rival, rival_rows
from vae.evaluate.between import measure_between
from vae.evaluate.evaluation import Evaluation, LabelFigures, LatentUse, MeasuredSound, Rival
from vae.evaluate.library import measure_library, read_library
from vae.evaluate.posterior import posterior_measures
from vae.evaluate.reconstruction import Row, measure, summarise
from vae.evaluate.stereo import as_heard, with_channels
from vae.evaluate.table import LABEL_COLUMNS
from vae.latent.space import evenly
from vae.library.encode import encode_all, rows_of
from vae.library.library import Library
from vae.model.losses import active_dims

MOST_MEASURED = 600
"""Sounds at most: of more, as many that are evenly spread. The figures of 10,000 sounds, 575 of them held out, took 15
minutes on two cores; of 100,000, 3,838 are held out."""
WORST, EXAMPLES = 10, 6


def evaluate(
    checkpoint: Checkpoint,
    dataset: Dataset,
    held_out: np.ndarray,
    *,
    library: Library | None = None,
    baselines_from: np.ndarray | Rows | None = None,
    rival: tuple[str, Codec] | None = None,
    roots: Sequence[Path] | None = None,
    progress: bool = True,
) -> Evaluation:
    """Measures a checkpoint on the sounds that training never saw.

    Args:
        checkpoint: the model.
        dataset: all its sounds.
        held_out: (N,) bool, which of them training never saw; if there are none, all may be measured.
        library: its library; without one, map, morphs, new sounds and what lies between are not measured.
        baselines_from: (M, samples), what the model learned from; the other methods of reconstruction learn from it
            too and are measured beside the model.
        rival: name and codec of another checkpoint to measure on the same sounds.
        roots: where the originals of stereo sounds are; by default, where they are on this computer.
        progress: show progress bars on a terminal.

    Returns:
        All figures; those of the library are None without one.
    """
    chosen = np.flatnonzero(held_out if held_out.any() else np.ones(len(dataset), bool))
    if len(chosen) > MOST_MEASURED:
        chosen = chosen[evenly(len(chosen), MOST_MEASURED)]
    measured = dataset.subset(chosen)
    waveforms = measured.waveforms
    codec = Codec(checkpoint)
    rows = _reconstructions(codec, measured, baselines_from, rival, roots or find_roots(), progress)
    squared, divergence = posterior_measures(checkpoint, waveforms)
    for row, error, nats in zip(rows["model"], squared.tolist(), divergence.sum(1).tolist(), strict=True):
        row |= {"mse": error, "kl": nats}
    labels = np.array(dataset.labels)[chosen]
    errors = np.array([row["envelope_db"] for row in rows["model"]])
    sounds = [
        MeasuredSound(dataset.names[index], dataset.labels[index], float(error))
        for index, error in zip(chosen, errors, strict=True)
    ]
    of_library = measure_library(checkpoint, dataset, waveforms, library, progress=progress)
    between = None
    if library and of_library.map:
        unheard = waveforms if held_out.any() else waveforms[:0]
        between = measure_between(codec, library, unheard, progress=progress)
    return Evaluation(
        held_out=int(held_out[chosen].sum()),
        measures={name: summarise(found) for name, found in rows.items()},
        latent=LatentUse(
            dims=divergence.shape[1],
            active_dims=active_dims(divergence.mean(0)),
            kl_per_dim=divergence.mean(0).tolist(),
        ),
        labels=_by_label(labels, rows["model"]),
        worst=[sounds[k] for k in np.argsort(-errors, kind="stable")[:WORST]],
        examples=[sounds[k] for k in choose_examples(errors, labels)],
        rival=Rival(rival[0], rival[1].sample_rate) if rival else None,
        map=of_library.map,
        smoothness=of_library.smoothness,
        generation=of_library.generation,
        between=between,
    )


def _reconstructions(
    codec: Codec,
    sounds: Dataset,
    baselines_from: np.ndarray | Rows | None,
    rival: tuple[str, Codec] | None,
    roots: Sequence[Path],
    progress: bool,
) -> dict[str, list[Row]]:
    """For each method, a row of measures for each of the sounds."""
    methods = {} if baselines_from is None else baseline_methods(codec, baselines_from)
    rate, hidden = codec.sample_rate, None if progress else True
    latents = encode_all(codec, sounds.waveforms, sounds.stereo)
    phaseless = codec.preset.phaseless
    names = ["model", *(["model, without phase"] if phaseless else []), *methods]
    rows: dict[str, list[Row]] = {name: [] for name in names}
    bar = tqdm(rows_of(sounds.waveforms), total=len(sounds), desc="Measuring", unit="sound", disable=hidden)
    for index, (original, z) in enumerate(zip(bar, latents, strict=True)):
        measured = partial(measure, original, sample_rate=rate, heard=as_heard(codec, sounds, index, roots))
        rows["model"].append(measured(codec.decode(z)))
        if phaseless:
            rows["model, without phase"].append(measured(codec.decode(z, n_iter=0)))
        for name, method in methods.items():
            found = method(original)
            if name in TRUE:
                found = with_channels(codec, found, sounds.stereo[index])
            rows[name].append(measured(found))
    if rival:
        name, other = rival
        originals = rows_of(sounds.waveforms)
        bar = tqdm(originals, total=len(sounds), desc=f"Measuring {name}", unit="sound", disable=hidden)
        pairs = list(rival_rows(other, bar, rate))
        rows[f"{name}, Griffin-Lim"], rows[f"{name}, without phase"] = map(list, zip(*pairs, strict=True))
    return rows


def _by_label(labels: np.ndarray, rows: Sequence[Row]) -> dict[str, LabelFigures]:
    """Number of sounds and spread of the main measures for each label."""
    found = {}
    for label in sorted(set(labels.tolist())):
        its = [
            {name: row[name] for name in LABEL_COLUMNS}
            for row, one in zip(rows, labels, strict=True)
            if one == label
        ]
        found[label] = LabelFigures(count=len(its), **summarise(its))
    return found


def choose_examples(errors: np.ndarray, labels: np.ndarray, *, count: int = EXAMPLES) -> list[int]:
    """Chooses representative sounds: the worst, the median, and others in between with different labels.

    Returns:
        Indices, at most `count`, from the smallest error to the largest.
    """
    order = np.argsort(errors, kind="stable")
    last = len(order) - 1
    chosen: list[int] = []
    shares = [1.0, 0.5, *np.delete(np.linspace(0, 1, count), -1).tolist()][:count]
    for share in shares:
        by_rank = order[np.argsort(np.abs(np.arange(last + 1) - share * last), kind="stable")]
        rest = [index for index in by_rank.tolist() if index not in chosen]
        if share in (0.5, 1.0):
            chosen += rest[:1]
            continue
        taken = {labels[index] for index in chosen}
        chosen += ([index for index in rest if labels[index] not in taken] or rest)[:1]
    return sorted(chosen, key=lambda index: errors[index])


def measure_folder(
    folder: Path,
    sounds: TrainingSet,
    *,
    baselines: bool,
    compare: Path | None = None,
    data: Sequence[Path] = (),
    device: torch.device = CPU,
) -> Evaluation:
    """`evaluate` for a checkpoint folder, with its library and a checkpoint to compare with.

    Args:
        folder: the checkpoint folder.
        sounds: its training set.
        baselines: also measure the other methods of reconstruction, including the thesis preset beside the folder.
        compare: another checkpoint to measure on the same sounds.
        data: where the sounds are now, if they have moved since the training.
        device: where the models run.

    Raises:
        CheckpointError: a folder cannot be used.
        LibraryError: its library is damaged.
    """
    checkpoint = load_checkpoint(folder, device)
    rival = (
        find_rival(folder, checkpoint.config, given=compare, device=device) if baselines or compare else None
    )
    return evaluate(
        checkpoint,
        sounds.dataset,
        held_out_mask(sounds.dataset, checkpoint.config),
        library=read_library(folder),
        baselines_from=sounds.waveforms if baselines else None,
        rival=rival,
        roots=find_roots([*data, *checkpoint.config.get("training", {}).get("data", [])]),
    )
