"""A new model is a class, a size and a preset: with these alone it trains, is saved, opens, encodes and decodes."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from vae import Codec
from vae.checkpoint.weights import load_checkpoint, save_checkpoint
from vae.data.dataset import Dataset
from vae.evaluate.posterior import posterior_measures
from vae.model import objectives
from vae.model.interface import Model
from vae.model.presets import PRESETS, Preset
from vae.model.studio import VAE, VAEConfig
from vae.model.thesis import ThesisConfig, ThesisVAE
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.features import spectrograms
from vae.train.loop import Trainer


@dataclass(frozen=True)
class LinearConfig:
    latent_dim: int = 8
    num_bands: int = 32
    num_frames: int = 173

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class LinearVAE(Model):
    """One matrix each way."""

    def __init__(self, config: LinearConfig) -> None:
        super().__init__()
        self.config = config
        cells = config.num_bands * config.num_frames
        self.encoder, self.decoder = (
            nn.Linear(cells, 2 * config.latent_dim),
            nn.Linear(config.latent_dim, cells),
        )

    @property
    def latent_dim(self) -> int:
        return self.config.latent_dim

    def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean, log_variance = self.encoder(spectrogram.flatten(1)).float().chunk(2, dim=1)
        return mean, log_variance

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        return self.decoder(z).float().unflatten(1, (self.config.num_bands, self.config.num_frames))


@pytest.fixture
def linear(monkeypatch: pytest.MonkeyPatch) -> Preset:
    preset = Preset(
        SpectrogramConfig(num_bands=32),
        TrainConfig(minutes=None, epochs=1, batch_size=24),
        LinearConfig,
        LinearVAE,
        objectives.studio,
        refined=False,
    )
    monkeypatch.setitem(PRESETS, "linear", preset)
    return preset


def test_a_toy_model_goes_from_training_to_sound(linear: Preset, drum_set: Dataset, tmp_path: Path) -> None:
    numbers = linear.spectrogram_config
    trainer = Trainer(
        spectrograms(drum_set.waveforms, numbers),
        spectrograms(drum_set.waveforms[:8], numbers),
        num_sounds=len(drum_set),
        model=linear.new_model(LinearConfig(), seed=0),
        objective=linear.objective,
        spectrogram_config=numbers,
        config=linear.training,
        state_path=tmp_path / "state.safetensors",
    )
    before = {name: tensor.clone() for name, tensor in trainer.model.state_dict().items()}
    trainer.run()
    assert trainer.progress.step == 2
    assert all(not torch.equal(before[name], now) for name, now in trainer.model.state_dict().items())
    save_checkpoint(tmp_path, trainer.best_model(), numbers, {}, preset="linear")
    checkpoint = load_checkpoint(tmp_path)
    assert isinstance(checkpoint.model, LinearVAE)
    assert checkpoint.model.config == LinearConfig()
    codec = Codec.load(tmp_path)
    z = codec.encode(drum_set.waveforms[0], 44_100)
    assert (z.shape, z.dtype) == ((8,), np.float32)
    sound = codec.decode(z)
    assert codec.describe(z) == (1, len(sound)) == (1, 44_100)
    assert np.isfinite(sound).all()
    errors, divergence = posterior_measures(checkpoint, drum_set.waveforms[:3])
    assert (errors.shape, divergence.shape) == ((3,), (3, 8))


def test_a_model_without_its_parts_cannot_be_made() -> None:
    class Half(Model):
        def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            return spectrogram, spectrogram

    with pytest.raises(TypeError, match="abstract"):
        Half()


@pytest.mark.parametrize(
    "model", [VAE(VAEConfig(latent_dim=4, channels=8)), ThesisVAE(ThesisConfig(4, (8,) * 5))]
)
def test_every_model_keeps_the_contract(model: Model) -> None:
    bands, frames = (128, 173) if isinstance(model, VAE) else (256, 64)
    target = torch.rand(3, bands, frames, generator=torch.Generator().manual_seed(0))
    model.eval()
    latents, _ = model.encode(target)
    assert latents.shape == (3, model.latent_dim)
    assert model.decode(latents).shape == target.shape
    rescaled = model.rescale(target)
    mean, log_variance = model.posterior(rescaled)
    assert mean.shape == log_variance.shape == (3, model.config.latent_dim)
    assert model.reconstruct(mean).shape == rescaled.shape == target.shape
    again = type(model)(type(model.config)(**model.config.to_dict()))
    assert {k: v.shape for k, v in again.state_dict().items()} == {
        k: v.shape for k, v in model.state_dict().items()
    }


@pytest.mark.parametrize(
    "changes", [{"bottleneck": 0}, {"bottleneck": 10**6}, {"num_bands": 120}, {"num_bands": 8}]
)
def test_sizes_that_cannot_be_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not the sizes of a model"):
        VAEConfig(**changes)
