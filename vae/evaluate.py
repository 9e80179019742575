"""How good a checkpoint is: every measure on sounds it never saw, beside baselines, in one run.

python -m vae.evaluate --checkpoint checkpoints/open-kits --baselines
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from tqdm import tqdm

from vae import measures
from vae.audio import AudioError
from vae.card import write_report
from vae.codec import Codec
from vae.dataset import DataError, Dataset
from vae.folder import CheckpointError, write_atomically
from vae.spectrogram import SpectrogramConfig
from vae.training_set import collect

Reconstruct = Callable[[np.ndarray], np.ndarray]
"""Waveform (samples,) -> waveform (samples,)."""


def measure(original: np.ndarray, decoded: np.ndarray, sample_rate: int) -> dict[str, float | None]:
    """Every measure of one sound; both waveforms are (samples,)."""
    return {
        "envelope_db": measures.envelope_db(original, decoded, sample_rate),
        "onset_error": measures.onset_error(original, decoded, sample_rate),
        "flatness_gap_db": measures.flatness_gap_db(original, decoded),
        "lsd": measures.log_spectral_distance(original, decoded),
        "mss": _multi_resolution_stft(original, decoded),
        "tail_dbfs": measures.tail_dbfs(original, decoded, sample_rate),
    }


def _multi_resolution_stft(original: np.ndarray, decoded: np.ndarray) -> float | None:
    """auraloss's loss with its defaults; None where the package is not installed (it is for development only)."""
    try:
        from auraloss.freq import MultiResolutionSTFTLoss
    except ImportError:
        return None
    with torch.inference_mode():
        pair = (measures.match_level(decoded, original), original)
        return float(MultiResolutionSTFTLoss()(*(torch.from_numpy(one)[None, None] for one in pair)))


def summarise(rows: Sequence[dict[str, float | None]]) -> dict[str, dict[str, float]]:
    """Median and spread of each measure over sounds; flatness by its size, tails by their 95th percentile too."""
    table = {}
    for name in rows[0]:
        values = np.array([row[name] for row in rows if row[name] is not None])
        if name == "flatness_gap_db":
            values = np.abs(values)
        if len(values):
            low, middle, high, top = np.percentile(values, [25, 50, 75, 95])
            table[name] = {
                "median": float(middle),
                "p25": float(low),
                "p75": float(high),
                "p95": float(top),
                "mean": float(values.mean()),
                "count": len(values),
            }
    return table


def baseline_methods(codec: Codec, training: np.ndarray) -> dict[str, Reconstruct]:
    """The phase ceiling, principal components of the same dimension, and the mean of the 5 nearest training sounds.

    Args:
        codec: gives the spectrograms and the phase that all share.
        training: float32 (N, samples), the sounds that the model was trained on.
    """
    flat = np.stack([codec.spectrogram(one).astype(np.float16).ravel() for one in training])
    centre = flat.mean(0, dtype=np.float32)
    torch.manual_seed(0)
    centred = torch.from_numpy(flat.astype(np.float32)) - torch.from_numpy(centre)
    rank = min(codec.latent_dim, len(training) - 1)
    basis = torch.svd_lowrank(centred, q=min(2 * rank, *centred.shape), niter=3)[2][:, :rank].numpy()
    del centred

    def ceiling(waveform: np.ndarray) -> np.ndarray:
        return codec.spectrogram(waveform)

    def principal_components(waveform: np.ndarray) -> np.ndarray:
        spectrogram = codec.spectrogram(waveform)
        return ((spectrogram.ravel() - centre) @ basis @ basis.T + centre).reshape(spectrogram.shape)

    def nearest_mean(waveform: np.ndarray) -> np.ndarray:
        spectrogram = codec.spectrogram(waveform)
        distance = np.abs(flat - spectrogram.ravel().astype(np.float16)).mean(1, dtype=np.float32)
        return flat[np.argsort(distance)[:5]].mean(0, dtype=np.float32).reshape(spectrogram.shape)

    def sounding(method: Reconstruct) -> Reconstruct:
        return lambda waveform: codec.spectrogram_to_waveform(np.clip(method(waveform), 0, 1))

    return {
        "phase ceiling": sounding(ceiling),
        f"PCA-{rank}": sounding(principal_components),
        "mean of 5 nearest": sounding(nearest_mean),
    }


def evaluate(
    codec: Codec,
    dataset: Dataset,
    held_out: np.ndarray,
    *,
    baselines_from: np.ndarray | None = None,
    progress: bool = True,
) -> dict:
    """Measures a codec on the sounds that training never saw.

    Args:
        codec: the model.
        dataset: all its sounds.
        held_out: (N,) bool, which of them training never saw; with none of them, all are measured.
        baselines_from: (M, samples), what the model learned from; the other ways of reconstruction learn from it
            too and are measured beside it.
        progress: show a bar where there is a terminal.

    Returns:
        JSON-able: `held_out` (number of sounds, 0 when the training sounds had to serve), `measures` per method,
        `labels` (median envelope error and count per label), `worst` (ten names with their errors).
    """
    chosen = np.flatnonzero(held_out if held_out.any() else np.ones(len(dataset), bool))
    latents = codec.encode(dataset.waveforms[chosen], codec.sample_rate)
    methods: dict[str, Reconstruct] = {}
    if baselines_from is not None:
        methods |= baseline_methods(codec, baselines_from)
    rows: dict[str, list[dict[str, float | None]]] = {name: [] for name in ("model", *methods)}
    bar = tqdm(chosen, desc="Measuring", unit="sound", disable=None if progress else True)
    for index, z in zip(bar, latents, strict=True):
        original = dataset.waveforms[index]
        rows["model"].append(measure(original, codec.decode(z), codec.sample_rate))
        for name, method in methods.items():
            rows[name].append(measure(original, method(original), codec.sample_rate))
    errors = np.array([row["envelope_db"] for row in rows["model"]])
    labels = np.array(dataset.labels)[chosen]
    return {
        "held_out": int(held_out.sum()),
        "measures": {name: summarise(found) for name, found in rows.items()},
        "labels": {
            label: {
                "envelope_db": float(np.median(errors[labels == label])),
                "count": int((labels == label).sum()),
            }
            for label in sorted(set(labels.tolist()))
        },
        "worst": [
            {"name": dataset.names[chosen[k]], "envelope_db": float(errors[k])}
            for k in np.argsort(-errors)[:10]
        ],
    }


def held_out_mask(dataset: Dataset, config: dict) -> np.ndarray:
    """Which sounds a checkpoint's configuration says that training never saw: (N,) bool."""
    names = set(config.get("training", {}).get("held_out", []))
    return np.array([name in names for name in dataset.names], dtype=bool)


def table(result: dict) -> str:
    """The result as text: a row per method, a column per measure, then labels and the worst sounds."""
    columns = ["envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss", "tail_dbfs"]
    count = result["held_out"]
    lines = [
        f"{count} held-out sounds; medians (25–75 %), tails at their 95th percentile"
        if count
        else "No sound was held out: these are the training sounds",
        " " * 20 + "".join(f"{name:>24}" for name in columns),
    ]
    for method, found in result["measures"].items():
        cells = []
        for name in columns:
            if name not in found:
                cells.append("–")
            elif name == "tail_dbfs":
                cells.append(f"{found[name]['p95']:.1f}")
            else:
                cells.append("{median:.3f} ({p25:.3f}–{p75:.3f})".format(**found[name]))
        lines.append(f"{method:<20}" + "".join(f"{cell:>24}" for cell in cells))
    lines.append(
        "envelope_db per label: "
        + ", ".join(
            f"{label} {found['envelope_db']:.2f} ({found['count']})"
            for label, found in result["labels"].items()
        )
    )
    lines.append("worst: " + ", ".join(f"{one['name']} {one['envelope_db']:.1f}" for one in result["worst"]))
    return "\n".join(lines)


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder.")],
    data: Annotated[
        list[Path] | None, typer.Option(help="Where the sounds are, when not where they were.")
    ] = None,
    baselines: Annotated[bool, typer.Option(help="Measure the other ways of reconstruction too.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Renew the checkpoint's metrics and card.")
    ] = False,
) -> None:
    """Measures a checkpoint on sounds that its training never saw."""
    try:
        codec = Codec.load(checkpoint)
        training = codec.config.get("training", {})
        folders = data or [Path(folder) for folder in training.get("data", [])]
        missing = [folder for folder in folders if not folder.exists()]
        if missing or not folders:
            raise DataError("The sounds of this checkpoint are not here: give their folder with --data.")
        extra = [path for folder in training.get("extra", []) if (path := Path(folder)).exists()]
        numbers = SpectrogramConfig(**codec.config["spectrogram"])
        sounds = collect(folders, extra, training.get("hold_out", []), numbers, training.get("seed", 0))
        held_out = held_out_mask(sounds.dataset, codec.config)
        result = evaluate(
            codec, sounds.dataset, held_out, baselines_from=sounds.waveforms if baselines else None
        )
    except (CheckpointError, DataError, AudioError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    print(table(result))
    if json_file:
        write_atomically(json_file, (json.dumps(result, indent=2) + "\n").encode())
    if update:
        write_report(checkpoint, checkpoint.name, codec.config, result, sounds.dataset)


if __name__ == "__main__":
    typer.run(main)
