"""The figures of the last benchmark, kept in a file for the README."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.table import Row
from vae.files import write_atomically

RESULTS = Path(__file__).with_name("results.json")


def keep(path: Path, part: str, described: str, rows: Sequence[Row]) -> None:
    """Writes a part's rows into the file, in place of those it had of this part."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    known[part] = {"machine": described, "rows": [asdict(row) for row in rows]}
    write_atomically(path, (json.dumps(dict(sorted(known.items())), indent=1) + "\n").encode())


def read(path: Path) -> tuple[str, list[Row]]:
    """On what the parts were measured, and the rows of all of them."""
    known = json.loads(path.read_text("utf-8"))
    machines: dict[str, list[str]] = {}
    for name, part in known.items():
        machines.setdefault(part["machine"].partition("; load")[0], []).append(name)
    rows = [
        Row(**{**row, "values": {int(size): value for size, value in row["values"].items()}})
        for part in known.values()
        for row in part["rows"]
    ]
    told = [f"{machine} (parts: {', '.join(parts)})" for machine, parts in machines.items()]
    return "; and ".join(told), rows
