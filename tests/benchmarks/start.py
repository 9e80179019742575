"""How long the app takes to its first page and to its first sound."""

import time

from tests.benchmarks.machine import memory_mb
from tests.benchmarks.serving import running
from tests.benchmarks.table import Row

POINT = '{"kind":"point","id":0}'


def measure(checkpoint: str, times: int = 3) -> list[Row]:
    """The best of a few starts: others disturb a start more than any other figure."""
    pages, sounds, memory = [], [], 0.0
    for _ in range(times):
        begun = time.perf_counter()
        with running(checkpoint) as app:
            app.ask("render", recipe=POINT, checkpoint="")
            sounds.append(time.perf_counter() - begun)
            pages.append(app.seconds)
            memory = memory_mb(app.process)
    return [
        Row("start to first page", "s", {0: min(pages)}, 2.5),
        Row("start to first sound", "s", {0: min(sounds)}, 4),
        Row("memory after the first sound", "MB", {0: memory}),
    ]
