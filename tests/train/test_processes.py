"""Several processes that train together learn what one learns, and end together."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from shared_training import make
from tiny_trainer import make_trainer

from vae.processes import World
from vae.train import step
from vae.train.state import read_note

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ROWS = np.random.default_rng(0).random((8, 128, 173)).astype(np.float16)


def start(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`shared_training` on two processes."""
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    return subprocess.run(
        [sys.executable, *launcher, HERE / "shared_training.py", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def by_two(*arguments: object) -> list[dict[str, float]]:
    done = start(*arguments)
    assert done.returncode == 0, done.stderr
    (told,) = done.stdout.splitlines()  # by the first process alone
    return json.loads(told)


def by_one(name: str, folder: Path, epochs: int, *, resume: bool = False) -> list[dict[str, float]]:
    trainer = make(name, folder, epochs)
    if resume:
        trainer.restore()
    trainer.run()
    return trainer.progress.history


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without bfloat16, which rounds where the size of a batch decides."""
    monkeypatch.setattr(step, "has_fast_bfloat16", lambda: False)


def assert_agree(one: list[dict[str, float]], two: list[dict[str, float]]) -> None:
    assert len(one) == len(two)
    for row, other in zip(one, two, strict=True):
        for name in row.keys() - {"seconds"}:
            assert row[name] == pytest.approx(other[name], rel=1e-4), (row["epoch"], name)


def test_work_is_shared_out_without_a_rest() -> None:
    for count in (0, 1, 7, 8):
        shares = [range(count)[World(rank, 3).share(count)] for rank in range(3)]
        assert [one for share in shares for one in share] == list(range(count))
        assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_one_process_needs_nobody() -> None:
    world = World()
    world.wait()
    assert (world.sum(1.5, 2.0), world.first("a"), world.any(False), world.any(True)) == (
        [1.5, 2.0],
        "a",
        False,
        True,
    )
    assert world.has_word()


def test_batches_and_noise_are_drawn_in_one_order_on_the_cpu(tmp_path: Path) -> None:
    """On another device, or in another order, the shipped checkpoints' commands would make others."""
    trainer, expected = make_trainer(tmp_path, ROWS), torch.Generator().manual_seed(0)
    trainer.step()
    torch.randint(8, (8,), generator=expected)  # for the principal components
    torch.randint(8, (4,), generator=expected)
    torch.randn(4, 4, generator=expected)
    trainer.save()
    assert torch.equal(load_file(trainer.state_path)["generator"], expected.get_state())


@pytest.mark.slow
@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("preset", ["studio", "thesis"])
def test_two_processes_learn_what_one_learns(preset: str, tmp_path: Path) -> None:
    assert_agree(by_one(preset, tmp_path / "one", 4), by_two(preset, tmp_path / "two", 4))
    one, two = (load_file(tmp_path / name / "state.safetensors") for name in ("one", "two"))
    assert one.keys() == two.keys()
    for name in one:
        if not name.startswith("optimizer."):
            torch.testing.assert_close(one[name], two[name], rtol=1e-2, atol=1e-3)


@pytest.mark.slow
@pytest.mark.usefixtures("exact")
def test_a_training_goes_on_with_more_or_fewer_processes(tmp_path: Path) -> None:
    for epochs in (2, 4, 6):
        one = by_one("studio", tmp_path / "one", epochs, resume=epochs > 2)
    by_two("studio", tmp_path / "two", 2)
    by_one("studio", tmp_path / "two", 4, resume=True)
    assert_agree(one, by_two("studio", tmp_path / "two", 6, "resume"))


@pytest.mark.slow
def test_a_killed_process_ends_the_run_with_one_sentence(tmp_path: Path) -> None:
    done = start("studio", tmp_path, 50, "die")
    assert done.returncode != 0
    told = [line for line in done.stderr.splitlines() if "has ended" in line]
    assert told == ["One of the 2 processes has ended before the others."]
    assert str(ROOT / "vae") not in done.stderr  # the launcher adds a traceback of its own
    assert read_note(tmp_path / "state.safetensors").progress.step == 4
