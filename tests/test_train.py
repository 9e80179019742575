"""Real trainings, tiny ones: the command line from folder to checkpoint, and going on after a stop."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from vae.features import build_features, spectrograms
from vae.fit import TrainConfig, Trainer, TrainingError
from vae.model import VAEConfig
from vae.presets import PRESETS
from vae.spectrogram import SpectrogramConfig

NUMBERS = SpectrogramConfig()
SMALL = VAEConfig(latent_dim=8, channels=8)


@pytest.fixture(scope="module")
def features(drum_set, tmp_path_factory) -> np.ndarray:
    return build_features(
        tmp_path_factory.mktemp("cache"), drum_set.waveforms, NUMBERS, variants=2, seed=0, workers=1
    )


@pytest.fixture
def make_trainer(features, drum_set, tmp_path):
    def make(**changes) -> Trainer:
        config = TrainConfig(
            **{"minutes": None, "epochs": 4, "batch_size": 16, "learning_rate": 1e-3} | changes
        )
        return Trainer(
            features,
            spectrograms(drum_set.waveforms[:8], NUMBERS),
            num_sounds=len(drum_set),
            model=PRESETS["studio"].new_model(SMALL, seed=0),
            objective=PRESETS["studio"].objective,
            spectrogram=NUMBERS,
            config=config,
            state_path=tmp_path / "state.safetensors",
        )

    return make


def test_training_improves_on_principal_components(make_trainer):
    trainer = make_trainer(epochs=20)
    before, _ = trainer.validate()
    trainer.run()
    assert trainer.progress.best < 0.9 * before
    assert len(trainer.progress.history) == 20
    assert trainer.progress.history[-1]["loss"] < trainer.progress.history[0]["loss"]


def test_going_on_after_a_stop_ends_with_the_same_bits(make_trainer):
    whole = make_trainer()
    whole.run()

    class Stop(Exception):
        pass

    def stop_in_the_second_epoch(trainer: Trainer) -> None:
        if trainer.progress.step == 5:
            raise Stop

    first = make_trainer()
    with pytest.raises(Stop):
        first.run(stop_in_the_second_epoch)
    second = make_trainer()
    second.restore()
    assert second.progress.step == 5
    second.run()
    for name, tensor in whole.best_model().state_dict().items():
        assert torch.equal(tensor, second.best_model().state_dict()[name]), name

    def without_clock(trainer: Trainer) -> list[dict]:
        return [row | {"seconds": 0} for row in trainer.progress.history]

    assert without_clock(whole) == without_clock(second)


def test_it_stops_when_validation_no_longer_improves(make_trainer):
    trainer = make_trainer(epochs=50, learning_rate=0.0, patience=3)
    trainer.run()
    assert len(trainer.progress.history) < 10


def test_the_best_epoch_is_shipped_not_the_last(make_trainer):
    trainer = make_trainer(epochs=6)
    trainer.run()
    best = {name: tensor.clone() for name, tensor in trainer.best.items()}
    trainer.config = TrainConfig(minutes=None, epochs=12, batch_size=16, learning_rate=0.5)
    trainer.run()
    history = [row["validation"] for row in trainer.progress.history]
    assert trainer.progress.best == min(history)
    if min(history) in history[:6]:
        assert all(torch.equal(best[name], tensor) for name, tensor in trainer.best.items())


def test_a_damaged_or_missing_state_is_one_sentence(make_trainer):
    trainer = make_trainer()
    with pytest.raises(TrainingError, match="no training to resume"):
        trainer.restore()
    trainer.state_path.write_bytes(b"not a state")
    with pytest.raises(TrainingError, match="damaged"):
        trainer.restore()


def test_the_cache_is_made_once_and_anew_for_other_sounds(drum_set, tmp_path):
    made: list[int] = []
    few = {"variants": 2, "seed": 0, "workers": 1, "progress": made.append}
    first = np.array(build_features(tmp_path, drum_set.waveforms[:6], NUMBERS, **few))
    assert first.shape == (12, 128, 173)
    assert np.array_equal(first[:6], spectrograms(drum_set.waveforms[:6], NUMBERS))
    assert not np.array_equal(first[:6], first[6:])
    changed = (tmp_path / "features.npy").stat().st_mtime_ns
    build_features(tmp_path, drum_set.waveforms[:6], NUMBERS, **few)
    assert (tmp_path / "features.npy").stat().st_mtime_ns == changed
    other = build_features(tmp_path, drum_set.waveforms[6:12], NUMBERS, **few)
    assert not np.array_equal(other, first)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_from_folder_to_checkpoint_on_the_command_line(tmp_path: Path):
    data, out = tmp_path / "drums", tmp_path / "mine"
    assert run("vae.drum_machine", "--out", data, "--count", 48).returncode == 0
    done = run("vae.train", "--data", data, "--out", out, "--epochs", 2, "--latent-dim", 8)
    assert done.returncode == 0, done.stderr
    assert "48 sounds on the map" in done.stdout
    assert "python app.py --checkpoint" in done.stdout.splitlines()[-1]
    names = {path.name for path in out.iterdir()}
    assert names >= {
        "config.json",
        "model.safetensors",
        "library.npz",
        "metrics.json",
        "history.csv",
        "README.md",
    }
    with open(out / "history.csv") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["1", "2"]
    measured = json.loads((out / "metrics.json").read_text())["measures"]
    assert 0 < measured["phase ceiling"]["envelope_db"]["median"] < measured["model"]["envelope_db"]["median"]
    again = run("vae.evaluate", "--checkpoint", out, "--json", tmp_path / "again.json")
    assert again.returncode == 0, again.stderr
    same = json.loads((tmp_path / "again.json").read_text())["measures"]["model"]
    assert same == measured["model"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--data", "nowhere"], "does not exist"),
        (["--data", "."], "No sound"),
        (["--data", ".", "--preset", "mp3"], "preset"),
        (["--data", ".", "--minutes", "1", "--epochs", "1"], "not both"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    done = run("vae.train", *arguments, "--out", tmp_path / "mine")
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mine").exists()
