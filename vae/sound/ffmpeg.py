"""Audio in containers that libsndfile doesn't know, by ffmpeg: an optional program, used where it is installed.

ffmpeg is told which container it reads, so that no file can make it open another.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vae.errors import HitmapError

_SECONDS = 60
_MOST_SECONDS = 120.0


@dataclass(frozen=True)
class Container:
    """A kind of file: its name for people, and the name of ffmpeg's demuxer."""

    name: str
    demuxer: str


_STARTS = (
    (0, b"\x1a\x45\xdf\xa3", Container("WebM", "matroska")),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Container("WMA", "asf")),
    (0, b"ADIF", Container("AAC", "aac")),
    (0, b"MAC ", Container("Monkey's Audio", "ape")),
    (0, b"wvpk", Container("WavPack", "wv")),
    (0, b"TTA1", Container("TTA", "tta")),
    (0, b"#!AMR", Container("AMR", "amr")),
    (0, b"DSD ", Container("DSF", "dsf")),
    (0, b"MPCK", Container("Musepack", "mpc8")),
    (0, b"\x0b\x77", Container("AC-3", "ac3")),
)
_ADTS = Container("AAC", "aac")
_MP4 = Container("MPEG-4", "mov")
_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_MP4_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


class FfmpegError(HitmapError):
    """Why there is no audio: a sentence without its subject, the file's name."""


def container(start: bytes) -> Container | None:
    """The container of a file that begins with these 16 bytes, if it is one for ffmpeg."""
    for offset, magic, found in _STARTS:
        if start[offset:].startswith(magic):
            return found
    if start[4:8] in _MP4_BOXES and start[8:12] not in _PICTURES:
        return _MP4
    if (
        len(start) > 1 and start[0] == 0xFF and start[1] & 0xF6 == 0xF0
    ):  # a frame of AAC: MPEG's sync word, layer 0
        return _ADTS
    return None


def to_wav(source: Path | str | BinaryIO, kind: Container, max_seconds: float) -> tuple[bytes, float | None]:
    """The start of a file's first audio track as a WAV file of floats, and the length of the whole in seconds.

    Args:
        source: a path or a seekable binary file object.
        kind: the container that it is.
        max_seconds: at most this much is read.

    Raises:
        FfmpegError: ffmpeg is missing, or finds no audio.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise FfmpegError(
            f"is a file of the kind {kind.name}, read only where ffmpeg is installed: install it, or convert it to WAV."
        )
    if not isinstance(source, str | Path):
        with tempfile.TemporaryDirectory(prefix="hitmap-") as folder:
            copy = Path(folder, "audio")
            copy.write_bytes(source.read())
            return to_wav(copy, kind, max_seconds)
    command = [program, "-nostdin", "-hide_banner", "-v", "info", "-protocol_whitelist", "file,pipe"]
    command += ["-f", kind.demuxer, "-i", f"file:{source}", "-map", "0:a:0"]
    command += ["-t", str(min(max_seconds, _MOST_SECONDS)), "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise FfmpegError("takes ffmpeg too long to read: convert it to WAV.") from None
    except OSError:
        raise FfmpegError("cannot be read, for ffmpeg does not start: convert it to WAV.") from None
    if b"matches no streams" in done.stderr:
        raise FfmpegError("holds no sound.")
    if done.returncode or len(done.stdout) < 100:
        raise FfmpegError(
            f"is {kind.name} audio that ffmpeg cannot read: it is damaged, unfinished or protected."
        )
    length = re.search(rb"Duration: (\d+):(\d+):([\d.]+)", done.stderr)
    seconds = (
        sum(float(part) * unit for part, unit in zip(length.groups(), (3600, 60, 1), strict=True))
        if length
        else None
    )
    return done.stdout, seconds
