"""The model card: what a checkpoint folder tells people about itself."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset
from vae.evaluate.pictures import evaluation_picture
from vae.evaluate.table import LABEL_COLUMNS, cell, notes
from vae.files import write_atomically

PICTURE = "evaluation.png"
CREDITS = "CREDITS.md"
"""Markdown on the sounds' authors and licences, in the checkpoint folder; becomes the end of the card."""

HEADINGS = {
    "envelope_db": "envelope error, dB",
    "onset_error": "onset error",
    "flatness_gap_db": "flatness gap, dB",
    "lsd": "log-spectral distance, dB",
    "mss": "multi-resolution STFT",
}


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def measures_table(result: dict) -> str:
    """What `vae.evaluate` measured as a Markdown table: medians and quartiles, a row per method."""
    rows = (
        [method, *(cell(found[name]) for name in HEADINGS), cell(found["tail_dbfs"], tail=True)]
        for method, found in result["measures"].items()
    )
    return _markdown_table([*HEADINGS.values(), "tail, dBFS (95 %)"], rows)


def labels_table(result: dict) -> str:
    """The main measures by label as a Markdown table."""
    rows = (
        [f"{label} ({found['count']})", *(cell(found[name], digits=2) for name in LABEL_COLUMNS)]
        for label, found in result["labels"].items()
    )
    return _markdown_table([HEADINGS[name] for name in LABEL_COLUMNS], rows)


def generation_table(result: dict) -> str:
    """New sounds beside the drum machine's and the training sounds as a Markdown table; empty without any."""
    if not result["generation"]:
        return ""
    names = {"frechet": "Fréchet distance", "coverage": "coverage", "novelty": "novelty"}
    rows = (
        [which, *(cell(found[name], digits=2) for name in names)]
        for which, found in result["generation"].items()
    )
    return _markdown_table(list(names.values()), rows)


def further_figures(result: dict) -> str:
    """A Markdown list of what is measured of the model, its map and its morphs."""
    model, latent = result["measures"]["model"], result["latent"]
    lines = [
        "Worst: "
        + ", ".join(f"{one['name']} ({one['envelope_db']:.1f} dB)" for one in result["worst"])
        + ".",
        f"Latent: {latent['active_dims']} of {latent['dims']} dimensions are active; KL divergence "
        f"{cell(model['kl'], digits=1)} nat, squared error of the cells {cell(model['mse'], digits=4)}.",
    ]
    if result["map"]:
        lines += [
            f"Map: trustworthiness {result['map']['trustworthiness']:.3f}; "
            f"{result['map']['label_purity']['mean']:.0%} of a sound's 10 nearest share its label.",
            "Morphs, largest step over mean step, 1 is even: "
            + ", ".join(f"{way} {cell(found, digits=2)}" for way, found in result["smoothness"].items())
            + ".",
        ]
    return "\n".join(f"- {line}" for line in lines)


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
        "## How good it is",
        f"Measured by `python -m vae.evaluate --checkpoint checkpoints/{name} --baselines` on "
        + (
            f"{result['held_out']} sounds that training never saw (kits: {', '.join(held_kits)})"
            if result["held_out"]
            else "the training sounds, for none was held out"
        )
        + "; medians, and in parentheses the middle half.",
        measures_table(result),
        labels_table(result),
        further_figures(result),
        generation_table(result),
        "\n".join(f"- {note}" for note in notes(result)),
        f"![Spectrograms of held-out sounds, loss curves, KL divergence per dimension]({PICTURE})",
        "## Sounds",
        f"Labels: {labels}. {guessed} of the labels were guessed from similar sounds.",
        "Kits: " + ", ".join(f"{kit} ({count})" for kit, count in kits.items()) + ".",
        credits.strip(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def write_report(folder: Path, name: str, codec: Codec, result: dict, dataset: Dataset) -> None:
    """Writes metrics.json, pictures and model card of what `vae.evaluate` measured into a checkpoint folder."""
    credits = folder / CREDITS
    text = model_card(name, codec.config, result, dataset, credits.read_text() if credits.is_file() else "")
    write_atomically(folder / PICTURE, evaluation_picture(codec, dataset, result, folder))
    figures = json.dumps(result, indent=2, allow_nan=False) + "\n"
    write_atomically(folder / "metrics.json", figures.encode())
    write_atomically(folder / "README.md", text.encode())
