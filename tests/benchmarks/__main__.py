"""One command, one table: how Hitmap starts, serves and grows.

python -m tests.benchmarks
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks import clone, libraries, machine, making, maps, site, sounds, start, visitors
from tests.benchmarks.results import RESULTS, keep
from tests.benchmarks.serving import ROOT
from tests.benchmarks.table import Row, on_paper, table

CHECKPOINT, WHOLE = "drum-machine", "open-kits"
PARTS: dict[str, Callable[[Path], list[Row]]] = {
    "start": lambda _: start.measure(CHECKPOINT),
    "clone": clone.measure,
    "sounds": lambda _: sounds.measure(ROOT / "checkpoints" / WHOLE),
    "libraries": lambda scratch: libraries.measure(libraries.make(scratch)),
    "maps": lambda scratch: maps.measure(libraries.make(scratch)),
    "making": lambda scratch: making.measure(scratch),
    "site": lambda scratch: site.measure(ROOT / "checkpoints" / CHECKPOINT, scratch),
    "visitors": lambda _: visitors.measure(CHECKPOINT),
}
ON_PAPER = (1_000_000, 100_000_000)


def main(
    parts: Annotated[list[str] | None, typer.Argument(help=f"Some of: {', '.join(PARTS)}.")] = None,
    out: Annotated[
        Path, typer.Option(help="Where figures are kept; the README takes its own from there.")
    ] = RESULTS,
) -> None:
    """Measures and prints; nothing else should run on the computer."""
    described = machine.describe()
    print(described, flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in parts or PARTS:
            begun = time.perf_counter()
            found = PARTS[name](Path(scratch))
            rows += found
            keep(out, name, described, found)
            print(f"\n{name}, in {time.perf_counter() - begun:.0f} s\n\n{table(found)}", flush=True)
    if any(row.exponent is not None and row.of == "sounds" for row in rows):
        print(f"\nOn paper, by the exponents\n\n{on_paper(rows, ON_PAPER)}")


if __name__ == "__main__":
    typer.run(main)
