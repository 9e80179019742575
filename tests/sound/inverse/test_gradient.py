import numpy as np
import pytest
import torch

from vae.sound.inverse.gradient import with_gradient_phase
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.measures import envelope_db, onset_error
from vae.sound.phase import GRADIENT, GRIFFIN_LIM, PHASE_METHODS
from vae.sound.spectrogram import SpectrogramConfig, hann, waveform_to_spectrogram

CONFIG = SpectrogramConfig()
NUMBERS = {"n_fft": CONFIG.n_fft, "hop_length": CONFIG.hop_length}
ONSET = 44


def transform(waveform: torch.Tensor) -> torch.Tensor:
    """(samples,) -> (frames, bins), complex."""
    options = {"window": hann(CONFIG.n_fft), "pad_mode": "constant", "return_complex": True}
    return torch.stft(waveform, CONFIG.n_fft, CONFIG.hop_length, **options).T


def inverse(spectrum: torch.Tensor, num_samples: int) -> torch.Tensor:
    return torch.istft(spectrum.T, **NUMBERS, window=hann(CONFIG.n_fft), length=num_samples)


def without_phase(waveform: torch.Tensor) -> torch.Tensor:
    """The sound of a waveform's magnitudes and the phase that they suggest."""
    spectrum = with_gradient_phase(transform(waveform).abs(), **NUMBERS, onset=ONSET)
    return inverse(spectrum, len(waveform))


def test_the_magnitudes_stay_what_they_are(drum_set):
    magnitude = transform(torch.from_numpy(drum_set.waveforms[0])).abs()
    torch.testing.assert_close(
        with_gradient_phase(magnitude, **NUMBERS).abs(), magnitude, atol=1e-4, rtol=1e-4
    )
    assert not with_gradient_phase(torch.zeros(3, 513), **NUMBERS).any()


def test_a_click_is_found_where_it_was():
    for place in (ONSET, 150, 300):
        waveform = torch.zeros(8000)
        waveform[place] = 1
        found = without_phase(waveform).square()
        assert found[max(0, place - 40) : place + 40].sum() > 0.8 * found.sum()


@pytest.mark.parametrize("seconds", [1, 4])
def test_a_steady_sine_stays_one_however_long(seconds):
    time = torch.arange(seconds * CONFIG.sample_rate) / CONFIG.sample_rate
    waveform = torch.sin(2 * torch.pi * 3000 * time)
    spectrum = torch.fft.rfft(without_phase(waveform)[-22_050:] * torch.hann_window(22_050)).abs().square()
    near = spectrum[1500 - 4 : 1500 + 5].sum()
    assert near > 0.98 * spectrum.sum()


def test_six_rounds_from_it_are_better_than_sixteen_from_a_random_phase(drum_set):
    waveforms = drum_set.waveforms[:24:2]
    spectrograms = waveform_to_spectrogram(torch.from_numpy(waveforms), CONFIG)
    errors: dict[str, np.ndarray] = {}
    for name in (GRADIENT, GRIFFIN_LIM):
        decoded = [PHASE_METHODS[name](one, CONFIG, n_iter=None, seed=0).numpy() for one in spectrograms]
        pairs = list(zip(waveforms, decoded, strict=True))
        errors[name] = np.array([[m(a, b, 44_100) for m in (envelope_db, onset_error)] for a, b in pairs])
    assert (np.median(errors[GRADIENT], axis=0) < np.median(errors[GRIFFIN_LIM], axis=0)).all()


def test_the_same_number_of_rounds_gets_closer_from_it(drum_set):
    magnitude = transform(torch.from_numpy(drum_set.waveforms[5])).abs()

    def inconsistency(**start: object) -> float:
        waveform = griffin_lim(magnitude.T, **NUMBERS, num_samples=44_100, n_iter=4, **start)
        return float((transform(waveform).abs() - magnitude).norm())

    from_gradient = inconsistency(start=lambda target: with_gradient_phase(target, **NUMBERS))
    assert from_gradient < 0.9 * inconsistency()


@pytest.mark.parametrize("name", [GRADIENT, GRIFFIN_LIM])
def test_a_shorter_spectrogram_is_a_shorter_sound(name, drum_set):
    spectrogram = waveform_to_spectrogram(torch.from_numpy(drum_set.waveforms[:1]), CONFIG)[0]
    phase = PHASE_METHODS[name]
    assert phase(spectrogram, CONFIG, n_iter=2, seed=0).shape == (44_100,)
    assert phase(spectrogram[:, :40], CONFIG, n_iter=2, seed=0).shape == (39 * 256,)
