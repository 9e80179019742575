"""What training minimises: functions of spectrograms, means and log-variances. Knows nothing about models."""

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from vae.sound.levels import db_to_scaled
from vae.sound.measures import COARSE, Grain
from vae.sound.measures.mel import mel_filters
from vae.sound.spectrogram import SpectrogramConfig, ungated_power
from vae.sound.time_cells import spreading

SILENT_CELL_WEIGHT = 0.25
"""Weight of cells that are silent in the target, against 1 + this for the others."""

LIMITS = (-0.1, 1.1)
"""Decoded levels outside count as at these in envelopes."""
FEWEST_AUDIBLE = 20
"""Added to the count of audible cells of an envelope, so that a click is not all that counts."""
LEAST_POWER = 1e-10
ACTIVE_NATS = 0.01
"""A dimension with a mean KL divergence of at most this carries no information."""


def cell_error(decoded: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Weighted mean absolute error over the cells; 1 is the full range of 80 dB.

    Args:
        decoded: (B, bands, frames).
        target: (B, bands, frames) in [0, 1].

    Returns:
        A scalar.
    """
    return _cells(decoded, target).mean()


def cell_errors(decoded: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """`cell_error` of each sound: (B,)."""
    return _cells(decoded, target).mean((1, 2))


def _cells(decoded: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return (decoded - target).abs() * cell_weights(target)


def cell_weights(target: torch.Tensor) -> torch.Tensor:
    """How much each cell of a sound counts in `cell_error`."""
    return (target > 0.005).float() + SILENT_CELL_WEIGHT


@lru_cache(maxsize=4)
def _mel_of_bands(config: SpectrogramConfig, num_mels: int, device: torch.device) -> torch.Tensor:
    """(num_mels, num_bands) weights that gather band powers into mel bands, rows summing to one."""
    mel = torch.from_numpy(mel_filters(config.sample_rate, config.n_fft, num_mels))
    weights = mel @ config.band_filters().T
    return (weights / weights.sum(1, keepdim=True)).to(device)


@lru_cache(maxsize=4)
def _blocks_of_frames(config: SpectrogramConfig, hops: int, device: torch.device) -> torch.Tensor:
    """(num_frames, blocks): the share of every frame, which may last several hops, in each block of so many hops."""
    spread = spreading(config.full_frames, config.cell_growth, config.num_hops)  # (frames, hops)
    blocks = config.num_hops // hops
    return spread[:, : blocks * hops].reshape(len(spread), blocks, hops).mean(-1).to(device)


def envelope_maps(
    config: SpectrogramConfig, grain: Grain, frames: int, device: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    """What gathers powers (bands, frames), the first frames of sounds, into an envelope, from the left and the right.

    Returns:
        (mels, bands) and (frames, blocks), of which the last may lack frames: where sounds end freely, these count as
        silence, elsewhere it is left out.
    """
    last = int(config.frame_edges[frames])
    blocks = -(-last // grain.frames) if config.ends_freely else last // grain.frames
    return (
        _mel_of_bands(config, grain.bands, device),
        _blocks_of_frames(config, grain.frames, device)[:frames, :blocks],
    )


def log_envelope(spectrogram: torch.Tensor, config: SpectrogramConfig, grain: Grain = COARSE) -> torch.Tensor:
    """Mean power in mel bands over blocks of hops, scaled like the spectrogram: (B, mels, blocks).

    The spectrogram may be the first frames alone.
    """
    mels, blocks = envelope_maps(config, grain, spectrogram.shape[-1], spectrogram.device)
    return log_power(mels @ ungated_power(spectrogram, config) @ blocks, config)


def log_power(power: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """Powers, scaled like a spectrogram."""
    return db_to_scaled(10 * torch.log10(power.clamp_min(LEAST_POWER)), config.floor_db)


def envelope_error(
    decoded: torch.Tensor,
    target: torch.Tensor,
    config: SpectrogramConfig,
    grain: Grain = COARSE,
) -> torch.Tensor:
    """Mean absolute envelope error over the audible envelope cells, as in `measures.envelope_db`.

    A cell-wise error alone is lowest at the mean of the logarithm of a noise, which lies below the logarithm of its
    mean power; this one is lowest at that power.

    Args:
        decoded: (B, bands, frames).
        target: (B, bands, frames) in [0, 1].
        config: the settings of the spectrogram.
        grain: how finely it is looked at.

    Returns:
        A scalar in the unit of `cell_error`.
    """
    return envelope_errors(decoded, target, config, grain).mean()


def envelope_errors(
    decoded: torch.Tensor,
    target: torch.Tensor,
    config: SpectrogramConfig,
    grain: Grain = COARSE,
) -> torch.Tensor:
    """`envelope_error` of each sound: (B,)."""
    ours = log_envelope(decoded.clamp(*LIMITS), config, grain)
    theirs = log_envelope(target, config, grain)
    floor = envelope_floor(theirs, config, grain)
    audible = ((ours > floor) | (theirs > floor)).float()
    error = (torch.maximum(ours, floor) - torch.maximum(theirs, floor)).abs() * audible
    return error.sum((1, 2)) / (audible.sum((1, 2)) + FEWEST_AUDIBLE)


def envelope_floor(envelope: torch.Tensor, config: SpectrogramConfig, grain: Grain) -> torch.Tensor:
    """The level below which an envelope (B, mels, blocks) of a sound is not looked at: (B, 1, 1)."""
    return envelope.amax((1, 2), keepdim=True) - grain.range_db / config.range_db


def onset_error(decoded: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean absolute difference of spectral flux: how much all bands rise over two frames, at every frame.

    Attacks and the liveliness of a noise are rises; cell and envelope errors alone are satisfied by a smooth mean.

    Args:
        decoded: (B, bands, frames).
        target: (B, bands, frames) in [0, 1].

    Returns:
        A scalar in the unit of `cell_error`.
    """
    return (rises(decoded.clamp(0, 1)).mean(1) - rises(target).mean(1)).abs().mean()


def rises(spectrogram: torch.Tensor) -> torch.Tensor:
    """How much each band rises over two frames: (B, bands, frames - 2), 0 where it falls."""
    return (spectrogram[..., 2:] - spectrogram[..., :-2]).clamp_min(0)


def kl_divergence(mean: torch.Tensor, log_variance: torch.Tensor) -> torch.Tensor:
    """KL divergence of the posterior from N(0, 1) per dimension, in nats, averaged over the batch: (latent_dim,)."""
    return 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).mean(0)


def active_dims(divergence: torch.Tensor | NDArray[np.float32]) -> int:
    """How many dimensions carry information, judged by their mean KL divergence (latent_dim,) in nats."""
    return int((divergence > ACTIVE_NATS).sum())
