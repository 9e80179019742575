"""What each preset minimises: a model and a batch of spectrograms -> reconstruction error and KL divergence."""

from collections.abc import Callable

import torch

from vae.model.losses import cell_error, envelope_error, kl_divergence, onset_error
from vae.model.studio import VAE
from vae.model.thesis import ThesisVAE, mean_squared_error, normalise
from vae.sound.spectrogram import SpectrogramConfig

Objective = Callable[..., tuple[torch.Tensor, torch.Tensor]]
"""(model, target (B, bands, frames), generator, weights, numbers) -> error (scalar), KL (latent_dim,) in nats.

Without a generator the posterior mean is decoded instead of a sample.
"""


def _sample(
    mean: torch.Tensor, log_variance: torch.Tensor, generator: torch.Generator | None
) -> torch.Tensor:
    if generator is None:
        return mean
    return VAE.reparameterize(mean, log_variance, torch.randn(mean.shape, generator=generator))


def studio(
    model: VAE,
    target: torch.Tensor,
    generator: torch.Generator | None,
    weights: dict[str, float],
    numbers: SpectrogramConfig,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Errors of cells, of envelopes and of onsets, weighted as `weights` says; see `Objective`."""
    mean, log_variance = model.encode(target)
    decoded = model.decode(_sample(mean, log_variance, generator))
    with torch.autocast("cpu", enabled=False):
        error = cell_error(decoded, target)
        error = error + weights["envelope"] * envelope_error(decoded, target, numbers)
        if weights["onset"]:
            error = error + weights["onset"] * onset_error(decoded, target)
    return error, kl_divergence(mean, log_variance)


def thesis(
    model: ThesisVAE,
    target: torch.Tensor,
    generator: torch.Generator | None,
    weights: dict[str, float],
    numbers: SpectrogramConfig,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean squared error of each file's own scaling, times 256 x 64; see `Objective`."""
    normalised = normalise(target)[0]
    mean, log_variance = model.posterior(normalised)
    reconstructed = model.reconstruct(_sample(mean, log_variance, generator))
    return mean_squared_error(reconstructed, normalised), kl_divergence(mean, log_variance)
