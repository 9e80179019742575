"""The model card and the pictures of a training: what a checkpoint folder tells people about itself."""

import json
from collections import Counter
from pathlib import Path

import numpy as np

from vae.dataset import Dataset
from vae.folder import write_atomically

CREDITS = "CREDITS.md"
"""Markdown on the sounds' authors and licences, in the checkpoint folder; becomes the end of the card."""

HEADINGS = {
    "envelope_db": "envelope error, dB",
    "onset_error": "onset error",
    "flatness_gap_db": "flatness gap, dB",
    "lsd": "log-spectral distance, dB",
    "mss": "multi-resolution STFT",
}


def losses_picture(path: Path, history: list[dict[str, float]]) -> None:
    """Draws the loss curves of `fit.Trainer`'s history into a PNG file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    minutes = [row["seconds"] / 60 for row in history]
    left.plot(minutes, [row["reconstruction"] for row in history], label="training", color="#0072b2")
    left.plot(minutes, [row["validation"] for row in history], label="validation", color="#d55e00")
    left.set(title="Reconstruction error", xlabel="minutes", yscale="log")
    left.legend(frameon=False)
    right.plot(minutes, [row["kl"] for row in history], color="#009e73")
    right.set(title="KL divergence", xlabel="minutes", ylabel="nat")
    for axes in (left, right):
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110)


def measures_table(result: dict) -> str:
    """What `vae.evaluate` measured as a Markdown table: medians, a row per method."""
    lines = [
        "| | " + " | ".join(HEADINGS.values()) + " | tail, dBFS (95 %) |",
        "|---" * (len(HEADINGS) + 2) + "|",
    ]
    for method, found in result["measures"].items():
        cells = [f"{found[name]['median']:.3f}" if name in found else "–" for name in HEADINGS]
        cells.append(f"{found['tail_dbfs']['p95']:.1f}" if "tail_dbfs" in found else "–")
        lines.append(f"| {method} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def model_card(name: str, config: dict, result: dict, dataset: Dataset, credits: str = "") -> str:
    """The README.md of a checkpoint folder.

    Args:
        name: of the checkpoint.
        config: the checkpoint's config.json.
        result: what `vae.evaluate` measured.
        dataset: the sounds of its map.
        credits: Markdown about the sounds' authors and licences, appended as it is.
    """
    training, numbers, model = config["training"], config["spectrogram"], config["model"]
    kits = Counter(dataset.kits)
    held = np.isin(dataset.names, training["held_out"])
    held_kits = sorted({kit for kit, out in zip(dataset.kits, held, strict=True) if out})
    labels = ", ".join(f"{label} {count}" for label, count in Counter(dataset.labels).most_common())
    guessed = sum(source in ("neighbours", "unknown") for source in dataset.label_sources)
    seconds = numbers["num_samples"] / numbers["sample_rate"]
    parts = [
        f"# {name}",
        f"A variational autoencoder of {len(dataset)} one-shot sounds, made with Hitmap: {model['latent_dim']} latent "
        f"dimensions, {numbers['sample_rate']} Hz, {seconds:.2f} s.",
        "## Trained with",
        f"```\n{training['command']}\n```",
        f"{training['num_sounds']} sounds to learn from with {training['variants']} variants of each, "
        f"{training['steps']} steps in {training['seconds'] / 60:.0f} minutes. Every epoch is in `history.csv`.",
        "![Loss curves](losses.png)",
        "## How good it is",
        f"Measured by `python -m vae.evaluate --checkpoint checkpoints/{name} --baselines` on "
        + (
            f"{result['held_out']} sounds that training never saw (kits: {', '.join(held_kits)}); medians."
            if result["held_out"]
            else "the training sounds, for none was held out; medians."
        ),
        measures_table(result),
        "## Sounds",
        f"Labels: {labels}. {guessed} of the labels were guessed from similar sounds.",
        "Kits: " + ", ".join(f"{kit} ({count})" for kit, count in kits.items()) + ".",
        credits.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write_report(folder: Path, name: str, config: dict, result: dict, dataset: Dataset) -> None:
    """Writes metrics.json and the model card of what `vae.evaluate` measured into a checkpoint folder."""
    credits = folder / CREDITS
    text = model_card(name, config, result, dataset, credits.read_text() if credits.is_file() else "")
    write_atomically(folder / "metrics.json", (json.dumps(result, indent=2) + "\n").encode())
    write_atomically(folder / "README.md", text.encode())
