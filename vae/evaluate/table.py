"""An evaluation as text for a terminal, and notes on its figures."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from vae.evaluate.evaluation import Evaluation, Spread

COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss", "tail_dbfs")
LABEL_COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db")
GENERATION_COLUMNS = ("frechet", "coverage", "novelty")
WIDTH = 200


def cell(spread: Spread | None, *, digits: int = 3, tail: bool = False) -> str:
    """One figure: its median and quartiles, or the 95th percentile for tails; a dash if it is missing."""
    if spread is None:
        return "–"
    if tail:
        return f"{spread.p95:.1f}"
    return f"{spread.median:.{digits}f} ({spread.p25:.{digits}f}–{spread.p75:.{digits}f})"


def notes(evaluation: Evaluation) -> list[str]:
    """Notes for reading the figures, a sentence or two each."""
    found = []
    if rival := evaluation.rival:
        found.append(
            f"{rival.name} is measured at its own {rival.sample_rate} Hz, against the original resampled to that: "
            "this favours it, because what it leaves out above does not count."
        )
    if evaluation.generation:
        found.append(
            "New sounds are drawn around training sounds alone. Fréchet distance and coverage are against the "
            "held-out sounds, their spread is over 20 random halves of each set; novelty is the distance from the "
            "nearest training sound, 0 a copy, 1 as far as training sounds are from each other."
        )
    return found


def to_text(evaluation: Evaluation) -> str:
    """Reconstruction by method and by label, worst sounds, model, map, morphs and new sounds, as lines of text."""
    count = evaluation.held_out
    parts = [
        f"{count} held-out sounds; medians (25–75 %), tails at their 95th percentile"
        if count
        else "No sound was held out: these are the training sounds",
        _table("", COLUMNS, _reconstruction_rows(evaluation)),
        _table("label (sounds)", LABEL_COLUMNS, _label_rows(evaluation)),
        "worst: " + ", ".join(f"{one.name} {one.envelope_db:.1f}" for one in evaluation.worst),
        "\n".join([*_model_lines(evaluation), *_map_lines(evaluation)]),
    ]
    if evaluation.generation:
        parts.append(_table("new sounds", GENERATION_COLUMNS, _generation_rows(evaluation)))
    parts += [f"Note: {note}" for note in notes(evaluation)]
    return "\n\n".join(parts)


def _table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    table = Table(title, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    console = Console(width=WIDTH, color_system=None, markup=False, emoji=False, highlight=False)
    with console.capture() as capture:
        console.print(table)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def _reconstruction_rows(evaluation: Evaluation) -> Iterable[list[str]]:
    for method, measures in evaluation.measures.items():
        yield [method, *(cell(measures[name], tail=name == "tail_dbfs") for name in COLUMNS)]


def _label_rows(evaluation: Evaluation) -> Iterable[list[str]]:
    for label, figures in evaluation.labels.items():
        spreads = (figures.envelope_db, figures.onset_error, figures.flatness_gap_db)
        yield [f"{label} ({figures.count})", *(cell(spread, digits=2) for spread in spreads)]


def _generation_rows(evaluation: Evaluation) -> Iterable[list[str]]:
    for name, figures in (evaluation.generation or {}).items():
        spreads = (figures.frechet, figures.coverage, figures.novelty)
        yield [name, *(cell(spread, digits=2) for spread in spreads)]


def _model_lines(evaluation: Evaluation) -> list[str]:
    model, latent = evaluation.measures["model"], evaluation.latent
    return [
        f"model: mse {cell(model['mse'], digits=4)}, kl {cell(model['kl'], digits=1)} nat, "
        f"{latent.active_dims} of {latent.dims} dimensions active"
    ]


def _map_lines(evaluation: Evaluation) -> list[str]:
    if not evaluation.map:
        return []
    trust, purity = evaluation.map.trustworthiness, evaluation.map.label_purity
    morphs = (evaluation.smoothness or {}).items()
    return [
        f"map: trustworthiness {'–' if trust is None else f'{trust:.3f}'}, label purity "
        + (f"{purity.mean:.3f} ({purity.p25:.2f}–{purity.p75:.2f})" if purity else "–"),
        "smoothness: " + ", ".join(f"{way} {cell(spread, digits=2)}" for way, spread in morphs),
    ]
