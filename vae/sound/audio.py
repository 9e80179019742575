"""Audio files to waveforms and back: the hit of a recording, mixed down and, if it has two channels, in stereo too.

A waveform is float32 of shape (samples,), mono, unless stated otherwise. Nothing here knows about spectrograms, labels
or folders; `vae.sound.one_shot` prepares what is read here.
"""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from vae.files import write_atomically
from vae.sound.decoding import AudioError as AudioError
from vae.sound.decoding import Recording, decode
from vae.sound.decoding import Wave as Wave
from vae.sound.downmix import loudest_or_mean, mix_down
from vae.sound.hit import Hit, find_hit, find_hits
from vae.sound.one_shot import OneShot as OneShot
from vae.sound.one_shot import align_onset as align_onset
from vae.sound.one_shot import fit_length as fit_length
from vae.sound.one_shot import resample as resample
from vae.sound.one_shot import to_one_shot as to_one_shot

SEARCHED_SECONDS = 60.0
MOST_LEAD_SECONDS = 1.0
"""Silence before a hit is left to `align_onset`, up to this much."""
MAX_SECONDS = 10.0
FADE_SECONDS = 0.003
MAX_COMMENT = 2000
SUBTYPES = {16: "PCM_16", 24: "PCM_24"}


@dataclass(frozen=True)
class Taken:
    """The part of a recording that is taken as its sound.

    Attributes:
        waveform: (samples,) mono, finite; it may begin with silence, but with nothing else that isn't the sound.
        sample_rate: in Hz.
        starts_at: seconds into the recording where the sound begins.
        cut: what lies before it and is left out, as `vae.sound.hit.Hit.cut` says it; "" if nothing does.
        format: name of the recording's format, as in `vae.sound.decoding.Recording`.
        channels: of the recording; 1 for mono.
        seconds: length of the entire recording.
        part: first sample and end of one hit of several, in samples of the recording; None if it is the only one.
        stereo: (2, samples), the same moments, left and right; None unless the recording has two different channels.
    """

    waveform: Wave
    sample_rate: int
    starts_at: float
    cut: str
    format: str
    channels: int
    seconds: float
    part: tuple[int, int] | None = None
    stereo: Wave | None = None


def read_hit(source: Path | str | BinaryIO, *, is_cut: bool = False) -> Taken:
    """Reads the hit of an audio file; the only way from a file to a sound, in training, A/B and uploads.

    Args:
        source: a path or a seekable binary file object. The hit is looked for in a minute from the first sound on.
        is_cut: whether the file is known to begin with its hit, as the drum machine's do.

    Raises:
        AudioError: the audio is missing, empty, or not readable.
    """
    recording = decode(source, max_seconds=SEARCHED_SECONDS, skip_silence=True)
    channels, sample_rate = recording.channels, recording.sample_rate
    rough = loudest_or_mean(channels)
    mono = _without_dc(rough, sample_rate)
    hit = Hit(0, 0, "") if is_cut else find_hit(mono, sample_rate)
    begins = recording.starts_at + hit.onset / sample_rate
    cut = f"{begins:.1f} s of silence before the hit" if recording.starts_at and not hit.start else hit.cut
    start = max(hit.start, hit.onset - round(MOST_LEAD_SECONDS * sample_rate))
    part = channels[start : start + math.ceil(MAX_SECONDS * sample_rate)]
    taken = mix_down(part, hit.onset - start)
    waveform = mono if np.array_equal(taken, rough) else _without_dc(taken, sample_rate)
    return Taken(
        waveform,
        sample_rate,
        begins,
        cut,
        recording.format,
        channels.shape[1],
        recording.seconds,
        stereo=_stereo(part, sample_rate),
    )


def read_hits(source: Path | str | BinaryIO) -> list[Taken]:
    """Reads every hit of a loop or of a recording with several; `read_hit` where there is one. Same errors."""
    recording = decode(source, max_seconds=SEARCHED_SECONDS)
    parts = find_hits(
        _without_dc(loudest_or_mean(recording.channels), recording.sample_rate), recording.sample_rate
    )
    if len(parts) < 2:
        if not isinstance(source, str | Path):
            source.seek(0)
        return [read_hit(source)]
    return [_part_of(recording, part, number, len(parts)) for number, part in enumerate(parts, 1)]


def read_part(source: Path | str | BinaryIO, part: tuple[int, int]) -> Taken:
    """Reads one hit of several again, from its first sample to its end. For the errors, see `read_hit`."""
    return _part_of(decode(source, max_seconds=SEARCHED_SECONDS), part, 1, 1)


def _part_of(recording: Recording, part: tuple[int, int], number: int, count: int) -> Taken:
    rate = recording.sample_rate
    taken = recording.channels[part[0] : min(part[1], part[0] + math.ceil(MAX_SECONDS * rate))]
    if not len(taken):
        raise AudioError("The recording is shorter than it was.")
    waveform = _without_dc(mix_down(taken), rate).copy()
    stereo = _stereo(taken, rate)
    fade = min(len(waveform), round(FADE_SECONDS * rate))
    for wave in (waveform,) if stereo is None else (waveform, stereo):
        wave[..., len(waveform) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return Taken(
        waveform,
        rate,
        part[0] / rate,
        f"hit {number} of {count}",
        recording.format,
        taken.shape[1],
        recording.seconds,
        part,
        stereo,
    )


def _stereo(channels: Wave, sample_rate: int) -> Wave | None:
    """Left and right (2, samples) of (samples, channels), without DC; None if there are not two, or two alike."""
    if channels.shape[1] != 2 or np.array_equal(channels[:, 0], channels[:, 1]):
        return None
    return np.stack([_without_dc(one, sample_rate) for one in np.ascontiguousarray(channels.T)])


def read_audio(source: Path | str | BinaryIO, *, max_seconds: float = MAX_SECONDS) -> tuple[Wave, int]:
    """Reads the start of an audio file as mono: `read_channels`, then `mix_down`, then DC removal.

    Returns:
        The waveform (samples,), finite, and its sample rate in Hz. Samples lie in [-1, 1], except where a float
        file exceeds that range.
    """
    channels, sample_rate = read_channels(source, max_seconds=max_seconds)
    return _without_dc(mix_down(channels), sample_rate), sample_rate


def read_channels(source: Path | str | BinaryIO, *, max_seconds: float = MAX_SECONDS) -> tuple[Wave, int]:
    """Reads the start of an audio file in any format that libsndfile or ffmpeg knows, whatever its extension.

    Args:
        source: A path or a seekable binary file object.
        max_seconds: At most this much is read, however long the file is.

    Returns:
        All channels as they are in the file, (samples, channels) float32, finite, and their sample rate in Hz.

    Raises:
        AudioError: The audio is missing, empty, or not readable.
    """
    recording = decode(source, max_seconds=max_seconds)
    return recording.channels, recording.sample_rate


def write_wav(path: Path | str, waveform: Wave, sample_rate: int, *, bit_depth: int = 16) -> None:
    """Writes `wav_bytes` to a file, atomically.

    Raises:
        AudioError: The bit depth is neither 16 nor 24.
        OSError: The file cannot be written.
    """
    write_atomically(Path(path), wav_bytes(waveform, sample_rate, bit_depth=bit_depth))


def wav_bytes(
    waveform: Wave, sample_rate: int, *, bit_depth: int = 16, title: str = "", comment: str = ""
) -> bytes:
    """Returns a WAV file of (samples,), mono, or (2, samples), stereo; values beyond [-1, 1] are clipped.

    Title and comment, if given, are written in UTF-8 into the file's LIST chunk; a comment of more than
    `MAX_COMMENT` bytes is left out, because libsndfile cannot read it back.

    Raises:
        AudioError: The bit depth is neither 16 nor 24.
    """
    if bit_depth not in SUBTYPES:
        raise AudioError(f"A WAV file is written with 16 or 24 bits, not {bit_depth}.")
    buffer = io.BytesIO()
    samples = np.clip(np.nan_to_num(waveform), -1.0, 1.0).T  # (samples,) or (samples, channels)
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    subtype = SUBTYPES[bit_depth]
    with soundfile.SoundFile(buffer, "w", sample_rate, channels, subtype, format="WAV") as file:
        if title:
            file.title = title
        if comment and len(comment.encode()) <= MAX_COMMENT:
            file.comment = comment
        file.write(samples)
    return buffer.getvalue()


def _without_dc(waveform: Wave, sample_rate: int) -> Wave:
    """Removes a constant offset.

    The mean alone would lift the silent tail of a lopsided hit, and the median alone would empty a pulse
    wave: the offset is the smaller of the two, or 0 if their signs differ.
    """
    if len(waveform) < 0.01 * sample_rate:
        return waveform
    mean, median = float(waveform.mean(dtype=np.float64)), float(np.median(waveform))
    if mean * median <= 0:
        return waveform
    return waveform - np.float32(min(mean, median, key=abs))
