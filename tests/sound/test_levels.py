import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vae.sound.flatness import floored, mean_flatness_db
from vae.sound.levels import (
    PEAK,
    db_to_scaled,
    energy,
    is_silent,
    match_level,
    matching_gain,
    scaled_to_db,
    sound_end,
)
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

NOISE = np.random.default_rng(0).standard_normal(4000).astype(np.float32)


@given(scaled=st.floats(-0.5, 1.5), floor_db=st.floats(-200, -1))
def test_scaled_levels_come_back(scaled: float, floor_db: float) -> None:
    assert db_to_scaled(scaled_to_db(scaled, floor_db), floor_db) == pytest.approx(scaled)
    rows = torch.full((2, 3), scaled, dtype=torch.float64)
    assert torch.allclose(db_to_scaled(scaled_to_db(rows, floor_db), floor_db), rows)


def test_the_floor_is_0_and_full_scale_is_1() -> None:
    assert scaled_to_db(0.0, -80.0) == -80
    assert scaled_to_db(1.0, -80.0) == 0
    assert SpectrogramConfig().range_db == 80


def test_a_sine_at_the_peak_of_all_sounds_is_full_scale() -> None:
    config = SpectrogramConfig()
    sine = PEAK * torch.sin(2 * torch.pi * 16 / config.n_fft * torch.arange(config.num_samples))
    middle = waveform_to_spectrogram(sine[None], config)[0, :, config.num_frames // 2]
    assert float(middle.max()) == pytest.approx(1, abs=0.01)


@given(gain=st.floats(1e-3, 1e3), rate=st.sampled_from([8_000, 44_100]))
def test_matched_sounds_have_equal_energy(gain: float, rate: int) -> None:
    other = np.float32(gain) * np.repeat(NOISE, 2)
    assert energy(match_level(NOISE, other)) == pytest.approx(energy(other), rel=1e-4)
    matched = NOISE * matching_gain(NOISE, other, (rate, 2 * rate))
    assert energy(matched, rate) == pytest.approx(energy(other, 2 * rate), rel=1e-6)


def test_silence_is_left_as_it_is() -> None:
    silence = np.zeros(100, np.float32)
    assert is_silent(silence) and not is_silent(NOISE)
    np.testing.assert_array_equal(match_level(silence, NOISE), silence)
    assert sound_end(silence) == 0
    assert sound_end(silence[:0]) == 0


def test_a_sound_ends_60_db_under_its_peak() -> None:
    waveform = np.zeros(1000, np.float32)
    waveform[10], waveform[500], waveform[800] = -0.5, 0.5 * 1.01e-3, 0.5 * 0.99e-3
    assert sound_end(waveform) == 501


def test_flatness_tells_noise_from_a_tone() -> None:
    def flatness(waveform: np.ndarray) -> float:
        frames = waveform.reshape(-1, 1000) * np.hanning(1000)
        return mean_flatness_db(floored(np.abs(np.fft.rfft(frames)) ** 2))

    assert flatness(NOISE) == pytest.approx(-2.5, abs=0.3)
    assert flatness(np.sin(np.arange(4000) * 0.5)) < -25
