"""The mel scale and the transform are librosa's."""

import librosa
import numpy as np
import pytest

from vae.sound.measures.mel import mel_filters, mel_frequencies, stft


@pytest.mark.parametrize(
    ("sample_rate", "n_fft", "n_mels"), [(44_100, 1024, 24), (44_100, 2048, 64), (8_000, 512, 9)]
)
def test_mel_filters_are_those_of_librosa(sample_rate, n_fft, n_mels):
    theirs = librosa.filters.mel(sr=sample_rate, n_fft=n_fft, n_mels=n_mels)
    np.testing.assert_allclose(mel_filters(sample_rate, n_fft, n_mels), theirs, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("highest", [300.0, 1000.0, 22_050.0])
def test_mel_frequencies_are_those_of_librosa(highest):
    np.testing.assert_allclose(
        mel_frequencies(26, highest), librosa.mel_frequencies(26, fmax=highest), atol=1e-9
    )


@pytest.mark.parametrize("shape", [(4410,), (2, 1000), (1,)])
def test_the_transform_is_that_of_librosa(shape):
    waveform = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    theirs = librosa.stft(waveform, n_fft=256, hop_length=64)
    np.testing.assert_allclose(stft(waveform, 256, 64), theirs, atol=1e-4)
