"""Work on several processes where a new one starts from nothing, as on Windows and macOS: the same results."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import multiprocessing
import sys
from pathlib import Path

import numpy as np

from vae.sound.spectrogram import SpectrogramConfig
from vae.train.between.batches import CHUNK, draw_lines
from vae.train.features import build_features

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    folder, config = Path(sys.argv[1]), SpectrogramConfig()
    sounds = np.random.default_rng(0).standard_normal((3, config.num_samples)).astype(np.float32)
    made = []
    for workers in (1, 2):
        (folder / str(workers)).mkdir()
        made.append(build_features(folder / str(workers), sounds, config, variants=2, seed=0, workers=workers))
    assert np.array_equal(*made)
    lines = draw_lines(folder / "lines.npy", 1, 0, config, sounds, processes=1, report=lambda count: None)
    assert len(lines) == CHUNK and lines.any(axis=(1, 2, 3)).all()
"""


@pytest.mark.slow
def test_processes_that_start_from_nothing_make_the_same(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "program.py", tmp_path],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
