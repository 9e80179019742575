"""Small trainings: a model that a notebook defines, trained for seconds, and what became of it."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from vae.model.interface import Model
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.loop import Trainer

Loss = Callable[[Model, torch.Tensor, torch.Tensor, float], tuple[torch.Tensor, torch.Tensor]]
"""Model, spectrograms (B, bands, frames), standard normal noise (B, latent_dim), alpha -> reconstruction error times
alpha, a scalar, and the KL divergence in nats per dimension, (latent_dim,)."""

MOMENTS = 30
"""The most rows of a history."""


@dataclass(frozen=True)
class Trained:
    """A small training that has ended.

    Attributes:
        model: in `eval()` mode, as the last step left it.
        history: a row for some of the epochs: "epoch", "training" and "validation" (errors in dB), "kl" (nats).
        kl: KL divergence per dimension on the validation sounds, in nats, (latent_dim,).
    """

    model: Model
    history: list[dict[str, float]]
    kl: NDArray[np.float32]

    def column(self, name: str) -> list[float]:
        """One column of the history."""
        return [row[name] for row in self.history]


def error_db(model: Model, spectrograms: torch.Tensor, config: SpectrogramConfig) -> float:
    """Root mean square of the difference between decoded posterior means and originals (B, bands, frames), in dB."""
    with torch.inference_mode():
        decoded = model.decode(model.encode(spectrograms)[0])
        return float((decoded - spectrograms).square().mean().sqrt()) * config.range_db


def train_small(
    model: Model,
    training: NDArray[np.float16],
    validation: NDArray[np.float16],
    loss: Loss,
    *,
    alpha: float,
    config: SpectrogramConfig,
    epochs: int,
    batch_size: int = 16,
    learning_rate: float = 2e-3,
    seed: int = 0,
) -> Trained:
    """Trains a model on few sounds, as `vae.train` does, without its averages, schedules and variants.

    Args:
        model: untrained.
        training: (N, bands, frames), scaled spectrograms to learn from.
        validation: (V, bands, frames), to measure on.
        loss: what to minimise: its first term plus the sum of its second.
        alpha: passed to `loss`.
        config: the settings of the spectrograms.
        epochs: passes over the training sounds.
        batch_size: spectrograms per step.
        learning_rate: of every step.
        seed: of the batches and of the noise.
    """
    no_noise = torch.zeros(len(validation), model.config.latent_dim)

    def objective(
        model: Model,
        target: torch.Tensor,
        noise: torch.Tensor | None,
        weights: Mapping[str, float],
        config: SpectrogramConfig,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        return loss(model, target, no_noise[: len(target)] if noise is None else noise, alpha)

    settings = TrainConfig(
        minutes=None,
        epochs=epochs,
        batch_size=batch_size,
        learning_rate=learning_rate,
        schedule="constant",
        beta=float(model.config.latent_dim),  # times the mean over the dimensions: their sum
        beta_warm_up=0.0,
        average=0.0,
        weight_decay=0.0,
        second_moment=0.999,
        patience=epochs + 1,
        seed=seed,
    )
    sets = [torch.from_numpy(np.asarray(one, np.float32)) for one in (training, validation)]
    history: list[dict[str, float]] = []
    every = max(1, epochs // MOMENTS)

    def report(trainer: Trainer) -> None:
        rows = trainer.progress.history
        if rows and len(rows) % every == 0 and (not history or history[-1]["epoch"] < len(rows)):
            heard, unheard = (error_db(trainer.average, one, config) for one in sets)
            row = {"epoch": len(rows), "training": heard, "validation": unheard, "kl": rows[-1]["kl"]}
            history.append(row)

    with tempfile.TemporaryDirectory() as scratch:
        trainer = Trainer(
            training,
            validation,
            num_sounds=len(training),
            model=model,
            objective=objective,
            spectrogram_config=config,
            config=settings,
            state_path=Path(scratch) / "state.safetensors",
        )
        trainer.run(report)
    return Trained(trainer.average, history, trainer.validate()[1])
