"""The ways to put a spectrogram between others, and how more than two are put together."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import torch

from vae.between.glide import glide
from vae.between.grid import Grid, grid_of
from vae.between.names import Way
from vae.between.network import Seen
from vae.between.weights import fits, load_net, seen_by_network
from vae.sound.spectrogram import SpectrogramConfig, last_hop, pad_frames

Pair = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
"""Mixes two: spectrograms (B, bands, frames) and the shares (B,) of the second -> (B, bands, frames).

A share of 0 gives the first, 1 the second; beyond them it goes on. What leaves [0, 1] is limited afterwards.
"""

AFTER_FRAMES = 2
"""Frames after the last that sounds in any of the ends, in which what lies between them may still sound."""

SEEN = 16
"""Sounds of which the network keeps what it has seen in them: 0.4 MB each."""


def between(
    spectrograms: Sequence[torch.Tensor], weights: Sequence[float], way: Way, config: SpectrogramConfig
) -> torch.Tensor:
    """The spectrogram that lies between two or more.

    Two are mixed at their share, which may lie beyond either; of more, each is mixed into what those before it gave,
    so that the result moves evenly with the weights, and weights below 0 count as 0.

    Args:
        spectrograms: (bands, frames) in [0, 1] each.
        weights: one each, adding up to 1.
        way: how.
        config: the settings of the spectrograms.

    Returns:
        (bands, frames) in [0, 1]; exactly one of them if it alone has weight.
    """
    pair = PAIRS[way](grid_of(config))
    used = [(one, weight) for one, weight in zip(spectrograms, weights, strict=True) if weight]
    if len(used) > 2:
        used = [(one, weight) for one, weight in used if weight > 0]
    mixed, total = used[0]
    for one, weight in used[1:]:
        total += weight
        mixed = _in_order(pair, mixed, one, weight / total)
    return _ended(mixed, [one for one, _ in used], config) if len(used) > 1 else mixed


def _ended(mixed: torch.Tensor, ends: Sequence[torch.Tensor], config: SpectrogramConfig) -> torch.Tensor:
    """The mixed sound (bands, frames) without what comes after all of its ends have ended, if sounds end freely.

    The network, which learned from sounds of one second, murmurs there, 50 to 65 dB down, until the longest sound ends.
    """
    if not config.ends_freely:
        return mixed
    last = max(last_hop(one, config) for one in ends)
    silent = torch.arange(mixed.shape[-1]) > last + AFTER_FRAMES
    return mixed.masked_fill(silent, 0)


def _in_order(pair: Pair, a: torch.Tensor, b: torch.Tensor, share: float) -> torch.Tensor:
    """Mixes two, the lower-pitched first, so that the result does not depend on their order."""
    if _height(a) > _height(b):
        a, b, share = b, a, 1 - share
    return pair(a[None], b[None], torch.tensor([share], dtype=torch.float32))[0].clamp(0, 1)


def _height(spectrogram: torch.Tensor) -> float:
    """The mean band of a spectrogram (bands, frames)."""
    levels = spectrogram.sum(1, dtype=torch.float64)
    return float((levels * torch.arange(len(levels))).sum() / levels.sum().clamp_min(1e-9))


def _natural(grid: Grid) -> Pair:
    """The network; where it was made for other spectrograms, the transport that it starts from."""
    if not fits(grid):
        return _gliding(grid)
    whole = seen_by_network(grid)
    net = load_net(grid=whole)

    def mix(a: torch.Tensor, b: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        first, last = (_look(pad_frames(end, whole.config.num_frames), whole) for end in (a, b))
        return net.join(first, last, share)[0][..., : a.shape[-1]]

    return mix


def _look(spectrogram: torch.Tensor, grid: Grid) -> Seen:
    """What the network sees in (1, bands, frames): remembered, because a slider asks for the same ends again."""
    return _look_at(spectrogram.numpy().tobytes(), tuple(spectrogram.shape), grid)


@lru_cache(maxsize=SEEN)
def _look_at(spectrogram: bytes, shape: tuple[int, ...], grid: Grid) -> Seen:
    return load_net(grid=grid).look(torch.frombuffer(bytearray(spectrogram), dtype=torch.float32).view(shape))


def _gliding(grid: Grid) -> Pair:
    return lambda a, b, share: glide(a, b, share, grid)


PAIRS: dict[Way, Callable[[Grid], Pair]] = {"natural": _natural, "glide": _gliding}
"""How each way mixes two."""
