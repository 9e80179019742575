"""Whether a training goes on from what is its own, replaces nobody's hours, and has room for what it writes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from safetensors.numpy import load_file, save_file
from tiny_trainer import make_trainer
from typer.testing import CliRunner

from vae.checkpoint import disk as space
from vae.data.dataset import load_dataset
from vae.drum_machine.library import write_library
from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.model.train_config import TrainConfig
from vae.train.__main__ import main
from vae.train.budget import plan
from vae.train.lock import only_training, state_folder
from vae.train.state import TrainingError, check_nothing_lost, check_same, read_note

ROOT = Path(__file__).parents[2]
ROWS = np.random.default_rng(0).random((8, 128, 173)).astype(np.float16)
ORPHANS = """
import sys
from pathlib import Path
import numpy as np
from vae.train.features import build_features
from vae.train.lock import only_training
from vae.sound.spectrogram import SpectrogramConfig

with only_training(Path(sys.argv[1])) as state:
    sounds = np.random.default_rng(0).random((512, 44100)).astype(np.float32)
    build_features(state, sounds, SpectrogramConfig(), variants=50, seed=0,
                   progress=lambda rows: print("made", rows, flush=True))
"""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seed": 1}, "a training with seed 0, not 1: resume it with the options"),
        ({"learning_rate": 1e-3}, "a training with learning rate 0.0005, not 0.001"),
        ({"variants": 2}, "a training on other sounds"),
    ],
)
def test_what_was_trained_otherwise_is_not_resumed(tmp_path: Path, change: dict, reason: str) -> None:
    make_trainer(tmp_path, ROWS).save()
    other = make_trainer(tmp_path, ROWS)
    other.config = replace(other.config, **change)
    with pytest.raises(TrainingError, match=f"^{tmp_path.name} holds {reason}") as caught:
        other.restore()
    assert str(tmp_path.parent) not in str(caught.value)


@pytest.mark.parametrize("rows", [ROWS[:, ::-1], ROWS[:7], np.roll(ROWS, 1, axis=0)])
def test_other_sounds_are_not_gone_on_with(tmp_path: Path, rows: np.ndarray) -> None:
    make_trainer(tmp_path, ROWS).save()
    before = (tmp_path / "state.safetensors").read_bytes()
    with pytest.raises(TrainingError, match="holds a training on other sounds"):
        make_trainer(tmp_path, rows).restore()
    assert (tmp_path / "state.safetensors").read_bytes() == before


def test_a_longer_training_goes_on(tmp_path: Path) -> None:
    make_trainer(tmp_path, ROWS).run()
    longer = make_trainer(tmp_path, ROWS)
    longer.config = replace(longer.config, epochs=3)
    longer.restore()
    assert longer.progress.step == 4
    longer.config = replace(longer.config, epochs=None, minutes=5.0)
    longer.restore()
    assert longer.done < 1


def test_a_state_from_before_sounds_were_noted_is_taken_at_its_word(tmp_path: Path) -> None:
    trainer = make_trainer(tmp_path, ROWS)
    trainer.run()
    note = {
        "progress": json.dumps(vars(trainer.progress)),
        "config": json.dumps({"seed": 0, "epochs": 2}),  # fewer fields than there are today
    }
    save_file(load_file(trainer.state_path), trainer.state_path, note)
    again = make_trainer(tmp_path, ROWS[:, ::-1])
    again.restore()
    assert again.progress.step == 4
    again.config = replace(again.config, seed=3)
    with pytest.raises(TrainingError, match="seed 0, not 3"):
        again.restore()


def test_a_fresh_start_replaces_no_unfinished_training(tmp_path: Path) -> None:
    out, state = tmp_path / "mine", tmp_path / "mine.training"
    check_nothing_lost(out, state)
    trainer = make_trainer(state, ROWS)
    trainer.save()
    check_nothing_lost(out, state)  # no step was made
    trainer.step()
    trainer.save()
    lost = (
        r"^An unfinished training of mine is here, 1 steps in: continue with --resume, or delete mine\.training"
        " to start anew\\.$"
    )
    with pytest.raises(TrainingError, match=lost):
        check_nothing_lost(out, state)
    trainer.run()
    assert read_note(trainer.state_path).is_done
    with pytest.raises(TrainingError, match="4 steps in"):
        check_nothing_lost(out, state)  # killed before its checkpoint was written
    out.mkdir()
    (out / "config.json").write_text("{}")
    check_nothing_lost(out, state)
    os.utime(out / "config.json", (0, 0))  # an earlier training's
    with pytest.raises(TrainingError, match="4 steps in"):
        check_nothing_lost(out, state)
    trainer.state_path.write_bytes(b"damaged")
    check_nothing_lost(out, state)


def test_a_training_is_done_when_its_budget_is(tmp_path: Path) -> None:
    trainer = make_trainer(tmp_path, ROWS)
    trainer.config = TrainConfig(minutes=1.0, batch_size=4)
    for seconds, stopped, is_done in ((59.0, False, False), (60.0, False, True), (1.0, True, True)):
        trainer.progress.seconds, trainer.progress.stopped = seconds, stopped
        trainer.save()
        note = read_note(trainer.state_path)
        assert note.is_done == is_done
        check_same(trainer.state_path, note, trainer.config.to_dict())


def run(*arguments: object):
    """`python -m vae.train` without another process."""
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.slow
def test_refused_on_the_command_line_before_anything_is_written(tmp_path: Path) -> None:
    data, out = tmp_path / "drums", tmp_path / "mine"
    state = state_folder(out)
    write_library(data, count=36)
    trainer = make_trainer(state, ROWS)
    trainer.step()
    trainer.save()
    (state / "features.npy").write_bytes(b"somebody's")
    before = {path.name: path.read_bytes() for path in state.iterdir()}
    fresh = run("--data", data, "--out", out, "--epochs", 1)
    assert fresh.exit_code == 2
    assert fresh.stderr.startswith("An unfinished training of mine is here, 1 steps in")
    resumed = run("--data", data, "--out", out, "--epochs", 1, "--resume", "--seed", 7)
    assert resumed.exit_code == 2
    assert "mine.training holds a training with batch size 4, not 32" in resumed.stderr
    assert {name: (state / name).read_bytes() for name in before} == before


def test_waveforms_are_not_written_where_they_do_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vae.sound.audio import write_wav

    data, scratch = tmp_path / "drums", tmp_path / "scratch"
    data.mkdir()
    scratch.mkdir()
    for index in range(3):
        write_wav(data / f"kick {index}.wav", ROWS[index].ravel()[:4000].astype(np.float32) - 0.5, 44100)
    numbers = {"sample_rate": 44100, "num_samples": 44100, "scratch": scratch}
    usage, needed = namedtuple("usage", "free"), 3 * (4 * 44100 + 2 * 11025)
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: usage(needed - 1))
    with pytest.raises(space.DiskError, match=r"^This needs 0\.0 GB on the disk of scratch"):
        load_dataset([data], **numbers)
    monkeypatch.setattr(space.shutil, "disk_usage", lambda folder: usage(needed))
    waveforms = load_dataset([data], **numbers).waveforms
    assert 0 < waveforms.num_bytes <= 3 * 4 * 44100 + 3 * 4096


def test_the_disk_estimate_tells_of_the_waveforms() -> None:
    config = TrainConfig(minutes=None, epochs=1, batch_size=4, variants=1)
    size = VAEConfig(latent_dim=4, channels=8, num_frames=121)
    few = {"num_sounds": 8, "num_shown": 8, "num_held_out": 2, "scratch_bytes": 3_500_000_000}
    assert str(plan(PRESETS["studio"], size, config, **few)).endswith(
        "GB, and 3.5 GB for the waveforms meanwhile"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")
def test_workers_of_a_killed_training_free_its_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ORPHANS, tmp_path / "mine"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().startswith("made")
    process.send_signal(signal.SIGKILL)
    process.wait()
    for _ in range(100):
        try:
            with only_training(tmp_path / "mine"):
                return
        except TrainingError:
            time.sleep(0.1)
    pytest.fail("the lock is still held by orphans")


def test_a_path_below_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "mine.training").write_text("no folder")
    for out, reason in ((tmp_path / "file" / "mine", "Not a directory"), (tmp_path / "mine", "File exists")):
        done = run("--data", tmp_path, "--out", out, "--epochs", 1)
        assert done.exit_code == 2
        assert done.stderr.rstrip().endswith(f"cannot be used: {reason}.")
        assert str(tmp_path) not in done.stderr
        assert "Traceback" not in done.stderr


@pytest.fixture
def tiny_disk(tmp_path: Path):
    """Mounts a disk of some megabytes, perhaps read-only; skips where one may not."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mount(options: str) -> Path:
        made = shutil.which("mount") and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], capture_output=True, check=False
        )
        if not made or made.returncode:
            pytest.skip("no disk can be mounted here")
        return disk

    yield mount
    subprocess.run(["umount", disk], capture_output=True, check=False)


@pytest.mark.parametrize(
    ("options", "reason"),
    [("ro", "mine.training cannot be used: Read-only file system."), ("size=2m", "This needs 0.0 GB on the")],
)
def test_a_read_only_or_small_disk_is_one_sentence(
    tmp_path: Path, tiny_disk, options: str, reason: str
) -> None:
    data = tmp_path / "drums"
    write_library(data, count=24)
    disk = tiny_disk(options)
    done = run("--data", data, "--out", disk / "mine", "--epochs", 1)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith(reason)
    assert "Traceback" not in done.stderr
    assert str(tmp_path) not in done.stderr
    assert os.listdir(disk) == []


def test_a_disk_that_runs_full_while_training_keeps_the_state(tmp_path: Path, tiny_disk) -> None:
    disk = tiny_disk("size=8m")
    trainer = make_trainer(disk, ROWS)
    trainer.run()
    before = trainer.state_path.read_bytes()
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
    (disk / "others").write_bytes(bytes(room - len(before) // 2))
    trainer.config = replace(trainer.config, epochs=3)
    with pytest.raises(OSError, match="No space"):
        trainer.run()
    assert trainer.state_path.read_bytes() == before
    assert sorted(os.listdir(disk)) == ["others", "state.safetensors"]
