"""From the encoder's guess to the latent that decodes closest: steps along the gradient, on the latent itself.

An encoder serves all sounds at once and is slightly wrong for each, most for sounds unlike those it has seen
(the amortisation gap: Cremer, Li and Duvenaud, ICML 2018). Starting from its posterior mean, the steps lower the
training's own reconstruction error (semi-amortised inference: Kim et al., ICML 2018) and that of the onsets.

Two facts about the studio model make few steps enough. Most of a sound comes from its linear maps, which are known: how
much each direction of the latent changes the cells differs by five powers of ten, and the inverse of that evens the
steps out (a preconditioner, as in Gauss-Newton; there is no second derivative to find). And the network's part, which
takes most of a step's time, changes little: it is decoded anew at every fifth step, and has no gradient.

A sound's own frames are decoded alone; in the frames after it, its latent pays for what the linear maps would change.

Of 40 sounds of the open kits that the shipped open-kits has learned: the error that the steps lower, in dB with all
weights 1; envelope error as heard, of the first second and of the whole sounds over a second, medians; and processor
time per sound in batches of all, on two cores:

                                                 error  first  whole    ms
    the encoder alone                            3.197  0.806  1.023
    Adam, rate 0.12, 14 steps (once shipped)     2.800  0.534  0.973   165
                     56 steps                    2.665  0.464  0.920   634
                     150 steps                   2.639  0.455  0.899  1621
    evened by the linear maps, network and its gradient at every step
                     6 steps                     2.779                  57
                     8 steps                     2.745  0.501  0.924    75
    network at every second step, no gradient of it
                     10 steps                    2.752                  53
    at every third,  12 steps                    2.739  0.484  0.920    60
                     15 steps                    2.725                  74
                     18 steps                    2.715  0.453  0.889    95

Every fifth is no worse: 0.809 dB for 0.823, 48 known sounds of the kits in the mean, 1.288 for 1.286, 48 effects, and
whole 1.113 for 1.114 and 1.956 for 1.956. Where `vae.model.detail` follows, with 8 steps of its own, fewer steps do,
and whole sounds are better with fewer; means of the first second and of the whole in dB:

                        kits            effects
    15, every third     0.639  0.883    0.721  1.126
     6                  0.662  0.784    0.722  1.145
     5, every fifth     0.667  0.777    0.722  1.138    shipped, with `vae.model.aim`'s round bottoms
     5                  0.669  0.786    0.726  1.138
     4, every fourth    0.691  0.776    0.733  1.140

Evening them out by the decoder's derivatives, found with 32 sounds, was no better (7 steps: 2.753 dB; by the linear
maps 2.766). With the weights below and those of `vae.model.aim`, 64 sounds each, envelope error of the first second and
flatness gap, medians in dB:

                                drum-machine     open-kits        effects
    14 steps of Adam            0.565  0.449     0.565  0.788     0.952  0.651
    15 steps, as shipped        0.480  0.471     0.473  0.672     0.821  0.611

A coarse weight of 1 costs 0.05 dB of the first. Without a prior's weight of 0.002, latents grow: mean square 1.38 for
1.25 with it, and 1.17 after 14 steps of Adam. Sounds unlike all that a model has learned have the furthest to go:
effects in open-kits are at 1.249 dB in the mean with a first rate of 0.3, 1.235 with 0.5, 1.224 with 0.8, 1.342 with
Adam.
"""

import torch

from vae.model.aim import Aim
from vae.model.interface import Model
from vae.model.short import Later
from vae.model.studio import VAE
from vae.sound.spectrogram import SpectrogramConfig

STEPS = 15
STEPS_BEFORE_DETAIL = 5
"""Where `vae.model.detail` follows, which makes up for the other steps."""
EVERY = 5
"""Steps for each look at the network's part."""
FIRST_RATE, LAST_RATE = 0.5, 0.008
MOMENTUM, SQUARES = 0.4, 0.9
"""How much of the mean gradient, and of its mean square, is kept from step to step."""
DAMPING = 3e-3
"""Of the mean over all directions, added to what each changes, so that those that change nothing stay."""
PRIOR_WEIGHT = 2e-3
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
        self._evening: torch.Tensor | None = None

    def __call__(
        self, short: VAE, spectrogram: torch.Tensor, mean: torch.Tensor, *, steps: int = STEPS
    ) -> torch.Tensor:
        """Moves posterior means to where the decoder comes closest to sounds of the same length.

        Args:
            short: the model, `vae.model.short.shortened` to the frames of the sounds.
            spectrogram: (B, bands, frames) in [0, 1], the sounds.
            mean: (B, latent_dim), their posterior means.
            steps: how many; 0 returns `mean`.

        Returns:
            (B, latent_dim) float32; a sound's latent depends on the rest of its batch only by rounding.
        """
        aim, evening = Aim(spectrogram, self.config), self._evened()
        later = self._later.price(spectrogram.shape[-1])
        z, along, squares = mean.clone(), torch.zeros_like(mean), mean.new_zeros(len(mean), 1)
        for step in range(steps):
            if step % EVERY == 0:
                network = short.decoder(z.detach()).detach()
            z.requires_grad_(True)
            decoded = short.with_linear(network, z)
            (slope,) = torch.autograd.grad(decoded, z, aim.slope(decoded))
            with torch.no_grad():
                slope += 2 * PRIOR_WEIGHT / z.shape[1] * z
                if later is not None:
                    slope += 2 * LATER_WEIGHT * ((z - mean) @ later)
                even = slope @ evening
                along = MOMENTUM * along + (1 - MOMENTUM) * even
                squares = SQUARES * squares + (1 - SQUARES) * (slope * even).mean(1, keepdim=True)
                # Both means begin at zero: what they lack of the first steps is made up for (Kingma and Ba 2015).
                size = (squares / (1 - SQUARES ** (step + 1))).sqrt() * (1 - MOMENTUM ** (step + 1))
                z = z - (FIRST_RATE * (1 - step / steps) + LAST_RATE) * along / size.clamp_min(1e-12)
        return z.detach()

    def _evened(self) -> torch.Tensor:
        """What a slope (B, latent_dim) is multiplied by, from the right, so that its directions change cells alike."""
        if self._evening is None:
            with torch.no_grad():
                changed = self._later.change()
                exact = changed.cpu().double() if changed.device.type == "mps" else changed.double()
                exact.diagonal().add_(DAMPING * exact.diagonal().mean())
                inverse = torch.linalg.inv(exact)
                self._evening = (inverse / inverse.diagonal().mean()).float().to(self.model.device)
        return self._evening
