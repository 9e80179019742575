"""Every container that the installed libsndfile can write is read, and the reasons for what isn't are true."""

import contextlib
import io
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from recordings import RATE, hit

from vae.sound.audio import AudioError, read_audio, read_hit
from vae.sound.decoding import is_audio
from vae.sound.ffmpeg import container

pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")

NO_HEADER = {"RAW", "SD2"}  # SD2 keeps its header in another file
SOUND = (0.8 * hit("tom", np.random.default_rng(0))).astype(np.float32)
W64_DATA = bytes.fromhex("64617461f3acd3118cd100c04f8edb8a")


def written(file_format: str, subtype: str | None = None, endian: str = "FILE") -> bytes:
    """A file of libsndfile; b"" where the installed one cannot write it."""
    for rate in (RATE, 8_000):
        buffer = io.BytesIO()
        try:
            soundfile.write(buffer, SOUND, rate, subtype, endian, file_format)
        except (soundfile.SoundFileError, ValueError):
            continue
        return buffer.getvalue()
    return b""


@pytest.mark.parametrize("file_format", sorted({*soundfile.available_formats()} - NO_HEADER))
def test_every_container_of_libsndfile_is_read_whatever_its_name(file_format: str, tmp_path: Path) -> None:
    for subtype in soundfile.available_subtypes(file_format):
        for endian in ("FILE", "LITTLE", "BIG"):
            content = written(file_format, subtype, endian)
            if not content:
                continue
            path = tmp_path / f"sound.{subtype}{endian}"
            path.write_bytes(content)
            assert is_audio(path), (subtype, endian)
            assert len(read_hit(path).waveform) > len(SOUND) // 2, (subtype, endian)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"Only words.",
        "Nur Wörter".encode("utf-16"),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 50,
        b"\0\0\0\x18ftypheic" + b"\0" * 50,
        b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 50,
        b"PK\3\4" + b"\0" * 50,
        b"%PDF-1.7 " + b"\0" * 50,
        b"MThd\0\0\0\6\0\1\0\1\0\x60" + b"\0" * 50,
        b"<?xml version='1.0'?><a/>" + b"\0" * 50,
    ],
)
def test_what_is_no_audio_is_not_taken_for_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    assert not is_audio(tmp_path / "file")


def zeroed(content: bytes, *places: tuple[int, int]) -> bytes:
    """A file with zeros in so many bytes at each place."""
    changed = bytearray(content)
    for at, count in places:
        changed[at : at + count] = bytes(count)
    return bytes(changed)


def unfinished() -> dict[str, bytes]:
    """Recordings that stopped before their header was finished."""
    wav, aiff, au, w64, rf64 = map(written, ("WAV", "AIFF", "AU", "W64", "RF64"))
    data, common, sound = wav.find(b"data"), aiff.find(b"COMM"), aiff.find(b"SSND")
    return {
        "WAV": zeroed(wav, (data + 4, 4)),
        "WAV, both sizes": zeroed(wav, (4, 4), (data + 4, 4)),
        "WAV of floats": zeroed(floats := written("WAV", "FLOAT"), (floats.find(b"data") + 4, 4)),
        "AIFF": zeroed(aiff, (sound + 4, 4)),
        "AIFF, all sizes": zeroed(aiff, (4, 4), (common + 10, 4), (sound + 4, 4)),
        "AU": zeroed(au, (8, 4)),
        "Wave64": zeroed(w64, (16, 8), (w64.find(W64_DATA) + 16, 8)),
        "RF64": zeroed(rf64, (rf64.index(b"ds64") + 8, 24)),
    }


@pytest.mark.parametrize("name", unfinished())
def test_recordings_whose_data_size_is_0_are_read(name: str) -> None:
    taken = read_hit(io.BytesIO(unfinished()[name]))
    assert abs(len(taken.waveform) - len(SOUND)) <= 8
    assert taken.seconds == pytest.approx(len(SOUND) / RATE, abs=0.01)
    assert np.abs(taken.waveform).max() == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize("name", unfinished())
def test_a_file_that_stops_anywhere_in_its_header_is_one_sentence(name: str) -> None:
    for length in range(1, 64):
        with contextlib.suppress(AudioError):
            read_hit(io.BytesIO(unfinished()[name][:length]))


def test_data_that_is_empty_stays_so() -> None:
    wav = written("WAV")
    empty = wav[: wav.find(b"data") + 4] + bytes(4) + b"LIST\x04\0\0\0INFO"
    with pytest.raises(AudioError, match="holds no samples"):
        read_audio(io.BytesIO(empty))


FOREIGN = {
    "memo.m4a": (b"\0\0\0\x20ftypM4A \0\0\0\0", "MPEG-4"),
    "take.webm": (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81", "WebM"),
    "take.aac": (b"\xff\xf1\x50\x80\x02\x1f\xfc", "AAC"),
    "take.wma": (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), "WMA"),
    "take.amr": (b"#!AMR\n", "AMR"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_only_ffmpeg_reads_says_so_where_it_is_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, kind = FOREIGN[name]
    monkeypatch.setattr(shutil, "which", lambda program: None)
    (tmp_path / name).write_bytes(start + bytes(50))
    assert is_audio(tmp_path / name)
    with pytest.raises(
        AudioError, match=rf"^{name} is a file of the kind {kind}, .*ffmpeg.*convert it to WAV\.$"
    ):
        read_audio(tmp_path / name)


def test_a_program_that_finds_no_audio_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Invalid data found' >&2\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "memo.m4a").write_bytes(FOREIGN["memo.m4a"][0] + bytes(50))
    with pytest.raises(AudioError, match=r"^memo\.m4a is MPEG-4 audio that ffmpeg cannot read"):
        read_audio(tmp_path / "memo.m4a")


def test_audio_comes_from_ffmpeg_through_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in place of ffmpeg that answers with a WAV file as ffmpeg pipes it, and notes how it was asked."""
    wav = bytearray(written("WAV", "FLOAT"))
    at = wav.find(b"data")
    wav[4:8] = wav[at + 4 : at + 8] = b"\xff" * 4
    (tmp_path / "answer.wav").write_bytes(bytes(wav))
    program = tmp_path / "ffmpeg"
    program.write_text(
        f'#!/bin/sh\necho "$@" > "{tmp_path}/asked"\necho "  Duration: 00:01:02.50, start: 0" >&2\n'
        f'cat "{tmp_path}/answer.wav"\n',
        "utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "-memo.m4a").write_bytes(FOREIGN["memo.m4a"][0] + bytes(50))
    taken = read_hit(tmp_path / "-memo.m4a")
    np.testing.assert_allclose(taken.waveform, SOUND, atol=1e-6)
    assert (taken.format, taken.channels, taken.sample_rate, taken.seconds) == ("MPEG-4", 1, RATE, 62.5)
    asked = (tmp_path / "asked").read_text("utf-8")
    assert f"-f mov -i file:{tmp_path}/-memo.m4a" in asked
    assert len(read_hit(io.BytesIO((tmp_path / "-memo.m4a").read_bytes())).waveform) == len(SOUND)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
@pytest.mark.parametrize(
    ("ending", "codec"),
    [("m4a", "aac"), ("webm", "libopus"), ("aac", "aac"), ("wma", "wmav2"), ("mka", "flac")],
)
def test_what_ffmpeg_writes_is_read(ending: str, codec: str, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "sound.wav", SOUND, RATE)
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / "sound.wav", "-ar", "48000", "-c:a", codec]
    subprocess.run([*command, tmp_path / f"sound.{ending}"], check=True)
    taken = read_hit(tmp_path / f"sound.{ending}")
    assert taken.sample_rate == 48_000
    assert taken.seconds == pytest.approx(len(SOUND) / RATE, abs=0.15)
    assert np.abs(taken.waveform).max() == pytest.approx(0.8, abs=0.2)


def test_files_without_a_header_say_so(tmp_path: Path) -> None:
    (tmp_path / "dump.raw").write_bytes(bytes(1000))
    with pytest.raises(AudioError, match=r"^dump\.raw is not audio that can be read: it has no header"):
        read_audio(tmp_path / "dump.raw")


def test_libsndfiles_own_files_are_none_of_ffmpegs() -> None:
    for file_format in sorted({*soundfile.available_formats()} - NO_HEADER):
        assert container(written(file_format)[:16]) is None, file_format
