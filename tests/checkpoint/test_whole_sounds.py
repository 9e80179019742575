"""Sounds that end where they end, in mono or stereo: what a checkpoint of today holds of them."""

from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_checkpoint import make_checkpoint

from vae import Codec
from vae.checkpoint.playing import heard_hops
from vae.library.library import Library
from vae.sound.audio import AudioError, write_wav
from vae.sound.measures import envelope_db
from vae.sound.spectrogram import SpectrogramConfig, last_hop, to_hops, waveform_to_spectrogram

RATE = 44_100


def ringing(seconds: float, seed: int) -> np.ndarray:
    """A struck tone with noise that is 60 dB down after so many seconds: (samples,)."""
    rng, time = np.random.default_rng(seed), np.arange(int(2 * RATE)) / RATE
    tone = np.sin(2 * np.pi * rng.uniform(100, 900) * time) + 0.3 * rng.standard_normal(len(time))
    decayed = tone * 10 ** (-3 * time / seconds)
    return (0.8 * decayed[: int(min(2, 1.2 * seconds) * RATE)]).astype(np.float32)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("whole") / "data"
    (data / "Kit_1").mkdir(parents=True)
    for number in range(16):
        mono = ringing(0.1 * 1.2**number, number)
        other = ringing(0.1 * 1.2**number, 100 + number)
        stereo = np.stack([mono + 0.5 * other, 0.4 * mono - 0.5 * other])
        sound = stereo if number % 2 else mono
        write_wav(data / "Kit_1" / f"tom {number}.wav", 0.6 * sound, RATE)
    return make_checkpoint(data.parent / "checkpoint", data, whole=True)


@pytest.fixture(scope="module")
def codec(made: Path) -> Codec:
    return Codec.load(made)


def test_a_sound_ends_where_its_spectrogram_does(codec, made):
    library = Library.load(made)
    assert library.latents.shape[1] == codec.latent_dim
    lengths = []
    for z in library.latents:
        sound, shape = codec.decode(z), codec.describe(z)
        assert (sound.ndim, sound.shape[-1]) == (shape.channels, shape.num_samples)
        assert not np.abs(sound[..., -1]).any()
        assert np.abs(sound).max() == pytest.approx(0.95, abs=1e-4)
        lengths.append(sound.shape[-1])
    assert min(lengths) < 0.5 * RATE and max(lengths) > 0.9 * RATE
    assert len(codec.decode(library.latents[:2])) == 2


def test_stereo_files_come_back_in_stereo_and_mono_ones_in_mono(codec, made):
    channels = {name: codec.describe(z).channels for name, z in zip(*_named(made), strict=True)}
    assert {name: 1 + int(name.split()[-1]) % 2 for name in channels} == channels


def test_the_mono_sum_of_a_stereo_sound_is_the_sound_of_its_mid(codec, made):
    names, latents = _named(made)
    z = latents[names.index("Tom 9")].copy()
    left, right = codec.decode(z)
    assert np.abs(left - right).max() > 0.01
    z[codec.latent_dim - codec.detail_dims - 60 : codec.latent_dim - codec.detail_dims] = 0
    mid, middle = codec.decode(z), (left + right) / 2
    assert mid.ndim == 1
    np.testing.assert_allclose(mid / np.abs(mid).max(), middle / np.abs(middle).max(), atol=1e-4)


def test_latents_hold_what_the_model_misses_and_those_of_before_do_not(codec, made):
    library = Library.load(made)
    assert library.detail_dims == codec.detail_dims > 0
    z = library.latents[5].copy()
    assert z[-codec.detail_dims :].any()
    without = z.copy()
    without[-codec.detail_dims :] = 0
    as_before = codec.decode_spectrogram(z[: -codec.detail_dims])
    np.testing.assert_array_equal(as_before, codec.decode_spectrogram(without))
    assert np.abs(codec.decode_spectrogram(z) - as_before).max() > 0.01


def test_sounds_of_an_unknown_kind_are_closer_with_what_the_model_misses(codec):
    time = np.arange(RATE) / RATE
    for octaves in (2, 3, 4):
        sweep = np.sin(2 * np.pi * 200 * (2 ** (octaves * time) - 1) / (octaves * np.log(2))) * 0.1**time
        z = codec.encode(sweep.astype(np.float32), RATE)
        whole, model = codec.decode(z), codec.decode(z[: -codec.detail_dims])
        assert envelope_db(sweep, whole, RATE) < 0.7 * envelope_db(sweep, model, RATE)


def test_noise_keeps_a_mono_sound_mono_and_a_stereo_one_stereo(codec, made):
    library = Library.load(made)
    for z in library.latents:
        varied = [library.vary(z, 0.5, seed) for seed in range(2)]
        assert [codec.describe(one).channels for one in varied] == [codec.describe(z).channels] * 2


def test_what_is_encoded_in_stereo_is_heard_as_wide(codec):
    mid, side = ringing(0.6, 7), ringing(0.6, 8)
    z = codec.encode(np.stack([mid + side, mid - side]), RATE)
    assert codec.decode(z).shape[0] == 2
    assert codec.decode(codec.encode(np.stack([mid, mid]), RATE)).ndim == 1
    both = codec.encode([mid, np.stack([mid + side, mid - side])], RATE)
    assert both.shape == (2, codec.latent_dim)
    assert np.linalg.norm(both[1] - z) < 0.1 * np.linalg.norm(z)
    with pytest.raises(AudioError, match="shape"):
        codec.encode([np.ones((3, 100), np.float32)], RATE)


def test_time_that_widens_loses_little_of_a_long_sound():
    config = SpectrogramConfig(full_frames=64, cell_growth=1.021, num_samples=2 * RATE)
    even = SpectrogramConfig(num_samples=2 * RATE)
    assert config.num_frames < 0.5 * even.num_frames
    sounds = torch.from_numpy(np.stack([ringing(3, seed) for seed in range(3)]))
    wide, true = waveform_to_spectrogram(sounds, config), waveform_to_spectrogram(sounds, even)
    found = to_hops(wide, config)
    assert found.shape == true.shape
    np.testing.assert_allclose(found[..., :60], true[..., :60], atol=1e-5)
    assert float((found - true).abs().mean()) * 80 < 3
    assert last_hop(true[0], even) == true.shape[-1] - 1


def _named(made: Path) -> tuple[list[str], np.ndarray]:
    library = Library.load(made)
    return list(library.names), library.latents


def test_the_first_frames_alone_give_the_hops_of_the_whole_spectrogram(codec, made):
    config = codec.spectrogram_config
    for z in Library.load(made).latents[::5]:
        spectrogram = torch.from_numpy(codec.decode_spectrogram(z))
        heard = heard_hops(spectrogram, config)
        assert heard.shape[-1] >= 5
        torch.testing.assert_close(
            heard, to_hops(spectrogram, config)[:, : heard.shape[-1]], atol=2e-3, rtol=0
        )
    assert heard_hops(torch.zeros(128, config.num_frames), config).shape == (128, 5)
