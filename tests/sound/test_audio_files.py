import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hits import RATE, hit, one_shot
from hypothesis import given
from hypothesis import strategies as st

from vae.sound.audio import (
    AudioError,
    read_audio,
    read_channels,
    wav_bytes,
    write_wav,
)
from vae.sound.downmix import mix_down


@pytest.mark.parametrize(
    ("extension", "subtype", "tolerance"),
    [
        ("wav", "PCM_U8", 0.01),
        ("wav", "PCM_16", 1e-4),
        ("wav", "PCM_24", 1e-6),
        ("wav", "PCM_32", 1e-6),
        ("wav", "FLOAT", 1e-6),
        ("wav", "DOUBLE", 1e-6),
        ("flac", "PCM_16", 1e-4),
        ("flac", "PCM_24", 1e-6),
        ("aiff", "PCM_16", 1e-4),
        ("ogg", "VORBIS", 0.1),
        ("mp3", "MPEG_LAYER_III", 0.2),
    ],
)
def test_reads_every_common_format(tmp_path: Path, extension: str, subtype: str, tolerance: float) -> None:
    path = tmp_path / f"hit.{extension}"
    soundfile.write(path, hit(), RATE, subtype=subtype)
    waveform, rate = read_audio(path)
    assert rate == RATE
    assert waveform.dtype == np.float32
    assert waveform.ndim == 1
    length = min(len(waveform), len(hit()))
    np.testing.assert_allclose(waveform[:length], hit()[:length], atol=tolerance)


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000, 96_000])
def test_reads_any_rate(tmp_path: Path, rate: int) -> None:
    soundfile.write(tmp_path / "hit.wav", hit(rate=rate), rate)
    waveform, read_rate = read_audio(tmp_path / "hit.wav")
    assert (len(waveform), read_rate) == (len(hit(rate=rate)), rate)


def test_the_content_counts_and_not_the_extension(tmp_path: Path) -> None:
    (tmp_path / "hit.mp3").write_bytes(wav_bytes(hit(), RATE))
    np.testing.assert_allclose(read_audio(tmp_path / "hit.mp3")[0], hit(), atol=1e-4)


def test_reads_from_memory() -> None:
    np.testing.assert_allclose(read_audio(io.BytesIO(wav_bytes(hit(), RATE)))[0], hit(), atol=1e-4)


def test_channels_are_averaged(tmp_path: Path) -> None:
    stereo = np.stack([hit(), 0.5 * hit()], axis=1)
    soundfile.write(tmp_path / "stereo.wav", stereo, RATE, subtype="FLOAT")
    np.testing.assert_allclose(read_audio(tmp_path / "stereo.wav")[0], 0.75 * hit(), atol=1e-6)


def test_the_louder_channel_is_taken_where_channels_cancel_out(tmp_path: Path) -> None:
    stereo = np.stack([0.9 * hit(), -hit()], axis=1)
    soundfile.write(tmp_path / "stereo.wav", stereo, RATE, subtype="FLOAT")
    np.testing.assert_allclose(read_audio(tmp_path / "stereo.wav")[0], -hit(), atol=1e-6)


def test_one_channel_of_eight_is_enough(tmp_path: Path) -> None:
    frames = np.zeros((len(hit()), 8), dtype=np.float32)
    frames[:, 3] = hit()
    soundfile.write(tmp_path / "eight.wav", frames, RATE, subtype="FLOAT")
    assert one_shot(read_audio(tmp_path / "eight.wav")[0]).waveform.max() > 0.9


def test_reads_no_more_than_asked_for(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "long.wav", np.tile(hit(1.0), 5), RATE)
    assert len(read_audio(tmp_path / "long.wav", max_seconds=1.5)[0]) == int(1.5 * RATE)


def test_a_constant_offset_is_taken_off(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "dc.wav", 0.2 + 0.5 * hit(1.0), RATE, subtype="FLOAT")
    assert abs(read_audio(tmp_path / "dc.wav")[0][-1000:].mean()) < 1e-3


def test_the_silent_tail_of_a_lopsided_hit_stays_silent(tmp_path: Path) -> None:
    lopsided = np.concatenate([np.abs(hit()), np.zeros(RATE, dtype=np.float32)])
    soundfile.write(tmp_path / "hit.wav", lopsided, RATE, subtype="FLOAT")
    np.testing.assert_array_equal(read_audio(tmp_path / "hit.wav")[0][-RATE:], 0.0)


def test_a_pulse_wave_keeps_both_of_its_levels(tmp_path: Path) -> None:
    pulse = np.where(np.arange(RATE // 2) % 100 < 25, 0.8, -0.8).astype(np.float32)
    soundfile.write(tmp_path / "pulse.wav", pulse, RATE, subtype="FLOAT")
    waveform, _ = read_audio(tmp_path / "pulse.wav")
    assert waveform.max() > 0.1
    assert waveform.min() < -0.1


def test_broken_samples_become_zeros(tmp_path: Path) -> None:
    broken = hit()
    broken[[10, 20, 30]] = np.nan, np.inf, -np.inf
    broken[40] = 1e30
    soundfile.write(tmp_path / "nan.wav", broken, RATE, subtype="FLOAT")
    waveform, _ = read_audio(tmp_path / "nan.wav")
    assert np.isfinite(waveform).all()
    assert np.isfinite(one_shot(waveform).waveform).all()


def test_what_is_there_of_a_truncated_file_is_read(tmp_path: Path) -> None:
    content = wav_bytes(hit(), RATE)
    (tmp_path / "cut.wav").write_bytes(content[: len(content) // 2])
    waveform, _ = read_audio(tmp_path / "cut.wav")
    assert 0.4 * len(hit()) < len(waveform) < 0.6 * len(hit())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.wav", b"", "empty file"),
        ("text.wav", b"This is no audio at all, only text.", "not audio"),
        ("header.wav", wav_bytes(hit(), RATE)[:20], "not audio"),
        ("none.wav", wav_bytes(np.zeros(0, dtype=np.float32), RATE), "no samples"),
        ("hit.raw", b"\0" * 100, "not audio"),
        ("binary.flac", bytes(range(256)) * 8, "not audio"),
    ],
)
def test_unreadable_files_are_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AudioError, match=reason) as caught:
        read_audio(tmp_path / name)
    message = str(caught.value)
    assert name in message
    assert str(tmp_path) not in message
    assert message.endswith(".")
    assert "\n" not in message


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"^gone\.wav does not exist\.$"):
        read_audio(tmp_path / "gone.wav")
    with pytest.raises(AudioError):
        read_audio(tmp_path)


def test_absurd_headers_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "slow.wav", hit(), 10)
    with pytest.raises(AudioError, match="10 Hz"):
        read_audio(tmp_path / "slow.wav")
    soundfile.write(tmp_path / "many.wav", np.zeros((10, 100)), RATE)
    with pytest.raises(AudioError, match="100 channels"):
        read_audio(tmp_path / "many.wav")


@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_audio_or_one_sentence(content: bytes) -> None:
    try:
        waveform, _ = read_audio(io.BytesIO(content))
    except AudioError as error:
        assert str(error).endswith(".")
    else:
        assert np.isfinite(waveform).all()


def test_channels_are_kept_where_they_are_asked_for(tmp_path: Path) -> None:
    stereo = np.stack([hit(), 0.5 * hit(frequency=330)], axis=1)
    soundfile.write(tmp_path / "stereo.wav", stereo, RATE, subtype="FLOAT")
    channels, rate = read_channels(tmp_path / "stereo.wav")
    assert (channels.shape, channels.dtype, rate) == (stereo.shape, np.float32, RATE)
    np.testing.assert_array_equal(channels, stereo)
    np.testing.assert_array_equal(mix_down(channels), stereo.mean(axis=1))
    np.testing.assert_array_equal(mix_down(stereo * [1, 0] + stereo[:, :1] * [0, -1]), stereo[:, 0])


@pytest.mark.parametrize(("bit_depth", "subtype", "step"), [(16, "PCM_16", 2**-15), (24, "PCM_24", 2**-23)])
def test_wav_files_hold_what_was_written(tmp_path: Path, bit_depth: int, subtype: str, step: float) -> None:
    write_wav(tmp_path / "hit.wav", hit(), RATE, bit_depth=bit_depth)
    assert soundfile.info(tmp_path / "hit.wav").subtype == subtype
    written, rate = soundfile.read(tmp_path / "hit.wav", dtype="float32")
    assert rate == RATE
    np.testing.assert_allclose(written, hit(), atol=1.01 * step)
    assert (tmp_path / "hit.wav").read_bytes() == wav_bytes(hit(), RATE, bit_depth=bit_depth)
    assert [path.name for path in tmp_path.iterdir()] == ["hit.wav"]


def test_wav_files_keep_two_channels_apart() -> None:
    both = np.stack([hit(), -0.5 * hit()])
    written, _ = soundfile.read(io.BytesIO(wav_bytes(both, RATE)), dtype="float32")
    assert written.shape == (len(hit()), 2)
    np.testing.assert_allclose(written.T, both, atol=1.01 * 2**-15)


def test_samples_out_of_range_are_clipped_and_not_wrapped() -> None:
    loud, _ = soundfile.read(io.BytesIO(wav_bytes(np.array([2.0, -2.0, np.nan]), RATE)))
    np.testing.assert_allclose(loud, [1.0, -1.0, 0.0], atol=1e-4)


def test_other_bit_depths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="16 or 24"):
        write_wav(tmp_path / "hit.wav", hit(), RATE, bit_depth=12)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bit_depth", [16, 24])
def test_a_wav_names_its_title_and_comment(bit_depth):
    plain = wav_bytes(hit(), RATE, bit_depth=bit_depth)
    named = wav_bytes(hit(), RATE, bit_depth=bit_depth, title="Snäre 1", comment="x" * 2000)
    with soundfile.SoundFile(io.BytesIO(named)) as file:
        assert (file.title, file.comment) == ("Snäre 1", "x" * 2000)
        assert np.array_equal(file.read(), soundfile.read(io.BytesIO(plain))[0])
    with soundfile.SoundFile(io.BytesIO(wav_bytes(hit(), RATE, comment="x" * 65_000))) as file:
        assert (file.comment, file.frames) == ("", len(hit()))
