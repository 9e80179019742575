import numpy as np
import pytest
from hits import RATE, hit, one_shot
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae.sound.audio import (
    AudioError,
    align_onset,
    fit_length,
    resample,
    to_one_shot,
)


def test_resampling_keeps_the_sound() -> None:
    up = resample(hit(rate=22_050), 22_050, RATE)
    assert up.dtype == np.float32
    assert abs(len(up) - len(hit())) <= 2
    np.testing.assert_allclose(up[500:5000], hit()[500:5000], atol=0.01)


def test_the_onset_comes_first() -> None:
    late = np.concatenate([1e-4 * np.ones(5000, dtype=np.float32), hit()])
    before = RATE // 1000
    np.testing.assert_allclose(align_onset(late, RATE)[before : before + 9000], hit()[1:9001], atol=1e-6)
    np.testing.assert_array_equal(align_onset(hit(), RATE)[: before - 1], 0.0)
    np.testing.assert_array_equal(align_onset(hit(), RATE)[before:], hit()[1:])
    assert len(align_onset(np.zeros(10, dtype=np.float32), RATE)) == 10


def test_length_is_exact_and_a_cut_fades_out() -> None:
    assert len(fit_length(np.ones(10, dtype=np.float32), 100)) == 100
    cut = fit_length(np.ones(200, dtype=np.float32), 100)
    assert len(cut) == 100
    assert cut[-1] < 1e-6
    assert cut[90] == 1.0
    assert len(fit_length(np.ones(3, dtype=np.float32), 1)) == 1


def test_a_one_shot_has_level_length_and_duration() -> None:
    sound = one_shot(0.1 * hit())
    assert sound.waveform.shape == (RATE,)
    assert sound.waveform.dtype == np.float32
    assert np.abs(sound.waveform).max() == pytest.approx(0.95, abs=1e-6)
    assert sound.level_db == pytest.approx(20 * np.log10(np.abs(0.1 * hit()).max()), abs=0.01)
    assert sound.duration == pytest.approx(0.3, abs=0.02)


def test_level_and_place_in_the_file_do_not_matter() -> None:
    late_and_soft = np.concatenate([np.zeros(1000, dtype=np.float32), 0.25 * hit()])
    np.testing.assert_allclose(one_shot(late_and_soft).waveform, one_shot(hit()).waveform, atol=1e-6)


def test_a_prepared_sound_stays_as_it_is() -> None:
    prepared = one_shot(hit()).waveform
    np.testing.assert_allclose(one_shot(prepared).waveform, prepared, atol=1e-6)


@pytest.mark.parametrize("waveform", [np.zeros(1000), np.full(1000, 1e-5), np.full(10, np.nan), np.zeros(0)])
def test_silence_is_no_one_shot(waveform: np.ndarray) -> None:
    with pytest.raises(AudioError):
        one_shot(waveform.astype(np.float32))


def test_what_nobody_can_hear_is_no_one_shot() -> None:
    ultrasound = np.sin(2 * np.pi * 40_000 * np.arange(96_000) / 96_000).astype(np.float32)
    with pytest.raises(AudioError, match="silent"):
        to_one_shot(
            np.hanning(96_000).astype(np.float32) * ultrasound, 96_000, target_rate=8_000, num_samples=8_000
        )


def test_one_sample_is_a_sound() -> None:
    for rate in (8_000, RATE, 192_000):
        sound = one_shot(np.ones(1, dtype=np.float32), rate)
        assert sound.waveform.shape == (RATE,)
        assert sound.duration < 0.01


@given(
    arrays.arrays(np.float32, st.integers(1, 300), elements=st.floats(width=32)),
    st.sampled_from([8_000, 22_050, 44_100, 96_000]),
    st.sampled_from([1, 50, 4_000]),
)
def test_any_samples_give_a_finite_one_shot_or_are_refused(
    waveform: np.ndarray, rate: int, num_samples: int
) -> None:
    try:
        sound = to_one_shot(waveform, rate, target_rate=22_050, num_samples=num_samples)
    except AudioError:
        return
    assert sound.waveform.shape == (num_samples,)
    assert np.isfinite(sound.waveform).all()
    assert np.abs(sound.waveform).max() == pytest.approx(0.95, abs=1e-5)
    assert 0 < sound.duration <= num_samples / 22_050 + 1e-9
