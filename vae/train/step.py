"""One step of training. Knows a batch of spectrograms and the model, but no data sets, epochs or files."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from vae.model.interface import Model
from vae.model.objectives import Objective
from vae.model.train_config import TrainConfig
from vae.processes import World
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.global_norm import globally_normalised
from vae.train.state import TrainingError

WARM_UP_STEPS = 100
LAST_RATE = 0.01
"""Where the cosine schedule ends, as a share of the highest learning rate."""


class StepLosses(NamedTuple):
    """The losses of one step.

    Attributes:
        loss: reconstruction error plus weighted KL divergence.
        reconstruction: the preset's own error.
        kl: KL divergence in nats, summed over the dimensions.
    """

    loss: float
    reconstruction: float
    kl: float


@lru_cache(maxsize=1)
def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere float32 is faster."""
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name, False) for name in ("amx_tile", "avx512_bf16"))


def mixed_precision(device: torch.device) -> torch.autocast:
    """Half precision for training, in a `with` statement, where the device multiplies bfloat16 in hardware."""
    if device.type == "cuda":
        fast = torch.cuda.is_available() and torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        fast = device.type == "cpu" and has_fast_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


class _Errors(nn.Module):
    """An objective and its model as one module: what `DistributedDataParallel` takes."""

    def __init__(self, model: Model, objective: Objective, numbers: SpectrogramConfig) -> None:
        super().__init__()
        self.model, self.objective, self.numbers = model, objective, numbers

    def forward(
        self, target: torch.Tensor, noise: torch.Tensor | None, weights: dict[str, float]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """See `objectives.Objective`."""
        return self.objective(self.model, target, noise, weights, self.numbers)


@dataclass(frozen=True)
class Stepper:
    """Takes steps with one model; with several processes, each has its share of every batch.

    Attributes:
        model: in training mode.
        objective: what to minimise.
        spectrogram_config: the settings of the spectrograms.
        optimizer: the optimiser of the model's parameters.
        world: the processes that train.
        spread: the objective and the model, which averages gradients over the processes; None if there is one.
    """

    model: Model
    objective: Objective
    spectrogram_config: SpectrogramConfig
    optimizer: torch.optim.Optimizer
    world: World = field(default_factory=World)
    spread: nn.Module | None = None

    @classmethod
    def of(
        cls,
        model: Model,
        objective: Objective,
        spectrogram_config: SpectrogramConfig,
        config: TrainConfig,
        world: World | None = None,
    ) -> "Stepper":
        """A stepper with a new optimiser; the weights of the first process become those of all.

        The linear map starts near its goal, with small weights, which full steps of Adam would undo at once.
        """
        slow = model.slow_parameters()
        fast = [one for one in model.parameters() if not any(one is other for other in slow)]
        groups = [{"params": fast, "factor": 1.0}, {"params": slow, "factor": config.linear_rate}]
        optimizer = torch.optim.AdamW(
            groups, betas=(0.9, config.second_moment), weight_decay=config.weight_decay, fused=True
        )
        world, spread = world or World(), None
        if world.size > 1:
            globally_normalised(model)
            with world.together():
                errors = _Errors(model, objective, spectrogram_config)
                spread = DistributedDataParallel(errors, forward_sync_buffers=False)
        return cls(model, objective, spectrogram_config, optimizer, world, spread)

    def errors(
        self, model: Model, target: torch.Tensor, noise: torch.Tensor | None, config: TrainConfig
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The objective of a model, this one or its average, on (B, bands, frames); see `objectives.Objective`."""
        return self.objective(model, target, noise, _weights(config), self.spectrogram_config)

    def step(
        self,
        target: torch.Tensor,
        noise: torch.Tensor,
        config: TrainConfig,
        *,
        index: int,
        done: float,
    ) -> StepLosses:
        """Improves the model on one batch.

        Args:
            target: float32 (B, bands, frames), this process's share of the batch, on the model's device.
            noise: float32 (B, config.latent_dim), standard normal, likewise.
            config: how to train.
            index: index of the step, from 0.
            done: completed share of the planned training, 0 to 1.

        Raises:
            TrainingError: the loss is no longer finite; the model is unchanged.
            LostProcessError: another process has ended; likewise.
        """
        rate = learning_rate(config, index, done)
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["factor"]
        share = len(target) / config.batch_size if self.spread else 1.0
        with mixed_precision(target.device), self.world.together():
            if self.spread:
                reconstruction, kl = self.spread(target, noise, _weights(config))
            else:
                reconstruction, kl = self.errors(self.model, target, noise, config)
        warm = min(1.0, done / config.beta_warm_up) if config.beta_warm_up else 1.0
        loss = reconstruction + config.beta * warm * kl.mean()
        losses = StepLosses(*self.world.sum(*(share * one for one in _read(loss, reconstruction, kl.sum()))))
        if not math.isfinite(losses.loss):
            raise TrainingError("The loss is no longer a finite number: try a lower learning rate.")
        self.optimizer.zero_grad()
        with self.world.together():
            torch.autograd.backward(loss * (share * self.world.size))  # gradients are averaged
        if config.clip is not None:
            nn.utils.clip_grad_norm_(self.model.parameters(), config.clip)
        self.optimizer.step()
        return losses


def _weights(config: TrainConfig) -> dict[str, float]:
    return {"envelope": config.envelope_weight, "fine": config.fine_weight, "onset": config.onset_weight}


def _read(*losses: torch.Tensor) -> list[float]:
    """The values of scalars: an accelerator is waited for once."""
    values: list[float] = torch.stack(losses).tolist()
    return values


def learning_rate(config: TrainConfig, index: int, done: float) -> float:
    """The learning rate of a step: constant, or a linear warm-up and then a cosine over the planned training.

    torch's schedulers count steps; here, time can determine how far a training is.

    Args:
        config: how to train.
        index: index of the step, from 0.
        done: completed share of the planned training, 0 to 1.
    """
    if config.schedule != "cosine":
        return config.learning_rate
    middle, swing = (1 + LAST_RATE) / 2, (1 - LAST_RATE) / 2
    warm_up = min(1.0, (index + 1) / WARM_UP_STEPS)
    return config.learning_rate * (warm_up * (middle + swing * math.cos(math.pi * done)))
