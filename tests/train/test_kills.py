"""The whole command `vae.train`, killed at random moments of every phase, from the scan to the change of folders."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vae.checkpoint.weights import load_checkpoint
from vae.drum_machine.library import write_library
from vae.library.library import Library
from vae.train.lock import state_folder
from vae.train.state import FILE_NAME, TrainingError, read_note

ROOT = Path(__file__).parents[2]
PHASES = ("collect", "build_features", "train", "finish")
ANNOUNCED = """
import runpy, sys
import vae.train.features, vae.train.finish, vae.train.loop, vae.data.training_set, vae.train.progress

def announce(module, name):
    real = getattr(module, name)
    def call(*arguments, **options):
        print("phase", name, flush=True)
        return real(*arguments, **options)
    setattr(module, name, call)

vae.train.loop.SAVE_SECONDS = 0
announce(vae.data.training_set, "collect")
announce(vae.train.features, "build_features")
announce(vae.train.progress, "train")
announce(vae.train.finish, "finish")
runpy.run_module("vae.train", run_name="__main__")
"""
"""`python -m vae.train`, which tells when a phase begins and saves after every step."""


def start(data: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    options = ("--data", data, "--out", out, "--epochs", 12, "--latent-dim", 8, *more)
    return subprocess.Popen(
        [sys.executable, "-c", ANNOUNCED, *map(str, options)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def resume(out: Path) -> list[str]:
    """The option to go on, where something was saved."""
    try:
        return ["--resume"] if read_note(state_folder(out) / FILE_NAME).progress.step else []
    except TrainingError:
        return []


def wait_for(process: subprocess.Popen[str], phase: str) -> None:
    for line in process.stdout:
        if line == f"phase {phase}\n":
            return
    pytest.fail(f"ended before {phase}: {process.stderr.read()}")


def finish(process: subprocess.Popen[str]) -> dict[str, float]:
    """Lets it end well, and returns the seconds of every phase."""
    began = {}
    for line in process.stdout:
        if line.startswith("phase "):
            began[line.split()[1]] = time.monotonic()
    errors = process.communicate()[1]
    assert process.returncode == 0, errors
    moments = [*began.values(), time.monotonic()]
    return {name: moments[k + 1] - moments[k] for k, name in enumerate(began)}


def content(out: Path) -> str | None:
    """Tells one whole checkpoint from another; None where there is none. A half one fails."""
    if not out.exists():
        return None
    load_checkpoint(out)
    Library.load(out)
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


@pytest.mark.long
def test_killed_in_any_phase_the_command_leaves_a_whole_checkpoint_or_none(tmp_path: Path) -> None:
    """HITMAP_KILLS says how often; 8 kills take minutes: each phase once without an old checkpoint, once with one."""
    data, out = tmp_path / "drums", tmp_path / "mine"
    write_library(data, count=24)
    seconds = finish(start(data, tmp_path / "whole"))
    best = read_note(state_folder(tmp_path / "whole") / FILE_NAME).progress.best
    rng, kills = random.Random(0), 0
    rounds = max(1, int(os.environ.get("HITMAP_KILLS", "8")) // (2 * len(PHASES)))
    for _ in ("no old checkpoint", "an old one"):
        for phase in PHASES * rounds:
            before, again = content(out), resume(out)
            if phase == "build_features":
                (state_folder(out) / "features.json").unlink(missing_ok=True)  # or there is nothing to make
            process = start(data, out, *again)
            wait_for(process, phase)
            time.sleep(rng.uniform(0.0, seconds[phase]))
            process.kill()
            process.wait()  # what it started may live on for a moment
            kills += process.returncode == -9
            after = content(out)
            found = "absent" if after is None else "old" if after == before else "new"
            print(f"killed in {phase}: {process.returncode}, resumed: {bool(again)}, checkpoint: {found}")
            assert found != "absent" or before is None
            assert found != "new" or phase == "finish"
        finish(start(data, out, *resume(out)))
        assert content(out)
        assert read_note(state_folder(out) / FILE_NAME).progress.best == best
        assert not list(tmp_path.glob("*.partial"))
        assert not list(state_folder(out).glob(".*.partial"))
        (state_folder(out) / FILE_NAME).unlink()
    assert kills >= len(PHASES)
