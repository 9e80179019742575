"""Reports on the sounds of a training: a few lines before it starts, and a table with a row for every file."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from vae.data.dataset import Dataset
from vae.data.training_set import HELD_OUT, LEARNED, UNUSED, VALIDATED, TrainingSet
from vae.tables import to_csv

FILE_NAME = "report.csv"
COLUMNS = (
    *("file", "used", "reason", "name", "label", "label_from", "label_confidence", "kit"),
    *("format", "sample_rate", "channels", "seconds", "starts_at", "cut", "duration"),
)
FADED_SHARE = 0.02
"""Of a sound that is cut, at its end (`vae.sound.audio.fit_length`)."""
MOST_REASONS = 8
MOST_COUNTED = 24
EXAMPLES = 2
REASONS = {
    LEARNED: "It is learned from.",
    VALIDATED: "It tells when to stop, and is not learned from.",
    HELD_OUT: "It is held out to measure with, and is not learned from.",
    UNUSED: "It shares recordings with a kit that is held out.",
}


def report_csv(sounds: TrainingSet) -> bytes:
    """`dataset_csv` of a training."""
    return dataset_csv(sounds.everything, uses(sounds), reasons(sounds))


def uses(sounds: TrainingSet) -> list[str]:
    """For every sound whether it is used: "yes", "no" or "to learn from only"."""
    extra = sounds.everything.is_extra.tolist()
    return [
        "no" if role == UNUSED else "to learn from only" if is_extra and role == LEARNED else "yes"
        for role, is_extra in zip(sounds.roles, extra, strict=True)
    ]


def reasons(sounds: TrainingSet) -> list[str]:
    """For every sound a sentence on its use."""
    return [REASONS[role] for role in sounds.roles]


def dataset_csv(everything: Dataset, used: Sequence[str], reasons: Sequence[str]) -> bytes:
    """Every file that was found, in the order of paths: what it is used for, or why it is left out.

    Args:
        everything: the sounds and the files left out.
        used: (N,), whether each sound is used: "yes", "no" or more exactly.
        reasons: (N,), a sentence on each.
    """
    rows: list[dict[str, object]] = [
        {
            "file": facts.path,
            "used": use,
            "reason": reason,
            "name": everything.names[index],
            "label": everything.labels[index],
            "label_from": everything.label_sources[index],
            "label_confidence": f"{everything.label_confidences[index]:.2f}",
            "kit": everything.kits[index],
            "format": facts.format,
            "sample_rate": facts.sample_rate,
            "channels": facts.channels,
            "seconds": f"{facts.seconds:.3f}",
            "starts_at": f"{facts.starts_at:.3f}",
            "cut": facts.cut,
            "duration": f"{everything.durations[index]:.3f}",
        }
        for index, (facts, use, reason) in enumerate(zip(everything.files, used, reasons, strict=True))
    ]
    rows += [{"file": one.path, "used": "no", "reason": one.reason} for one in everything.left_out]
    return to_csv(COLUMNS, sorted(rows, key=lambda row: str(row["file"])))


def summary(sounds: TrainingSet, *, seconds: float) -> str:
    """What was found and what was left out, as lines of text.

    Args:
        sounds: the training set.
        seconds: the length of a sound that is learned.
    """
    dataset, everything = sounds.dataset, sounds.everything
    held = sorted({kit for kit, out in zip(dataset.kits, sounds.held_out, strict=True) if out})
    guessed = Counter(dataset.label_sources)
    given = f"{guessed['given']} given, " if guessed["given"] else ""
    roles = Counter(sounds.roles)
    lines = [
        f"{len(dataset)} sounds on the map: " + _counted(dataset.labels),
        f"labels: {given}{guessed['kit'] + guessed['list'] + guessed['name']} by name, "
        f"{guessed['neighbours']} by the sounds they resemble, "
        f"{guessed['unknown']} unknown",
        f"formats: {_counted(one.format for one in everything.files)}; "
        f"rates in Hz: {_counted(one.sample_rate for one in everything.files)}; "
        f"channels: {_counted(one.channels for one in everything.files)}",
        _lengths(everything.durations, seconds),
        f"{roles[LEARNED]} sounds to learn from, {roles[VALIDATED]} to know when to stop, "
        f"{roles[HELD_OUT]} held out{f' ({_few(held)})' if held else ''}",
    ]
    return "\n".join(lines + _left_out(everything, uses(sounds), reasons(sounds)))


def library_summary(everything: Dataset, used: Sequence[str], reasons: Sequence[str]) -> str:
    """What a library would get and what is left out, as lines of text; arguments as for `dataset_csv`."""
    labels = [label for label, use in zip(everything.labels, used, strict=True) if use != "no"]
    first = f"{len(labels)} sounds for the map" + (f": {_counted(labels)}" if labels else "")
    return "\n".join([first, *_left_out(everything, used, reasons)])


def _lengths(durations: np.ndarray, learned: float) -> str:
    """How long the sounds (N,) are, and how many are cut: those that have not died away where their end is faded."""
    low, middle, high = np.percentile(durations, [0, 50, 100])
    cut = int((durations > (1 - FADED_SHARE) * learned).sum())
    after = f"; {cut} cut after {learned:.3g} s" if cut else ""
    return f"lengths to −60 dB: {low:.2g} to {high:.2g} s, half of them under {middle:.2g} s{after}"


def _left_out(everything: Dataset, used: Sequence[str], reasons: Sequence[str]) -> list[str]:
    """A line per kind of reason, most frequent first, with examples."""
    examples: dict[str, list[str]] = {}
    left_out = [(one.path, one.reason) for one in everything.left_out]
    sounds = zip(everything.files, used, reasons, strict=True)
    left_out += [(one.path, reason) for one, use, reason in sounds if use == "no"]
    for path, reason in left_out:
        name = " ".join(path.split()).rpartition("/")[2]
        general = reason.replace(name, "It", 1) if reason.startswith(name) else reason
        general = general.split(" sound as ")[0] + " sound as another." if " sound as " in reason else general
        general = general.split(" already, as ")[0] + " already." if " already, as " in reason else general
        examples.setdefault(general, []).append(name)
    common = sorted(examples.items(), key=lambda item: -len(item[1]))
    lines = [
        f"left out: {len(names)} × {reason} ({_few(names, EXAMPLES)})"
        for reason, names in common[:MOST_REASONS]
    ]
    rest = sum(len(names) for _, names in common[MOST_REASONS:])
    return lines + ([f"left out: {rest} more for other reasons"] if rest else [])


def _counted(values: Iterable[object]) -> str:
    counts = Counter(values).most_common()
    rest = len(counts) - MOST_COUNTED
    shown = ", ".join(f"{count} {value}" for value, count in counts[:MOST_COUNTED])
    return shown + (f" and {rest} more" if rest > 0 else "")


def _few(names: list[str], most: int = 6) -> str:
    shown = [name if len(name) <= 40 else f"{name[:39]}…" for name in names[:most]]
    return ", ".join(shown) + (f" and {len(names) - most} more" if len(names) > most else "")
