"""Real trainings, tiny ones: the command line from folder to checkpoint, and going on after a stop."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

from vae.checkpoint.disk import DiskError, check_space
from vae.checkpoint.weights import Checkpoint
from vae.drum_machine.library import write_library
from vae.model.presets import PRESETS
from vae.model.studio import VAE, VAEConfig
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.__main__ import main
from vae.train.features import build_features, spectrograms
from vae.train.loop import Trainer
from vae.train.prepare import choose_size
from vae.train.state import TrainingError

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
            spectrogram_config=NUMBERS,
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
    changed = (tmp_path / "features.packed").stat().st_mtime_ns
    build_features(tmp_path, drum_set.waveforms[:6], NUMBERS, **few)
    assert (tmp_path / "features.packed").stat().st_mtime_ns == changed
    other = build_features(tmp_path, drum_set.waveforms[6:12], NUMBERS, **few)
    assert not np.array_equal(other, first)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_long_sounds_are_prepared_a_few_at_a_time_and_give_the_same(drum_set, tmp_path, monkeypatch):
    few, made = drum_set.waveforms[:7], []
    for number, samples in enumerate((4 * NUMBERS.num_samples, 3 * NUMBERS.num_samples - 1)):
        (tmp_path / str(number)).mkdir()
        monkeypatch.setattr("vae.train.features.MOST_SAMPLES", samples)
        steps: list[int] = []
        options = {"variants": 2, "seed": 0, "workers": 1, "progress": steps.append}
        made.append(build_features(tmp_path / str(number), few, NUMBERS, **options))
        assert steps == [[4, 3, 4, 3], [2, 2, 2, 1, 2, 2, 2, 1]][number]
    np.testing.assert_allclose(made[0], made[1], atol=1e-3)


@pytest.mark.slow
def test_from_folder_to_checkpoint_to_tuning_and_going_on_on_the_command_line(tmp_path: Path):
    data, out = tmp_path / "drums", tmp_path / "mine"
    assert run("vae.drum_machine", "--out", data, "--count", 24).returncode == 0
    done = run("vae.train", "--data", data, "--out", out, "--epochs", 2, "--latent-dim", 8)
    assert done.returncode == 0, done.stderr
    assert "24 sounds on the map" in done.stdout
    assert "python app.py --checkpoint" in done.stdout.splitlines()[-1]
    names = {path.name for path in out.iterdir()}
    assert names >= {
        "config.json",
        "model.safetensors",
        "library.npz",
        "metrics.json",
        "history.csv",
        "README.md",
        "report.csv",
        "evaluation.png",
        "between.png",
    }
    with open(out / "report.csv", encoding="utf-8-sig") as file:
        assert {row["used"] for row in csv.DictReader(file)} == {"yes"}
    for line in ("time: about ", "disk: ", "labels: 24 by name", "rates in Hz: 24 44100"):
        assert line in done.stdout
    with open(out / "history.csv", encoding="utf-8") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["1", "2"]
    figures = json.loads((out / "metrics.json").read_text())
    assert {"left-out engines", "other engines"} <= set(figures["between"]["midpoint"])
    measured = figures["measures"]
    assert 0 < measured["phase ceiling"]["envelope_db"]["median"] < measured["model"]["envelope_db"]["median"]
    again = run("vae.evaluate", "--checkpoint", out, "--json", tmp_path / "again.json")
    assert again.returncode == 0, again.stderr
    assert json.loads((tmp_path / "again.json").read_text())["measures"]["model"] == measured["model"]
    tuned = run("vae.train", "--data", data, "--out", tmp_path / "tuned", "--epochs", 1, "--from", out)
    assert tuned.returncode == 0, tuned.stderr
    found = json.loads((tmp_path / "tuned" / "config.json").read_text())
    assert found["model"]["latent_dim"] == 8
    assert found["training"]["from"] == out.as_posix()
    on = run("vae.train", "--data", data, "--out", out, "--epochs", 3, "--latent-dim", 8, "--resume")
    assert on.returncode == 0, on.stderr
    with open(out / "history.csv", encoding="utf-8") as file:
        assert [row["epoch"] for row in csv.DictReader(file)] == ["1", "2", "3"]


def test_a_full_memory_is_one_sentence_that_says_what_to_lower(tmp_path: Path, monkeypatch):
    """It shows when the first steps are timed, before spectrograms are made."""

    def full(*args: object, **options: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    monkeypatch.setattr("vae.train.prepare.plan", full)
    data, app = tmp_path / "drums", typer.Typer()
    write_library(data, count=16)
    app.command()(main)
    arguments = ["--data", data, "--out", tmp_path / "mine", "--latent-dim", 4, "--batch-size", 7]
    done = CliRunner().invoke(app, [str(one) for one in [*arguments, "--device", "cpu", "--seconds", 1]])
    assert done.exit_code == 2
    assert done.stderr.strip().splitlines()[-1] == (
        "The memory of this computer is full: lower --batch-size (now 7), --seconds or --latent-dim, "
        "or close other programs."
    )
    assert "device: cpu" in done.stdout
    assert not (tmp_path / "mine").exists()
    assert not list(tmp_path.rglob("features.*"))


def test_starting_from_another_model_keeps_it_until_there_is_a_better_one(make_trainer):
    first = make_trainer(epochs=10)
    first.run()
    weights = {name: tensor.clone() for name, tensor in first.best_model().state_dict().items()}
    second = make_trainer(epochs=2, learning_rate=0.0, seed=1)
    second.start_from(weights)
    assert second.progress.best == pytest.approx(first.progress.best)
    for name, tensor in second.best_model().state_dict().items():
        assert torch.equal(tensor, weights[name]), name
    second.run()
    assert second.progress.best <= first.progress.best * 1.0001


def test_only_a_checkpoint_of_the_same_kind_can_be_started_from():
    first = Checkpoint(VAE(SMALL), NUMBERS, {})
    start = Path("/somewhere/mine")
    even = replace(PRESETS["studio"], spectrogram_config=NUMBERS)
    assert choose_size(even, None, first, start) == SMALL
    assert choose_size(even, 8, first, start) == SMALL
    for latent_dim, wanted in ((None, (512, 256)), (8, (8, 4))):
        size = choose_size(PRESETS["studio"], latent_dim, None, None)
        assert (size.latent_dim, size.coarse_dims) == wanted
    for preset, latent_dim, checkpoint in (
        ("thesis", None, first),
        ("studio", 9, first),
        ("studio", None, Checkpoint(VAE(SMALL), SpectrogramConfig(n_fft=512), {})),
    ):
        with pytest.raises(TrainingError, match=r"^mine cannot be started from"):
            choose_size(even if preset == "studio" else PRESETS[preset], latent_dim, checkpoint, start)


def test_more_than_the_disk_holds_is_refused(tmp_path):
    check_space(tmp_path, 1000)
    with pytest.raises(DiskError, match=r"^This needs 1000000\.0 GB on the disk of .* GB are free\.$"):
        check_space(tmp_path, 10**15)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--data", "nowhere"], "does not exist"),
        (["--data", "."], "No sound"),
        (["--data", ".", "--preset", "mp3"], "preset"),
        (["--data", ".", "--minutes", "1", "--epochs", "1"], "not both"),
        (["--data", ".", "--device", "gpu"], "There is no device 'gpu': choose one of auto, cpu, cuda, mps."),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(main)
    done = CliRunner().invoke(app, [*arguments, "--out", str(tmp_path / "mine")])
    assert done.exit_code == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mine").exists()
