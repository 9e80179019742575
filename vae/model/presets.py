"""The two recipes: `studio`, which is shipped, and `thesis`, the reference that it is measured against."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from vae.model import objectives
from vae.model.studio import VAE, VAEConfig
from vae.model.thesis import SPECTROGRAM, ThesisConfig, ThesisVAE
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.loop import TrainConfig

Model = VAE | ThesisVAE


@dataclass(frozen=True)
class Preset:
    """All that two recipes differ in.

    Attributes:
        spectrogram: numbers of the spectrograms.
        training: how to train.
        model_config: makes the model's size from the fields of a config.json, its defaults without any.
        model: makes an untrained model of a size.
        objective: what training minimises.
        refined: whether a latent is refined after encoding (`vae.model.refine`).
    """

    spectrogram: SpectrogramConfig
    training: TrainConfig
    model_config: Callable[..., VAEConfig | ThesisConfig]
    model: Callable[..., Model]
    objective: objectives.Objective
    refined: bool

    def new_model(self, size: VAEConfig | ThesisConfig, *, seed: int) -> Model:
        """A model with random weights, the same for the same seed."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self.model(size)


PRESETS = {
    "studio": Preset(SpectrogramConfig(), TrainConfig(), VAEConfig, VAE, objectives.studio, refined=True),
    "thesis": Preset(
        SPECTROGRAM,
        TrainConfig(
            minutes=None,
            epochs=150,
            learning_rate=1e-4,
            schedule="constant",
            beta=128.0,
            beta_warm_up=0.0,
            envelope_weight=0.0,
            onset_weight=0.0,
            average=0.0,
            weight_decay=0.0,
            second_moment=0.999,
            clip=None,
            variants=1,
            patience=12,
        ),
        ThesisConfig,
        ThesisVAE,
        objectives.thesis,
        refined=False,
    ),
}
