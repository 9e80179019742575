"""What a training survives: kills, full disks, folders that it may not write, a second training beside it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_trainer import make_trainer

from vae.errors import sentence_of
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.features import build_features, spectrograms
from vae.train.lock import only_training
from vae.train.prepare import check_folders
from vae.train.state import TrainingError

NUMBERS = SpectrogramConfig()
ROOT = Path(__file__).parents[2]
TRAINING = """
import sys
from pathlib import Path
import numpy as np, torch
import vae.train.loop
from vae.model.train_config import TrainConfig
from vae.train.loop import Trainer
from vae.train.lock import only_training
from vae.model.studio import VAEConfig
from vae.model.presets import PRESETS
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.progress import train

torch.set_num_threads(1)
vae.train.loop.SAVE_SECONDS = 0
rows = np.random.default_rng(0).random((24, 128, 173)).astype(np.float16)
preset = PRESETS["studio"]
begun = []

def objective(*arguments):
    if not begun:
        begun.append(True)
        print("started at", trainer.progress.step, flush=True)
    return preset.objective(*arguments)

with only_training(Path(sys.argv[1])) as state:
    trainer = Trainer(
        rows, rows[:4], num_sounds=24, model=preset.new_model(VAEConfig(latent_dim=4, channels=8), seed=0),
        objective=objective, spectrogram_config=SpectrogramConfig(), state_path=state / "state.safetensors",
        config=TrainConfig(minutes=None, epochs=8, batch_size=4),
    )
    if trainer.state_path.exists():
        trainer.restore()
    if trainer.done >= 1:
        print("started at", trainer.progress.step, flush=True)
    try:
        train(trainer)
    except KeyboardInterrupt:
        print("stopped at", trainer.progress.step, flush=True)
        sys.exit(130)
print(trainer.progress.step, trainer.progress.best.hex(), flush=True)
"""


def start(out: Path) -> subprocess.Popen[str]:
    """A tiny training that saves after every step, and goes on where an earlier one stopped."""
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINING, out],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().startswith("started at")
    return process


@pytest.mark.long
def test_killed_at_any_moment_it_ends_with_the_same_bits(tmp_path: Path) -> None:
    """HITMAP_KILLS says how often; 20 kills take minutes."""
    undisturbed = start(tmp_path / "whole").communicate()[0].splitlines()[-1]
    rng = random.Random(0)
    out, kills = tmp_path / "killed", 0
    for _ in range(int(os.environ.get("HITMAP_KILLS", "2"))):
        process = start(out)
        time.sleep(rng.uniform(0.0, 0.4))
        process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
    last, errors = start(out).communicate()
    assert kills > 0
    assert last.splitlines()[-1] == undisturbed, errors
    assert not list((tmp_path / "killed.training").glob(".*.partial"))


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_a_signal_it_is_saved_and_goes_on_exactly(tmp_path: Path, number: int) -> None:
    undisturbed = start(tmp_path / "whole").communicate()[0].splitlines()[-1]
    process = start(tmp_path / "stopped")
    process.send_signal(number)
    output, errors = process.communicate()
    assert process.returncode in (0, 130)
    assert "Traceback" not in errors
    again = start(tmp_path / "stopped")
    assert again.communicate()[0].splitlines()[-1] == undisturbed
    if process.returncode == 130:
        assert int(output.split()[-1]) < int(undisturbed.split()[0])


def test_only_one_training_at_a_time(tmp_path: Path) -> None:
    with only_training(tmp_path / "mine") as state:
        (state / "something").touch()
        code = "import sys; from pathlib import Path; from vae.train.lock import only_training\n"
        code += "with only_training(Path(sys.argv[1])): pass"
        other = subprocess.run(
            [sys.executable, "-c", code, tmp_path / "mine"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "TrainingError: Another training is writing mine" in other.stderr
    with only_training(tmp_path / "mine") as state:
        assert (state / "something").exists()
    with only_training(tmp_path / "yours"):
        pass
    assert not (tmp_path / "yours.training").exists()


@pytest.mark.parametrize("room", [0, 100, 20_000])
def test_a_full_disk_leaves_the_old_state(tmp_path: Path, full_disk, monkeypatch, room: int) -> None:
    rows = np.random.default_rng(0).random((8, 128, 173)).astype(np.float16)
    trainer = make_trainer(tmp_path, rows)
    trainer.run()
    before = trainer.state_path.read_bytes()
    full_disk(room)
    trainer.config = TrainConfig(minutes=None, epochs=3, batch_size=4)
    with pytest.raises(OSError, match="No space") as caught:
        trainer.run()
    assert sentence_of(caught.value, Path("/secret/mine")) == (
        "The disk of mine cannot be used: No space left on device."
    )
    assert trainer.state_path.read_bytes() == before
    assert os.listdir(tmp_path) == ["state.safetensors"]
    monkeypatch.undo()
    again = make_trainer(tmp_path, rows)
    again.restore()
    assert again.progress.step == 4


def test_a_full_disk_leaves_no_half_cache(drum_set, tmp_path: Path, full_disk, monkeypatch) -> None:
    few = {"variants": 1, "seed": 0, "workers": 1}
    full_disk(1000)
    with pytest.raises(OSError, match="No space"):
        build_features(tmp_path, drum_set.waveforms[:4], NUMBERS, **few)
    monkeypatch.undo()
    made = build_features(tmp_path, drum_set.waveforms[:4], NUMBERS, **few)
    np.testing.assert_array_equal(made, spectrograms(drum_set.waveforms[:4], NUMBERS))


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"fingerprint": 3}'])
def test_a_damaged_note_on_the_cache_makes_it_anew(drum_set, tmp_path: Path, content: str) -> None:
    few = {"variants": 1, "seed": 0, "workers": 1}
    build_features(tmp_path, drum_set.waveforms[:4], NUMBERS, **few)
    (tmp_path / "features.json").write_text(content)
    made = build_features(tmp_path, drum_set.waveforms[:4], NUMBERS, **few)
    np.testing.assert_array_equal(made, spectrograms(drum_set.waveforms[:4], NUMBERS))


def test_what_has_diverged_is_not_saved(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).random((8, 128, 173)).astype(np.float16)
    trainer = make_trainer(tmp_path, rows)
    trainer.save()
    before = trainer.state_path.read_bytes()
    with torch.no_grad():
        trainer.model.linear.bias[0] = float("nan")
    with pytest.raises(TrainingError, match="finite"):
        trainer.run()
    assert trainer.state_path.read_bytes() == before


def test_nothing_but_a_checkpoint_is_replaced(tmp_path: Path) -> None:
    sounds = tmp_path / "sounds"
    (sounds / "kit").mkdir(parents=True)
    (sounds / "kit" / "kick.wav").touch()
    for out in (sounds, sounds / "kit", sounds / "kit" / "kick.wav"):
        with pytest.raises(TrainingError, match="choose another --out"):
            check_folders([sounds], out)
    (tmp_path / "mine").mkdir()
    check_folders([sounds], tmp_path / "mine")
    (tmp_path / "mine" / "config.json").write_text(json.dumps({}))
    check_folders([sounds], tmp_path / "mine")
    with pytest.raises(TrainingError, match="would be replaced"):
        check_folders([tmp_path / "mine"], tmp_path / "mine")
