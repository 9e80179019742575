"""Audio files to waveforms and back: mixed down, resampled, onset-aligned, with an exact length and level.

A waveform is float32 of shape (samples,), mono; only `read_channels` keeps channels apart, and every length is an
argument. Nothing here knows about spectrograms, labels or folders.
"""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr

from vae.files import write_atomically
from vae.sound.decoding import SILENCE_DB, Recording, decode
from vae.sound.decoding import AudioError as AudioError
from vae.sound.decoding import Wave as Wave
from vae.sound.downmix import loudest_or_mean, mix_down
from vae.sound.hit import Hit, find_hit, find_hits
from vae.sound.levels import ONSET_DB, PEAK, sound_end

PRE_ONSET_SECONDS = 0.001
SEARCHED_SECONDS = 60.0
MOST_LEAD_SECONDS = 1.0
"""Silence before a hit is left to `align_onset`, up to this much."""
MAX_SECONDS = 10.0
FADE_SECONDS = 0.003
MAX_COMMENT = 2000
SUBTYPES = {16: "PCM_16", 24: "PCM_24"}


@dataclass(frozen=True)
class OneShot:
    """A sound prepared for the model.

    Attributes:
        waveform: (num_samples,) float32, with its peak at 0.95 and its onset at the start.
        level_db: Peak of the audio it was made from, in dB below full scale (above 0 in some float files).
        duration: Seconds from the start of `waveform` to the point after which it stays 60 dB below its peak; at
            most the length of the waveform.
    """

    waveform: Wave
    level_db: float
    duration: float


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
    """

    waveform: Wave
    sample_rate: int
    starts_at: float
    cut: str
    format: str
    channels: int
    seconds: float
    part: tuple[int, int] | None = None


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
    taken = mix_down(channels[start : start + math.ceil(MAX_SECONDS * sample_rate)], hit.onset - start)
    waveform = mono if np.array_equal(taken, rough) else _without_dc(taken, sample_rate)
    return Taken(waveform, sample_rate, begins, cut, recording.format, channels.shape[1], recording.seconds)


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
    fade = min(len(waveform), round(FADE_SECONDS * rate))
    waveform[len(waveform) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    cut = f"hit {number} of {count}"
    return Taken(
        waveform, rate, part[0] / rate, cut, recording.format, taken.shape[1], recording.seconds, part
    )


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


def resample(waveform: Wave, source_rate: int, target_rate: int) -> Wave:
    """Band-limited resampling of (samples,) by soxr; frequencies above the lower Nyquist rate are lost."""
    waveform = np.asarray(waveform, dtype=np.float32)
    if source_rate == target_rate or len(waveform) == 0:
        return waveform
    resampled: Wave = soxr.resample(waveform, source_rate, target_rate, quality="HQ").astype(np.float32)
    return resampled


def align_onset(waveform: Wave, sample_rate: int) -> Wave:
    """Moves the onset of (samples,), the first sample within 50 dB of the peak, to one millisecond.

    Anything earlier than a millisecond before the onset is dropped; if less than that precedes it, zeros are
    prepended, so that a hit cut at its first sample lands in the same place as one after a pause.
    """
    magnitude = np.abs(waveform)
    if not magnitude.any():
        return waveform
    onset = int(np.argmax(magnitude >= magnitude.max() * 10 ** (ONSET_DB / 20)))
    before = round(PRE_ONSET_SECONDS * sample_rate)
    return np.pad(waveform[max(0, onset - before) :], (max(0, before - onset), 0))


def fit_length(waveform: Wave, num_samples: int) -> Wave:
    """Makes (samples,) exactly (num_samples,): pads with zeros, or cuts and fades the last fiftieth."""
    waveform = np.asarray(waveform, dtype=np.float32)
    if len(waveform) <= num_samples:
        return np.pad(waveform, (0, num_samples - len(waveform)))
    fitted = waveform[:num_samples].copy()
    fade = np.linspace(0.0, np.pi, max(1, num_samples // 50), dtype=np.float32)
    fitted[len(fitted) - len(fade) :] *= 0.5 + 0.5 * np.cos(fade)
    return fitted


def to_one_shot(waveform: Wave, sample_rate: int, *, target_rate: int, num_samples: int) -> OneShot:
    """Aligns, resamples, fits and levels a waveform, so that equal audio always gives equal samples.

    Args:
        waveform: (samples,), mono, any level and length.
        sample_rate: Its sample rate in Hz.
        target_rate: Sample rate of the result in Hz.
        num_samples: Length of the result.

    Returns:
        The sound, its original level and its duration.

    Raises:
        AudioError: There are no samples, or none louder than -80 dB below full scale.
    """
    waveform = np.nan_to_num(np.asarray(waveform, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    if waveform.ndim != 1 or len(waveform) == 0:
        raise AudioError("The sound holds no samples.")
    peak = float(np.abs(waveform).max())
    if peak < 10 ** (SILENCE_DB / 20):
        raise AudioError("The sound is silent.")
    aligned = align_onset(waveform / peak, sample_rate)
    needed = math.ceil((num_samples / target_rate + 0.05) * sample_rate)
    padded = np.pad(aligned[:needed], (0, max(0, needed - len(aligned))))
    resampled = resample(padded, sample_rate, target_rate)
    ends_in_time = len(aligned) * target_rate <= num_samples * sample_rate  # if so, there is nothing to fade
    fitted = fit_length(resampled[:num_samples] if ends_in_time else resampled, num_samples)
    fitted_peak = float(np.abs(fitted).max())
    if fitted_peak < 10 ** (SILENCE_DB / 20):
        raise AudioError("The sound is silent in the range that can be heard.")
    leveled = (fitted * (PEAK / fitted_peak)).astype(np.float32)
    return OneShot(leveled, 20 * math.log10(peak), sound_end(leveled) / target_rate)


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
