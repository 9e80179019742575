"""Fills the README's tables with the figures of the checkpoints' cards and of the last benchmark.

python tests/tools/make_readme.py
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.results import RESULTS, read
from tests.benchmarks.table import Row, number

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "README.md"
CHECKPOINTS = {
    "drum-machine": ("sounds of Hitmap's own synthesiser", "always: they are synthesised on demand"),
    "open-kits": (
        "sounds of 16 free drum kits, real and electronic",
        "with Debian's `hydrogen-drumkits` and `hydrogen-data`",
    ),
    "effects": (
        "sounds of 23 free games: footsteps, spells, weapons, weather",
        "with the games' packages, see [CONTRIBUTING](CONTRIBUTING.md)",
    ),
    "thesis": ("of `open-kits`, learned as in the thesis that Hitmap grew out of", "as `open-kits`"),
}
MEASURED = "open-kits"
METHODS = {
    "model": "**Hitmap**",
    "PCA-1436": "PCA, every component",
    "mean of 5 nearest": "mean of the 5 nearest sounds",
    "mean, and 1536 numbers of detail": "the mean of all sounds, and what it misses",
    "thesis, Griffin-Lim": "the thesis's model",
    "phase ceiling": "true spectrogram: the limit of the phase",
}
MEASURES = {
    "envelope_db": ("Loudness in 24 bands over time, dB", 2),
    "onset_error": ("Attacks", 3),
    "flatness_gap_db": ("Noisiness, dB", 2),
}
PERFORMANCE = (
    "fresh clone to page, installing included",
    "fresh clone to first sound",
    "start to first page",
    "start to first sound",
    "page ready, warm",
    "click to audio, median",
    "render of a sound of 0.7 to 1.3 s, median",
    "render of a sound of 4 s in stereo, median",
    "encoding of one sound, median",
    "encoding in batches of 32, a sound",
    "key of a search, painted",
    "zoom",
    "renders a second, clients that never rest",
    "making a library, a sound",
)


def blocks() -> dict[str, str]:
    """The text of every block of the README that is made of figures, by its name."""
    return {"checkpoints": _checkpoints(), "measures": _measures(), "performance": _performance()}


def filled(text: str) -> str:
    """The README with its blocks as they should be: `<!-- NAME -->` to `<!-- end of NAME -->`."""
    for name, block in blocks().items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        text, count = between.subn(lambda found, block=block: f"{found[1]}{block}\n{found[2]}", text)
        if count != 1:
            raise ValueError(f"The README has {count} blocks {name!r} instead of one.")
    return text


def _metrics(checkpoint: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (ROOT / "checkpoints" / checkpoint / "metrics.json").read_text("utf-8")
    )
    return found


def _checkpoints() -> str:
    lines = ["| Checkpoint | Sounds | Held-out error | Originals for A/B |", "|---|---|---|---|"]
    for name, (sounds, originals) in CHECKPOINTS.items():
        metrics = _metrics(name)
        median = metrics["measures"]["model"]["envelope_db"]["median"]
        lines.append(f"| `{name}` | {metrics['map']['sounds']:,} {sounds} | {median:.2f} dB | {originals} |")
    return "\n".join(lines)


def _measures() -> str:
    names = " | ".join(name for name, _ in MEASURES.values())
    lines = [f"| | {names} |", f"|---|{'---|' * len(MEASURES)}"]
    measured = _metrics(MEASURED)["measures"]
    for method, title in METHODS.items():
        values = (f"{measured[method][key]['median']:.{digits}f}" for key, (_, digits) in MEASURES.items())
        lines.append(f"| {title} | {' | '.join(values)} |")
    return "\n".join(lines)


def _performance() -> str:
    described, rows = read(RESULTS)
    lines = ["| What | Figure | Of |", "|---|---|---|"]
    known = {row.name: row for row in rows}
    lines += [_performed(known[name]) for name in PERFORMANCE if name in known]
    return "\n".join([*lines, "", f"Measured on: {described}."])


def _performed(row: Row) -> str:
    sizes = sorted(row.values)
    values = " / ".join(number(row.values[size]) for size in sizes)
    counted = "" if sizes == [0] else f"{' / '.join(f'{size:,}' for size in sizes)} {row.of}"
    return f"| {row.name[:1].upper()}{row.name[1:]} | {values} {row.unit} | {counted} |"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text("utf-8")), "utf-8")
