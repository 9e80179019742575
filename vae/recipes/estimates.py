"""The descriptors of `vae.sound.descriptors`, estimated from a band spectrogram: fast enough for steering a latent.

On 49 decoded sounds of the open kits, the estimates of brightness, decay and noisiness correlate with what
`vae.sound.descriptors` measures by 0.999, 0.999 and 0.995, pitch by 0.97, and attack, which frames 6 ms apart hardly
resolve, by 0.96.
"""

import math

import numpy as np
import torch

from vae.recipes.qualities import QUALITIES
from vae.sound.flatness import LOUD_DB, RANGE_DB
from vae.sound.levels import scaled_to_db
from vae.sound.spectrogram import AUDIBLE_DB, SpectrogramConfig

POWER = math.log(10) / 10
"""Factor from decibels to the natural logarithm of power."""

_FLOOR = 10 ** (-RANGE_DB / 10)
"""Share of the loudest cell's power to which brightness and noisiness raise lower cells."""

_NOTHING = 1e-9
"""Added to all power: silence has a logarithm."""

_DECAY_DB = -30.0
"""Remaining energy, relative to all of it, at which a sound counts as over."""

_PEAK_SHARPNESS = 6.0
"""Exponent of a band's energy in the pitch: a band with 3 dB more outweighs 63 others."""

_LOWEST_BAND, _LOWEST_HZ = 21.5, 20.0
"""In Hz: the upper edge of the lowest band, and a stand-in for its centre, 0 Hz, which has no logarithm."""

_TONE_OCTAVES = 0.2
"""Wider bands count as this wide, because a partial fills no more of them."""


class Bands:
    """Values that follow from the spectrogram settings alone, the same for every sound.

    Attributes:
        numbers: the spectrogram settings.
        pitches: (bands,) base-2 logarithms of the centre frequencies in Hz.
        shares: (bands, 1) share of the Fourier bins in each band.
        middles: (frames,) when each frame is, in hops.
        frame_widths: (frames,) how long each frame lasts, in hops.
        widths_db: (bands,) widths in octaves, in dB; the lowest bands are limited to the width of a single partial.
    """

    def __init__(self, numbers: SpectrogramConfig) -> None:
        self.numbers = numbers
        frequencies = np.maximum(numbers.band_frequencies(), _LOWEST_HZ)
        self.pitches = torch.tensor(np.log2(frequencies), dtype=torch.float32)
        bins = numbers.band_filters().sum(1)
        self.shares = (bins / bins.sum())[:, None]
        between = (frequencies[1:] + frequencies[:-1]) / 2
        edges = np.concatenate(([_LOWEST_HZ, _LOWEST_BAND], between[1:], frequencies[-1:]))
        widths = np.clip(np.log2(edges[1:] / edges[:-1]), 1e-3, _TONE_OCTAVES)
        self.middles, self.frame_widths = numbers.frame_times()
        self.widths_db = torch.tensor(10 * np.log10(widths), dtype=torch.float32)

    def frame_db(self, level: torch.Tensor) -> torch.Tensor:
        """Power of each frame in dB, (B, 1, frames), of levels (B, bands, frames) in dB."""
        return torch.logsumexp((level + 10 * self.shares.log10()) * POWER, 1, keepdim=True) / POWER

    def octave_db(self, level: torch.Tensor) -> torch.Tensor:
        """Energy per octave of each band over all frames in dB, (B, bands)."""
        return (
            torch.logsumexp(level * POWER + self.frame_widths.log(), 2) / POWER
            + 10 * self.shares[:, 0].log10()
            - self.widths_db
        )

    def estimate(self, level: torch.Tensor) -> torch.Tensor:
        """The qualities (B, 5) of spectrograms (B, bands, frames) in dB below full scale.

        Brightness, decay, pitch and attack are base-2 logarithms, noisiness is in dB.
        """
        seconds = self.numbers.hop_length / self.numbers.sample_rate
        silent = scaled_to_db(self.numbers.silence, self.numbers.floor_db)
        power = torch.where(level < silent, 0.0, torch.exp(level * POWER)) + _NOTHING
        floor = power.amax((1, 2), keepdim=True) * _FLOOR
        floored = torch.maximum(power, floor)

        widths = self.frame_widths
        amplitude = (
            (floored.sqrt() * widths).sum(2) / widths.sum() - floor[:, :, 0].sqrt() + 1e-7
        ) * self.shares[:, 0]  # (B, bands)
        brightness = torch.log2((amplitude @ self.pitches.exp2()) / amplitude.sum(1))

        energy = (power * self.shares).sum(1)  # (B, frames)
        if self.numbers.ends_freely:  # seconds of what is not heard would outweigh a short sound
            faintest = energy.amax(1, keepdim=True) * 10 ** (-AUDIBLE_DB / 10)
            energy = torch.where(energy - _NOTHING > faintest, energy, 1e-3 * faintest)
        left = (energy * widths).flip(1).cumsum(1).flip(1)
        left_db = (left / left[:, :1]).log() / POWER
        lasting = (torch.sigmoid((left_db - _DECAY_DB) / 1.5) * widths).sum(1)
        loudest = torch.softmax(20 * energy / energy.amax(1, keepdim=True), 1) @ self.middles
        decay = torch.log2((lasting - loudest).clamp_min(1) * seconds)

        frame = (floored * self.shares).sum(1)
        flatness = ((floored.log() * self.shares).sum(1) - frame.log()) / POWER  # (B, frames)
        loud = torch.sigmoid((frame / frame.amax(1, keepdim=True)).log() / POWER + LOUD_DB) * widths
        noisiness = (flatness * loud).sum(1) / loud.sum(1)

        octaves = ((power * widths).sum(2) * self.shares[:, 0]).log() - self.widths_db * POWER
        pitch = torch.softmax(_PEAK_SHARPNESS * octaves[:, 1:], 1) @ self.pitches[1:]

        envelope = energy.sqrt().cummax(1).values
        below = (1 - envelope / envelope[:, -1:]) * widths
        rise = below.sum(1) + 0.3  # the mean time below the maximum so far, in hops
        attack = torch.log2(rise * seconds * 1000)
        found = {
            "brightness": brightness,
            "decay": decay,
            "noisiness": noisiness,
            "pitch": pitch,
            "attack": attack,
        }
        return torch.stack([found[name] for name in QUALITIES], 1)
