"""How long the sounds of a training are: from the folder, from the user, from the checkpoint to start from."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
import typer
from typer.testing import CliRunner

from vae.checkpoint.weights import Checkpoint
from vae.model.presets import PRESETS
from vae.model.studio import VAE, VAEConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.__main__ import main
from vae.train.length import lasting, needed_seconds, parse_seconds, tidy_seconds, with_length
from vae.train.prepare import new_size
from vae.train.state import TrainingError

RATE = 44_100


def write_hit(path: Path, seconds: float, *, hz: float = 200.0, silence: float = 0.0) -> None:
    """A tone that is 60 dB down after `seconds` and goes on dying away, then nothing for `silence` seconds."""
    time = np.arange(int(1.2 * seconds * RATE)) / RATE
    tone = np.sin(2 * np.pi * hz * time) * 10 ** (-3 * time / seconds)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.pad(tone, (0, int(silence * RATE))).astype(np.float32), RATE, subtype="FLOAT")


@pytest.fixture
def folder(tmp_path) -> Path:
    """19 short sounds, one of which has silence after it, and a long one."""
    for number in range(19):
        silence = 3.0 if number == 7 else 0.0
        write_hit(tmp_path / "kit" / f"snare {number}.wav", 0.6, hz=150 + 31 * number, silence=silence)
    write_hit(tmp_path / "kit" / "crash.wav", 3.1)
    return tmp_path / "kit"


def test_the_length_is_auto_or_a_number():
    assert parse_seconds("auto") is None
    assert parse_seconds(" Auto ") is None
    assert parse_seconds("2.5") == 2.5
    assert parse_seconds("8") == 8
    for wrong in ("", "long", "nan", "inf", "0", "-1", "8.1"):
        with pytest.raises(
            ValueError, match=r"^The length is 'auto' or a number of seconds from 0\.25 to 8\.$"
        ):
            parse_seconds(wrong)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ((95, 0.6), (5, 3.0), 0.75),
        ((94, 0.6), (6, 2.9), 3.0),
        ((100, 1.0), (0, 0), 1.0),
        ((100, 1.01), (0, 0), 1.25),
        ((100, 0.02), (0, 0), 0.5),
        ((10, 0.1), (10, 9.0), 4.0),
    ],
)
def test_nearly_all_sounds_end_within_it(short, long, expected):
    durations = np.repeat([short[1], long[1]], [short[0], long[0]])
    assert tidy_seconds(durations) == expected
    assert tidy_seconds(durations[::-1]) == expected


def test_silence_needs_no_length_and_a_few_long_sounds_do_not_count(folder):
    assert needed_seconds([folder], sample_rate=RATE, progress=False) == 0.75
    assert needed_seconds([folder], sample_rate=22_050, progress=False) == 0.75
    assert needed_seconds([folder / "crash.wav"], sample_rate=RATE, progress=False) == 3.25


def test_a_preset_of_another_length_makes_models_of_that_length():
    preset = lasting(PRESETS["studio"], 2.0)
    assert preset.spectrogram_config.num_samples == 2 * RATE
    size = new_size(preset, 8)
    with torch.inference_mode():
        decoded = preset.new_model(size, seed=0).decode(torch.zeros(1, 8))
    assert decoded.shape[2] == preset.spectrogram_config.num_frames
    assert PRESETS["studio"].spectrogram_config.num_samples == RATE


def test_a_preset_with_its_own_length_keeps_it(folder):
    thesis = PRESETS["thesis"]
    assert with_length(thesis, None, [folder]) is thesis
    with pytest.raises(TrainingError, match="leave --seconds out"):
        with_length(thesis, 2.0, [folder])


def test_the_checkpoint_to_start_from_says_how_long_sounds_are(folder):
    numbers = SpectrogramConfig(num_samples=2 * RATE)
    size = VAEConfig(latent_dim=8, channels=8, num_frames=numbers.num_frames)
    first = Checkpoint(VAE(size), numbers, {})
    for seconds in (None, 2.0):
        assert with_length(PRESETS["studio"], seconds, [folder], first=first).spectrogram_config == numbers
    with pytest.raises(TrainingError, match=r"has sounds of 2 s: leave --seconds out\.$"):
        with_length(PRESETS["studio"], 1.0, [folder], first=first)


@pytest.mark.parametrize(("given", "seconds"), [((), 0.75), (("--seconds", "3.5"), 3.5)])
def test_a_dry_run_shows_as_much_as_would_be_learned(folder, tmp_path, given, seconds):
    app = typer.Typer()
    app.command()(main)
    arguments = ["--data", str(folder), "--out", str(tmp_path / "mine"), "--dry-run", *given]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert (f"length: at most {seconds:g} s" in done.stdout) == (not given)
    assert ("; 1 cut after 0.75 s" in done.stdout) == (not given)
    lengths = sorted(
        soundfile.info(path).duration for path in (tmp_path / "mine.preview" / "sheet").glob("*.flac")
    )
    assert lengths[0] < 0.65
    assert lengths[-1] == pytest.approx(min(3.12, seconds), abs=0.03)
