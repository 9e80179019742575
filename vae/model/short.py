"""A studio model of the first frames alone: what is done to a short sound costs as little as it lasts.

The convolutions see the end of the grid where the frames end; leave a column of patches after the sound.
"""

import copy
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

import torch

from vae.model.interface import Model
from vae.model.studio import COARSE, GRID, VAE, VAEConfig

SILENT = 0.1
"""Scaled levels below this (-72 dB) count as silence after a sound."""
SILENCE_WEIGHT = 6e4
"""Of the mean squared change of all cells after a sound, where that of its latent counts 1."""
AFTER = 8
"""Frames that are kept after the last that sounds, before they are rounded up to columns."""


def frames_needed(spectrogram: torch.Tensor) -> int:
    """How many frames hold a sound (bands, frames) in [0, 1] and a column of silence, or all frames."""
    sounding = (spectrogram > SILENT).any(0).nonzero()
    last = int(sounding[-1]) + 1 if len(sounding) else 0
    return min(-(-(last + AFTER) // GRID) * GRID + GRID, spectrogram.shape[-1])


def by_frames(needed: Sequence[int]) -> dict[int, list[int]]:
    """The numbers of the sounds that need so many frames, fewest first."""
    found: dict[int, list[int]] = {frames: [] for frames in sorted(set(needed))}
    for number, frames in enumerate(needed):
        found[frames].append(number)
    return found


def shortened(model: VAE, frames: int) -> VAE:
    """A model whose `decode` gives the first frames alone, nearly as the whole model does; it has no encoder of use.

    Args:
        model: the whole model, in `eval()` mode.
        frames: a multiple of `GRID`, or all frames, which gives the model itself.
    """
    config = model.config
    if frames >= config.num_frames:
        return model
    rows, before, after = config.num_bands, config.padded_frames, frames
    state = model.state_dict()

    def first(name: str, channels: int, cell: int) -> torch.Tensor:
        """Weights of a map to (channels, frames / cell), those of the first frames, by columns as those of `model`."""
        weight = state[name].movedim(0, -1)  # (dims, channels * frames / cell), contiguous after `stand_by`
        kept = weight.unflatten(-1, (channels, before // cell))[..., : after // cell]
        first_frames: torch.Tensor = kept.flatten(-2).movedim(-1, 0)
        return first_frames

    grid = config.bottleneck * (rows // GRID)
    changed = {name: first(name, rows, 1) for name in ("linear.weight", "linear.bias")}
    changed |= {
        name: first(name, grid, GRID) for name in ("decoder.layers.0.weight", "decoder.layers.0.bias")
    }
    if config.coarse_dims:
        changed["coarse.weight"] = first("coarse.weight", rows // COARSE, COARSE)
    short = copy.deepcopy(_empty(replace(config, num_frames=frames)))
    kept = {name: value for name, value in state.items() if not name.startswith("encoder.")}
    short.load_state_dict(kept | changed, strict=False, assign=True)
    short.stand_by()
    return short


@lru_cache
def _empty(config: VAEConfig) -> VAE:
    """A model without weights: to build it takes longer than all else here."""
    with torch.device("meta"):
        model = VAE(config)
    del model.encoder
    return model


class Later:
    """What follows the sounds of one model, for which a change of their latents has a price.

    Attributes:
        model: its parameters have to stay what they were.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self._squares: torch.Tensor | None = None
        self._silencing: dict[int, torch.Tensor] = {}

    @torch.no_grad()
    def change(self) -> torch.Tensor:
        """`later_change` of all frames, as a mean over all cells: (latent_dim, latent_dim); of a studio model."""
        return self._changes()[0]

    @torch.no_grad()
    def price(self, frames: int) -> torch.Tensor | None:
        """`later_change` after so many frames, as a mean over all cells; None if none follow, or for other models."""
        if not isinstance(self.model, VAE) or frames >= self.model.config.num_frames:
            return None
        return self._changes()[frames // GRID]

    def _changes(self) -> torch.Tensor:
        if self._squares is None:
            model = cast(VAE, self.model)
            self._squares = later_change(model) / (model.config.num_bands * model.config.num_frames)
        return self._squares

    @torch.no_grad()
    def silenced(self, change: torch.Tensor, frames: int) -> torch.Tensor:
        """The change of a latent (latent_dim,) nearest to `change` that hardly sounds after `frames`.

        Noise of half a spread on every dimension is a hiss 50 to 60 dB below the loudest moment, for as long as the
        longest sound lasts. Of 60 sounds each of open-kits and drum-machine with such noise, by `SILENCE_WEIGHT`: the
        median length in hops, share that lasts to the end, and mean change of the sound's own cells in dB:

            without noise    85 0.00 -       70 0.00 -
            0               608 0.39 2.47   435 0.00 2.55
            6e3             186 0.00 1.86   193 0.00 1.78
            6e4             130 0.00 1.68   120 0.00 1.63
        """
        if frames not in self._silencing:
            price = self.price(frames)
            if price is None:
                return change
            kept = torch.eye(len(change), device=change.device) + SILENCE_WEIGHT * price
            self._silencing[frames] = torch.linalg.inv(kept)
        return self._silencing[frames] @ change


def later_change(model: VAE) -> torch.Tensor:
    """How much a change of a latent changes the frames after every column, by the linear maps.

    Args:
        model: in `eval()` mode.

    Returns:
        (columns + 1, latent_dim, latent_dim): number n gives, as a quadratic form, the sum of the squared changes of
        all cells from frame n * `GRID` on; the last is zero.
    """
    config = model.config
    rows, dims = config.num_bands, config.latent_dim
    maps = model.linear.weight.view(rows, config.padded_frames, -1)
    if config.coarse_dims:
        coarse = model.spread(model.coarse.weight.T)  # (coarse_dims, bands, padded frames)
        maps = torch.cat([maps, coarse.permute(1, 2, 0)], -1)  # (bands, padded frames, latent_dim)
    shown = maps.clone()
    shown[:, config.num_frames :] = 0
    columns = shown.view(rows, -1, GRID, dims).transpose(0, 1).reshape(-1, rows * GRID, dims)
    squares = torch.stack([*(one.T @ one for one in columns), columns.new_zeros(dims, dims)])
    return squares.flip(0).cumsum(0).flip(0)
