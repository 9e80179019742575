"""The front matter of a model card: what the Hugging Face Hub files a checkpoint under, with its measures."""

from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData

from vae.checkpoint.hub import LIBRARY
from vae.checkpoint.pretrained import TAGS
from vae.evaluate.evaluation import Evaluation
from vae.files import write_atomically

TASK = "audio-to-audio"
MODEL = "model"
"""The method in `Evaluation.measures` that is the checkpoint itself."""
DIGITS = 4
LICENCE = ("license", "license_name", "license_link")
NAMES = {
    "envelope_db": "Envelope error, dB",
    "onset_error": "Onset error",
    "flatness_gap_db": "Flatness gap, dB",
    "lsd": "Log-spectral distance, dB",
    "mss": "Multi-resolution STFT loss",
    "crest_gap_db": "Crest gap, dB",
    "loudness_gap_lu": "Loudness gap, LU",
    "modulation_distance": "Modulation distance, dB",
    "punch": "Punch, 1 is best",
    "width_db": "Level difference between channels, error, dB",
    "coherence_error": "Coherence error",
}


def metadata(name: str, evaluation: Evaluation, credits: str = "") -> ModelCardData:
    """The front matter of a card.

    Args:
        name: name of the checkpoint.
        evaluation: its figures, of which the medians are given.
        credits: Markdown about the sounds; its own front matter names the licence, as that of a card does.
    """
    given = _split(credits)[0]
    return ModelCardData(
        library_name=LIBRARY,
        tags=list(TAGS),
        pipeline_tag=TASK,
        model_name=name,
        eval_results=_results(name, evaluation),
        **{key: given[key] for key in LICENCE if given.get(key)},
    )


def without_front_matter(markdown: str) -> str:
    """A Markdown text as it is read."""
    return _split(markdown)[1]


def _split(markdown: str) -> tuple[dict[str, Any], str]:
    """Front matter, which is not trusted, and the text below it."""
    if not markdown.startswith("---\n"):
        return {}, markdown.strip()
    card = ModelCard(markdown, ignore_metadata_errors=True)
    return vars(card.data), str(card.text).strip()


def renew_metadata(folder: Path, name: str, evaluation: Evaluation, credits: str = "") -> None:
    """Writes the front matter of a folder's README.md anew; its text stays as it is.

    Raises:
        OSError: there is no README.md, or it cannot be written.
    """
    path = folder / "README.md"
    text = without_front_matter(path.read_text("utf-8"))
    front = metadata(name, evaluation, credits)
    write_atomically(path, f"---\n{front}\n---\n\n{text}\n".encode())


def _results(name: str, evaluation: Evaluation) -> list[EvalResult]:
    """What was measured: sounds and their originals, the map, and what lies between two sounds."""

    def result(task: str, config: str, sounds: str, what: str, said: str, value: float) -> EvalResult:
        return EvalResult(
            task_type=TASK,
            task_name=task,
            dataset_type="audiofolder",
            dataset_name=f"{name}: {sounds}",
            dataset_config=config,
            dataset_split=split if config == "sounds" else None,
            metric_type=what,
            metric_name=said,
            metric_value=round(value, DIGITS),
        )

    measured = evaluation.measures[MODEL]
    held_out, split = evaluation.held_out, "test" if evaluation.held_out else "train"
    sounds = f"{held_out} sounds that training never saw" if held_out else "sounds that it learned from"
    results = [
        result("Reconstruction", "sounds", sounds, what, said, spread.median)
        for what, said in NAMES.items()
        if (spread := measured.get(what)) is not None
    ]
    if found := evaluation.map:
        purity = found.label_purity.mean if found.label_purity else None
        shares = {"trustworthiness": found.trustworthiness, "label_purity": purity}
        sounds = f"{found.sounds} sounds of its library"
        results += [
            result("A map of the sounds", "map", sounds, what, what.replace("_", " ").capitalize(), value)
            for what, value in shares.items()
            if value is not None
        ]
    if between := evaluation.between:
        said = "Error of the middle over that of the average in dB"
        for kind, figures in between.midpoint.items():
            if spread := figures.ratios.get(between.default):
                sounds = f"{figures.count} triples, {kind}"
                results.append(
                    result("What lies between two sounds", kind, sounds, "midpoint", said, spread.median)
                )
    return results
