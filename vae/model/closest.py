"""The latents that a model decodes closest to some spectrograms: its encoder's guess, steps, and what is missed."""

from collections.abc import Sequence

import torch

from vae.model.detail import Detail
from vae.model.interface import Model
from vae.model.refine import STEPS, STEPS_BEFORE_DETAIL, Refiner
from vae.model.short import by_frames, shortened
from vae.model.studio import VAE


class Closest:
    """Finds latents of one model.

    Attributes:
        steps: how many steps refine a latent, if no other number is given.
    """

    def __init__(self, model: Model, refine: Refiner | None, detail: Detail | None) -> None:
        """Takes the model, and what its preset has of the rest."""
        self._model, self._refine, self._detail = model, refine, detail
        self.steps = STEPS_BEFORE_DETAIL if detail else STEPS

    def __call__(
        self, spectrogram: torch.Tensor, needed: Sequence[int], steps: int | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The latents of some sounds, of which each is refined in its own frames alone.

        Args:
            spectrogram: (B, bands, frames) in [0, 1], on the model's device.
            needed: how many frames each needs, as `vae.model.short.frames_needed` counts them.
            steps: of refinement; `self.steps` if None. Without any, nothing that the model misses is found either.

        Returns:
            Latents (B, latent_dim), and what is missed, (B, size of the image) or (B, 0); a sound's depend on the rest
            of its batch only by rounding.
        """
        steps = self.steps if steps is None else steps
        with torch.no_grad():
            latents = self._model.encode(spectrogram)[0]
            missed = latents.new_zeros(len(latents), self._detail.size if self._detail else 0)
        if not (self._refine and steps and isinstance(self._model, VAE)):
            return latents, missed
        for frames, chosen in by_frames(needed).items():
            model, heard = shortened(self._model, frames), spectrogram[chosen, :, :frames]
            latents[chosen] = self._refine(model, heard, latents[chosen], steps=steps)
            if self._detail:
                with torch.no_grad():
                    decoded = model.decode(latents[chosen])
                missed[chosen] = self._detail.find(heard, decoded)
        return latents, missed
