"""A library that several commands encode: shards, what is missing of them, and the same bits after the merge."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from vae.drum_machine.library import write_library
from vae.library import parts
from vae.library.build import main
from vae.library.library import Library
from vae.library.shards import MissingShardError, Shard, check_none_missing

ROOT = Path(__file__).parents[2]
STEPS = ("--refine-steps", "0")


@pytest.fixture
def started(tmp_path: Path, checkpoints: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A checkpoint without a library of its own, and 24 sounds; parts hold four."""
    checkpoint, data = tmp_path / "mine", tmp_path / "drums"
    write_library(data, count=24)
    checkpoint.mkdir()
    for name in ("config.json", "model.safetensors"):
        shutil.copy(checkpoints / "drum-machine" / name, checkpoint)
    monkeypatch.setattr(parts, "PART", 4)
    return checkpoint, data


def run(checkpoint: Path, data: Path, *more: object):
    app = typer.Typer()
    app.command()(main)
    options = ("--checkpoint", checkpoint, "--data", data, *STEPS, "--workers", 1, *more)
    return CliRunner().invoke(app, [*map(str, options)])


def bits(checkpoint: Path) -> dict[str, bytes]:
    library = Library.load(checkpoint)
    arrays = ("latents", "coordinates", "descriptors", "errors_db", "levels", "durations")
    return {name: np.asarray(getattr(library, name)).tobytes() for name in arrays} | {
        "names": "\n".join(library.names).encode()
    }


@pytest.mark.parametrize("text", ["", "2", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "1.0/2"])
def test_what_is_no_shard_is_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^A shard is its number.*\.$"):
        Shard.parse(text)


def test_shards_share_the_parts() -> None:
    shards = [Shard.parse(f"{number}/3") for number in (1, 2, 3)]
    for part in range(10):
        assert [one.has(part) for one in shards].count(True) == 1


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ([1], "Shard 2/3 is not whole: run it again with the same options, then merge."),
        ([0, 5, 3], "Shards 1/3, 3/3 are not whole: run them again with the same options, then merge."),
    ],
)
def test_missing_shards_are_named(missing: list[int], sentence: str) -> None:
    with pytest.raises(MissingShardError) as caught:
        check_none_missing(missing, 3)
    assert str(caught.value) == sentence


@pytest.mark.slow
def test_merged_shards_are_the_library_of_one_command(started: tuple[Path, Path]) -> None:
    checkpoint, data = started
    assert run(checkpoint, data).exit_code == 0
    whole = bits(checkpoint)
    for name in (path for path in checkpoint.iterdir() if path.name.startswith("library")):
        shutil.rmtree(name) if name.is_dir() else name.unlink()
    second = run(checkpoint, data, "--shard", "2/3")
    assert second.stdout.splitlines()[-1].startswith("Encoded 8 sounds, shard 2/3")
    assert run(checkpoint, data, "--shard", "1/3").exit_code == 0
    early = run(checkpoint, data, "--merge", 3)
    assert early.exit_code == 2
    assert early.stderr.splitlines()[-1] == (
        "Shard 3/3 is not whole: run it again with the same options, then merge."
    )
    assert run(checkpoint, data, "--shard", "3/3").exit_code == 0
    merged = run(checkpoint, data, "--merge", 3)
    assert merged.exit_code == 0
    assert bits(checkpoint) == whole
    assert not parts.parts_folder(checkpoint).exists()


@pytest.mark.slow
def test_processes_of_a_launcher_encode_a_shard_each(started: tuple[Path, Path]) -> None:
    checkpoint, data = started
    assert run(checkpoint, data).exit_code == 0
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    two = checkpoint.with_name("two")
    shutil.copytree(checkpoint, two, ignore=shutil.ignore_patterns("library*"))
    done = subprocess.run(
        [*launcher, "-m", "explorer.library", "--checkpoint", two, "--data", data, *STEPS],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("Wrote")] == done.stdout.splitlines()
    found, whole = Library.load(two), Library.load(checkpoint)
    assert found.names == whole.names
    one, other = np.asarray(found.latents), np.asarray(whole.latents)
    apart, size = np.linalg.norm(one - other, axis=1), np.linalg.norm(other, axis=1)
    assert (apart < 0.05 * size).all()  # parts of another size round differently


@pytest.mark.parametrize("options", [("--shard", "1/2", "--merge", 2), ("--shard", "3/2")])
def test_shards_that_cannot_be_meant_are_refused(tmp_path: Path, options: tuple[object, ...]) -> None:
    done = run(tmp_path, tmp_path, *options)
    assert done.exit_code == 2
    assert "shard" in done.stderr
