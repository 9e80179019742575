import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from vae.model.thesis import SPECTROGRAM as THESIS
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.inverse.texture import grain, noisiness, textured_magnitude
from vae.sound.measures import flatness_db
from vae.sound.spectrogram import (
    SpectrogramConfig,
    scaled_to_power,
    spectrogram_to_magnitude,
    waveform_to_spectrogram,
)

CONFIG = SpectrogramConfig()
NUMBERS = {"n_fft": CONFIG.n_fft, "hop_length": CONFIG.hop_length, "num_samples": CONFIG.num_samples}


def spectrogram_of(waveform: np.ndarray) -> torch.Tensor:
    return waveform_to_spectrogram(torch.from_numpy(waveform)[None], CONFIG)[0]


def band_power(magnitude: torch.Tensor) -> torch.Tensor:
    """Power of the bands over full scale, as `waveform_to_spectrogram` gathers it."""
    filters = CONFIG.band_filters()
    gathered = (filters / filters.sum(1, keepdim=True)) @ magnitude.square()
    return gathered / 10 ** (CONFIG.full_scale_db / 10)


@pytest.fixture(scope="module")
def burst() -> np.ndarray:
    """Half a second of white noise that decays."""
    seconds = np.arange(CONFIG.num_samples) / CONFIG.sample_rate
    noise = np.random.default_rng(1).standard_normal(CONFIG.num_samples) * np.exp(-6 * seconds)
    return (0.2 * noise).astype(np.float32)


@pytest.fixture(scope="module")
def partial() -> np.ndarray:
    """A sine that decays, where a band holds two or three bins."""
    seconds = np.arange(CONFIG.num_samples) / CONFIG.sample_rate
    return (0.5 * np.sin(2 * np.pi * 2500 * seconds) * np.exp(-4 * seconds)).astype(np.float32)


def test_the_seed_decides_the_bits(burst):
    spectrogram = spectrogram_of(burst)
    first, again, other = (textured_magnitude(spectrogram, CONFIG, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@settings(max_examples=10, deadline=None)
@given(level=st.floats(-60, -10), tilt=st.floats(-30, 30), seed=st.integers(0, 1000))
def test_every_band_keeps_its_power_whatever_the_noise(level, tilt, seed):
    slope = torch.linspace(-tilt / 2, tilt / 2, CONFIG.num_bands)[:, None]
    spectrogram = (1 - (level + slope.expand(-1, CONFIG.num_frames)) / CONFIG.floor_db).clamp(0.1, 1)
    power = scaled_to_power(spectrogram, CONFIG)
    found = band_power(textured_magnitude(spectrogram, CONFIG, seed=seed))
    error = 10 * torch.log10(found / power)
    assert error.abs().mean() < 0.5
    assert error.mean(1).abs().max() < 0.5


def test_bands_are_met_closer_than_by_an_even_spread(drum_set):
    errors = []
    for waveform in drum_set.waveforms[::4]:
        spectrogram = spectrogram_of(waveform)
        power = scaled_to_power(spectrogram, CONFIG)
        even = spectrogram_to_magnitude(spectrogram[None], CONFIG)[0]
        found = (band_power(magnitude) for magnitude in (textured_magnitude(spectrogram, CONFIG), even))
        errors.append([float((one - power).abs().sum() / power.sum()) for one in found])
    textured, spread_evenly = np.mean(errors, axis=0)
    assert textured < 0.8 * spread_evenly


def test_silence_stays_silent(burst):
    assert not textured_magnitude(torch.zeros(CONFIG.num_bands, CONFIG.num_frames), CONFIG).any()
    spectrogram = spectrogram_of(burst)
    spectrogram[:, 80:], spectrogram[:40, :80] = 0, 0
    magnitude = textured_magnitude(spectrogram, CONFIG)
    assert not magnitude[:, 80:].any()
    assert not magnitude[:30].any()
    assert magnitude[200:, :40].all()
    assert torch.isfinite(magnitude).all()


def test_noise_is_noisy_and_a_partial_is_not(burst, partial):
    for waveform, low, high in ((burst, 0.95, 1.0), (partial, 0.0, 0.05)):
        power = scaled_to_power(spectrogram_of(waveform), CONFIG)
        loud = power > power.max() * 1e-3
        assert low <= noisiness(power)[loud].mean() <= high


def test_noisiness_is_flatness_over_nine_bands_averaged_over_five_frames():
    power = torch.rand(CONFIG.num_bands, 40, generator=torch.Generator().manual_seed(1)) ** 6
    places = [(band, frame) for band in (0, 3, 60, 127) for frame in (0, 1, 20, 39)]
    for band, frame in places:
        near = power[max(0, band - 4) : band + 5, max(0, frame - 2) : frame + 3].clamp_min(1e-9)
        flatness = 10 * (near.log10().mean(0) - near.mean(0).log10()).mean()
        expected = ((flatness + 10) / 5).clamp(0, 1)
        torch.testing.assert_close(noisiness(power)[band, frame], expected, atol=1e-5, rtol=0)


def test_noise_gets_its_flatness_back(burst):
    spectrogram = spectrogram_of(burst)
    wanted = flatness_db(burst)
    even, grained = (
        flatness_db(griffin_lim(magnitude, **NUMBERS).numpy())
        for magnitude in (
            spectrogram_to_magnitude(spectrogram[None], CONFIG)[0],
            textured_magnitude(spectrogram, CONFIG),
        )
    )
    assert abs(grained - wanted) < 0.5 * abs(even - wanted)


def test_a_partial_does_not_take_the_seed_of_the_noise(partial):
    spectrogram = spectrogram_of(partial)
    first, other = (textured_magnitude(spectrogram, CONFIG, seed=seed) for seed in (1, 2))
    assert (first - other).norm() < 0.02 * first.norm()


def test_the_grain_is_within_bands_only():
    found = grain(CONFIG, 0)
    assert found.shape == (CONFIG.num_bins, CONFIG.num_frames)
    single = (CONFIG.band_filters() > 0).sum(1) == 1
    assert torch.allclose(found[: int(single.nonzero().max())], torch.ones(()), atol=1e-5)
    assert 0.9 < found[100:].mean() < 1.1
    assert found[100:].std() > 0.5


def test_bands_of_one_bin_are_left_as_they_are():
    spectrogram = torch.rand(THESIS.num_bands, THESIS.num_frames, generator=torch.Generator().manual_seed(0))
    expected = spectrogram_to_magnitude(spectrogram[None], THESIS)[0]
    assert torch.equal(textured_magnitude(spectrogram, THESIS), expected)
