import numpy as np
import pytest
import torch

from vae.model.thesis import SPECTROGRAM as THESIS
from vae.sound.inverse import bins
from vae.sound.inverse.bins import magnitude_of_bins
from vae.sound.inverse.texture import textured_magnitude
from vae.sound.spectrogram import (
    SpectrogramConfig,
    scaled_to_power,
    spectrogram_to_magnitude,
    waveform_to_spectrogram,
)

CONFIG = SpectrogramConfig()


@pytest.fixture(scope="module")
def spectrograms(drum_set) -> torch.Tensor:
    return waveform_to_spectrogram(torch.from_numpy(drum_set.waveforms[::4]), CONFIG)


def band_power(magnitude: torch.Tensor) -> torch.Tensor:
    """Power of the bands over full scale, as `waveform_to_spectrogram` gathers it."""
    filters = CONFIG.band_filters()
    gathered = (filters / filters.sum(1, keepdim=True)) @ magnitude.square()
    return gathered / 10 ** (CONFIG.full_scale_db / 10)


def test_with_its_grain_the_bands_are_met_closer_than_by_the_first_texture(spectrograms, monkeypatch):
    monkeypatch.setattr(bins, "DEPTH", 1.0)
    bins._log_grain.cache_clear()
    errors = []
    for spectrogram in spectrograms:
        power = scaled_to_power(spectrogram, CONFIG)
        loud = power > power.max() * 1e-5
        errors.append(
            [
                float((10 * torch.log10(band_power(method(spectrogram, CONFIG)) / power))[loud].abs().mean())
                for method in (magnitude_of_bins, textured_magnitude)
            ]
        )
    closer, first = np.mean(errors, axis=0)
    assert closer < 0.95 * first
    bins._log_grain.cache_clear()


def test_no_band_gets_more_power_on_the_whole_than_it_has(spectrograms):
    for spectrogram in spectrograms[::3]:
        found = band_power(magnitude_of_bins(spectrogram, CONFIG)).sum()
        assert abs(10 * torch.log10(found / scaled_to_power(spectrogram, CONFIG).sum())) < 0.5


def test_the_grain_does_not_depend_on_the_length(spectrograms):
    entire = magnitude_of_bins(spectrograms[0], CONFIG, seed=3)
    shorter = magnitude_of_bins(spectrograms[0][:, :60], CONFIG, seed=3)
    torch.testing.assert_close(shorter[:, :55], entire[:, :55])
    other = magnitude_of_bins(spectrograms[0], CONFIG, seed=4)
    assert not torch.equal(entire, other)


def test_silence_stays_silent(spectrograms):
    assert not magnitude_of_bins(torch.zeros(CONFIG.num_bands, CONFIG.num_frames), CONFIG).any()
    spectrogram = spectrograms[0].clone()
    spectrogram[:, 80:], spectrogram[:40] = 0, 0
    magnitude = magnitude_of_bins(spectrogram, CONFIG)
    assert not magnitude[:, 80:].any()
    assert not magnitude[:30].any()
    assert magnitude.any()
    assert torch.isfinite(magnitude).all()


def test_bands_of_one_bin_are_left_as_they_are():
    spectrogram = torch.rand(THESIS.num_bands, THESIS.num_frames, generator=torch.Generator().manual_seed(0))
    expected = spectrogram_to_magnitude(spectrogram[None], THESIS)[0]
    assert torch.equal(magnitude_of_bins(spectrogram, THESIS), expected)
