"""Finds where two spectrograms belong together: how much higher and longer one is than the other, at every place.

Block matching over shifts of a logarithmic grid: every pair of shifts is scored around every cell, and the field is the
soft minimum. After Henderson and Solomon, "Audio transport" (DAFx 2019), who average quantiles of one frame's spectrum:
here neighbouring frames and bands move together, so that partials stay sharp.
"""

from functools import lru_cache

import torch
import torch.nn.functional as F

from vae.between.grid import MOST_LONGER, MOST_UP, PER_DOUBLING, PER_OCTAVE, STEP, Grid

AUDIBLE = 0.75
"""Scaled levels further than this below a sound's loudest count as silence: 60 dB of 80."""

WINDOW = (7, 5)
"""Rows and columns of cells that are averaged, twice, around a cell."""

SHARPNESS = 150.0
GLOBAL_SHARE = 0.5
MOVE_PRICE = 0.01
"""What a move costs, per octave; half as much per doubling of time."""


def hypotheses() -> torch.Tensor:
    """(H, 2): the octaves and doublings of time that are tried."""
    ups = torch.arange(-MOST_UP, MOST_UP + 1) * (2 / PER_OCTAVE)
    longer = torch.arange(-MOST_LONGER, MOST_LONGER + 1) * (2 / PER_DOUBLING)
    return torch.cartesian_prod(ups, longer)


def register(a: torch.Tensor, b: torch.Tensor, grid: Grid) -> tuple[torch.Tensor, torch.Tensor]:
    """How much higher and longer `b` is than `a`, seen from half way between them.

    Args:
        a: (B, bands, frames) in [0, 1], `config.num_frames` frames.
        b: the same.
        grid: their coordinates.

    Returns:
        The field (B, 2, rows, columns), octaves and doublings of time; and (B, 2, rows, columns), how badly the two
        match where they are and where the field brings them together.
    """
    with torch.autocast("cpu", enabled=False):  # costs differ by less than half precision can tell
        tried = hypotheses()
        differences = _differences(a, b, grid)  # (B, H, rows, columns)
        over_rows, over_columns = (_averages(n, window) for n, window in zip(grid.cells, WINDOW, strict=True))
        costs = over_rows @ differences @ over_columns.T
        costs = costs + GLOBAL_SHARE * differences.mean((2, 3), keepdim=True)
        costs = costs + MOVE_PRICE * (tried[:, 0].abs() + 0.5 * tried[:, 1].abs())[None, :, None, None]
        shares = torch.softmax(-SHARPNESS * costs, 1)
        field = torch.einsum("bhyx,hd->bdyx", shares, tried)
        matches = torch.cat([costs[:, len(tried) // 2, None], costs.amin(1, keepdim=True)], 1)
        return field, matches


def _differences(a: torch.Tensor, b: torch.Tensor, grid: Grid) -> torch.Tensor:
    """(B, H, rows, columns): differences of level after every pair of opposite shifts; loud cells count more."""
    count, (rows, columns) = len(a), grid.points
    both = F.grid_sample(
        torch.cat([a, b])[:, None],
        grid.to_log.expand(2 * count, -1, -1, -1),
        align_corners=True,
        padding_mode="border",
    )[:, 0]
    both = (both - both.amax((1, 2), keepdim=True) + AUDIBLE).clamp_min(0)
    shifted = both.unfold(1, rows, 1)[..., ::STEP].unfold(2, columns, 1)[..., ::STEP]  # (2B, up, long, y, x)
    down, up = shifted[:count].flip(1, 2), shifted[count:]
    return ((down - up).abs() * (torch.maximum(down, up) + 0.02)).flatten(1, 2)


@lru_cache(maxsize=8)
def _averages(count: int, window: int) -> torch.Tensor:
    """(count, count): averages each of `count` values with those in a window around it, twice."""
    near = (torch.arange(count)[:, None] - torch.arange(count)).abs() <= window // 2
    averages = near / near.sum(1, keepdim=True)
    with torch.autocast("cpu", enabled=False):  # a training in half precision leaves no rounded table behind
        return averages @ averages


def field_at(field: torch.Tensor, share: torch.Tensor, grid: Grid) -> torch.Tensor:
    """A field at every band and frame of the spectrogram that lies `share` of the way from the first to the second.

    Args:
        field: (B, 2, rows, columns), as seen from half way.
        share: (B, 1, 1), 0 for the first.
        grid: the coordinates.

    Returns:
        (B, 2, bands, frames).
    """
    places = grid.from_cells.expand(len(field), -1, -1, -1)
    half_way = _sampled(field, places)
    # What lies at this share has come (0.5 - share) of its own way from where it is half way.
    back = half_way.flip(1).permute(0, 2, 3, 1) * (0.5 - share)[..., None] * grid.cell_units
    return _sampled(field, places + back)


def at_bands(values: torch.Tensor, grid: Grid) -> torch.Tensor:
    """Values of cells (B, n, rows, columns) at every band and frame: (B, n, bands, frames)."""
    return _sampled(values, grid.from_cells.expand(len(values), -1, -1, -1))


def _sampled(values: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return F.grid_sample(values, places, align_corners=True, padding_mode="border")
