"""How long the README's first command takes in a fresh clone, with an environment of its own."""

import json
import sys
from pathlib import Path

from tests.benchmarks.table import Row

HOSTING = Path(__file__).parents[1] / "hosting"


def measure(scratch: Path) -> list[Row]:
    """Clones what is committed and runs the command: pip downloads what it needs, as fast as the network is."""
    sys.path.append(str(HOSTING))  # as pytest does
    from fresh_clone import make_clone

    times = json.loads(make_clone(scratch).with_name("times.json").read_text("utf-8"))
    return [
        Row("fresh clone to page, installing included", "s", {0: times["page_s"]}),
        Row("fresh clone to first sound", "s", {0: times["sound_s"]}),
    ]
