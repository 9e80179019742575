"""What each preset minimises: a model and a batch of spectrograms -> reconstruction error and KL divergence."""

from collections.abc import Mapping
from typing import Protocol

import torch

from vae.model.interface import Model
from vae.model.losses import cell_error, envelope_error, kl_divergence, onset_error
from vae.model.thesis import mean_squared_error
from vae.sound.measures import FINE
from vae.sound.spectrogram import SpectrogramConfig


class Objective(Protocol):
    """What training minimises."""

    def __call__(
        self,
        model: Model,
        target: torch.Tensor,
        noise: torch.Tensor | None,
        weights: Mapping[str, float],
        config: SpectrogramConfig,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Reconstruction error and KL divergence of a batch.

        Args:
            model: in training or in `eval()` mode.
            target: (B, bands, frames) in [0, 1].
            noise: standard normal (B, config.latent_dim), makes the sample of the posterior that is decoded; None
                decodes the posterior mean.
            weights: weights of the terms "envelope", "fine" and "onset".
            config: the settings of the spectrogram.

        Returns:
            The error, a scalar, and the KL divergence per dimension in nats, (latent_dim,).
        """


def _sample(mean: torch.Tensor, log_variance: torch.Tensor, noise: torch.Tensor | None) -> torch.Tensor:
    return mean if noise is None else Model.reparameterize(mean, log_variance, noise)


def studio(
    model: Model,
    target: torch.Tensor,
    noise: torch.Tensor | None,
    weights: Mapping[str, float],
    config: SpectrogramConfig,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Errors of cells, envelopes at two grains, and onsets, weighted by `weights`; see `Objective`."""
    mean, log_variance = model.encode(target)
    decoded = model.decode(_sample(mean, log_variance, noise))
    with torch.autocast(target.device.type, enabled=False):
        error = cell_error(decoded, target)
        error = error + weights["envelope"] * envelope_error(decoded, target, config)
        if weights.get("fine"):
            error = error + weights["fine"] * envelope_error(decoded, target, config, FINE)
        if weights["onset"]:
            error = error + weights["onset"] * onset_error(decoded, target)
    return error, kl_divergence(mean, log_variance)


def thesis(
    model: Model,
    target: torch.Tensor,
    noise: torch.Tensor | None,
    weights: Mapping[str, float],
    config: SpectrogramConfig,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean squared error in each file's own scaling, times 256 x 64; see `Objective`."""
    rescaled = model.rescale(target)
    mean, log_variance = model.posterior(rescaled)
    reconstructed = model.reconstruct(_sample(mean, log_variance, noise))
    return mean_squared_error(reconstructed, rescaled), kl_divergence(mean, log_variance)
