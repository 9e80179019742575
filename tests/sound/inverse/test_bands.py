"""The bands of what is found, made those that were asked for."""

import numpy as np
import torch

from vae.sound.inverse.bands import with_levels
from vae.sound.measures import envelope_db
from vae.sound.phase import gradient_griffin_lim
from vae.sound.spectrogram import SpectrogramConfig, hann, waveform_to_spectrogram

CONFIG = SpectrogramConfig()
OPTIONS = {"window": hann(1024), "pad_mode": "constant", "return_complex": True}


def transform(waveform: torch.Tensor) -> torch.Tensor:
    """(samples,) -> (frames, bins), complex."""
    return torch.stft(waveform, 1024, 256, **OPTIONS).T


def test_what_has_its_levels_stays_as_it_is(drum_set):
    waveform = torch.from_numpy(drum_set.waveforms[0])
    asked = waveform_to_spectrogram(waveform[None], CONFIG)[0]
    spectrum = transform(waveform)
    loud = spectrum.abs() > 1e-3 * spectrum.abs().max()
    torch.testing.assert_close(with_levels(spectrum, asked, CONFIG)[loud], spectrum[loud], rtol=0.02, atol=0)


def test_a_tilted_sound_gets_its_levels_back(drum_set):
    waveform = torch.from_numpy(drum_set.waveforms[6])
    asked = waveform_to_spectrogram(waveform[None], CONFIG)[0]
    spectrum = transform(waveform)
    tilted = spectrum * torch.linspace(2, 0.5, 513)

    def sound(of: torch.Tensor) -> np.ndarray:
        return torch.istft(of.T, 1024, 256, window=hann(1024), length=44_100).numpy()

    before = envelope_db(drum_set.waveforms[6], sound(tilted), 44_100)
    after = envelope_db(drum_set.waveforms[6], sound(with_levels(tilted, asked, CONFIG)), 44_100)
    assert after < 0.2 * before


def test_silence_is_left_alone():
    assert not with_levels(torch.zeros(20, 513, dtype=torch.complex64), torch.zeros(128, 20), CONFIG).any()


def test_little_sounds_before_the_onset(drum_set):
    for waveform in drum_set.waveforms[:6]:
        spectrogram = waveform_to_spectrogram(torch.from_numpy(waveform)[None], CONFIG)[0]
        found = gradient_griffin_lim(spectrogram, CONFIG, n_iter=None, seed=0)
        assert found[:22].abs().max() < 0.05 * found.abs().max()
