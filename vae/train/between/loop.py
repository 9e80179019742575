"""The loop that teaches the network: batches of lines, the errors between their ends, a running average."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from vae.between.network import BetweenNet
from vae.checkpoint.weights import CPU
from vae.model.interface import Model
from vae.model.losses import cell_errors, envelope_error, envelope_errors
from vae.sound.measures import COARSE, FINE
from vae.sound.spectrogram import SpectrogramConfig, ungated_power
from vae.train.between.batches import Lines, draw_batch
from vae.train.step import has_fast_bfloat16

BATCH = 16
RATE, WARM_UP_STEPS, LAST_RATE = 1e-3, 200, 0.01
AVERAGE = 0.999
FINE_WEIGHT, COARSE_WEIGHT = 0.7, 0.5
BLEND_WEIGHT, FINE_BLEND_WEIGHT = 0.3, 0.2
"""The blend has to be good by itself, so that the moves are learned and not painted over."""

LEVEL_WEIGHT = 0.1
"""A small price of another level, so that it does not wander off."""

USUAL, LEAST = 2.5 / 80, 1.0 / 80
"""A sound's error counts as `USUAL / (LEAST + e)`, where e is the error of the average of its ends: sounds that differ
little, where the average is good and a needless move does harm, count as much as those an octave apart."""

MOST_WEIGHT = 2.0

BLURRED = 10
"""Sounds of a batch whose ends have been through a checkpoint's model, as they will be; the others are true."""

LEAST_BLUR = 0.1
"""A refined latent decodes more exactly than an encoded one, so the ends are mixed with the true ones."""


@dataclass(frozen=True)
class Report:
    """The state of a training.

    Attributes:
        step: number of steps taken.
        seconds: since the start.
        error_db: envelope error of what the network puts between, mean over the steps since the last report.
        average_db: the same of the average of the two ends in dB.
    """

    step: int
    seconds: float
    error_db: float
    average_db: float


def train_between(
    net: BetweenNet,
    sources: Sequence[Lines],
    models: Sequence[Model],
    config: SpectrogramConfig,
    *,
    seconds: float,
    seed: int,
    rate: float = RATE,
    report: Callable[[Report, BetweenNet], object],
    report_every: int = 100,
) -> BetweenNet:
    """Trains for a time and returns the running average of the network, in `eval()` mode.

    It trains where the network is, which has to be the default device (`with device:`), because the network makes its
    tables there. Half precision is for processors alone: the costs of registration differ by less than it can tell.

    Args:
        net: trained in place; its grid must not have been used on another device.
        sources: lines of every kind, drawn from equally.
        models: blur the ends of some lines, one model a batch; on the same device.
        config: the settings of the spectrograms.
        seconds: the time.
        seed: seed of what is drawn.
        rate: the highest learning rate.
        report: called after every `report_every` steps with the state and the average so far.
        report_every: number of steps.
    """
    rng, generator = np.random.default_rng(seed), torch.Generator(CPU).manual_seed(seed)
    forget = get_ema_multi_avg_fn(AVERAGE)  # type: ignore[no-untyped-call]
    average = AveragedModel(net, multi_avg_fn=forget)
    optimizer = torch.optim.AdamW(net.parameters(), rate, betas=(0.9, 0.98), weight_decay=1e-4, fused=True)
    started, step, errors = time.monotonic(), 0, []
    while (passed := time.monotonic() - started) < seconds:
        for group in optimizer.param_groups:
            group["lr"] = rate * _schedule(step, passed / seconds)
        first, middle, last, share = (one.to(net.position.device) for one in draw_batch(sources, BATCH, rng))
        if models:
            model = models[int(rng.integers(len(models)))]
            first, last = _blurred(model, first, last, generator)
        found, loss = _loss(net, first, middle, last, share, config)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        average.update_parameters(net)
        step += 1
        errors.append(_errors_db(found.detach(), first, middle, last, share, config))
        if step % report_every == 0:
            error, plain = np.mean(errors, axis=0).tolist()
            report(Report(step, time.monotonic() - started, error, plain), _averaged(average))
            errors = []
    return _averaged(average)


def _averaged(average: AveragedModel) -> BetweenNet:
    return cast(BetweenNet, average.module).eval()


def _schedule(step: int, done: float) -> float:
    """The rate as a share of the highest: a warm-up, then half a cosine over the time."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (0.5 * (1 + math.cos(math.pi * done)) + LAST_RATE)


def _blurred(
    model: Model, first: torch.Tensor, last: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """The ends, the first `BLURRED` of them as the model decodes them, more or less."""
    count = min(BLURRED, len(first))
    true = torch.cat([first[:count], last[:count]])
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=has_fast_bfloat16()):
        decoded = model.decode(model.encode(true)[0].float()).float().clamp(0, 1)
    blur = LEAST_BLUR + (1 - LEAST_BLUR) * torch.rand(count, 1, 1, generator=generator, device=CPU)
    blur = blur.repeat(2, 1, 1).to(true.device)
    mixed = torch.lerp(true, decoded, blur)
    return torch.cat([mixed[:count], first[count:]]), torch.cat([mixed[count:], last[count:]])


def _loss(
    net: BetweenNet,
    first: torch.Tensor,
    middle: torch.Tensor,
    last: torch.Tensor,
    share: torch.Tensor,
    config: SpectrogramConfig,
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the network puts between, and its loss."""
    with torch.autocast("cpu", torch.bfloat16, enabled=has_fast_bfloat16()):
        found, blend = net(first, last, share)
    found, gain = _level_matched(found.float(), middle, config)
    blend, _ = _level_matched(blend.float(), middle, config)
    errors = cell_errors(found, middle) + LEVEL_WEIGHT * gain.abs()[:, 0, 0]
    errors = errors + FINE_WEIGHT * envelope_errors(found, middle, config, FINE)
    errors = errors + COARSE_WEIGHT * envelope_errors(found, middle, config, COARSE)
    errors = errors + BLEND_WEIGHT * cell_errors(blend, middle)
    errors = errors + FINE_BLEND_WEIGHT * envelope_errors(blend, middle, config, FINE)
    return found, (_weights(first, middle, last, share, config) * errors).mean()


@torch.no_grad()
def _weights(
    first: torch.Tensor,
    middle: torch.Tensor,
    last: torch.Tensor,
    share: torch.Tensor,
    config: SpectrogramConfig,
) -> torch.Tensor:
    """How much each sound counts: (B,)."""
    average, _ = _level_matched(torch.lerp(first, last, share[:, None, None]), middle, config)
    plain = envelope_errors(average, middle, config, FINE)
    return (USUAL / (LEAST + plain)).clamp_max(MOST_WEIGHT)


def _level_matched(
    found: torch.Tensor, middle: torch.Tensor, config: SpectrogramConfig
) -> tuple[torch.Tensor, torch.Tensor]:
    """Spectrograms (B, bands, frames) with the energy of others, and the scaled gains (B, 1, 1).

    Every sound is played at the same peak, so that its level here is of no consequence.
    """
    ours, theirs = (
        ungated_power(one.clamp(-0.1, 1.1), config).sum((1, 2), keepdim=True) for one in (found, middle)
    )
    gain = 10 * torch.log10(theirs / ours) / config.range_db
    return found + gain, gain


@torch.no_grad()
def _errors_db(
    found: torch.Tensor,
    first: torch.Tensor,
    middle: torch.Tensor,
    last: torch.Tensor,
    share: torch.Tensor,
    config: SpectrogramConfig,
) -> tuple[float, float]:
    """The fine envelope error in dB of what was found, and of the average of the ends."""
    average = torch.lerp(first, last, share[:, None, None])
    average, _ = _level_matched(average, middle, config)
    error, plain = (envelope_error(one, middle, config, FINE) * config.range_db for one in (found, average))
    return float(error), float(plain)
