"""Five edits of a spectrogram, one per quality: tilt, stretch, contrast, shift and fade-in. Knows no model."""

import math

import torch

from vae.recipes.estimates import Bands
from vae.recipes.qualities import QUALITIES
from vae.sound.levels import scaled_to_db

TILT_DB, TILT_LIMIT_DB, TILT_HZ = 6.0, 24.0, 1000.0
"""Gain of the tilt per octave and unit of brightness; its limit; and the frequency that it pivots on."""

FADE_DB, FADE_SECONDS = 12.0, 0.03
"""Attenuation of the first frame, per unit of attack; and the time constant of the fade."""

HELD_DB, HELD_OCTAVES, RIVAL_OCTAVES = 3.0, 0.2, 0.35
"""Margin of the strongest region over every other; its width to each side; and the distance where others begin."""

BELOW_FLOOR_DB = 20.0
"""How far below the floor edits may reach, so that levels lowered there can come back."""

_NOTHING = -300.0
"""A level in dB too low to be a maximum."""


def edit(level: torch.Tensor, amounts: torch.Tensor, bands: Bands) -> torch.Tensor:
    """Edits one spectrogram in several ways at once.

    The spectral edits keep the power of every frame, so that they leave decay and attack alone, and silent frames
    silent, where sounds end freely: the floor, tilted, is a noise. They end by holding the pitch: if another
    region would become stronger than the (shifted) strongest one, the latter is raised above it.

    Args:
        level: (bands, frames) in dB below full scale.
        amounts: (N, 5), 0 for no change: tilt in steps of 6 dB per octave, stretch of what follows the loudest
            frame in octaves, contrast of the spectrum in octaves (towards its mean: noise), shift in octaves,
            fade-in of the first 30 ms in steps of 12 dB (negative amounts raise them).
        bands: bands of the spectrogram.

    Returns:
        (N, bands, frames) in dB.
    """
    floor = bands.numbers.floor_db
    level = level.clamp_min(floor)
    amount = {name: column[:, None] for name, column in zip(QUALITIES, amounts.T, strict=True)}  # (N, 1) each
    tilt, stretch, contrast = amount["brightness"], amount["decay"], amount["noisiness"]
    shift, fade = amount["pitch"], amount["attack"]
    frame_db = bands.frame_db(level[None])

    edited = _shifted(level, shift, bands)
    slope = (TILT_DB * (bands.pitches - math.log2(TILT_HZ))).clamp(-TILT_LIMIT_DB, TILT_LIMIT_DB)
    edited = edited + tilt[..., None] * slope[:, None]
    mean = (edited * bands.shares).sum(1, keepdim=True)
    edited = mean + (edited - mean) * torch.exp2(-contrast)[..., None]
    edited = edited - bands.frame_db(edited) + frame_db
    edited = edited + _holding(edited, level, shift, bands)[..., None]
    edited = edited - bands.frame_db(edited) + frame_db

    silent = scaled_to_db(bands.numbers.silence, floor)
    if bands.numbers.ends_freely:  # what was shared of sounds of one second keeps its sound
        edited = torch.where(level.amax(0) < silent, floor, edited)

    edited = _stretched(edited, int(frame_db.argmax()), stretch, floor, bands.middles)
    ended = edited.amax(1, keepdim=True) < silent
    seconds = bands.middles * bands.numbers.hop_length / bands.numbers.sample_rate
    edited = edited - FADE_DB * fade[..., None] * torch.exp(-seconds / FADE_SECONDS)
    loudest = edited.amax((1, 2), keepdim=True)
    aligned: torch.Tensor = (edited - loudest + level.max()).clamp(floor - BELOW_FLOOR_DB, 0)
    return torch.where(ended, floor, aligned) if bands.numbers.ends_freely else aligned


def _shifted(level: torch.Tensor, octaves: torch.Tensor, bands: Bands) -> torch.Tensor:
    """(bands, frames) -> (N, bands, frames), the spectrum shifted up by `octaves` (N, 1)."""
    wanted = (bands.pitches - octaves).contiguous()  # (N, bands)
    upper = torch.searchsorted(bands.pitches, wanted).clamp(1, len(bands.pitches) - 1)
    below, above = bands.pitches[upper - 1], bands.pitches[upper]
    share = ((wanted - below) / (above - below)).clamp(0, 1)[..., None]
    return level[upper - 1] * (1 - share) + level[upper] * share


def _holding(edited: torch.Tensor, level: torch.Tensor, octaves: torch.Tensor, bands: Bands) -> torch.Tensor:
    """Gain in dB, (N, bands), that keeps the strongest region of `level`, moved by `octaves`, strongest."""
    strongest = int(bands.octave_db(level[None])[0, 1:].argmax()) + 1
    off = (bands.pitches - bands.pitches[strongest] - octaves).abs()  # (N, bands)
    energy = bands.octave_db(edited)
    nearest = energy.gather(1, off.argmin(1, keepdim=True))
    here = torch.where(off < HELD_OCTAVES, energy, _NOTHING).amax(1, keepdim=True)
    rival = torch.where(off > RIVAL_OCTAVES, energy, _NOTHING)[:, 1:].amax(1, keepdim=True)
    need = (rival + HELD_DB - torch.maximum(here, nearest)).clamp_min(0)
    return need * torch.exp(-0.7 * (off / 0.25) ** 2)


def _stretched(
    edited: torch.Tensor, start: int, octaves: torch.Tensor, floor: float, middles: torch.Tensor
) -> torch.Tensor:
    """Lengthens what follows frame `start` by `octaves` (N, 1); silence where nothing is left."""
    count, bands, frames = edited.shape
    begin = middles[start]
    wanted = middles.clamp_max(begin) + (middles - begin).clamp_min(0) * torch.exp2(-octaves)  # (N, frames)
    first = (torch.searchsorted(middles, wanted, right=True) - 1).clamp(0, frames - 1)
    second = (first + 1).clamp_max(frames - 1)
    apart = (middles[second] - middles[first]).clamp_min(1e-6)
    share = ((wanted - middles[first]) / apart).clamp(0, 1)[:, None]
    before, after = (edited.gather(2, i[:, None].expand(count, bands, frames)) for i in (first, second))
    stretched = before * (1 - share) + after * share
    return torch.where((wanted > middles[-1])[:, None], floor, stretched)
