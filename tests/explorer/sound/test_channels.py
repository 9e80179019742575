"""Sounds of one and of two channels, of any length."""

import numpy as np
import pytest
from explorer_fixtures import SECONDS, WideCodec

from explorer.sound.channels import with_channels, without_end
from explorer.sound.difference import width_in_words
from explorer.sound.render import Renderer
from vae.recipes.kinds import Mix, Point
from vae.sound.levels import energy, match_level, sound_end
from vae.sound.measures.pairs import mono as mid
from vae.sound.measures.pairs import mono_pair
from vae.sound.stereo.width import width_db

RATE = 44_100
RNG = np.random.default_rng(0)
NOISE = (0.1 * RNG.standard_normal((2, RATE))).astype(np.float32)


@pytest.fixture(scope="module")
def wide(codec, built) -> Renderer:
    return Renderer(WideCodec(codec), built)


@pytest.fixture(scope="module")
def sounds(wide):
    return [wide.render(Point(sound)) for sound in range(16)]


def test_sounds_of_both_kinds_and_of_all_lengths_are_rendered(sounds):
    assert {(sound.waveform.ndim, sound.waveform.shape[-1] / RATE) for sound in sounds} >= {
        (1, min(SECONDS)),
        (2, max(SECONDS)),
    }


def test_what_is_said_of_a_sound_is_true_of_its_channels(sounds, codec):
    for sound in sounds:
        stereo = sound.waveform.ndim == 2
        assert sound.info.channels == (2 if stereo else 1)
        assert sound.info.width_db == width_db(sound.waveform, RATE)
        assert (sound.info.width_db > 0.5) == stereo
        assert sound.info.duration == pytest.approx(sound_end(sound.waveform) / RATE)
        assert sound.info.duration <= sound.waveform.shape[-1] / RATE
        frames = 1 + sound.waveform.shape[-1] // codec.spectrogram_config.hop_length
        assert sound.spectrogram.shape == (codec.spectrogram_config.num_bands, frames)
        np.testing.assert_array_equal(sound.spectrogram, codec.spectrogram(mid(sound.waveform).copy()))


def test_an_original_has_the_energy_of_its_reconstruction_and_is_no_shorter(wide, sounds):
    for number, sound in enumerate(sounds):
        original, gain = wide.original(number), wide.matching_gain(number)
        assert original.shape[-1] >= min(sound.waveform.shape[-1], wide.codec.num_samples)
        assert energy(original) == pytest.approx(gain**2 * energy(sound.waveform), rel=1e-3)


def test_a_mono_sound_is_as_loud_as_two_channels_of_it():
    mono = NOISE[0]
    assert energy(np.stack([mono, mono])) == pytest.approx(energy(mono))
    assert energy(match_level(NOISE, mono)) == pytest.approx(energy(mono), rel=1e-4)


def test_a_sound_in_antiphase_loses_nothing_to_one_channel():
    antiphase = np.stack([NOISE[0], -NOISE[0]])
    assert energy(with_channels(antiphase, 1)) == pytest.approx(energy(NOISE[0]), rel=1e-3)
    assert with_channels(antiphase, 2) is antiphase


def test_sounds_of_two_lengths_are_compared_over_all_of_the_longer():
    one, other = mono_pair(NOISE, NOISE[0, :100])
    assert one.shape == other.shape == (RATE,)
    np.testing.assert_array_equal(one, NOISE.mean(axis=0))
    assert not other[100:].any() and other[:100].any()


def test_the_end_that_is_silent_in_both_channels_is_left_out():
    sound = np.zeros((2, 100), np.float32)
    sound[1, 40] = 0.5
    assert without_end(sound, 10).shape == (2, 41)
    assert without_end(sound, 60).shape == (2, 60)
    assert without_end(0 * sound[0], 0).shape == (0,)


def test_width_has_words():
    left, right = NOISE
    wide, narrow = NOISE, np.stack([left + 0.8 * right, right + 0.8 * left])
    assert width_in_words(wide, narrow, RATE)[0].startswith("Narrower, by ")
    assert width_in_words(narrow, wide, RATE)[0].startswith("Wider, by ")
    assert width_in_words(left, wide, RATE)[0].startswith("Wider, by ")
    assert width_in_words(wide, wide, RATE) == width_in_words(left, right, RATE) == []


def test_a_crossfade_of_a_short_mono_and_a_long_stereo_sound_is_stereo_and_long(wide, sounds):
    short = next(n for n, s in enumerate(sounds) if s.waveform.shape[-1] < RATE and s.waveform.ndim == 1)
    long = next(n for n, s in enumerate(sounds) if s.waveform.shape[-1] > RATE and s.waveform.ndim == 2)
    mixed = wide.render(Mix((Point(short), Point(long)), (0.5, 0.5), "crossfade")).waveform
    assert mixed.shape == sounds[long].waveform.shape
    assert np.abs(mixed).max() == pytest.approx(0.95, abs=1e-3)
    side, wanted = mixed[0] - mixed[1], sounds[long].waveform[0] - sounds[long].waveform[1]
    assert np.corrcoef(side, wanted)[0, 1] > 0.999
