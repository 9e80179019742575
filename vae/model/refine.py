"""From the encoder's guess to the latent that decodes closest: a few gradient steps on the latent itself.

An encoder serves all sounds at once and is slightly wrong for each, most for sounds unlike those it has seen
(the amortisation gap: Cremer, Li and Duvenaud, ICML 2018). Starting from its posterior mean, the steps lower the
training's own reconstruction error (semi-amortised inference: Kim et al., ICML 2018) and that of the onsets.

A sound's own frames are decoded alone; in the frames after it, its latent pays for what the linear maps would change.

On 62 validation sounds of three kits, by the shipped open-kits: error of the envelope at two grains and of the cells,
medians of spectrograms in dB; envelope error of the first second as heard, median and mean; flatness gap; and
processor time per sound in batches of 31, before dense layers lay by columns (`Model.stand_by`):

                                        coarse fine  cells   heard        flat    ms
    the encoder alone                   0.451  1.153 0.567   1.051 1.276  0.87
    all frames, momentum 0.8, 30 steps  0.122  0.598 0.347   0.664 0.832  0.75   195
                momentum 0.6, 16 steps  0.150  0.674 0.386   0.650 0.844  0.69   101
    its own,    momentum 0.5, 24 steps  0.157  0.628 0.468   0.662 0.804  0.66   122
                              14 steps  0.175  0.712 0.490   0.666 0.831  0.70    70
                              10 steps  0.215  0.750 0.512   0.727 0.887  0.72    47
                momentum 0.6, 14 steps  0.191  0.711 0.503   0.691 0.851  0.69    72
    no price on later frames, 14 steps  0.196  0.689 0.492   0.669 0.910  0.70    71

Without a price on later frames they begin to sound: the mean as heard shows it.
"""

from collections.abc import Sequence

import torch

from vae.model.interface import Model
from vae.model.losses import cell_error, envelope_errors_from, log_envelope, onset_error
from vae.model.short import Later, shortened
from vae.model.studio import VAE
from vae.sound.measures import COARSE, FINE
from vae.sound.spectrogram import SpectrogramConfig

STEPS = 14
FIRST_RATE, LAST_RATE = 0.12, 0.002
BETAS = (0.5, 0.9)
PRIOR_WEIGHT = 1e-3
ONSET_WEIGHT = 4.0
LATER_WEIGHT = 30.0
"""Of the mean squared change of all cells after the sound."""


class Refiner:
    """Refines latents of one model.

    Attributes:
        model: its parameters are left unchanged, and have to stay what they were.
        config: the settings of its spectrograms.
    """

    def __init__(self, model: Model, config: SpectrogramConfig, later: Later | None = None) -> None:
        """Takes the model, its settings, and what follows its sounds, if that is used elsewhere too."""
        self.model, self.config = model, config
        self._later = later or Later(model)

    def __call__(
        self, spectrogram: torch.Tensor, mean: torch.Tensor, needed: Sequence[int], *, steps: int = STEPS
    ) -> torch.Tensor:
        """Moves posterior means to where the decoder comes closest to the sounds.

        Args:
            spectrogram: (B, bands, frames) in [0, 1], the sounds.
            mean: (B, latent_dim), their posterior means.
            needed: how many frames each needs, as `vae.model.short.frames_needed` counts them.
            steps: steps of Adam; 0 returns `mean`.

        Returns:
            (B, latent_dim) float32; a sound's latent depends on the rest of its batch only by rounding.
        """
        if not isinstance(self.model, VAE):
            return self._steps(self.model, spectrogram, mean, None, steps)
        refined = mean.clone()
        for frames in sorted(set(needed)):
            chosen = [number for number, count in enumerate(needed) if count == frames]
            refined[chosen] = self._steps(
                shortened(self.model, frames),
                spectrogram[chosen, :, :frames],
                mean[chosen],
                self._later.price(frames),
                steps,
            )
        return refined

    def _steps(
        self,
        model: Model,
        spectrogram: torch.Tensor,
        mean: torch.Tensor,
        later: torch.Tensor | None,
        steps: int,
    ) -> torch.Tensor:
        """Steps of sounds of as many frames as `model` decodes; `later` is the price of a change after them."""
        share = spectrogram.shape[-1] / self.config.num_frames
        envelopes = {grain: log_envelope(spectrogram, self.config, grain) for grain in (COARSE, FINE)}
        z = mean.detach().clone().requires_grad_(True)
        optimizer = torch.optim.Adam([z], FIRST_RATE, betas=BETAS)
        for step in range(steps):
            for group in optimizer.param_groups:
                group["lr"] = FIRST_RATE * (1 - step / steps) + LAST_RATE
            decoded = model.decode(z)
            error = share * (
                cell_error(decoded, spectrogram) + ONSET_WEIGHT * onset_error(decoded, spectrogram)
            )
            for grain, envelope in envelopes.items():
                error = error + envelope_errors_from(decoded, envelope, self.config, grain).mean()
            if later is not None:
                moved = z - mean
                error = error + LATER_WEIGHT * ((moved @ later) * moved).sum(1).mean()
            loss = (error + PRIOR_WEIGHT * z.square().mean()) * len(z)
            (z.grad,) = torch.autograd.grad(loss, z)
            optimizer.step()
        return z.detach()
