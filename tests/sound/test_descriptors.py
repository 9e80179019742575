import numpy as np
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vae.sound.descriptors import describe, describe_all, descriptor_names

RATE = 44_100
TIME = np.arange(RATE) / RATE
NOISE = np.random.default_rng(0).standard_normal(RATE)


def _measure(waveform, rate=RATE):
    return dict(zip(descriptor_names(), describe(waveform, rate).tolist(), strict=True))


def _tone(frequency, t60=0.5):
    return np.sin(2 * np.pi * frequency * TIME) * 10 ** (-3 * TIME / t60)


@pytest.mark.parametrize("frequency", [55, 220, 1000, 6000])
def test_a_tone_has_its_pitch_and_its_brightness(frequency):
    found = _measure(_tone(frequency))
    assert found["pitch"] == pytest.approx(frequency, rel=0.01)
    assert found["brightness"] == pytest.approx(frequency, rel=0.05)


def test_pitch_is_that_of_the_strongest_partial():
    assert _measure(_tone(180) + 0.5 * _tone(360) + 0.02 * NOISE)["pitch"] == pytest.approx(180, rel=0.01)


@pytest.mark.parametrize("t60", [0.1, 0.4, 0.8])
def test_decay_is_half_the_time_to_60_db(t60):
    assert _measure(_tone(500, t60))["decay"] == pytest.approx(t60 / 2, rel=0.05)


def test_long_sounds_are_measured_to_their_end_and_silence_is_not():
    time = np.arange(4 * RATE) / RATE
    long = np.sin(2 * np.pi * 330 * time) * 10 ** (-3 * time / 3.6)
    found = _measure(long)
    assert found["decay"] == pytest.approx(1.8, rel=0.05)
    assert found["pitch"] == pytest.approx(330, rel=0.01)
    for sound in (long, _tone(330, 0.3), NOISE[: RATE // 3]):
        followed = np.pad(sound, (0, 2 * RATE + 1))
        np.testing.assert_array_equal(describe(followed, RATE), describe(sound, RATE))


def test_noise_is_noisier_and_brighter_than_a_tone():
    noise, tone = _measure(NOISE), _measure(_tone(440))
    assert noise["noisiness"] == pytest.approx(-2.5, abs=0.5)
    assert tone["noisiness"] < -20
    assert noise["brightness"] > 8000


@pytest.mark.parametrize("milliseconds", [10, 50, 200])
def test_attack_is_the_rise_from_10_to_90_percent(milliseconds):
    rise = np.minimum(TIME / (milliseconds / 1000), 1)
    assert _measure(rise * np.sin(2 * np.pi * 2000 * TIME))["attack"] == pytest.approx(
        0.8 * milliseconds, rel=0.1
    )


def test_a_click_has_no_attack():
    assert _measure(_tone(2000))["attack"] < 2


def test_loudness_is_in_decibels_and_hears_bass_less():
    quiet, loud = _measure(0.1 * _tone(1000)), _measure(_tone(1000))
    assert loud["loudness"] - quiet["loudness"] == pytest.approx(20, abs=0.1)
    assert _measure(np.sin(2 * np.pi * 1000 * TIME))["loudness"] == pytest.approx(-3, abs=0.2)
    assert loud["loudness"] - _measure(_tone(50))["loudness"] == pytest.approx(30.2, abs=1.5)


def test_level_changes_nothing_but_loudness():
    loud, quiet = describe(_tone(300) + 0.1 * NOISE, RATE), describe(0.05 * (_tone(300) + 0.1 * NOISE), RATE)
    np.testing.assert_allclose(loud[:-1], quiet[:-1], rtol=1e-3)


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_the_sample_rate_is_respected(rate):
    waveform = soxr.resample(_tone(700), RATE, rate)
    found, expected = describe(waveform, rate), describe(_tone(700), RATE)
    np.testing.assert_allclose(found[:4], expected[:4], rtol=0.1)


def test_varispeed_moves_the_pitch_of_drums(drums):
    expected = 2 ** (3 / 12)
    found = []
    for waveform in drums[0]:
        higher = np.pad(soxr.resample(waveform, RATE, RATE / expected), (0, RATE))[:RATE]
        found.append(_measure(higher)["pitch"] / _measure(waveform)["pitch"])
    assert np.mean(np.abs(np.log2(np.array(found) / expected)) < 1 / 12) > 0.85


def test_labels_sound_as_their_names_say(drums):
    waveforms, labels = drums
    found = describe_all(waveforms, RATE)

    def median(label, name):
        return np.median(found[labels == label, list(descriptor_names()).index(name)])

    assert median("kick", "pitch") < 100 < median("closed_hat", "pitch")
    assert median("kick", "brightness") < median("snare", "brightness") < median("closed_hat", "brightness")
    assert median("closed_hat", "decay") < median("open_hat", "decay")
    assert median("kick", "noisiness") < median("shaker", "noisiness")


@pytest.mark.parametrize(
    "waveform",
    [np.zeros(RATE), np.ones(RATE), np.eye(1, RATE)[0], np.eye(1, RATE, RATE - 1)[0], np.ones(1), -NOISE[:3]],
    ids=["silence", "constant", "click", "late click", "one sample", "three samples"],
)
def test_odd_sounds_have_finite_descriptors(waveform):
    assert np.isfinite(describe(waveform, RATE)).all()


@given(arrays(np.float32, st.integers(1, 3000), elements=st.floats(-1, 1, width=32)))
def test_any_waveform_has_finite_descriptors(waveform):
    assert np.isfinite(describe(waveform, RATE)).all()


def test_no_waveform_is_refused():
    for empty in (np.zeros(0), np.zeros((2, 100))):
        with pytest.raises(ValueError, match="mono"):
            describe(empty, RATE)
    assert describe_all([], RATE).shape == (0, 6)
