"""The way from spectrogram to sound is chosen by its name in config.json."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from vae import Codec
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import Checkpoint, save_checkpoint
from vae.evaluate.baselines import baseline_methods
from vae.sound.phase import GRIFFIN_LIM, PHASE_METHODS
from vae.sound.spectrogram import SpectrogramConfig


def ramp(
    spectrogram: torch.Tensor, config: SpectrogramConfig, *, n_iter: int | None, seed: int
) -> torch.Tensor:
    """No sound at all, but one that shows which arguments arrived."""
    level = float(spectrogram.mean()) + (16 if n_iter is None else n_iter) + 100 * seed
    return torch.linspace(0, 1, config.num_samples) * level


@pytest.fixture
def folder(untrained_checkpoint: Checkpoint, tmp_path: Path) -> Path:
    save_checkpoint(tmp_path, untrained_checkpoint.model, untrained_checkpoint.spectrogram_config, {})
    return tmp_path


def with_phase(folder: Path, phase: object) -> Path:
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"phase": phase}))
    return folder


def test_a_toy_phase_is_named_in_a_checkpoint_and_decodes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, drum_set
) -> None:
    monkeypatch.setitem(PHASE_METHODS, "ramp", ramp)
    codec = Codec.load(with_phase(folder, "ramp"))
    z = np.zeros(codec.latent_dim, np.float32)
    expected = np.linspace(0, 0.95, codec.num_samples, dtype=np.float32)
    np.testing.assert_allclose(codec.decode(z), expected, atol=1e-6)
    np.testing.assert_allclose(codec.decode(z, n_iter=0, seed=3), expected, atol=1e-6)
    ceiling = baseline_methods(codec, drum_set.waveforms[:13])["phase ceiling"]
    np.testing.assert_allclose(ceiling(drum_set.waveforms[0]), expected, atol=1e-6)


def test_a_checkpoint_without_the_entry_sounds_as_with_griffin_lim(folder: Path) -> None:
    named = Codec.load(with_phase(folder, GRIFFIN_LIM))
    z = named.encode(np.hanning(9000).astype(np.float32) * np.sin(np.arange(9000, dtype=np.float32)), 44_100)
    config = json.loads((folder / "config.json").read_text())
    assert config.pop("phase") == GRIFFIN_LIM
    (folder / "config.json").write_text(json.dumps(config))
    assert np.array_equal(named.decode(z), Codec.load(folder).decode(z))


@pytest.mark.parametrize("phase", ["unheard of", 3, None, ["griffin_lim"]])
def test_an_unknown_phase_is_one_sentence(folder: Path, phase: object) -> None:
    with pytest.raises(CheckpointError, match=r"config\.json"):
        Codec.load(with_phase(folder, phase))
