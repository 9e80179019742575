"""Audio files -> channels, whatever their names end in: by libsndfile, or by ffmpeg where that is installed."""

import io
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from vae.errors import HitmapError
from vae.sound import ffmpeg
from vae.sound.unfinished import with_its_length

Wave = NDArray[np.float32]
"""(samples,), mono, unless stated otherwise."""

SILENCE_DB = -80.0
MAX_CHANNELS = 32
SAMPLE_RATES = (1_000, 768_000)
LARGEST_SAMPLE = 1e6
_MOST_BYTES = 2**26
_LEAD_SECONDS = 0.01


class AudioError(HitmapError):
    """Audio that cannot be used; the message is one sentence that names the file without its folder."""


@dataclass(frozen=True)
class Recording:
    """The start of an audio file, or what follows a long silence at its start.

    Attributes:
        channels: (samples, channels) float32, finite.
        sample_rate: in Hz.
        format: name of the format in libsndfile ("WAV"), or of the container ("MP4").
        seconds: length of the entire file.
        starts_at: seconds of silence that were skipped.
    """

    channels: Wave
    sample_rate: int
    format: str
    seconds: float
    starts_at: float = 0.0


def is_audio(file: Path) -> bool:
    """Whether a file is audio, damaged or not: whether libsndfile opens it, or ffmpeg may."""
    try:
        with open(file, "rb") as content:
            start = content.read(16)
        if ffmpeg.container(start):
            return True
        if not start or start[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16 text looks like MPEG audio
            return False
        with soundfile.SoundFile(_path(file)):
            return True
    except (soundfile.SoundFileError, OSError, ValueError):
        return False
    except TypeError:  # soundfile's word for files without a header
        return True


def decode(source: Path | str | BinaryIO, *, max_seconds: float, skip_silence: bool = False) -> Recording:
    """Reads the start of an audio file.

    Args:
        source: a path or a seekable binary file object.
        max_seconds: at most this much is read, however long the file is.
        skip_silence: begin where a silence ends that is longer than half of that.

    Raises:
        AudioError: the audio is missing, empty or not readable; the message says why and what to do.
    """
    name = name_of(source)
    try:
        recording = _decoded(source, name, max_seconds, skip_silence)
    except FileNotFoundError:
        raise AudioError(f"{name} does not exist.") from None
    except PermissionError:
        raise AudioError(f"{name} may not be read.") from None
    except TypeError as error:
        # soundfile raises it for headerless files, whose parameters it would need.
        raise AudioError(
            f"{name} is not audio that can be read: it has no header; convert it to WAV."
        ) from error
    except (soundfile.SoundFileError, OSError) as error:
        raise AudioError(f"{name} is damaged or not audio that can be read.") from error
    if len(recording.channels) == 0:
        raise AudioError(f"{name} holds no samples.")
    return recording


def name_of(source: Path | str | BinaryIO) -> str:
    """A file's name for messages; "The audio" if it has none."""
    name = source if isinstance(source, str | Path) else getattr(source, "name", None)
    text = Path(name).name if isinstance(name, str | Path) else ""
    return " ".join(text.encode(errors="replace").decode().split()) or "The audio"


def _decoded(source: Path | str | BinaryIO, name: str, max_seconds: float, skip_silence: bool) -> Recording:
    read: Recording | None
    start = _start_of(source)
    if not start:
        raise AudioError(f"{name} is an empty file.")
    if container := ffmpeg.container(start):
        try:
            wav, seconds = ffmpeg.to_wav(source, container, max_seconds)
        except ffmpeg.FfmpegError as error:
            raise AudioError(f"{name} {error}") from error
        with soundfile.SoundFile(io.BytesIO(wav)) as file:
            read = _read(file, name, max_seconds, skip_silence=False)
        length = seconds or read.seconds
        return Recording(read.channels, read.sample_rate, container.name, length)
    try:
        with soundfile.SoundFile(
            _path(source) if isinstance(source, str | Path) else _Seekable(source)
        ) as file:
            read = _read(file, name, max_seconds, skip_silence)
        if len(read.channels):
            return read
    except soundfile.SoundFileError:
        read = None
    mended = with_its_length(_content_of(source))
    if mended is None and read is not None:
        return read
    with soundfile.SoundFile(_Seekable(io.BytesIO(mended or b""))) as file:
        return _read(file, name, max_seconds, skip_silence)


def _read(file: Any, name: str, max_seconds: float, skip_silence: bool) -> Recording:
    """What an open `SoundFile` holds."""
    sample_rate, channels = file.samplerate, file.channels
    if not SAMPLE_RATES[0] <= sample_rate <= SAMPLE_RATES[1]:
        raise AudioError(f"{name} has a sample rate of {sample_rate} Hz, which cannot be right.")
    if channels > MAX_CHANNELS:
        raise AudioError(f"{name} has {channels} channels; at most {MAX_CHANNELS} are read.")
    if file.subtype.startswith("DWVW"):
        file.seekable = lambda: False  # libsndfile tells that it can seek in it, and fails
    count = math.ceil(max_seconds * sample_rate)
    frames: Wave = file.read(count, dtype="float32", always_2d=True)
    skipped = 0
    while skip_silence and len(frames) == count:
        silent = _silent_start(frames, sample_rate)
        if 2 * silent <= count:
            break
        more: Wave = file.read(silent, dtype="float32", always_2d=True)
        frames, skipped = np.concatenate([frames[silent:], more]), skipped + silent
    if skipped and (silent := _silent_start(frames, sample_rate)) < len(frames):
        frames, skipped = frames[silent:], skipped + silent
    frames = np.nan_to_num(frames, nan=0.0, posinf=0.0, neginf=0.0)
    frames = np.clip(frames, -LARGEST_SAMPLE, LARGEST_SAMPLE)
    length = max(file.frames, skipped + len(frames))
    return Recording(frames, sample_rate, file.format, length / sample_rate, skipped / sample_rate)


class _Seekable:
    """A file object in which libsndfile may try to seek to impossible places, without a traceback on the terminal."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Seeks, or stays if there is no such place."""
        try:
            return self._file.seek(offset, whence)
        except (ValueError, OSError):
            return self._file.tell()


def _silent_start(frames: Wave, sample_rate: int) -> int:
    """How many of (samples, channels) precede the first sound; up to 10 ms before it are not counted."""
    loud = np.abs(frames).max(axis=1) >= 10 ** (SILENCE_DB / 20)
    return max(0, int(np.argmax(loud)) - int(_LEAD_SECONDS * sample_rate)) if loud.any() else len(frames)


def _start_of(source: Path | str | BinaryIO) -> bytes:
    """The first 16 bytes; lets the operating system report what is wrong with a path, better than libsndfile."""
    if isinstance(source, str | Path):
        with open(source, "rb") as file:
            return file.read(16)
    start = source.read(16)
    source.seek(0)
    return start


def _content_of(source: Path | str | BinaryIO) -> bytes:
    if isinstance(source, str | Path):
        with open(source, "rb") as file:
            return file.read(_MOST_BYTES)
    source.seek(0)
    return source.read(_MOST_BYTES)


def _path(source: Path | str) -> str | bytes:
    """As bytes, so that names that are not valid text can be opened too."""
    return os.fsencode(source) if os.name == "posix" else os.fspath(source)
