"""Peak memory and time of `python -m vae.train` on made-up sounds; by hand, not by pytest.

nice -n 10 python tests/tools/benchmark_memory.py --count 20000 --minutes 0.5
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import soundfile
import typer

ROOT = Path(__file__).parents[2]
SAMPLE_RATE, SECONDS, KITS = 44_100, 0.2, 16
LABELS = ("kick", "snare", "hat", "tom", "clap")
EVERY_SECONDS = 0.25


def main(
    count: Annotated[int, typer.Option(min=32, help="Number of sounds.")] = 1000,
    minutes: Annotated[float, typer.Option(help="Of training.")] = 0.5,
    until: Annotated[
        str, typer.Option(help="Stop after this phase: reading, preparing, training, finishing.")
    ] = "finishing",
    folder: Annotated[
        Path | None, typer.Option(help="Where to work; a temporary folder when not given.")
    ] = None,
) -> None:
    """Writes sounds, trains on them and prints seconds and peak memory of every phase."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        write_sounds(Path(scratch) / "sounds", count)
        print(f"load {os.getloadavg()[0]:.1f}, {count} sounds", flush=True)
        measure(Path(scratch), minutes, until)
        print(f"load {os.getloadavg()[0]:.1f}")


def write_sounds(folder: Path, count: int) -> None:
    """Bursts of three falling tones and noise, all different, in as many folders as there are kits."""
    rng = np.random.default_rng(0)
    time_axis = np.arange(int(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    for index in range(count):
        kit = folder / f"Kit {index % KITS:02}"
        kit.mkdir(parents=True, exist_ok=True)
        tones = sum(
            np.sin(2 * np.pi * hertz * time_axis + phase)
            for hertz, phase in zip(rng.uniform(60, 8000, 3), rng.uniform(0, 6.28, 3), strict=True)
        )
        noise = rng.uniform(0.5, 3.0) * rng.standard_normal(len(time_axis))
        sound = (tones + noise) * np.exp(-time_axis * rng.uniform(20, 80))
        path = kit / f"{LABELS[index // KITS % len(LABELS)]} {index:05}.wav"
        soundfile.write(path, 0.9 * sound / np.abs(sound).max(), SAMPLE_RATE)


def measure(folder: Path, minutes: float, until: str) -> None:
    """Runs a training and watches it and its children from outside."""
    out = folder / "mine"
    arguments = ["--data", folder / "sounds", "--out", out, "--minutes", minutes]
    command = [sys.executable, "-m", "vae.train", *map(str, arguments)]
    with open(folder / "log.txt", "wb") as log:
        process = subprocess.Popen(command, cwd=os.environ.get("HITMAP_ROOT", ROOT), stdout=log, stderr=log)
        began, peaks, seconds, phase = time.monotonic(), {}, {}, "reading"
        while process.poll() is None:
            now = phase_of(folder, out)
            if now != phase:
                print(_line(phase, seconds, peaks), flush=True)
                if phase == until:
                    process.terminate()
                    break
                phase = now
            megabytes = memory(process.pid)
            peaks[phase] = [max(pair) for pair in zip(peaks.get(phase, [0, 0, 0]), megabytes, strict=True)]
            seconds[phase] = seconds.get(phase, 0.0) - began + (began := time.monotonic())
            time.sleep(EVERY_SECONDS)
        code = process.wait()
    print(_line(phase, seconds, peaks))
    used = os.times()
    print(f"exit {code}; user {used.children_user:.0f} s, system {used.children_system:.0f} s")
    print((folder / "log.txt").read_text()[-1500:] if code not in (0, -15, 130) else "")


def phase_of(folder: Path, out: Path) -> str:
    """What a training is at, as its files tell."""
    state = out.with_name("mine.training")
    if [*folder.glob("mine.*.partial")]:
        return "finishing"
    if (state / "features.json").exists():
        return "training"
    return "preparing" if (state / "report.csv").exists() else "reading"


def memory(pid: int) -> list[int]:
    """Megabytes: of a process with its children (shared pages counted once), anonymous ones, and of it alone."""
    family = [pid, *_children(pid)]
    found = [_rollup(one) for one in family]
    resident = sum(one.get("Pss", 0) for one in found)
    return [
        resident // 1024,
        sum(one.get("Anonymous", 0) for one in found) // 1024,
        found[0].get("Rss", 0) // 1024,
    ]


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += [int(stat.parent.name), *_children(int(stat.parent.name))]
    return found


def _rollup(pid: int) -> dict[str, int]:
    """Kilobytes by kind; empty where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        return {}
    return {name: int(value.split()[0]) for name, value in (line.split(":", 1) for line in lines)}


def _line(phase: str, seconds: dict[str, float], peaks: dict[str, list[int]]) -> str:
    total, anonymous, alone = peaks.get(phase, [0, 0, 0])
    return (
        f"{phase:10} {seconds.get(phase, 0):6.0f} s   peak {total} MB with children (anonymous {anonymous} MB),"
        f" {alone} MB the process"
    )


if __name__ == "__main__":
    typer.run(main)
