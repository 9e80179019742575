import numpy as np
import pytest
import torch

from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.measures import envelope_db, onset_error
from vae.sound.spectrogram import SpectrogramConfig, hann, spectrogram_to_magnitude, waveform_to_spectrogram

CONFIG = SpectrogramConfig()
NUMBERS = {"n_fft": 1024, "hop_length": 256, "num_samples": 44_100}


def magnitude_of(waveform: np.ndarray) -> torch.Tensor:
    signal = torch.from_numpy(waveform)
    return torch.stft(signal, 1024, 256, window=hann(1024), pad_mode="constant", return_complex=True).abs()


def inconsistency(waveform: torch.Tensor, target: torch.Tensor) -> float:
    return float((magnitude_of(waveform.numpy()) - target).norm() / target.norm())


def test_more_rounds_come_closer_and_momentum_closer_still(drum_set):
    target = magnitude_of(drum_set.waveforms[0])
    start, plain, fast = (
        inconsistency(griffin_lim(target, n_iter=n_iter, momentum=momentum, **NUMBERS), target)
        for n_iter, momentum in ((0, 0.0), (16, 0.0), (16, 0.99))
    )
    assert fast < plain < start


def test_the_phase_ceiling_is_a_fraction_of_a_decibel(drum_set):
    spectrograms = waveform_to_spectrogram(torch.from_numpy(drum_set.waveforms[:24]), CONFIG)
    decoded = [griffin_lim(m, **NUMBERS).numpy() for m in spectrogram_to_magnitude(spectrograms, CONFIG)]
    pairs = list(zip(drum_set.waveforms, decoded, strict=False))
    assert np.median([envelope_db(a, b, 44_100) for a, b in pairs]) < 0.7
    assert np.median([onset_error(a, b, 44_100) for a, b in pairs]) < 0.03


def test_silence_stays_silent_before_and_after_the_sound():
    target = torch.zeros(513, 173)
    target[40:60, 10:20] = 1.0
    waveform = griffin_lim(target, **NUMBERS)
    assert waveform.shape == (44_100,)
    assert waveform.abs().max() > 0
    assert not waveform[20 * 256 + 4 * 256 :].any()
    assert not griffin_lim(torch.zeros(513, 173), **NUMBERS).any()


def test_the_seed_decides_the_bits(drum_set):
    target = magnitude_of(drum_set.waveforms[3])
    first, again, other = (griffin_lim(target, seed=seed, **NUMBERS) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize(("n_fft", "hop_length"), [(512, 345), (512, 128), (2048, 512)])
def test_any_hop_works_that_leaves_no_gap(drum_set, n_fft, hop_length):
    signal = torch.from_numpy(drum_set.waveforms[1])
    window = hann(n_fft)
    stft = torch.stft(signal, n_fft, hop_length, window=window, pad_mode="constant", return_complex=True)
    waveform = griffin_lim(stft.abs(), n_fft=n_fft, hop_length=hop_length, num_samples=44_100)
    again = torch.stft(waveform, n_fft, hop_length, window=window, pad_mode="constant", return_complex=True)
    assert torch.isfinite(waveform).all()
    assert (again.abs() - stft.abs()).norm() < 0.5 * stft.abs().norm()


def test_silence_to_come_changes_nothing(drum_set):
    target = magnitude_of(drum_set.waveforms[0])
    target[:, 100:] = 0
    longer = torch.nn.functional.pad(target, (0, 500))
    entire = griffin_lim(longer, **NUMBERS | {"num_samples": 4 * 44_100})
    assert torch.equal(entire[:44_100], griffin_lim(target, **NUMBERS))
    assert not entire[44_100:].any()
