"""Frechet distance, coverage and novelty each tell what the others do not, and cannot be pleased together."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae.checkpoint.codec import Codec
from vae.evaluate.generation import (
    REFERENCE,
    coverage,
    embed,
    frechet_distance,
    generation_measures,
    novelty,
)
from vae.evaluate.library import draw_drums, draw_sounds

RATE = 44_100


@pytest.fixture(scope="module")
def cloud() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((300, 8))


@given(shift=st.floats(-5, 5), scale=st.floats(0.1, 3))
def test_the_distance_is_that_of_the_gaussians(cloud, shift, scale):
    other = scale * (cloud - cloud.mean(0)) + cloud.mean(0) + shift
    variance = np.trace(np.cov(cloud, rowvar=False))
    expected = 8 * shift**2 + (1 - scale) ** 2 * variance
    assert frechet_distance(cloud, other) == pytest.approx(expected, abs=1e-6 * (1 + variance))
    assert frechet_distance(other, cloud) == pytest.approx(expected, abs=1e-6 * (1 + variance))


def test_copies_of_the_training_sounds_are_not_new(cloud):
    assert novelty(cloud[:50], cloud).max() == 0
    fresh = np.random.default_rng(1).standard_normal((300, 8))
    assert 0.8 < np.median(novelty(fresh, cloud)) < 1.2
    assert np.median(novelty(10 * fresh, cloud)) > 5


def test_one_good_sound_again_and_again_covers_little(cloud):
    again = np.repeat(cloud[:1], 300, axis=0)
    fresh = np.random.default_rng(1).standard_normal((300, 8))
    assert coverage(cloud, again) < 0.1
    assert coverage(cloud, fresh) > 0.85
    assert coverage(cloud, fresh + 20) == 0


def test_features_ignore_level_and_are_finite_even_of_silence(drum_set):
    sounds = drum_set.waveforms[:4]
    found = embed(sounds, RATE)
    assert found.shape == (4, 134)
    np.testing.assert_allclose(embed(sounds * np.float32(0.05), RATE), found, rtol=1e-3, atol=1e-2)
    assert np.isfinite(embed(np.zeros((1, RATE), np.float32), RATE)).all()


def test_drums_are_nearer_to_drums_than_silence_noise_or_copies_of_one(drum_set):
    known, held_out = drum_set.waveforms[::2], drum_set.waveforms[1::2]
    noise = np.random.default_rng(0).standard_normal((24, RATE)).astype(np.float32) * 0.2
    sets = {
        "silence": np.zeros((24, RATE), np.float32),
        "noise": noise,
        "one": np.repeat(known[:1], 24, axis=0),
    }
    described = {name: embed(one, RATE) for name, one in sets.items()}
    found = generation_measures(embed(held_out, RATE), embed(known, RATE), described)
    for name in sets:
        assert found[name].frechet.median > found[REFERENCE].frechet.p75
        assert found[name].coverage.median < found[REFERENCE].coverage.p25
    assert found["one"].novelty.median == 0
    assert found["noise"].novelty.median > 1
    assert found[REFERENCE].novelty is None


def test_new_sounds_are_compared_in_mono_and_at_the_longest_length():
    """However long a sound is and however many channels it has: silence follows the shorter ones."""
    tone = (0.5 * np.sin(np.arange(3000) / 9)).astype(np.float32)
    decoded = iter([tone, np.stack([tone, -0.5 * tone]), np.pad(tone, (0, 2000))])

    class Decoder:
        num_samples, detail_dims = 5000, 0

        def decode(self, z: np.ndarray) -> np.ndarray:
            return next(decoded)

    latents = np.random.default_rng(0).standard_normal((8, 3)).astype(np.float32)
    first, second, third = draw_sounds(Decoder(), latents, 3)
    np.testing.assert_array_equal(first, np.pad(tone, (0, 2000)))
    np.testing.assert_allclose(second, 0.25 * first, atol=1e-7)
    np.testing.assert_array_equal(third, first)


@pytest.mark.parametrize("seconds", [1, 3])
def test_drums_to_compare_with_ring_as_long_as_the_models_may(seconds):
    codec = SimpleNamespace(sample_rate=22_050, num_samples=seconds * 22_050)
    drums = np.stack([*draw_drums(cast(Codec, codec), 24)])
    assert drums.shape == (24, codec.num_samples)
    assert np.abs(drums).max(axis=1) == pytest.approx(0.95, abs=1e-3)
    after_a_second = np.abs(drums[:, 22_050:]).max(axis=1, initial=0.0)
    assert (after_a_second > 0.01).any() == (seconds > 1)
