"""The model card: what a checkpoint folder says about itself. Its text is the template card.md."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from huggingface_hub import ModelCard

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.data.dataset import Dataset
from vae.data.of_checkpoint import held_out_mask
from vae.evaluate.between_pictures import between_picture
from vae.evaluate.evaluation import Evaluation
from vae.evaluate.library import read_library
from vae.evaluate.pictures import evaluation_picture
from vae.evaluate.report.metadata import metadata, renew_metadata, without_front_matter
from vae.evaluate.table import (
    LABEL_COLUMNS,
    MOST_LABELS,
    between_grids,
    cell,
    more_columns,
    most_heard,
    notes,
)
from vae.files import write_atomically
from vae.sound.spectrogram import SpectrogramConfig

TEMPLATE = Path(__file__).with_name("card.md")
PICTURE, PICTURE_BETWEEN = "evaluation.png", "between.png"
METRICS = "metrics.json"
CREDITS = "CREDITS.md"
"""A Markdown file in the checkpoint folder on the sounds' authors and licences; the card ends with it.

Its front matter, if it has one, says under which licence the checkpoint is: `license: mit`.
"""

HEADINGS = {
    "envelope_db": "envelope error, dB",
    "onset_error": "onset error",
    "flatness_gap_db": "flatness gap, dB",
    "lsd": "log-spectral distance, dB",
    "mss": "multi-resolution STFT",
}
MORE_HEADINGS = {
    "envelope_whole_db": "envelope error of the whole sound, those over 1 s, dB",
    "crest_gap_db": "crest gap, dB",
    "loudness_gap_lu": "loudness gap, LU",
    "modulation_distance": "modulation distance, dB",
    "punch": "punch, 1 is best",
    "width_db": "level difference between channels, error, dB",
    "coherence_error": "coherence error",
}


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> str:
    lines = [f"| {title} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def measures_table(evaluation: Evaluation) -> str:
    """The measures of reconstruction as Markdown tables: medians and quartiles, a row for each method."""
    rows = (
        [method, *(cell(measures[name]) for name in HEADINGS), cell(measures["tail_dbfs"], tail=True)]
        for method, measures in evaluation.measures.items()
    )
    first = _markdown_table([*HEADINGS.values(), "tail, dBFS (95 %)"], rows)
    if not (more := more_columns(evaluation)):
        return first
    others = (
        [method, *(cell(measures.get(name)) for name in more)]
        for method, measures in evaluation.measures.items()
    )
    return first + "\n\n" + _markdown_table([MORE_HEADINGS[name] for name in more], others)


def _seconds(numbers: SpectrogramConfig) -> str:
    """How long the sounds are: all alike, or at most so long."""
    most = "up to " if numbers.ends_freely else ""
    return f"{most}{numbers.num_samples / numbers.sample_rate:.2f}"


def labels_table(evaluation: Evaluation) -> str:
    """The main measures by label as a Markdown table."""
    rows = (
        [
            f"{label.replace('|', '¦')} ({found.count})",
            *(
                cell(spread, digits=2)
                for spread in (found.envelope_db, found.onset_error, found.flatness_gap_db)
            ),
        ]
        for label, found in most_heard(evaluation.labels).items()
    )
    return _markdown_table([HEADINGS[name] for name in LABEL_COLUMNS], rows)


def generation_table(evaluation: Evaluation) -> str:
    """New sounds beside the drum machine's and the training sounds as a Markdown table; empty if not measured."""
    if not evaluation.generation:
        return ""
    rows = (
        [source, *(cell(spread, digits=2) for spread in (found.frechet, found.coverage, found.novelty))]
        for source, found in evaluation.generation.items()
    )
    return _markdown_table(["Fréchet distance", "coverage", "novelty"], rows)


def between_tables(evaluation: Evaluation) -> str:
    """What lies between two sounds as Markdown tables; empty if not measured."""
    if not evaluation.between:
        return ""
    grids = between_grids(evaluation.between)
    return "\n\n".join(_markdown_table(grid.columns, grid.rows, grid.title) for grid in grids)


def further_figures(evaluation: Evaluation) -> str:
    """The worst sounds and the figures of the model, its map and its morphs, as a Markdown list."""
    model, latent = evaluation.measures["model"], evaluation.latent
    worst = ", ".join(f"{one.name} ({one.envelope_db:.1f} dB)" for one in evaluation.worst)
    lines = [
        f"Worst: {worst}.",
        f"Latent: {latent.active_dims} of {latent.dims} dimensions are active; KL divergence "
        f"{cell(model['kl'], digits=1)} nat, squared error of the cells {cell(model['mse'], digits=4)}.",
    ]
    if evaluation.map:
        trust, purity = evaluation.map.trustworthiness, evaluation.map.label_purity
        morphs = (evaluation.smoothness or {}).items()
        lines += [
            f"Map: trustworthiness {'–' if trust is None else f'{trust:.3f}'}; "
            f"{purity.mean if purity else 0:.0%} of a sound's 10 nearest share its label.",
            "Morphs, largest step over mean step, 1 is even: "
            + ", ".join(f"{way} {cell(spread, digits=2)}" for way, spread in morphs)
            + ".",
        ]
    return "\n".join(f"- {line}" for line in lines)


def model_card(
    name: str, config: Mapping[str, Any], evaluation: Evaluation, dataset: Dataset, credits: str = ""
) -> str:
    """The README.md of a checkpoint folder, with the front matter that the Hugging Face Hub reads.

    Args:
        name: name of the checkpoint.
        config: the checkpoint's config.json.
        evaluation: its figures.
        dataset: the sounds of its map.
        credits: Markdown about the sounds' authors and licences, appended unchanged; see `metadata`.
    """
    training, spectrogram = config["training"], config["spectrogram"]
    held = np.isin(dataset.names, training["held_out"])
    held_out_kits = sorted({kit for kit, out in zip(dataset.kits, held, strict=True) if out})
    card = ModelCard.from_template(
        metadata(name, evaluation, credits),
        template_path=str(TEMPLATE),
        name=name,
        sounds=len(dataset),
        latent_dim=config["model"]["latent_dim"],
        detail=config.get("detail") is True,
        sample_rate=spectrogram["sample_rate"],
        seconds=_seconds(SpectrogramConfig(**spectrogram)),
        command=training["command"],
        num_sounds=training["num_sounds"],
        variants=training["variants"],
        steps=training["steps"],
        minutes=f"{training['seconds'] / 60:.0f}",
        held_out=evaluation.held_out,
        held_out_kits=", ".join(held_out_kits),
        measures=measures_table(evaluation),
        by_label=labels_table(evaluation),
        further=further_figures(evaluation),
        generation=generation_table(evaluation),
        between=between_tables(evaluation),
        picture_between=PICTURE_BETWEEN,
        notes=notes(evaluation),
        picture=PICTURE,
        labels=_counted(dataset.labels),
        guessed=sum(source in ("neighbours", "unknown") for source in dataset.label_sources),
        kits=", ".join(f"{kit} ({count})" for kit, count in Counter(dataset.kits).items()),
        credits=without_front_matter(credits),
    )
    return str(card).rstrip() + "\n"


def _counted(labels: Sequence[str]) -> str:
    """The labels and how many sounds have each, the most frequent first."""
    counts = Counter(labels).most_common()
    rest = f" and {len(counts) - MOST_LABELS} more" if len(counts) > MOST_LABELS else ""
    return ", ".join(f"{label} {count}" for label, count in counts[:MOST_LABELS]) + rest


def write_report(folder: Path, name: str, codec: Codec, evaluation: Evaluation, dataset: Dataset) -> None:
    """Writes metrics.json, pictures and model card into a checkpoint folder."""
    text = model_card(name, codec.config, evaluation, dataset, _credits(folder))
    draw(folder / PICTURE, folder, codec, evaluation, dataset)
    figures = json.dumps(evaluation.to_dict(), indent=2, allow_nan=False) + "\n"
    write_atomically(folder / METRICS, figures.encode())
    write_atomically(folder / "README.md", text.encode())


def renew_card(folder: Path) -> None:
    """Writes the metadata of a folder's card anew, from its metrics.json; nothing is measured.

    Raises:
        CheckpointError: it has no figures, or none that can be read.
        OSError: its card cannot be read or written.
    """
    try:
        evaluation = Evaluation.from_dict(json.loads((folder / METRICS).read_text("utf-8")))
    except FileNotFoundError:
        raise CheckpointError(f"{folder.name} has no {METRICS}: measure it with --update.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CheckpointError(f"{folder.name}/{METRICS} is damaged: measure again with --update.") from None
    renew_metadata(folder, folder.resolve().name, evaluation, _credits(folder))


def _credits(folder: Path) -> str:
    path = folder / CREDITS
    return path.read_text("utf-8") if path.is_file() else ""


def draw(picture: Path, folder: Path, codec: Codec, evaluation: Evaluation, dataset: Dataset) -> None:
    """Writes the page of pictures of a checkpoint folder, and between.png beside it if that was measured."""
    write_atomically(picture, evaluation_picture(codec, dataset, evaluation, folder))
    library = read_library(folder)
    if evaluation.between and library:
        unheard = dataset.subset(np.flatnonzero(held_out_mask(dataset, codec.config)))
        write_atomically(picture.with_name(PICTURE_BETWEEN), between_picture(codec, library, unheard))
