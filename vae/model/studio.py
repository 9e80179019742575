"""The studio variational autoencoder over band spectrograms. Knows nothing about audio, losses or files.

A linear map, initialised by principal component analysis, carries most of a sound from the first step on; its
transpose encodes. The last dimensions of the latent are coarse: their linear map has a cell for every 4 x 4 of the
spectrogram, which is what envelopes need, at a sixteenth of the size. Small convolutional networks beside both learn
what a linear map cannot. They work on patches of 8 x 8 cells, which is fast without a graphics card.
"""

from dataclasses import asdict, dataclass
from typing import Any, cast

import torch
import torch.nn.functional as F
from torch import nn

from vae.model.interface import Model
from vae.sound.spectrogram import pad_frames

PATCH = 8
FIRST_LOG_VARIANCE = -4.5
COARSE = 4  # cells of the spectrogram, either way, to one of the coarse map
GRID = 2 * PATCH  # the input is padded to a multiple of this: patches, then one halving


@dataclass(frozen=True)
class VAEConfig:
    """The size of the model.

    Attributes:
        num_bands: bands of the spectrogram, a multiple of 16.
        num_frames: frames of the spectrogram; padded internally to a multiple of 16.
        latent_dim: number of latent dimensions.
        channels: width of the convolutions on the patch grid; doubled on the halved grid.
        bottleneck: channels of the halved grid that reach the latent.
        num_blocks: residual blocks per stage.
        coarse_dims: how many of the latent dimensions, the last ones, are coarse.
    """

    num_bands: int = 128
    num_frames: int = 173
    latent_dim: int = 256
    channels: int = 64
    bottleneck: int = 32
    num_blocks: int = 1
    coarse_dims: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError for impossible sizes: they may come from a file."""
        limits = {
            "num_bands": 1024,
            "num_frames": 4096,
            "latent_dim": 4096,
            "channels": 1024,
            "bottleneck": 1024,
            "num_blocks": 16,
        }
        within = all(0 < getattr(self, name) <= limit for name, limit in limits.items())
        within = within and 0 <= self.coarse_dims < self.latent_dim
        if not within or self.num_bands % GRID:
            raise ValueError(f"These are not the sizes of a model: {self}")

    @property
    def padded_frames(self) -> int:
        """`num_frames` rounded up to the model's grid."""
        return -(-self.num_frames // GRID) * GRID

    @property
    def fine_dims(self) -> int:
        """Number of latent dimensions, the first ones, that the linear map over all cells decodes."""
        return self.latent_dim - self.coarse_dims

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values; `VAEConfig(**d)` is the inverse."""
        return asdict(self)


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions with a skip connection."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(8, channels)
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(B, channels, H, W) -> the same shape."""
        residual: torch.Tensor = self.second(F.silu(self.first(F.silu(self.norm(x)))))
        return x + residual


def _blocks(channels: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(channels) for _ in range(count)))


class Encoder(nn.Module):
    """Spectrogram -> the part of the posterior mean that the linear map misses, and the log-variance."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        wide, cells = 2 * config.channels, config.num_bands * config.padded_frames // GRID**2
        self.layers = nn.Sequential(
            nn.Conv2d(1, config.channels, PATCH, PATCH),  # (B, C, bands / 8, frames / 8)
            _blocks(config.channels, config.num_blocks),
            nn.Conv2d(config.channels, wide, 3, 2, 1),  # (B, 2C, bands / 16, frames / 16)
            _blocks(wide, config.num_blocks),
            nn.Conv2d(wide, config.bottleneck, 1),
            nn.SiLU(),
            nn.Flatten(),
            nn.Linear(config.bottleneck * cells, 2 * config.latent_dim),
        )

    @property
    def head(self) -> nn.Linear:
        """The last layer, which outputs mean and log-variance."""
        return cast(nn.Linear, self.layers[-1])

    def forward(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, bands, padded_frames) -> part of the mean, and log-variance, (B, latent_dim) each, float32."""
        mean, log_variance = self.layers(spectrogram[:, None]).float().chunk(2, dim=1)
        return mean, log_variance.clamp(-10, 4)


class Decoder(nn.Module):
    """Latent -> the part of the spectrogram that the linear map misses."""

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        wide, grid = 2 * config.channels, (config.num_bands // GRID, config.padded_frames // GRID)
        self.layers = nn.Sequential(
            nn.Linear(config.latent_dim, config.bottleneck * grid[0] * grid[1]),
            nn.Unflatten(1, (config.bottleneck, *grid)),
            nn.Conv2d(config.bottleneck, wide, 1),
            _blocks(wide, config.num_blocks),
            nn.Conv2d(wide, 4 * config.channels, 3, padding=1),
            nn.PixelShuffle(2),  # (B, C, bands / 8, frames / 8)
            _blocks(config.channels, config.num_blocks),
            nn.SiLU(),
            nn.Conv2d(config.channels, PATCH**2, 3, padding=1),
            nn.PixelShuffle(PATCH),  # (B, 1, bands, padded_frames)
        )

    @property
    def last(self) -> nn.Conv2d:
        """The last convolution, which outputs the cells of every patch."""
        return cast(nn.Conv2d, self.layers[-2])

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """(B, latent_dim) -> (B, bands, padded_frames), float32."""
        image: torch.Tensor = self.layers(z)  # (B, 1, bands, padded_frames)
        return image[:, 0].float()


class VAE(Model):
    """A variational autoencoder (Kingma and Welling 2013) of scaled band spectrograms."""

    config: VAEConfig

    def __init__(self, config: VAEConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.decoder = Decoder(config)
        self.linear = nn.Linear(config.fine_dims, config.num_bands * config.padded_frames)
        self.scale = nn.Parameter(torch.ones(config.latent_dim))
        if config.coarse_dims:
            cells = config.num_bands * config.padded_frames // COARSE**2
            self.coarse = nn.Linear(config.coarse_dims, cells, bias=False)

    def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Posterior mean and log-variance of (B, bands, frames): (B, latent_dim) each, float32."""
        padded = pad_frames(spectrogram, self.config.padded_frames)
        mean, log_variance = self.encoder(padded)
        fine, fine_scale = self.config.fine_dims, self.scale[: self.config.fine_dims]
        offsets = padded.flatten(1) - self.linear.bias
        found = F.linear(offsets, self.linear.weight.T).float() * fine_scale
        if self.config.coarse_dims:
            missed = (offsets - F.linear(found, self.linear.weight)).view_as(padded)
            found = torch.cat([found, self.coarse_codes(missed) * self.scale[fine:]], 1)
        return mean + found, log_variance

    def coarse_codes(self, spectrogram: torch.Tensor) -> torch.Tensor:
        """The transpose of the coarse map: (B, bands, padded_frames) -> (B, coarse_dims), not scaled."""
        return F.linear(_pooled(spectrogram), self.coarse.weight.T).float()

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Spectrogram (B, bands, frames) of latents (B, latent_dim); not limited to [0, 1]."""
        return self.with_linear(self.decoder(z), z)

    def with_linear(self, nonlinear: torch.Tensor, z: torch.Tensor) -> torch.Tensor:
        """What the decoder's network makes of latents, and what the linear maps make of latents like them: `decode`.

        Args:
            nonlinear: (B, bands, padded_frames), the network's part.
            z: (B, latent_dim), for the linear part.

        Returns:
            (B, bands, frames), not limited to [0, 1].
        """
        fine = self.linear(z[:, : self.config.fine_dims])
        whole: torch.Tensor = nonlinear + fine.float().view(len(z), self.config.num_bands, -1)
        if self.config.coarse_dims:
            whole = whole + self.spread(self.coarse(z[:, self.config.fine_dims :]).float())
        return whole[..., : self.config.num_frames]

    def spread(self, coarse: torch.Tensor) -> torch.Tensor:
        """The coarse map over all cells: (B, cells of the coarse map) -> (B, bands, padded_frames)."""
        image = coarse.view(len(coarse), 1, self.config.num_bands // COARSE, -1)
        return F.interpolate(image, scale_factor=COARSE, mode="bilinear", align_corners=False)[:, 0]

    @property
    def latent_dim(self) -> int:
        """Number of dimensions of a latent."""
        return self.config.latent_dim

    def slow_parameters(self) -> list[nn.Parameter]:
        """The linear maps, which start near their goal."""
        coarse = self.coarse.parameters() if self.config.coarse_dims else ()
        return [*self.linear.parameters(), *coarse, self.scale]

    @torch.no_grad()
    def start(self, spectrograms: torch.Tensor) -> None:
        """Sets the linear maps to whitened principal components, and the networks' last weights close to zero.

        Args:
            spectrograms: (N, bands, frames), a sample of the training data, N at least 2; float16 saves memory.
        """
        dims, coarse = self.config.latent_dim, self.config.coarse_dims
        data = pad_frames(spectrograms, self.config.padded_frames).flatten(1).float()
        centre = data.mean(0)
        basis, deviation = _principal(data.sub_(centre), dims - coarse)
        self.linear.weight.copy_(basis * deviation)
        self.linear.bias.copy_(centre)
        if coarse:
            missed = data.addmm_(data @ basis, basis.T, alpha=-1)
            pooled = _pooled(missed.view(len(data), self.config.num_bands, -1))
            basis, spread = _principal(pooled, coarse)
            self.coarse.weight.copy_(basis * spread)
            deviation = torch.cat([deviation, spread])
        self.scale.copy_(deviation**-2)
        head, last = self.encoder.head, self.decoder.last
        head.weight.mul_(0.1)
        head.bias.copy_(torch.cat([centre.new_zeros(dims), centre.new_full((dims,), FIRST_LOG_VARIANCE)]))
        last.weight.mul_(0.1)
        if last.bias is not None:
            last.bias.zero_()


def _pooled(spectrogram: torch.Tensor) -> torch.Tensor:
    """(B, bands, frames) -> (B, cells of the coarse map), the mean of each block of `COARSE` x `COARSE`."""
    return F.avg_pool2d(spectrogram[:, None], COARSE)[:, 0].flatten(1)


def _principal(data: torch.Tensor, dims: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The first principal components of centred data (N, cells): (cells, dims), and their deviations (dims,).

    Zeros and 0.01 where there are fewer.
    """
    rank = min(dims, len(data) - 1, data.shape[1])
    _, singular, basis = torch.svd_lowrank(data, q=min(2 * dims, *data.shape), niter=2)
    basis = F.pad(basis[:, :rank], (0, dims - rank))
    deviation = F.pad(singular[:rank] / len(data) ** 0.5, (0, dims - rank)).clamp_min(1e-2)
    return basis, deviation
