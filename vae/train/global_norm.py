"""Batch normalisation over the batches of all processes, so that they learn as one does.

`torch.nn.SyncBatchNorm` does the same, on graphics cards only.
"""

from typing import Any

import torch
from torch import distributed, nn


class _Sum(torch.autograd.Function):
    """The sum of a tensor over all processes."""

    @staticmethod
    def forward(ctx: Any, values: torch.Tensor) -> torch.Tensor:
        total = values.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> torch.Tensor:
        total = gradients[0].clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(total)
        return total


class GlobalBatchNorm2d(nn.BatchNorm2d):
    """`nn.BatchNorm2d` whose batch is that of all processes."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """(B, channels, rows, columns) -> the same shape, normalised by mean and variance of all processes' batches."""
        if not self.training or self.running_mean is None or self.running_var is None:
            return super().forward(input)
        variance, mean = torch.var_mean(input.float(), (0, 2, 3), correction=0)
        variance, mean = variance.double(), mean.double()
        count = torch.full_like(mean, input.numel() / input.shape[1])
        parts = torch.stack([count, count * mean, count * (variance + mean**2)])
        count, mean, square = _Sum.apply(parts)  # type: ignore[no-untyped-call]  # torch's stubs
        mean = mean / count
        variance = square / count - mean**2
        with torch.no_grad():
            momentum, unbiased = self.momentum or 0.0, variance * count / (count - 1)
            self.running_mean.lerp_(mean.to(self.running_mean.dtype), momentum)
            self.running_var.lerp_(unbiased.to(self.running_var.dtype), momentum)
            if self.num_batches_tracked is not None:
                self.num_batches_tracked.add_(1)
        scale = self.weight * (variance + self.eps).rsqrt().float()
        shift = self.bias - mean.float() * scale
        normalised: torch.Tensor = input * scale[:, None, None] + shift[:, None, None]
        return normalised.to(input.dtype)


def globally_normalised(model: nn.Module) -> None:
    """Lets a model's batch normalisations see the batches of all processes; weights and state keep their names."""
    for module in model.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = GlobalBatchNorm2d
