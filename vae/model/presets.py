"""The two presets: `studio`, which is shipped, and `thesis`, the reference that it is measured against."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from vae.model import objectives
from vae.model.interface import Model, ModelConfig
from vae.model.studio import VAE, VAEConfig
from vae.model.thesis import SPECTROGRAM, ThesisConfig, ThesisVAE
from vae.model.train_config import TrainConfig
from vae.sound.phase import GRADIENT, GRIFFIN_LIM
from vae.sound.spectrogram import SpectrogramConfig

REFERENCE = "thesis"
"""The preset that others are measured against, and the name of its checkpoint beside theirs."""


MOST_DETAILED = 20_000
"""Sounds up to which latents hold what the model misses: of 100,000 that would be 0.3 GB more, at 3 kB a sound."""


@dataclass(frozen=True)
class Preset:
    """Everything in which two presets differ.

    Attributes:
        spectrogram_config: the settings of the spectrograms.
        training: how to train.
        model_config: makes a model's size from the "model" fields of a config.json; without fields, the default.
        model: makes an untrained model of a given size.
        objective: what training minimises.
        refined: whether latents are refined after encoding (`vae.model.refine`).
        phase: which of `vae.sound.phase.PHASE_METHODS` turns its spectrograms into sound.
        stereo: whether a latent holds the code of a stereo image (`vae.sound.stereo`).
        detail: whether a latent holds what the model misses (`vae.model.detail`), up to `MOST_DETAILED` sounds.
        new_size: fields of the size of a new model, where they are not those of earlier ones.
        phaseless: whether its sound without phase reconstruction is also measured and offered for listening.
    """

    spectrogram_config: SpectrogramConfig
    training: TrainConfig
    model_config: Callable[..., ModelConfig]
    model: Callable[[Any], Model]
    objective: objectives.Objective
    refined: bool
    phase: str = GRIFFIN_LIM
    stereo: bool = False
    detail: bool = False
    new_size: Mapping[str, Any] = field(default_factory=dict)
    phaseless: bool = False

    def holds_detail(self, sounds: int) -> bool:
        """Whether latents of a library of so many sounds hold what the model misses."""
        return self.detail and sounds <= MOST_DETAILED

    def new_model(self, size: ModelConfig, *, seed: int) -> Model:
        """A model with random weights, the same for the same seed."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self.model(size)


PRESETS: dict[str, Preset] = {
    "studio": Preset(
        SpectrogramConfig(full_frames=64, cell_growth=1.021),
        TrainConfig(fine_weight=0.5),
        VAEConfig,
        VAE,
        objectives.studio,
        refined=True,
        phase=GRADIENT,
        stereo=True,
        detail=True,
        new_size={"latent_dim": 512, "coarse_dims": 256, "num_frames": 121},
    ),
    REFERENCE: Preset(
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
        phaseless=True,
    ),
}
