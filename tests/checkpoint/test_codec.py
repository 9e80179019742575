import pickle

import numpy as np
import pytest

from vae.sound.audio import AudioError, to_one_shot
from vae.sound.measures import envelope_db


def test_the_contract_of_encode_and_decode(untrained_codec, drum_set):
    z = untrained_codec.encode(drum_set.waveforms[0], untrained_codec.sample_rate)
    assert z.shape == (untrained_codec.latent_dim,)
    assert z.dtype == np.float32
    y = untrained_codec.decode(z)
    assert y.shape == (untrained_codec.num_samples,)
    assert y.dtype == np.float32
    assert 0.9 < np.abs(y).max() <= 1


def test_a_batch_gives_what_single_sounds_give(untrained_codec, drum_set):
    batch = untrained_codec.encode(drum_set.waveforms[:3], untrained_codec.sample_rate)
    single = untrained_codec.encode(drum_set.waveforms[2], untrained_codec.sample_rate)
    assert np.abs(batch[2] - single).max() < 0.02 * np.abs(single).max()
    assert np.array_equal(untrained_codec.decode(batch)[1], untrained_codec.decode(batch[1]))


def test_encoding_is_better_than_the_posterior_mean_alone(untrained_codec, drum_set, monkeypatch):
    def median_error() -> float:
        latents = untrained_codec.encode(drum_set.waveforms, 44_100)
        pairs = zip(drum_set.waveforms, untrained_codec.decode(latents), strict=True)
        return float(np.median([envelope_db(original, decoded, 44_100) for original, decoded in pairs]))

    refined = median_error()
    monkeypatch.setattr("vae.model.refine.Refiner.__call__", lambda self, short, spectrogram, mean, **_: mean)
    assert refined < 0.9 * median_error()


def test_same_input_same_bits_and_the_seed_changes_them(untrained_codec, drum_set):
    z = untrained_codec.encode(drum_set.waveforms[5], untrained_codec.sample_rate)
    assert np.array_equal(untrained_codec.decode(z, seed=3), untrained_codec.decode(z, seed=3))
    assert not np.array_equal(untrained_codec.decode(z, seed=3), untrained_codec.decode(z, seed=4))


def test_another_process_can_be_sent_one(untrained_codec, drum_set):
    z = untrained_codec.encode(drum_set.waveforms[5], untrained_codec.sample_rate)
    assert np.array_equal(pickle.loads(pickle.dumps(untrained_codec)).decode(z), untrained_codec.decode(z))


def test_any_rate_level_and_delay_lead_to_nearly_the_same_latent(untrained_codec, drum_set):
    sound = drum_set.waveforms[0]
    z = untrained_codec.encode(sound, 44_100)
    late = np.concatenate([np.zeros(5000, np.float32), 0.1 * sound])
    assert np.abs(untrained_codec.encode(late, 44_100) - z).max() < 0.05 * np.abs(z).max()


def test_preparing_a_prepared_sound_changes_nothing(drum_set):
    for sound in drum_set.waveforms[::6]:
        again = to_one_shot(sound, 44_100, target_rate=44_100, num_samples=44_100).waveform
        assert np.abs(again - sound).max() < 1e-6


@pytest.mark.parametrize("waveform", [np.zeros(0, np.float32), np.zeros(1000, np.float32)])
def test_nothing_to_hear_is_refused(untrained_codec, waveform):
    with pytest.raises(AudioError):
        untrained_codec.encode(waveform, 44_100)


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        *(((44_100, channels), "channels") for channels in (1, 2, 6, 32, 64)),
        *(((10**6, 2), "channels"), ((3, 2), "shape"), ((44_100, 0), "channels")),
        *(((2, 3, 4), "shape"), ((), "shape"), ((0, 44_100), "no samples"), ((0,), "no samples")),
    ],
)
def test_shapes_that_cannot_be_meant_are_refused_at_once(untrained_codec, shape, word):
    with pytest.raises(AudioError, match=word):
        untrained_codec.encode(np.ones(shape, np.float32), 44_100)


@pytest.mark.parametrize("rate", [0, -44_100, 10, 10**9, float("nan"), None, [44_100]])
def test_rates_that_cannot_be_meant_are_refused(untrained_codec, rate):
    with pytest.raises(AudioError, match="Hz"):
        untrained_codec.encode(np.ones(1000, np.float32), rate)


def test_only_numbers_are_encoded(untrained_codec):
    with pytest.raises(AudioError, match="numbers"):
        untrained_codec.encode(np.array(["kick"]), 44_100)


def test_wild_latents_decode_to_finite_sounds(untrained_codec):
    rng = np.random.default_rng(0)
    for scale in (0, 1, 10, 1000):
        y = untrained_codec.decode(
            (scale * rng.standard_normal(untrained_codec.latent_dim)).astype(np.float32)
        )
        assert np.isfinite(y).all()
        assert np.abs(y).max() <= 1
