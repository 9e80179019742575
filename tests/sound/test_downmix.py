"""Mono loses no band that a channel has, and ordinary stereo is its mean to the bit."""

import itertools

import numpy as np
import pytest
import soundfile
from recordings import HITS, RATE, hit, tick

from vae.sound.audio import read_hit
from vae.sound.downmix import mix_down

LOST_DB = -12.0


def band_levels(waveform: np.ndarray) -> np.ndarray:
    """Level in dB of each octave from 40 Hz up."""
    power, hz = np.abs(np.fft.rfft(waveform)) ** 2, np.fft.rfftfreq(len(waveform), 1 / RATE)
    edges = 40 * 2.0 ** np.arange(9)
    bands = itertools.pairwise(edges)
    return 10 * np.log10([power[(hz >= low) & (hz < high)].sum() + 1e-12 for low, high in bands])


def assert_nothing_lost(stereo: np.ndarray, what: object) -> None:
    mixed = band_levels(mix_down(stereo.astype(np.float32)))
    loudest = np.max([band_levels(channel) for channel in stereo.T], axis=0)
    heard = loudest > 10 * np.log10((10 ** (loudest / 10)).sum()) - 19  # the rest is below 1 % of the energy
    assert (mixed[heard] > loudest[heard] + LOST_DB).all(), (what, mixed - loudest)


def late(waveform: np.ndarray, milliseconds: float) -> np.ndarray:
    samples = round(milliseconds / 1000 * RATE)
    return np.concatenate([np.zeros(samples), waveform])[: len(waveform)]


@pytest.mark.parametrize("kind", HITS)
def test_no_band_is_lost_of_two_channels(kind):
    rng = np.random.default_rng(0)
    for sign, delay, gain in itertools.product((1, -1), (0, 0.5, 1, 2, 5, 10, 30), (1, 0.7, 0.3)):
        body = hit(kind, rng)
        assert_nothing_lost(np.stack([body, sign * gain * late(body, delay)], axis=1), (sign, delay, gain))


@pytest.mark.parametrize("kind", HITS)
def test_no_body_is_lost_under_a_click(kind):
    rng = np.random.default_rng(1)
    for level, gain in itertools.product((-20, -10, 0), (1, 0.9, 0.5)):
        body, click = hit(kind, rng), np.zeros(int(0.6 * RATE))
        click[:100] = 10 ** (level / 20) * tick(rng)
        assert_nothing_lost(np.stack([body + click, -gain * body + click], axis=1), (level, gain))


@pytest.mark.parametrize(
    ("one", "other"), [("kick", "hat"), ("808", "clap"), ("tom", "rim"), ("snare", "kick")]
)
def test_no_band_is_lost_where_each_channel_has_one_of_its_own(one, other):
    rng = np.random.default_rng(2)
    body, left, right = hit(one, rng), 0.3 * hit(other, rng), 0.3 * hit("hat", rng)
    assert_nothing_lost(np.stack([body + left, -body + right], axis=1), "each its own")
    assert_nothing_lost(np.stack([body + left, -body + right, 0.1 * right], axis=1), "three")


def test_where_no_channel_has_everything_each_band_is_taken_from_one_that_has_it():
    rng = np.random.default_rng(3)
    body, hat = hit("808", rng), hit("hat", rng)
    middle = np.sin(2 * np.pi * 900 * np.arange(len(body)) / RATE) * np.exp(-np.linspace(0, 8, len(body)))
    assert_nothing_lost(np.stack([body + hat, -body + hat, middle, -middle], axis=1), "bands")


def test_ordinary_stereo_is_its_mean():
    rng = np.random.default_rng(4)
    for kind in HITS:
        body, room = hit(kind, rng), 0.1 * rng.standard_normal((int(0.6 * RATE), 2))
        for pan in (0.0, 0.3, 0.5, 0.8, 1.0):
            stereo = (np.stack([body * (1 - pan), body * pan], axis=1) + room * pan * (1 - pan)).astype(
                np.float32
            )
            np.testing.assert_array_equal(mix_down(stereo), stereo.mean(axis=1))


@pytest.mark.parametrize("channels", [1, 2, 6, 8, 32])
def test_one_channel_of_many_is_enough(channels):
    frames = np.zeros((RATE, channels), np.float32)
    frames[: int(0.6 * RATE), channels // 2] = hit("snare", np.random.default_rng(5))
    np.testing.assert_array_equal(mix_down(frames), frames.mean(axis=1))


@pytest.mark.parametrize("shape", [(1, 2), (3, 2), (50, 3), (0, 2)])
def test_short_sounds_have_bands_too(shape):
    frames = np.random.default_rng(6).standard_normal(shape).astype(np.float32)
    assert mix_down(frames).shape == shape[:1]
    assert np.isfinite(mix_down(frames * [[1, *[-1] * (shape[1] - 1)]])).all()


def test_a_body_in_antiphase_is_read_from_a_file_wherever_it_begins(tmp_path):
    rng = np.random.default_rng(7)
    for at in (0.0, 3.0, 14.0):
        stereo = np.zeros((int((at + 0.6) * RATE), 2))
        body = hit("kick", rng)
        stereo[-len(body) :] = np.stack([body, -0.9 * body], axis=1)
        stereo[-len(body) :][:100] += 0.3 * tick(rng)[:, None]
        soundfile.write(tmp_path / "wide.wav", stereo / 1.4, RATE)
        levels = band_levels(read_hit(tmp_path / "wide.wav").waveform[-len(body) :])
        assert levels.argmax() == 0
