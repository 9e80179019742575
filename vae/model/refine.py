"""From the encoder's guess to the latent that decodes closest: a few gradient steps on the latent itself.

An encoder serves all sounds at once and is slightly wrong for each, most for sounds unlike those it has seen
(the amortisation gap: Cremer, Li and Duvenaud, ICML 2018). Starting from its posterior mean, the steps lower the
training's own reconstruction error (semi-amortised inference: Kim et al., ICML 2018) and that of the onsets. On
62 sounds of validation kits, medians, 20 steps bring a trained model's envelope error from 1.95 dB to 1.22; the weight
of the onset term, 0, 2, 4 or 8, gives 1.26, 1.23, 1.22 or 1.31 dB and an onset error of 0.046, 0.026, 0.024 or 0.024.

The envelope is compared at two grains. On 60 held-out recordings, with the coarse grain alone and 20 steps, the coarse
and the fine error of the decoded sounds are 0.970 and 1.820 dB; with both, 0.990 and 1.639; with both and 30 steps,
which take half as long again, 0.969 and 1.592. On 24 sounds of engines that no training saw: 1.229 and 2.206, 1.285 and
2.065, 1.163 and 1.967.
"""

import torch

from vae.model.interface import Model
from vae.model.losses import cell_error, envelope_error, onset_error
from vae.sound.measures import COARSE, FINE
from vae.sound.spectrogram import SpectrogramConfig

STEPS = 30
FIRST_RATE, LAST_RATE = 0.15, 0.002
BETAS = (0.8, 0.95)
PRIOR_WEIGHT = 1e-3
ONSET_WEIGHT = 4.0


def refine(
    model: Model,
    spectrogram: torch.Tensor,
    mean: torch.Tensor,
    config: SpectrogramConfig,
    *,
    steps: int = STEPS,
) -> torch.Tensor:
    """Moves posterior means to where the decoder comes closest to the sounds.

    Args:
        model: its parameters are left unchanged.
        spectrogram: (B, bands, frames) in [0, 1], the sounds.
        mean: (B, latent_dim), their posterior means.
        config: the settings of the spectrogram.
        steps: steps of Adam; 0 returns `mean`.

    Returns:
        (B, latent_dim) float32; a sound's latent depends on the rest of its batch only by rounding.
    """
    z = mean.detach().clone().requires_grad_(True)
    optimizer = torch.optim.Adam([z], FIRST_RATE, betas=BETAS)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = FIRST_RATE * (1 - step / steps) + LAST_RATE
        decoded = model.decode(z)
        error = cell_error(decoded, spectrogram)
        for grain in (COARSE, FINE):
            error = error + envelope_error(decoded, spectrogram, config, grain)
        error = error + ONSET_WEIGHT * onset_error(decoded, spectrogram)
        loss = (error + PRIOR_WEIGHT * z.square().mean()) * len(z)
        (z.grad,) = torch.autograd.grad(loss, z)
        optimizer.step()
    return z.detach()
