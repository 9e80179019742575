"""Small trainings: they learn, they say how well, and they leave nothing behind."""

import numpy as np
import torch
from torch import nn

from vae.course.training import error_db, train_small
from vae.model.interface import Model
from vae.model.losses import kl_divergence
from vae.model.studio import VAE, VAEConfig
from vae.sound.spectrogram import SpectrogramConfig

CONFIG = SpectrogramConfig(num_samples=4096, hop_length=512, num_bands=16)
SIZE = VAEConfig(num_bands=16, num_frames=CONFIG.num_frames, latent_dim=3, channels=8, bottleneck=8)


class Plain(VAE):
    """A small model that nothing prepares."""

    def start(self, spectrograms: torch.Tensor) -> None:
        nn.init.zeros_(self.linear.weight)


def loss(model: Model, target, noise, alpha):
    mean, log_variance = model.encode(target)
    decoded = model.decode(model.reparameterize(mean, log_variance, noise))
    return alpha * (decoded - target).square().mean(), kl_divergence(mean, log_variance)


def spectrograms(count: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    ramp = np.linspace(1, 0, CONFIG.num_frames) * rng.uniform(0.3, 1, (count, 16, 1))
    return ramp.astype(np.float16)


def test_it_learns_and_its_history_says_so():
    torch.manual_seed(0)
    sounds = spectrograms(40)
    model = Plain(SIZE)
    done = train_small(model, sounds[:32], sounds[32:], loss, alpha=500.0, config=CONFIG, epochs=40)
    assert done.history[-1]["epoch"] == 40
    assert done.column("training")[-1] < done.column("training")[0] / 2
    measured = error_db(done.model, torch.from_numpy(sounds[32:]).float(), CONFIG)
    assert abs(measured - done.column("validation")[-1]) < 1e-4
    assert done.kl.shape == (3,)
    assert not done.model.training


def test_without_a_reason_to_reconstruct_nothing_is_encoded():
    torch.manual_seed(0)
    sounds = spectrograms(40)
    kept, collapsed = (
        train_small(Plain(SIZE), sounds[:32], sounds[32:], loss, alpha=alpha, config=CONFIG, epochs=60)
        for alpha in (1e5, 0.01)
    )
    assert collapsed.kl.sum() < 0.05 < 0.5 < kept.kl.sum()
