"""How a library grows: to load, to send to the page, and to play."""

import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from tests.benchmarks.machine import memory_mb
from tests.benchmarks.serving import PATIENCE_SECONDS, ROOT, App, running
from tests.benchmarks.table import Row

SIZES = (1_440, 10_000, 100_000)
KITS = 50
"""Sounds in each."""
CLICKS = 30
LOADED = """
import sys, time
from pathlib import Path
from vae.library.library import Library
from tests.benchmarks.machine import memory_mb
import os
before, begun = memory_mb(os.getpid()), time.perf_counter()
library = Library.load(Path(sys.argv[1]))
print(time.perf_counter() - begun, memory_mb(os.getpid()) - before)
"""


def make(folder: Path) -> dict[int, Path]:
    """A checkpoint of every size, by it."""
    made = {size: folder / f"of-{size}" for size in SIZES}
    script = ROOT / "tests" / "tools" / "make_large_checkpoint.py"
    for size, path in made.items():
        if path.exists():
            continue
        options = ["--sounds", str(size), "--kits", str(size // KITS)]
        subprocess.run(
            [sys.executable, script, path, *options], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
    return made


def measure(checkpoints: Mapping[int, Path]) -> list[Row]:
    """Figures of checkpoints by their size."""
    found: dict[str, dict[int, float]] = {}
    for size, path in checkpoints.items():
        for name, value in {**_loading(path), **_serving(path)}.items():
            found.setdefault(name, {})[size] = value
    targets = {"reply": 1.5, "server": 1200}
    units = {"disk": "MB", "load": "s", "kept": "MB", "reply": "MB", "names": "MB", "server": "MB"}
    names = {
        "disk": "library on disk",
        "load": "library loaded",
        "kept": "memory it keeps",
        "reply": "what the map needs",
        "names": "names of the sounds, later",
        "first": "what the map needs, first",
        "again": "what the map needs, again",
        "click": "first sound of a process",
        "render": "render of a place through the server, median",
        "server": "memory of the server afterwards",
    }
    return [
        Row(name, units.get(key, "ms" if key == "render" else "s"), found[key], targets.get(key))
        for key, name in names.items()
        if key in found
    ]


def _loading(path: Path) -> dict[str, float]:
    runs = []
    for _ in range(3):
        output = subprocess.run(
            [sys.executable, "-c", LOADED, path], cwd=ROOT, capture_output=True, text=True, check=True
        )
        runs.append([float(part) for part in output.stdout.split()])
    size = sum(file.stat().st_size for file in path.glob("library*"))
    return {"disk": size / 2**20, "load": min(run[0] for run in runs), "kept": runs[0][1]}


def _serving(path: Path) -> dict[str, float]:
    with running(str(path)) as app:
        begun = time.perf_counter()
        app.ask("render", recipe='{"kind":"point","id":0}', checkpoint="")
        click = time.perf_counter() - begun
        times, size = [], 0.0
        for _ in range(3):
            begun = time.perf_counter()
            size = _bytes_of(app, "map.gz")
            times.append(time.perf_counter() - begun)
        named = _bytes_of(app, "names.gz")
        renders = []
        for turn in range(CLICKS):
            recipe = f'{{"kind":"place","x":{0.1 + 0.8 * turn / CLICKS:.4f},"y":0.5}}'
            begun = time.perf_counter()
            app.ask("render", recipe=recipe, checkpoint="")
            renders.append(1000 * (time.perf_counter() - begun))
        memory = memory_mb(app.process)
    return {
        "click": click,
        "reply": size / 2**20,
        "names": named / 2**20,
        "first": times[0],
        "again": min(times[1:]),
        "render": statistics.median(renders),
        "server": memory,
    }


def _bytes_of(app: App, file: str) -> int:
    """Of a file of the library, as it is sent."""
    address = f"{app.url}/gradio_api/{file}"
    with httpx.stream("GET", address, params={"checkpoint": ""}, timeout=PATIENCE_SECONDS) as answer:
        answer.raise_for_status()
        return sum(len(part) for part in answer.iter_raw())
