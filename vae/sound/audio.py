"""Audio files to waveforms and back: mixed down, resampled, onset-aligned, with an exact length and level.

A waveform is float32 of shape (samples,), mono; only `read_channels` keeps channels apart, and every length is an
argument. Nothing here knows about spectrograms, labels or folders.
"""

import io
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from vae.errors import HitmapError
from vae.files import write_atomically
from vae.sound.hit import find_hit
from vae.sound.levels import ONSET_DB, PEAK, sound_end

SILENCE_DB = -80.0
PRE_ONSET_SECONDS = 0.001
SEARCHED_SECONDS = 60.0
MAX_SECONDS = 10.0
MAX_CHANNELS = 32
SAMPLE_RATES = (1_000, 768_000)
LARGEST_SAMPLE = 1e6
MAX_COMMENT = 2000
SUBTYPES = {16: "PCM_16", 24: "PCM_24"}


Wave = NDArray[np.float32]
"""(samples,), mono, unless stated otherwise."""


class AudioError(HitmapError):
    """Audio that cannot be used; the message is one sentence that names the file without its folder."""


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
    """

    waveform: Wave
    sample_rate: int
    starts_at: float
    cut: str


def read_hit(source: Path | str | BinaryIO) -> Taken:
    """Reads the hit of an audio file; the only way from a file to a sound, in training, A/B and uploads.

    It is looked for in the first minute. For the errors, see `read_channels`.
    """
    channels, sample_rate = read_channels(source, max_seconds=SEARCHED_SECONDS)
    mono = mix_down(channels)
    hit = find_hit(_without_dc(mono, sample_rate), sample_rate)
    taken = mono[hit.start : hit.start + math.ceil(MAX_SECONDS * sample_rate)]
    return Taken(_without_dc(taken, sample_rate), sample_rate, hit.onset / sample_rate, hit.cut)


def read_audio(source: Path | str | BinaryIO, *, max_seconds: float = MAX_SECONDS) -> tuple[Wave, int]:
    """Reads the start of an audio file as mono: `read_channels`, then `mix_down`, then DC removal.

    Returns:
        The waveform (samples,), finite, and its sample rate in Hz. Samples lie in [-1, 1], except where a float
        file exceeds that range.
    """
    channels, sample_rate = read_channels(source, max_seconds=max_seconds)
    return _without_dc(mix_down(channels), sample_rate), sample_rate


def read_channels(source: Path | str | BinaryIO, *, max_seconds: float = MAX_SECONDS) -> tuple[Wave, int]:
    """Reads the start of an audio file in any format that libsndfile knows, whatever its extension.

    Args:
        source: A path or a seekable binary file object.
        max_seconds: At most this much is read, however long the file is.

    Returns:
        All channels as they are in the file, (samples, channels) float32, finite, and their sample rate in Hz.

    Raises:
        AudioError: The audio is missing, empty, or not readable.
    """
    name = _name_of(source)
    try:
        with soundfile.SoundFile(_checked(source)) as file:
            sample_rate, channels = file.samplerate, file.channels
            if not SAMPLE_RATES[0] <= sample_rate <= SAMPLE_RATES[1]:
                raise AudioError(f"{name} has a sample rate of {sample_rate} Hz, which cannot be right.")
            if channels > MAX_CHANNELS:
                raise AudioError(f"{name} has {channels} channels; at most {MAX_CHANNELS} are read.")
            frames: Wave = file.read(math.ceil(max_seconds * sample_rate), dtype="float32", always_2d=True)
    except FileNotFoundError:
        raise AudioError(f"{name} does not exist.") from None
    except PermissionError:
        raise AudioError(f"{name} may not be read.") from None
    except (soundfile.SoundFileError, OSError, TypeError) as error:
        # soundfile raises TypeError for headerless files, whose parameters it would need.
        raise AudioError(f"{name} is damaged or not audio that can be read.") from error
    if len(frames) == 0:
        raise AudioError(f"{name} holds no samples.")
    frames = np.nan_to_num(frames, nan=0.0, posinf=0.0, neginf=0.0)
    return np.clip(frames, -LARGEST_SAMPLE, LARGEST_SAMPLE), sample_rate


def mix_down(channels: Wave) -> Wave:
    """Mean (samples,) of (samples, channels), or the loudest channel where they cancel each other out."""
    mono: Wave = channels.mean(axis=1)
    energies = np.square(channels, dtype=np.float64).mean(axis=0)
    if np.square(mono, dtype=np.float64).mean() < 0.01 * energies.max():
        return np.ascontiguousarray(channels[:, int(energies.argmax())])
    return mono


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
    """Returns a mono WAV file of (samples,); values beyond [-1, 1] are clipped.

    Title and comment, if given, are written in UTF-8 into the file's LIST chunk; a comment of more than
    `MAX_COMMENT` bytes is left out, because libsndfile cannot read it back.

    Raises:
        AudioError: The bit depth is neither 16 nor 24.
    """
    if bit_depth not in SUBTYPES:
        raise AudioError(f"A WAV file is written with 16 or 24 bits, not {bit_depth}.")
    buffer = io.BytesIO()
    samples = np.clip(np.nan_to_num(waveform), -1.0, 1.0)
    subtype = SUBTYPES[bit_depth]
    with soundfile.SoundFile(buffer, "w", sample_rate, 1, subtype, format="WAV") as file:
        if title:
            file.title = title
        if comment and len(comment.encode()) <= MAX_COMMENT:
            file.comment = comment
        file.write(samples)
    return buffer.getvalue()


def _checked(source: Path | str | BinaryIO) -> Path | str | bytes | BinaryIO:
    """Lets the operating system report what is wrong with a path, because libsndfile's own message is poor.

    Raises:
        AudioError: The file is empty.
        OSError: It cannot be opened.
    """
    if not isinstance(source, str | Path):
        return source
    with open(source, "rb") as file:
        if not file.read(1):
            raise AudioError(f"{_name_of(source)} is an empty file.")
    # Passed as bytes, so that names that are not valid text can be opened too.
    return os.fsencode(source) if os.name == "posix" else source


def _name_of(source: Path | str | BinaryIO) -> str:
    name = source if isinstance(source, str | Path) else getattr(source, "name", None)
    text = Path(name).name if isinstance(name, str | Path) else ""
    return " ".join(text.encode(errors="replace").decode().split()) or "The audio"


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
