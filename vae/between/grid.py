"""Coordinates: bands and frames <-> octaves and doublings of time, in which pitch and decay are shifts."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import torch
import torch.nn.functional as F

from vae.sound.spectrogram import SpectrogramConfig

PER_OCTAVE = 12
PER_DOUBLING = 5
"""Points of the logarithmic grid per octave of frequency and per doubling of time."""

MOST_UP, MOST_LONGER = 7, 4
"""The registration tries shifts of up to twice this many points, half for either sound."""

STEP = 2
"""Every second point of the logarithmic grid is a cell of the field."""

FRAME_MULTIPLE = 16


@dataclass(frozen=True)
class Grid:
    """The coordinates of one kind of spectrogram.

    Attributes:
        config: the settings of the spectrogram.
    """

    config: SpectrogramConfig

    @property
    def bands(self) -> int:
        """Number of bands."""
        return self.config.num_bands

    @property
    def frames(self) -> int:
        """Number of frames, padded to a multiple of `FRAME_MULTIPLE`."""
        return -(-self.config.num_frames // FRAME_MULTIPLE) * FRAME_MULTIPLE

    @cached_property
    def points(self) -> tuple[int, int]:
        """Points of the logarithmic grid: from bin 1 up, and from hop 1 on; a multiple of `STEP` each."""
        octaves, doublings = math.log2(self._centres[-1].item()), math.log2(self.config.num_hops)
        return (
            int(octaves * PER_OCTAVE) // STEP * STEP,
            -(-int(doublings * PER_DOUBLING + 1) // STEP) * STEP,
        )

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of a field."""
        rows, columns = self.points
        return rows // STEP, columns // STEP

    @cached_property
    def _centres(self) -> torch.Tensor:
        """(bands,) centre bins of the bands."""
        per_bin = self.config.sample_rate / self.config.n_fft
        return torch.tensor(self.config.band_frequencies() / per_bin, dtype=torch.float32)

    @cached_property
    def _knee(self) -> tuple[int, float, float]:
        """The first band above which bands widen, its centre bin, and the logarithm of the ratio from there on."""
        widths = self._centres.diff()
        wide = (widths > 1.0001).nonzero()
        band = int(wide[0]) if len(wide) else self.bands - 1
        ratio = float(self._centres[band + 1] / self._centres[band]) if len(wide) else 2.0
        return band, float(self._centres[band]), math.log(ratio)

    def band_of(self, bins: torch.Tensor) -> torch.Tensor:
        """The band, as a real number, at which a bin lies; any shape."""
        band, start, ratio = self._knee
        return torch.where(bins < start, bins, band + torch.log(bins.clamp_min(start) / start) / ratio)

    def frame_of(self, hops: torch.Tensor) -> torch.Tensor:
        """The frame, as a real number, in the middle of which a hop lies; any shape."""
        if not self.config.ends_freely:
            return hops
        full, growth = self.config.full_frames, self.config.cell_growth
        past = (hops + 0.5 - full).clamp_min(0) * ((growth - 1) / growth)
        return torch.where(hops < full - 0.5, hops, full - 0.5 + torch.log1p(past) / math.log(growth))

    def hop_of(self, frames: torch.Tensor) -> torch.Tensor:
        """Where the middle of a frame lies, in hops; the inverse of `frame_of`."""
        if not self.config.ends_freely:
            return frames
        full, growth = self.config.full_frames, self.config.cell_growth
        past = torch.expm1((frames + 0.5 - full).clamp_min(0) * math.log(growth)) * (growth / (growth - 1))
        return torch.where(frames < full - 0.5, frames, full - 0.5 + past)

    @cached_property
    def _hops(self) -> torch.Tensor:
        """(frames,) where the middle of each frame lies, in hops."""
        return self.hop_of(torch.arange(self.frames, dtype=torch.float32))

    @cached_property
    def to_log(self) -> torch.Tensor:
        """(1, rows, columns, 2) where `grid_sample` finds the points of the logarithmic grid and a margin around it."""
        rows, columns = self.points
        bins = 2.0 ** (torch.arange(-MOST_UP, rows + MOST_UP) / PER_OCTAVE)
        hops = 2.0 ** (torch.arange(-MOST_LONGER, columns + MOST_LONGER) / PER_DOUBLING)
        frames = _unit(self.frame_of(hops), self.config.num_frames)
        return _mesh(_unit(self.band_of(bins), self.bands), frames)

    @cached_property
    def from_cells(self) -> torch.Tensor:
        """(1, bands, frames, 2) where `grid_sample` finds every band and frame in a field."""
        rows, columns = self.cells
        row = torch.log2(self._centres.clamp_min(1)) * PER_OCTAVE / STEP
        column = torch.log2(self._hops.clamp_min(1)) * PER_DOUBLING / STEP
        return _mesh(_unit(row, rows), _unit(column, columns))

    @cached_property
    def cell_units(self) -> torch.Tensor:
        """(2,): one doubling of time and one octave, as distances in a field for `grid_sample`."""
        rows, columns = self.cells
        return torch.tensor(
            [PER_DOUBLING / STEP * 2 / (columns - 1), PER_OCTAVE / STEP * 2 / (rows - 1)], dtype=torch.float32
        )

    def moved(
        self, spectrograms: torch.Tensor, octaves: torch.Tensor, doublings: torch.Tensor
    ) -> torch.Tensor:
        """Spectrograms looked up elsewhere: at every cell, what lies so many octaves up and doublings of time later.

        Args:
            spectrograms: (B, bands, frames).
            octaves: (B, bands, frames).
            doublings: (B, bands, frames).

        Returns:
            (B, bands, frames); 0 where nothing lies.
        """
        band = self.band_of(self._centres[None, :, None] * torch.exp2(octaves))
        frame = self.frame_of(self._hops[None, None] * torch.exp2(doublings))
        where = torch.stack([_unit(frame, self.frames), _unit(band, self.bands)], -1)
        looked_up: torch.Tensor = F.grid_sample(spectrograms[:, None], where, align_corners=True)[:, 0]
        return looked_up


@lru_cache(maxsize=4)
def grid_of(config: SpectrogramConfig) -> Grid:
    """The one grid of a configuration: its tables are computed once."""
    return Grid(config)


def _unit(position: torch.Tensor, count: int) -> torch.Tensor:
    """Positions 0 to `count` - 1 as the -1 to 1 of `grid_sample`."""
    return position * (2 / (count - 1)) - 1


def _mesh(rows: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
    """(1, rows, columns, 2): column and row of every point."""
    row, column = torch.meshgrid(rows, columns, indexing="ij")
    return torch.stack([column, row], -1)[None]
