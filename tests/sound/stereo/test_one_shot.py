"""One-shots of recordings in two channels: the mono sound, its stereo image, and both channels as they are heard."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from vae.sound.audio import read_hit, read_hits, read_part, write_wav
from vae.sound.one_shot import to_heard, to_one_shot

RATE = 44_100


def hit(seed: int, seconds: float = 0.5) -> np.ndarray:
    times = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).standard_normal(len(times))
    return (0.1 * noise * np.exp(-10 * times)).astype(np.float32)


def stereo_hit() -> np.ndarray:
    """Left 6 dB louder than right, with something in common."""
    common = hit(1)
    return np.stack([common + 0.5 * hit(2), 0.5 * (common + 0.5 * hit(3))])


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A stereo hit after a second and a half of silence."""
    channels = np.pad(stereo_hit(), ((0, 0), (3 * RATE // 2, RATE)))
    write_wav(tmp_path / "stereo.wav", channels, RATE, bit_depth=24)
    return tmp_path / "stereo.wav"


def test_a_stereo_file_gives_both_channels_of_the_same_moments(recording: Path) -> None:
    taken = read_hit(recording)
    assert taken.channels == 2 and taken.stereo is not None
    assert taken.stereo.shape == (2, len(taken.waveform))
    np.testing.assert_allclose(taken.stereo.mean(axis=0), taken.waveform, atol=1e-4)


@pytest.mark.parametrize("rate", [22_050, 44_100])
@pytest.mark.parametrize("num_samples", [8_000, 60_000])
def test_channels_and_mono_sound_are_aligned(recording: Path, rate: int, num_samples: int) -> None:
    taken = read_hit(recording)
    shape = {"target_rate": rate, "num_samples": num_samples}
    one_shot = to_one_shot(taken.waveform, taken.sample_rate, taken.stereo, **shape)
    heard = to_heard(taken.waveform, taken.sample_rate, taken.stereo, **shape)
    assert heard.shape == (2, num_samples) and heard.dtype == np.float32
    assert np.abs(heard).max() == pytest.approx(0.95, abs=1e-6)
    mid = heard.mean(axis=0)
    np.testing.assert_allclose(mid * (0.95 / np.abs(mid).max()), one_shot.waveform, atol=2e-3)
    assert one_shot.stereo is not None
    assert abs(np.median(one_shot.stereo.level_db) - 6) < 1


def test_the_mono_sound_is_the_same_with_and_without_its_channels(recording: Path) -> None:
    taken = read_hit(recording)
    shape = {"target_rate": RATE, "num_samples": RATE}
    alone = to_one_shot(taken.waveform, taken.sample_rate, **shape)
    beside = to_one_shot(taken.waveform, taken.sample_rate, taken.stereo, **shape)
    np.testing.assert_array_equal(alone.waveform, beside.waveform)
    assert alone.stereo is None and beside.stereo is not None
    assert (alone.level_db, alone.duration) == (beside.level_db, beside.duration)


def test_channels_alone_are_mixed_down() -> None:
    channels = stereo_hit()
    shape = {"target_rate": RATE, "num_samples": RATE}
    one_shot = to_one_shot(channels, RATE, **shape)
    mixed = to_one_shot(channels.mean(axis=0), RATE, channels, **shape)
    np.testing.assert_allclose(one_shot.waveform, mixed.waveform, atol=1e-6)
    assert one_shot.stereo is not None and mixed.stereo is not None
    np.testing.assert_allclose(one_shot.stereo.code(), mixed.stereo.code(), atol=1e-5)


@pytest.mark.parametrize("channels", [1, 2, 3])
def test_mono_recordings_and_others_than_stereo_are_mono(tmp_path: Path, channels: int) -> None:
    mono = hit(1)
    several = np.stack([hit(seed) for seed in range(3)]) if channels == 3 else np.stack([mono] * channels)
    soundfile.write(tmp_path / "hit.wav", several.T, RATE, subtype="FLOAT")
    taken = read_hit(tmp_path / "hit.wav")
    assert taken.stereo is None and taken.channels == channels
    shape = {"target_rate": RATE, "num_samples": RATE}
    heard = to_heard(taken.waveform, taken.sample_rate, taken.stereo, **shape)
    np.testing.assert_array_equal(heard, to_one_shot(taken.waveform, taken.sample_rate, **shape).waveform)


def test_channels_that_differ_by_their_converters_are_mono() -> None:
    mono = hit(1)
    channels = np.stack([mono + 1e-3 * hit(2), mono + 1e-3 * hit(3)])
    shape = {"target_rate": RATE, "num_samples": RATE}
    assert to_one_shot(channels, RATE, **shape).stereo is None
    assert to_heard(channels, RATE, **shape).shape == (RATE,)


def test_channels_in_antiphase_keep_their_sound() -> None:
    mono = hit(1)
    shape = {"target_rate": RATE, "num_samples": RATE}
    one_shot = to_one_shot(np.stack([mono, -mono]), RATE, **shape)
    np.testing.assert_allclose(np.abs(one_shot.waveform), np.abs(to_one_shot(mono, RATE, **shape).waveform))
    assert one_shot.stereo is not None and one_shot.stereo.coherence.max() < 0


def test_every_hit_of_a_stereo_loop_has_its_channels(tmp_path: Path) -> None:
    channels = stereo_hit()
    write_wav(tmp_path / "loop.wav", np.concatenate([channels, channels[::-1]], axis=1), RATE, bit_depth=24)
    first, second = read_hits(tmp_path / "loop.wav")
    for taken, sign in ((first, 1), (second, -1)):
        assert taken.stereo is not None and taken.stereo.shape == (2, len(taken.waveform))
        assert not taken.stereo[:, -1].any()
        one_shot = to_one_shot(
            taken.waveform, taken.sample_rate, taken.stereo, target_rate=RATE, num_samples=RATE
        )
        assert one_shot.stereo is not None
        assert abs(np.median(one_shot.stereo.level_db) - 6 * sign) < 1
        assert taken.part is not None
        again = read_part(tmp_path / "loop.wav", taken.part)
        np.testing.assert_array_equal(again.stereo, taken.stereo)


def test_stereo_files_are_written_and_read_again(tmp_path: Path) -> None:
    channels = stereo_hit()
    write_wav(tmp_path / "hit.wav", channels, RATE, bit_depth=24)
    taken = read_hit(tmp_path / "hit.wav", is_cut=True)
    np.testing.assert_allclose(taken.stereo, channels, atol=1e-3)
