"""Qualities and edits of sounds that end where they end: silence after them weighs nothing and stays silent."""

import numpy as np
import torch

from vae.recipes.edits import edit
from vae.recipes.estimates import Bands
from vae.recipes.qualities import QUALITIES, to_log_qualities
from vae.sound.descriptors import describe
from vae.sound.levels import scaled_to_db
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

CONFIG = SpectrogramConfig(full_frames=64, cell_growth=1.021, num_samples=4 * 44_100)
BANDS = Bands(CONFIG)


def levels(seconds: float, hertz: float = 900.0) -> tuple[np.ndarray, torch.Tensor]:
    """A decaying tone, and its levels in dB (bands, frames)."""
    time = np.arange(CONFIG.num_samples) / CONFIG.sample_rate
    tone = (0.9 * np.sin(2 * np.pi * hertz * time) * 10 ** (-3 * time / seconds)).astype(np.float32)
    tone[int(1.5 * seconds * CONFIG.sample_rate) :] = 0
    return tone, scaled_to_db(
        waveform_to_spectrogram(torch.from_numpy(tone)[None], CONFIG)[0], CONFIG.floor_db
    )


def test_the_decay_of_short_sounds_is_estimated_whatever_silence_follows():
    decay = QUALITIES.index("decay")
    for seconds in (0.1, 0.4, 1.5):
        tone, level = levels(seconds)
        measured = to_log_qualities(describe(tone, CONFIG.sample_rate)[None])[0, decay]
        assert abs(float(BANDS.estimate(level[None])[0, decay]) - measured) < 0.3


def test_silence_stays_silent_when_a_sound_is_made_darker_or_noisier():
    _, level = levels(0.1)
    silent = level.amax(0) <= CONFIG.floor_db
    assert silent.sum() > 100
    for name, amount in (("brightness", -2.0), ("brightness", 2.0), ("noisiness", 2.0), ("pitch", 1.0)):
        amounts = torch.zeros(1, len(QUALITIES))
        amounts[0, QUALITIES.index(name)] = amount
        assert edit(level, amounts, BANDS)[0][:, silent].max() <= CONFIG.floor_db
