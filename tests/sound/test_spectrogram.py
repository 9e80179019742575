from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vae.sound.spectrogram import (
    SpectrogramConfig,
    band_centres,
    band_filters,
    scaled_to_power,
    spectrogram_to_magnitude,
    waveform_to_spectrogram,
)

CONFIG = SpectrogramConfig()


def sine(frequency: float, peak: float = 0.95) -> torch.Tensor:
    time = torch.arange(CONFIG.num_samples) / CONFIG.sample_rate
    return (peak * torch.sin(2 * torch.pi * frequency * time))[None]


def test_a_full_scale_sine_reaches_full_scale_in_its_own_band():
    bin_width = CONFIG.sample_rate / CONFIG.n_fft
    found = waveform_to_spectrogram(sine(10 * bin_width), CONFIG)[0, :, 80]
    assert found.argmax() == 10
    assert abs(found.max() - 1) < 0.01


def test_silence_is_zero_and_stays_silence():
    silence = torch.zeros(1, CONFIG.num_samples)
    spectrogram = waveform_to_spectrogram(silence, CONFIG)
    assert spectrogram.shape == (1, CONFIG.num_bands, CONFIG.num_frames)
    assert not spectrogram.any()
    assert not spectrogram_to_magnitude(spectrogram, CONFIG).any()


def test_halving_the_level_lowers_every_loud_cell_by_six_decibels():
    loud, soft = (waveform_to_spectrogram(sine(1000, peak), CONFIG) for peak in (0.8, 0.4))
    change = (soft - loud)[loud > 0.3] * -CONFIG.floor_db
    assert torch.allclose(change, torch.full_like(change, -6.02), atol=0.01)


@given(st.integers(8, 513))
def test_bands_are_never_empty_and_cover_every_bin(num_bands):
    centres, filters = band_centres(num_bands, 513), band_filters(num_bands, 513)
    assert np.all(np.diff(centres) > 0)
    assert (filters.sum(1) > 0).all()
    assert torch.allclose(filters.sum(0), torch.ones(513))


def test_power_of_bands_survives_the_way_to_bins_and_back():
    spectrogram = torch.full((1, CONFIG.num_bands, 3), 0.5)
    power = spectrogram_to_magnitude(spectrogram, CONFIG).square() / 10 ** (CONFIG.full_scale_db / 10)
    assert torch.allclose(power, scaled_to_power(spectrogram, CONFIG)[:, :1], rtol=1e-4)


@pytest.mark.parametrize("config", [CONFIG, replace(CONFIG, full_frames=64, cell_growth=1.021)])
def test_the_silence_after_a_sound_is_not_transformed_and_changes_nothing(config):
    lasts = torch.rand(3, config.num_samples, generator=torch.Generator().manual_seed(0)) - 0.5
    lasts[:2, 9_001:] = 0
    alone = torch.cat([waveform_to_spectrogram(one[None], config) for one in lasts])
    torch.testing.assert_close(alone, waveform_to_spectrogram(lasts, config), rtol=0, atol=1e-5)
    assert not alone[:2, :, 60:].any()
