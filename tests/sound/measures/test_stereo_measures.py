"""Level differences and coherence are those of the original, which neither mono nor width for its own sake is."""

import numpy as np
import pytest

from vae.sound.measures import coherence_error, width_db

RATE = 44_100
DECAY = np.exp(-5 * np.arange(RATE) / RATE)


def noise(seed: int) -> np.ndarray:
    return (0.2 * np.random.default_rng(seed).standard_normal(RATE) * DECAY).astype(np.float32)


def sound(seed: int, *, left_db: float = 0.0, coherence: float = 1.0) -> np.ndarray:
    """Two channels of noise, at a level difference and a correlation."""
    first, second = noise(2 * seed), noise(2 * seed + 1)
    other = coherence * first + np.sqrt(1 - coherence**2) * second
    return np.stack([first * 10 ** (left_db / 20), other]).astype(np.float32)


def test_a_sound_has_its_own_image_at_any_level():
    wide = sound(0, left_db=5, coherence=0.3)
    for measure in (width_db, coherence_error):
        assert measure(wide, wide, RATE) == 0
        assert measure(wide, 0.01 * wide, RATE) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(("left_db", "coherence"), [(0, 0), (-20, 0.5), (20, 1), (5, -0.5), (-2, 0.9)])
def test_mono_is_wrong_by_just_what_it_leaves_out(left_db, coherence):
    wide, mono = sound(0, left_db=left_db, coherence=coherence), noise(0)
    assert width_db(wide, mono, RATE) == pytest.approx(abs(left_db), abs=1.5)
    assert coherence_error(wide, mono, RATE) == pytest.approx(1 - coherence, abs=0.1)


@pytest.mark.parametrize(("left_db", "coherence"), [(6, 0), (-20, 0.6), (12, 0.3)])
def test_the_same_image_of_another_noise_is_nearer_than_mono_swapped_or_random_width(left_db, coherence):
    wide = sound(0, left_db=left_db, coherence=coherence)
    honest = sound(1, left_db=left_db, coherence=coherence)
    swapped, anywhere = wide[::-1], sound(2, left_db=-3, coherence=0.0)
    assert width_db(wide, honest, RATE) < 2
    for cheat in (noise(0), swapped, anywhere):
        assert width_db(wide, cheat, RATE) > 2 * width_db(wide, honest, RATE)
    assert coherence_error(wide, honest, RATE) < 0.2 < coherence_error(wide, noise(0), RATE)


def test_channels_that_only_cancel_out_are_not_wide():
    """A side turned over has the level differences of a room, and none of its coherence."""
    room, turned = sound(0, coherence=0.2), np.stack([noise(0), -noise(0)])
    assert width_db(room, turned, RATE) < 2
    assert coherence_error(room, turned, RATE) > 1
    assert coherence_error(room, turned, RATE) > coherence_error(room, noise(0), RATE)


def test_the_band_counts():
    """Bass on the left and treble on the right is not the same as the reverse, though all in all it is centred."""
    rng = np.random.default_rng(4)
    spectrum = np.fft.rfft(rng.standard_normal((2, RATE)) * DECAY)
    low = np.fft.rfftfreq(RATE, 1 / RATE) < 1_000
    bass, treble = (np.fft.irfft(spectrum * one).astype(np.float32) for one in (low, ~low))
    split = np.stack([bass[0] + 0.1 * treble[0], treble[0] + 0.1 * bass[0]])
    assert width_db(split, split[::-1], RATE) > 1.5 * width_db(split, bass[0] + treble[0], RATE) > 15


def test_the_moment_counts():
    """A sound that wanders from left to right is not one in the middle."""
    pan = np.linspace(0.05, 0.95, RATE)
    wandering = (np.stack([1 - pan, pan]) * noise(0)).astype(np.float32)
    assert width_db(wandering, noise(0), RATE) > 4
    assert width_db(wandering, wandering[::-1], RATE) > 8


def test_silence_is_wrong_and_mono_is_not_measured():
    wide, silence = sound(0, left_db=3, coherence=0.5), np.zeros((2, RATE), np.float32)
    assert width_db(wide, silence, RATE) > width_db(wide, noise(0), RATE)
    assert coherence_error(wide, silence, RATE) > coherence_error(wide, noise(0), RATE)
    assert width_db(noise(0), noise(1), RATE) is coherence_error(noise(0), noise(1), RATE) is None


def test_a_mono_sound_has_to_be_mono_exactly():
    mono = noise(0)
    alike = np.stack([mono, mono])
    assert width_db(mono, alike, RATE) == 0
    assert coherence_error(mono, alike, RATE) == pytest.approx(0, abs=1e-6)
    assert width_db(mono, sound(0, left_db=4), RATE) == pytest.approx(4, abs=0.1)


def test_one_channel_alone_is_as_far_as_it_gets():
    alone = np.stack([noise(0), np.zeros(RATE, np.float32)])
    assert width_db(alone, alone[::-1], RATE) == pytest.approx(60, abs=1)
    assert width_db(alone, noise(0), RATE) == pytest.approx(30, abs=1)
    assert coherence_error(alone, noise(0), RATE) == 0
    assert width_db(sound(0), np.pad(sound(0), [(0, 0), (0, 5_000)]), RATE) == pytest.approx(0, abs=1e-3)
