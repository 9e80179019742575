"""Waveform <-> band spectrogram. Knows nothing about the model.

A spectrogram here is the power of a short-time Fourier transform, gathered into bands, in dB below a full-scale
sine, and scaled so that the floor is 0 and full scale is 1. The scaling is global, so that any latent can be decoded
without values of its own.
"""

import math
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from vae.sound.levels import PEAK, db_to_scaled
from vae.sound.sparse import Sparse
from vae.sound.time_cells import cell_edges, gathering, spreading

AUDIBLE_DB = 66.0
"""A sound has ended where it stays this far below its loudest moment."""


@dataclass(frozen=True)
class SpectrogramConfig:
    """Every setting of the spectrogram; what follows from them is a property.

    Attributes:
        sample_rate: in Hz.
        num_samples: length of a one-shot in samples.
        n_fft: window length in samples (Hann).
        hop_length: step between frames in samples.
        num_bands: bands after gathering the `n_fft // 2 + 1` bins.
        floor_db: level in dB that is scaled to 0.
        bands: "geometric", widening with frequency, or "bins", the lowest `num_bands` bins as they are.
        silence: scaled levels below this (about −78 dB) are decoded as silence: a decoder leaks a faint tail there.
        full_frames: number of frames that are kept as they are, before time widens (`vae.sound.time_cells`).
        cell_growth: width of every later frame over that of the one before it; 1 for frames of equal width, and sounds
            of exactly `num_samples`; otherwise that is the longest, and a sound ends where its spectrogram does.
    """

    sample_rate: int = 44_100
    num_samples: int = 44_100
    n_fft: int = 1024
    hop_length: int = 256
    num_bands: int = 128
    floor_db: float = -80.0
    bands: str = "geometric"
    silence: float = 0.03
    full_frames: int = 0
    cell_growth: float = 1.0

    def __post_init__(self) -> None:
        """Raises ValueError for settings that no spectrogram has: they may come from a file."""
        in_order = 0 < self.hop_length <= self.n_fft <= self.num_samples <= 2**24
        bands_fit = 0 < self.num_bands <= self.num_bins and self.bands in ("geometric", "bins")
        widens = self.full_frames >= 0 and 1 <= self.cell_growth <= 2
        if not (
            in_order
            and bands_fit
            and widens
            and self.floor_db < 0 < self.sample_rate
            and 0 <= self.silence < 1
        ):
            raise ValueError(f"These are not the numbers of a spectrogram: {self}")

    @property
    def num_hops(self) -> int:
        """Short-time transforms of an entire one-shot, centred, the first around sample 0."""
        return 1 + self.num_samples // self.hop_length

    @property
    def ends_freely(self) -> bool:
        """Whether time widens and a sound ends where its spectrogram does."""
        return self.cell_growth > 1

    @property
    def num_frames(self) -> int:
        """Frames of the spectrogram of an entire one-shot; late ones may hold several transforms."""
        return len(self.frame_edges) - 1

    @property
    def frame_edges(self) -> np.ndarray:
        """Where frames begin and end, in hops: (num_frames + 1,)."""
        return cell_edges(self.full_frames, self.cell_growth, self.num_hops)

    def frame_times(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Middles and widths of the frames in hops, (num_frames,) float32 each."""
        edges = torch.tensor(self.frame_edges, dtype=torch.float32)
        return (edges[1:] + edges[:-1] - 1) / 2, edges.diff()

    @property
    def num_bins(self) -> int:
        """Bins of the Fourier transform."""
        return self.n_fft // 2 + 1

    def samples_of(self, hops: int) -> int:
        """Length in samples of a sound of so many transforms: up to the last one, or all if it is the longest."""
        return (
            self.num_samples if hops > self.num_samples // self.hop_length else (hops - 1) * self.hop_length
        )

    @property
    def full_scale_db(self) -> float:
        """Power in dB of a sine of peak 0.95 in its own bin of a Hann-windowed transform."""
        return 20 * math.log10(self.n_fft / 4 * PEAK)

    @property
    def range_db(self) -> float:
        """Decibels from the floor to full scale: what a difference of 1 between scaled levels means."""
        return -self.floor_db

    def band_frequencies(self) -> np.ndarray:
        """Centre frequencies of the bands in Hz, shape (num_bands,)."""
        bins = self.bands == "bins"
        centres = np.arange(self.num_bands) if bins else band_centres(self.num_bands, self.num_bins)
        return centres * self.sample_rate / self.n_fft

    def band_filters(self) -> torch.Tensor:
        """Weight of each bin in each band, (num_bands, num_bins)."""
        bins = self.bands == "bins"
        return (
            torch.eye(self.num_bands, self.num_bins) if bins else band_filters(self.num_bands, self.num_bins)
        )

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; `SpectrogramConfig(**d)` is the inverse."""
        return asdict(self)


@lru_cache(maxsize=8)
def band_centres(num_bands: int, num_bins: int) -> np.ndarray:
    """Centre bins of the bands: one bin per band at the bottom, then a constant ratio; never an empty band.

    Args:
        num_bands: at most `num_bins`.
        num_bins: bins of the transform, from 0 Hz to Nyquist.

    Returns:
        float64 (num_bands,), rising from 0 to `num_bins - 1`; not to be changed.
    """

    def centres(ratio: float) -> np.ndarray:
        out = [0.0]
        for _ in range(num_bands - 1):
            out.append(out[-1] + max(1.0, out[-1] * (ratio - 1)))
        return np.array(out)

    low, high = 1.0, 1.5
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if centres(middle)[-1] > num_bins - 1 else (middle, high)
    found = centres(low)
    found[-1] = num_bins - 1
    found.setflags(write=False)
    return found


@lru_cache(maxsize=8)
def band_filters(num_bands: int, num_bins: int) -> torch.Tensor:
    """Triangles between neighbouring band centres, (num_bands, num_bins), each bin's weights summing to one."""
    centres, bins = band_centres(num_bands, num_bins), np.arange(num_bins)
    left, right = np.r_[-1.0, centres[:-1]], np.r_[centres[1:], float(num_bins)]
    rise = (bins - left[:, None]) / (centres - left)[:, None]
    fall = (right[:, None] - bins) / (right - centres)[:, None]
    weights = np.clip(np.minimum(rise, fall), 0, None)
    return torch.tensor(weights / weights.sum(0), dtype=torch.float32)


@lru_cache(maxsize=8)
def hann(n_fft: int) -> torch.Tensor:
    """The periodic Hann window of `n_fft` samples."""
    return torch.hann_window(n_fft)


def waveform_to_spectrogram(waveform: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Scaled band spectrogram of waveforms. Inverse: `spectrogram_to_magnitude`, then `griffin_lim`.

    Lost on the way: the phase; the shape of the spectrum within a band; what lies below the floor.

    Args:
        waveform: float32 (batch, samples), `config.num_samples` each.
        config: the settings.

    Returns:
        float32 (batch, num_bands, num_frames) in [0, 1].
    """
    sounding = waveform[:, : _sounding_samples(waveform, config)]
    stft = torch.stft(
        sounding,
        config.n_fft,
        config.hop_length,
        window=hann(config.n_fft),
        pad_mode="constant",
        return_complex=True,
    )
    squares = torch.view_as_real(stft).square()
    filters = config.band_filters()
    power = (filters / filters.sum(1, keepdim=True)) @ (squares[..., 0] + squares[..., 1])  # (B, bands, hops)
    if config.ends_freely:
        wide = gathering(config.full_frames, config.cell_growth, config.num_hops)
        power = power @ wide[: power.shape[-1]]
    else:
        power = pad_frames(power, 1 + waveform.shape[-1] // config.hop_length)
    return power_to_scaled(power * 10 ** (-config.full_scale_db / 10), config)


def _sounding_samples(waveform: torch.Tensor, config: SpectrogramConfig) -> int:
    """How many samples hold all of the batch's frames that are not silent: what follows costs nothing."""
    sounding = waveform.any(0).nonzero()
    last = int(sounding[-1]) + 1 if len(sounding) else 1
    frames = -(-(last + config.n_fft // 2) // config.hop_length)
    return min(frames * config.hop_length, waveform.shape[-1])


def to_hops(spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Scaled levels at every hop, of levels in frames that widen with time; of the first frames alone, up to their end.

    Straight lines in dB between the middles of the frames, then one correction, so that every frame keeps its power.

    Args:
        spectrogram: (..., bands, frames) in [0, 1], all frames or the first.
        config: the settings.

    Returns:
        (..., bands, hops) in [0, 1]; the same if time does not widen.
    """
    if not config.ends_freely:
        return spectrogram
    spread, gather = _widened(config, spectrogram.shape[-1])
    lines = spread.over_last(spectrogram)
    lost = gather.over_last(ungated_power(lines, config)).log10() - ungated_power(spectrogram, config).log10()
    return (lines - spread.over_last(10 * lost / config.range_db)).clamp(0, 1)


@lru_cache(maxsize=256)
def _widened(config: SpectrogramConfig, frames: int) -> tuple[Sparse, Sparse]:
    """From the first frames to their hops, (hops, frames), and back, (frames, hops)."""
    hops = int(config.frame_edges[frames])
    widening = config.full_frames, config.cell_growth, config.num_hops
    spread, gather = spreading(*widening)[:frames, :hops], gathering(*widening)[:hops, :frames]
    return Sparse(spread.T), Sparse(gather.T)


def last_hop(spectrogram: torch.Tensor, config: SpectrogramConfig, below_db: float = AUDIBLE_DB) -> int:
    """The last hop of scaled levels (bands, hops) that sounds: at most `below_db` below the loudest; 0 in silence."""
    power = scaled_to_power(spectrogram, config)
    energy = config.band_filters().sum(1) @ power  # (hops,)
    sounding = (energy > energy.max() * 10 ** (-below_db / 10)).nonzero()
    return int(sounding[-1]) if len(sounding) else 0


def power_to_scaled(power: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Scaled levels in [0, 1] from the power of each band, relative to full scale; same shape.

    Inverse: `scaled_to_power`. Lost on the way: what lies below the floor or above full scale.
    """
    return db_to_scaled(10 * torch.log10(power.clamp_min(1e-15)), config.floor_db).clamp(0, 1)


def scaled_to_power(spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Power of each band, relative to full scale, from scaled levels; same shape, silence exact."""
    power = ungated_power(spectrogram, config)
    return torch.where(spectrogram < config.silence, torch.zeros_like(power), power)


def ungated_power(spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """`scaled_to_power` including what lies below `config.silence`, so that its gradient is never lost."""
    return torch.exp((1 - spectrogram) * (config.floor_db * math.log(10) / 10))


def spectrogram_to_magnitude(spectrogram: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Magnitudes of the Fourier bins from a scaled band spectrogram; each bin gets its bands' mean power.

    Args:
        spectrogram: float32 (batch, num_bands, num_frames), 0 = floor.
        config: the settings it was made with.

    Returns:
        float32 (batch, num_bins, num_frames), zero where the level is below `config.silence`.
    """
    filters = config.band_filters()
    power = filters.T @ scaled_to_power(spectrogram, config)
    return power.sqrt() * 10 ** (config.full_scale_db / 20)


def pad_frames(spectrogram: torch.Tensor, num_frames: int) -> torch.Tensor:
    """Zero-pads the last axis to `num_frames`."""
    return F.pad(spectrogram, (0, num_frames - spectrogram.shape[-1]))
