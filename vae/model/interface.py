"""What every model offers: the codec, training, measures and presets rely on nothing else.

A new model is a subclass of `Model`, a configuration that fits `ModelConfig`, and an entry in `vae.model.presets`.
"""

from abc import ABC, abstractmethod
from typing import Any, Protocol

import torch
from torch import nn


class ModelConfig(Protocol):
    """The size of a model: a frozen dataclass that raises ValueError for impossible sizes."""

    @property
    def latent_dim(self) -> int:
        """Dimensions of the posterior."""

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; calling the class with them is the inverse."""


class Model(nn.Module, ABC):
    """A variational autoencoder of scaled spectrograms (`vae.sound.spectrogram`).

    Attributes:
        config: its size; `type(model)(model.config)` makes an untrained copy.
    """

    config: ModelConfig

    @property
    @abstractmethod
    def latent_dim(self) -> int:
        """Number of dimensions of a latent, as `encode` returns and `decode` takes it."""

    @property
    def device(self) -> torch.device:
        """Where its parameters are, and its inputs have to be."""
        return next(self.parameters()).device

    @abstractmethod
    def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents (B, latent_dim) of spectrograms (B, bands, frames), and log-variances of the posterior.

        Inverse: `decode`. Lost on the way: what the latent cannot hold.
        """

    @abstractmethod
    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Spectrograms (B, bands, frames), float32, of latents (B, latent_dim); not limited to [0, 1]."""

    def stand_by(self) -> "Model":
        """The model itself, ready to be played: no gradients, dense layers laid out for one latent at a time.

        A dense layer by columns takes 1.3 ms for 3.8 of one latent (24,576 x 256, processor time on one core, weights
        not in the cache), its transpose 1.7 for 3.4, and batches no longer than before.
        """
        for module in self.modules():
            if isinstance(module, nn.Linear):
                module.weight = nn.Parameter(module.weight.detach().T.contiguous().T)
        return self.requires_grad_(False).eval()

    def start(self, spectrograms: torch.Tensor) -> None:
        """Prepares an untrained model with a sample of the training data (N, bands, frames); by default nothing."""

    def slow_parameters(self) -> list[nn.Parameter]:
        """Parameters that learn at `TrainConfig.linear_rate` times the learning rate; by default none."""
        return []

    def rescale(self, spectrogram: torch.Tensor) -> torch.Tensor:
        """Spectrograms (B, bands, frames) in the scaling that the model learns in; by default unchanged."""
        return spectrogram

    def posterior(self, rescaled: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and log-variance (B, config.latent_dim) of what `rescale` returns; by default those of `encode`."""
        return self.encode(rescaled)

    def reconstruct(self, z: torch.Tensor) -> torch.Tensor:
        """Samples of the posterior (B, config.latent_dim) -> spectrograms in the scaling of `rescale`."""
        return self.decode(z)

    @staticmethod
    def reparameterize(mean: torch.Tensor, log_variance: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """A sample of the posterior, from standard normal `noise` of the same shape."""
        return mean + noise * (log_variance / 2).exp()
