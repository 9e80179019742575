"""The reference preset: the model of the thesis that Hitmap grew out of, reproduced exactly and not improved.

22,050 Hz, 0.997 s; Fourier transform of 512 samples every 345, last bin dropped: 256 x 64 levels in dB, floored
80 dB below the file's loudest, scaled to [0, 1] per file. Five convolutions down to 128 latent dimensions and their
mirror. The two values that undo the scaling are appended to the latent, so that a place between sounds gets a blend
of its neighbours' values.
"""

from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from vae.model.interface import Model
from vae.sound.spectrogram import SpectrogramConfig

SPECTROGRAM = SpectrogramConfig(
    sample_rate=22_050,
    num_samples=21_984,
    n_fft=512,
    hop_length=345,
    num_bands=256,
    floor_db=-120.0,
    bands="bins",
    silence=0.0,
)
RANGE_DB = 80.0
LEAST_RANGE_DB = 40.0
"""Less than the range between the loudest and softest cell of any sound: 400 draws of white noise had 45 dB or more."""
QUIETEST_PEAK = 0.5
"""A lower bound for the loudest level, on the global scale, of a sound of peak 0.95: a single click halfway between
two frames has 0.55."""
FILTERS = (512, 256, 128, 64, 32)
STRIDES = ((2, 2), (2, 2), (2, 2), (2, 2), (2, 1))
ALPHA = 256 * 64
"""Weight of the mean squared error beside the KL divergence."""


@dataclass(frozen=True)
class ThesisConfig:
    """The size of the model.

    Attributes:
        latent_dim: latent dimensions of the variational autoencoder; codes have two more numbers.
        filters: channels of the encoder's convolutions.
    """

    latent_dim: int = 128
    filters: tuple[int, ...] = FILTERS

    def __post_init__(self) -> None:
        """Raises ValueError for impossible sizes: they may come from a file."""
        object.__setattr__(self, "filters", tuple(self.filters))
        if not (0 < self.latent_dim <= 4096 and len(self.filters) == 5 and max(self.filters) <= 1024):
            raise ValueError(f"These are not the sizes of a model: {self}")

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; `ThesisConfig(**d)` is the inverse."""
        return asdict(self)


def _normalised(channels: int) -> list[nn.Module]:
    """The layers after a convolution; batch normalisation has the constants of Keras."""
    return [nn.ReLU(), nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)]


class ThesisVAE(Model):
    """Five convolutions, two dense heads, a dense layer and five transposed convolutions with a sigmoid."""

    config: ThesisConfig

    def __init__(self, config: ThesisConfig) -> None:
        super().__init__()
        self.config = config
        filters, bands, frames = config.filters, SPECTROGRAM.num_bands, SPECTROGRAM.num_frames
        down: list[nn.Module] = []
        for before, after, stride in zip((1, *filters[:-1]), filters, STRIDES, strict=True):
            down += [nn.Conv2d(before, after, 3, stride, 1), *_normalised(after)]
        grid = (filters[-1], bands // 32, frames // 16)
        cells = grid[0] * grid[1] * grid[2]
        up: list[nn.Module] = [nn.Linear(config.latent_dim, cells), nn.Unflatten(1, grid)]
        before = filters[-1]
        for after, stride in zip(reversed(filters[1:]), reversed(STRIDES[1:]), strict=True):
            extra = (stride[0] - 1, stride[1] - 1)
            up += [nn.ConvTranspose2d(before, after, 3, stride, 1, extra), *_normalised(after)]
            before = after
        up.append(nn.ConvTranspose2d(before, 1, 3, STRIDES[0], 1, 1))
        self.down, self.up = nn.Sequential(*down), nn.Sequential(*up)
        self.heads = nn.Linear(cells, 2 * config.latent_dim)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
                nn.init.xavier_uniform_(layer.weight)
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)
        # This cuts a training step to three quarters of the time.
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this form

    @property
    def latent_dim(self) -> int:
        """Numbers in a code: the latent, then the file's lowest and highest level."""
        return self.config.latent_dim + 2

    def rescale(self, spectrogram: torch.Tensor) -> torch.Tensor:
        """(B, bands, frames) -> the same, scaled to [0, 1] per file; see `normalise`."""
        return normalise(spectrogram)[0]

    def posterior(self, rescaled: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and log-variance, (B, config.latent_dim) each, of (B, bands, frames) scaled to [0, 1] per file."""
        image = rescaled[:, None].contiguous(memory_format=torch.channels_last)
        mean, log_variance = self.heads(self.down(image).flatten(1)).float().chunk(2, dim=1)
        return mean, log_variance

    def reconstruct(self, z: torch.Tensor) -> torch.Tensor:
        """(B, config.latent_dim) -> (B, bands, frames) in [0, 1], scaled per file, float32."""
        image: torch.Tensor = self.up(z)  # (B, 1, bands, frames)
        return image[:, 0].float().sigmoid()

    def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Codes (B, config.latent_dim + 2) and log-variances (B, config.latent_dim) of (B, bands, frames)."""
        normalised, low, high = normalise(spectrogram)
        mean, log_variance = self.posterior(normalised)
        return torch.cat([mean, low[:, 0], high[:, 0]], dim=1), log_variance

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Spectrograms (B, bands, frames), on the global scale, of codes (B, config.latent_dim + 2).

        Impossible levels, which only noise or extrapolation can give, are moved to the nearest possible ones: codes of
        sounds, and codes between them, are decoded unchanged.
        """
        high = z[:, -1, None, None].clamp(QUIETEST_PEAK, 1)
        least, most = (decibels / SPECTROGRAM.floor_db for decibels in (RANGE_DB, LEAST_RANGE_DB))
        low = z[:, -2, None, None].clamp(high + least, high + most)
        return self.reconstruct(z[:, :-2]) * (high - low) + low


def normalise(spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Scales each file to [0, 1] between its lowest and highest level, the lowest at most 80 dB down.

    Args:
        spectrogram: (B, bands, frames) on the global scale.

    Returns:
        The same shape in [0, 1], and the two levels, (B, 1, 1) each.
    """
    high = spectrogram.amax((1, 2), keepdim=True)
    limited = torch.maximum(spectrogram, high + RANGE_DB / SPECTROGRAM.floor_db)
    low = limited.amin((1, 2), keepdim=True)
    return (limited - low) / (high - low).clamp_min(1e-6), low, high


def mean_squared_error(reconstructed: torch.Tensor, normalised: torch.Tensor) -> torch.Tensor:
    """The reconstruction term: alpha times the mean over cells and batch."""
    return ALPHA * F.mse_loss(reconstructed, normalised)
