"""Each measure is zero for the same sound, and cannot be pleased by silence, level, blur or a tail of noise."""

import librosa
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter, uniform_filter1d

from vae.evaluate.evaluation import Spread
from vae.evaluate.reconstruction import GAPS, measure, summarise
from vae.sound import measures
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.spectrogram import SpectrogramConfig, spectrogram_to_magnitude, waveform_to_spectrogram

RATE = 44_100
NUMBERS = SpectrogramConfig()
SIZES = ("envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss")
"""The measures that are errors: 0 is best."""


@pytest.fixture(scope="module")
def hat() -> np.ndarray:
    rng = np.random.default_rng(0)
    return (rng.standard_normal(RATE) * np.exp(-np.arange(RATE) / 3000) * 0.3).astype(np.float32)


@pytest.fixture(scope="module")
def tom() -> np.ndarray:
    time = np.arange(RATE) / RATE
    return (0.9 * np.sin(2 * np.pi * 150 * time) * np.exp(-time * 9)).astype(np.float32)


@pytest.fixture(scope="module")
def drums(drum_set) -> list[np.ndarray]:
    """A sound of each of the twelve labels."""
    first = {label: index for index, label in reversed(list(enumerate(drum_set.labels)))}
    return [drum_set.waveforms[index] for index in sorted(first.values())]


def errors(original: np.ndarray, decoded: np.ndarray) -> dict[str, float]:
    found = measure(original, decoded, RATE)
    return {name: abs(found[name]) for name in SIZES}


def magnitude(waveform: np.ndarray, *, blur: float = 0.0) -> np.ndarray:
    """Bin magnitudes of what our spectrogram keeps of a sound, smoothed over bands and frames."""
    scaled = waveform_to_spectrogram(torch.from_numpy(waveform)[None], NUMBERS)[0].numpy()
    smooth = gaussian_filter(scaled, blur) if blur else scaled
    return spectrogram_to_magnitude(torch.from_numpy(smooth)[None], NUMBERS)[0].numpy()


def with_real_phase(magnitude: np.ndarray, waveform: np.ndarray) -> np.ndarray:
    phase = np.exp(1j * np.angle(librosa.stft(waveform, n_fft=NUMBERS.n_fft, hop_length=NUMBERS.hop_length)))
    sound = librosa.istft(magnitude * phase, n_fft=NUMBERS.n_fft, hop_length=NUMBERS.hop_length, length=RATE)
    return sound.astype(np.float32)


def with_found_phase(magnitude: np.ndarray) -> np.ndarray:
    numbers = {"n_fft": NUMBERS.n_fft, "hop_length": NUMBERS.hop_length, "num_samples": RATE}
    return griffin_lim(torch.from_numpy(magnitude), **numbers, n_iter=16, seed=0).numpy()


@given(gain_db=st.floats(-60, 0), which=st.booleans())
@settings(max_examples=20)
def test_the_same_sound_at_any_level_has_no_error(hat, tom, gain_db, which):
    sound = hat if which else tom
    found = errors(sound, sound * np.float32(10 ** (gain_db / 20)))
    assert all(value < 1e-3 for value in found.values()), found


def test_level_does_not_please(drums):
    for sound in drums:
        wrong = uniform_filter1d(sound, 9).astype(np.float32)
        assert errors(sound, wrong) == pytest.approx(errors(sound, wrong * np.float32(0.02)), abs=2e-3)


def test_another_noise_of_the_same_shape_is_close_and_a_tone_is_far(hat, tom):
    rng = np.random.default_rng(1)
    other = (rng.standard_normal(RATE) * np.exp(-np.arange(RATE) / 3000)).astype(np.float32)
    assert measures.envelope_db(hat, other, RATE) < 2.5
    assert measures.envelope_db(hat, tom, RATE) > 10


def test_silence_is_worse_than_an_honest_try_in_every_measure(drums):
    for sound in drums:
        honest = errors(sound, with_found_phase(magnitude(sound, blur=1.0)))
        silent = errors(sound, np.zeros_like(sound))
        assert all(silent[name] > honest[name] for name in SIZES), (honest, silent)
        assert silent["envelope_db"] > 15
        assert measures.tail_dbfs(sound, np.zeros_like(sound), RATE) is None


def test_a_level_that_is_too_even_does_not_please(tom):
    flat = np.sign(tom) * np.float32(0.3)
    assert measures.envelope_db(tom, flat, RATE) > 10


def test_late_energy_does_not_please(hat):
    late = np.convolve(hat, np.hanning(4000) / 2000, mode="full")[:RATE].astype(np.float32)
    assert measures.envelope_db(hat, late, RATE) > 5
    assert measures.onset_error(hat, late, RATE) > 0.01


def test_a_blurred_spectrogram_is_worse_than_the_true_one_with_the_same_real_phase(drums):
    for sound in drums:
        true = errors(sound, with_real_phase(magnitude(sound), sound))
        blurred = errors(sound, with_real_phase(magnitude(sound, blur=3.0), sound))
        assert all(blurred[name] > true[name] for name in SIZES), (true, blurred)


def test_the_main_measure_prefers_the_true_spectrogram_with_a_found_phase_to_a_blurred_one_with_the_real(
    drums,
):
    for sound in drums:
        found = with_found_phase(magnitude(sound))
        blurred = with_real_phase(magnitude(sound, blur=3.0), sound)
        assert measures.envelope_db(sound, found, RATE) < measures.envelope_db(sound, blurred, RATE)


def test_a_constant_tail_of_noise_shows(drums):
    noise = np.random.default_rng(0).standard_normal(RATE) * 0.95 * 10 ** (-50 / 20)
    tails = 0
    for sound in drums:
        noisy = (sound + noise).astype(np.float32)
        found = errors(sound, noisy)
        assert found["envelope_db"] > 0.2
        assert found["lsd"] > 4
        assert found["mss"] > 0.4
        assert found["onset_error"] > 0.02
        tail = measures.tail_dbfs(sound, noisy, RATE)
        if tail is not None:
            tails += 1
            assert -51 < tail < -49
            assert measures.tail_dbfs(sound, sound, RATE) < -65
    assert tails > 6


def test_a_smeared_spectrum_shows_in_the_flatness(hat, tom):
    dull = uniform_filter1d(hat, 40).astype(np.float32)
    assert measures.flatness_gap_db(hat, dull) < -3
    assert measures.flatness_gap_db(tom, hat) > 10


def test_the_tail_is_what_sounds_after_the_end():
    sound = np.zeros(RATE, np.float32)
    sound[:1000] = 0.5
    with_tail = sound.copy()
    with_tail[10_000:] = 1e-3
    assert measures.tail_dbfs(sound, sound, RATE) < -100
    assert -62 < measures.tail_dbfs(sound, with_tail, RATE) < -58
    assert measures.tail_dbfs(np.ones(RATE, np.float32), with_tail, RATE) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_a_spread_is_in_order_and_within_its_values(values):
    found = Spread.of([*values, None])
    assert min(values) <= found.p25 <= found.median <= found.p75 <= found.p95 <= max(values)
    assert found.count == len(values)


def test_gaps_do_not_cancel_out():
    row = dict.fromkeys((*SIZES, "tail_dbfs"), 1.0) | {"tail_dbfs": None}
    found = summarise([row | dict.fromkeys(GAPS, gap) for gap in (-2.0, 2.0)])
    assert [found[name].median for name in GAPS] == [2, 2, 2]
    assert found["tail_dbfs"] is None


def test_a_measure_that_only_some_sounds_have_is_of_those():
    found = summarise([{"envelope_db": 1.0}, {"envelope_db": 3.0, "envelope_whole_db": 4.0}])
    assert found["envelope_db"].median == 2
    assert (found["envelope_whole_db"].median, found["envelope_whole_db"].count) == (4, 1)


@pytest.fixture(scope="module")
def ringing() -> np.ndarray:
    """Three seconds of a bell and its air."""
    rng, time = np.random.default_rng(5), np.arange(3 * RATE) / RATE
    bell = np.sin(2 * np.pi * 700 * time) * np.exp(-time * 1.5)
    return (0.5 * bell + 0.1 * rng.standard_normal(len(time)) * np.exp(-time)).astype(np.float32)


def test_the_first_second_is_measured_alike_whatever_the_length(ringing):
    blurred = uniform_filter1d(ringing, 9).astype(np.float32)
    longer = np.concatenate([blurred, np.zeros(RATE, np.float32)])
    whole, cut, padded = (
        measure(*pair, RATE)
        for pair in ((ringing, blurred), (ringing[:RATE], blurred[:RATE]), (ringing, longer))
    )
    assert "envelope_whole_db" not in cut
    for name in SIZES:
        assert whole[name] == cut[name] == padded[name] != 0
    assert whole["envelope_whole_db"] == pytest.approx(padded["envelope_whole_db"], rel=0.02)


def test_a_sound_that_is_cut_after_a_second_is_wrong_as_a_whole(ringing):
    cut = measure(ringing, ringing[:RATE], RATE)
    assert cut["envelope_db"] == 0
    assert cut["envelope_whole_db"] > 5
    assert measure(ringing, ringing, RATE)["envelope_whole_db"] == 0


def test_two_channels_alike_are_mono_and_stereo_is_measured_where_there_is_some(ringing):
    other = uniform_filter1d(ringing, 9).astype(np.float32)
    alike, mono = (
        measure(ringing, np.stack([other, other]), RATE, heard=ringing),
        measure(ringing, other, RATE),
    )
    assert {name: alike[name] for name in mono} == pytest.approx(mono, abs=1e-4)
    assert (alike["width_db"], alike["coherence_error"]) == pytest.approx((0, 0), abs=1e-5)
    wide = measure(ringing, other, RATE, heard=np.stack([ringing, 0.5 * ringing]))
    assert wide["width_db"] == pytest.approx(6.02, abs=0.01)
    assert not {"width_db", "coherence_error"} & set(mono)
