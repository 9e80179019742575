"""An evaluation as text for a terminal, and notes on its figures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from vae.evaluate.evaluation import BetweenFigures, Evaluation, LabelFigures, Measures, Spread

COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss", "tail_dbfs")
MORE_COLUMNS = (
    "envelope_whole_db",
    "crest_gap_db",
    "loudness_gap_lu",
    "modulation_distance",
    "punch",
    "width_db",
    "coherence_error",
)
"""Measures in a table of their own: those that figures of earlier versions lack, or sounds of one second, or mono."""
LABEL_COLUMNS = ("envelope_db", "onset_error", "flatness_gap_db")
MOST_LABELS = 40
GENERATION_COLUMNS = ("frechet", "coverage", "novelty")
AVERAGE = "dB average"
"""The reference of the midpoint's ratios, by its name in `BetweenFigures`."""
WIDTH = 200


class Grid(NamedTuple):
    """A table before it is drawn.

    Attributes:
        title: what its first column holds.
        columns: the titles of the others.
        rows: the cells of each row, with its name first.
    """

    title: str
    columns: list[str]
    rows: list[list[str]]


def cell(spread: Spread | None, *, digits: int = 3, tail: bool = False) -> str:
    """One figure: its median and quartiles, or the 95th percentile for tails; a dash if it is missing."""
    if spread is None:
        return "–"
    if tail:
        return f"{spread.p95:.1f}"
    return f"{spread.median:.{digits}f} ({spread.p25:.{digits}f}–{spread.p75:.{digits}f})"


def signed_cell(spread: Spread | None) -> str:
    """One figure around 0: its median and quartiles; a dash if it is missing."""
    if spread is None:
        return "–"
    return f"{spread.median:+.1f} ({spread.p25:+.1f} to {spread.p75:+.1f})"


def between_grids(between: BetweenFigures) -> list[Grid]:
    """What lies between two sounds: midpoints, pitch ladders and loudness, with a column for each way to mix."""

    def columns(rows: Iterable[Measures]) -> dict[str, str]:
        ways = dict.fromkeys(way for row in rows for way in row)
        return {way: f"{way} (default)" if way == between.default else way for way in ways}

    ratios = columns(found.ratios for found in between.midpoint.values())
    shares, levels = columns(between.ladders.values()), columns(between.loudness_lu.values())
    return [
        Grid(
            "midpoint (triples)",
            ["ends, dB", "dB average, dB", *ratios.values()],
            [
                [
                    f"{kind} ({found.count})",
                    *(cell(one, digits=2) for one in (found.apart_db, found.errors_db.get(AVERAGE))),
                    *(cell(found.ratios.get(way), digits=2) for way in ratios),
                ]
                for kind, found in between.midpoint.items()
            ],
        ),
        Grid(
            "at the middle pitch",
            list(shares.values()),
            [
                [rung, *(cell(found.get(way), digits=2) for way in shares)]
                for rung, found in between.ladders.items()
            ],
        ),
        Grid(
            "loudness, LU",
            list(levels.values()),
            [
                [what, *(signed_cell(found.get(way)) for way in levels)]
                for what, found in between.loudness_lu.items()
            ],
        ),
    ]


def notes(evaluation: Evaluation) -> list[str]:
    """Notes for reading the figures, a sentence or two each."""
    found = []
    if more_columns(evaluation):
        found.append(
            "Envelope, onsets, flatness and spectra are of the first second, all else of up to four. Crest is the peak "
            "at equal loudness (BS.1770), loudness that at equal peak. Punch is the correlation of the waveforms under "
            "150 Hz, of sounds with a quarter of their energy there."
        )
    if evaluation.measures["model"].get("width_db"):
        found.append(
            "Level difference and coherence of the channels are means over ten bands and blocks of 93 ms, against the "
            "original's own channels. The methods that know no stereo, PCA and the nearest sounds, show what two "
            "channels alike would have: most sounds are near the middle, so that the two figures count together."
        )
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
    if evaluation.between:
        found.append(
            "The midpoint is the error of what lies half way between two sounds, against the sound that is really "
            "there, over that of the average of the two decoded ends in dB: 1 is a cross-fade, 0 the truth. The "
            "engines that are left out are those that no way to mix has learned from."
        )
        if not evaluation.held_out:
            found.append("What lies between real sounds was not measured, because none was held out.")
    else:
        found.append("What lies between two sounds was not measured.")
    return found


def to_text(evaluation: Evaluation) -> str:
    """Reconstruction, worst sounds, model, map, morphs, new sounds and what lies between, as lines of text."""
    count = evaluation.held_out
    parts = [
        f"{count} held-out sounds; medians (25–75 %), tails at their 95th percentile"
        if count
        else "No sound was held out: these are the training sounds",
        _table("", COLUMNS, _reconstruction_rows(evaluation, COLUMNS)),
        *(
            [_table("", more, _reconstruction_rows(evaluation, more))]
            if (more := more_columns(evaluation))
            else []
        ),
        _table("label (sounds)", LABEL_COLUMNS, _label_rows(evaluation)),
        "worst: " + ", ".join(f"{one.name} {one.envelope_db:.1f}" for one in evaluation.worst),
        "\n".join([*_model_lines(evaluation), *_map_lines(evaluation)]),
    ]
    if evaluation.generation:
        parts.append(_table("new sounds", GENERATION_COLUMNS, _generation_rows(evaluation)))
    for grid in between_grids(evaluation.between) if evaluation.between else ():
        parts.append(_table(grid.title, grid.columns, grid.rows))
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


def more_columns(evaluation: Evaluation) -> list[str]:
    """Those of `MORE_COLUMNS` that any method has a figure for."""
    found = evaluation.measures.values()
    return [name for name in MORE_COLUMNS if any(measures.get(name) for measures in found)]


def _reconstruction_rows(evaluation: Evaluation, columns: Sequence[str]) -> Iterable[list[str]]:
    for method, measures in evaluation.measures.items():
        yield [method, *(cell(measures.get(name), tail=name == "tail_dbfs") for name in columns)]


def _label_rows(evaluation: Evaluation) -> Iterable[list[str]]:
    for label, figures in most_heard(evaluation.labels).items():
        spreads = (figures.envelope_db, figures.onset_error, figures.flatness_gap_db)
        yield [f"{label} ({figures.count})", *(cell(spread, digits=2) for spread in spreads)]


def most_heard(labels: Mapping[str, LabelFigures]) -> dict[str, LabelFigures]:
    """The labels with most sounds, in the order they have: a table of hundreds would be read by nobody."""
    chosen = set(sorted(labels, key=lambda label: -labels[label].count)[:MOST_LABELS])
    return {label: figures for label, figures in labels.items() if label in chosen}


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
