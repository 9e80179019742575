"""Waveforms -> one-shots: resampled, onset-aligned, with an exact length and level. Knows no files.

Every length is an argument. Lengths and onsets are those of the mono sound; its channels follow it.
"""

import math
from dataclasses import dataclass

import numpy as np
import soxr

from vae.sound.decoding import SILENCE_DB, AudioError, Wave
from vae.sound.downmix import mix_down
from vae.sound.levels import ONSET_DB, PEAK, sound_end
from vae.sound.stereo.analysis import analyse
from vae.sound.stereo.image import StereoImage

PRE_ONSET_SECONDS = 0.001
_RESAMPLER_SECONDS = 0.05
"""Read beyond the end, so that the resampler has what follows."""


@dataclass(frozen=True)
class OneShot:
    """A sound prepared for the model.

    Attributes:
        waveform: (num_samples,) float32, mono, with its peak at 0.95 and its onset at the start.
        level_db: Peak of the audio it was made from, in dB below full scale (above 0 in some float files).
        duration: Seconds from the start of `waveform` to the point after which it stays 60 dB below its peak; at
            most the length of the waveform.
        stereo: How its channels differ; None if it is mono.
    """

    waveform: Wave
    level_db: float
    duration: float
    stereo: StereoImage | None = None


def to_one_shot(
    waveform: Wave, sample_rate: int, stereo: Wave | None = None, /, *, target_rate: int, num_samples: int
) -> OneShot:
    """Aligns, resamples, fits and levels a waveform, so that equal audio always gives equal samples.

    Args:
        waveform: (samples,) or, left and right, (2, samples), at any level and of any length.
        sample_rate: Its sample rate in Hz.
        stereo: (2, samples), the same moments as a mono `waveform`, which is then what they were mixed down to.
        target_rate: Sample rate of the result in Hz.
        num_samples: Length of the result.

    Returns:
        The sound, its original level, its duration, and its stereo image if its channels differ.

    Raises:
        AudioError: There are no samples, or none louder than -80 dB below full scale.
    """
    mono, stereo = _mono_and_stereo(waveform, stereo)
    peak = _checked_peak(mono)
    start = _start(mono / peak, sample_rate)
    fitted = _fitted(_from(mono / peak, start), sample_rate, target_rate, num_samples)
    fitted_peak = float(np.abs(fitted).max())
    if fitted_peak < 10 ** (SILENCE_DB / 20):
        raise AudioError("The sound is silent in the range that can be heard.")
    leveled = (fitted * (PEAK / fitted_peak)).astype(np.float32)
    image = None
    if stereo is not None:
        heard = _from(stereo, start)[:, : math.ceil(num_samples / target_rate * sample_rate)]
        image = analyse(heard, sample_rate)
    return OneShot(leveled, 20 * math.log10(peak), sound_end(leveled) / target_rate, image)


def to_heard(
    waveform: Wave, sample_rate: int, stereo: Wave | None = None, /, *, target_rate: int, num_samples: int
) -> Wave:
    """The sound of a one-shot as it is heard: in stereo if its channels differ, otherwise `OneShot.waveform`.

    Args:
        waveform, sample_rate, stereo, target_rate, num_samples: as for `to_one_shot`, which gives the same moments.

    Returns:
        (num_samples,) or (2, num_samples) float32, with its peak at 0.95, in whichever channel.

    Raises:
        AudioError: as `to_one_shot`.
    """
    shape = {"target_rate": target_rate, "num_samples": num_samples}
    one_shot = to_one_shot(waveform, sample_rate, stereo, **shape)
    mono, stereo = _mono_and_stereo(waveform, stereo)
    if one_shot.stereo is None or stereo is None:
        return one_shot.waveform
    start = _start(mono / _checked_peak(mono), sample_rate)
    channels = _fitted(_from(stereo, start), sample_rate, target_rate, num_samples)
    leveled: Wave = channels * np.float32(PEAK / float(np.abs(channels).max()))
    return leveled


def resample(waveform: Wave, source_rate: int, target_rate: int) -> Wave:
    """Band-limited resampling of (…, samples) by soxr; frequencies above the lower Nyquist rate are lost."""
    waveform = np.asarray(waveform, dtype=np.float32)
    if source_rate == target_rate or waveform.size == 0:
        return waveform
    resampled: Wave = soxr.resample(waveform.T, source_rate, target_rate, quality="HQ").astype(np.float32)
    return np.ascontiguousarray(resampled.T)


def align_onset(waveform: Wave, sample_rate: int) -> Wave:
    """Moves the onset of (samples,), the first sample within 50 dB of the peak, to one millisecond.

    Anything earlier than a millisecond before the onset is dropped; if less than that precedes it, zeros are
    prepended, so that a hit cut at its first sample lands in the same place as one after a pause.
    """
    return _from(waveform, _start(waveform, sample_rate))


def fit_length(waveform: Wave, num_samples: int) -> Wave:
    """Makes (…, samples) exactly (…, num_samples): pads with zeros, or cuts and fades the last fiftieth."""
    waveform = np.asarray(waveform, dtype=np.float32)
    missing = num_samples - waveform.shape[-1]
    if missing >= 0:
        return np.pad(waveform, [(0, 0)] * (waveform.ndim - 1) + [(0, missing)])
    fitted = waveform[..., :num_samples].copy()
    fade = np.linspace(0.0, np.pi, max(1, num_samples // 50), dtype=np.float32)
    fitted[..., num_samples - len(fade) :] *= 0.5 + 0.5 * np.cos(fade)
    return fitted


def _mono_and_stereo(waveform: Wave, stereo: Wave | None) -> tuple[Wave, Wave | None]:
    """A finite sound (samples,), and its channels (2, samples) if it has any.

    Raises:
        AudioError: there are no samples.
    """
    sound = _finite(waveform)
    if sound.ndim == 2 and len(sound) == 2 and stereo is None:
        stereo, sound = sound, mix_down(np.ascontiguousarray(sound.T))
    if sound.ndim != 1 or len(sound) == 0:
        raise AudioError("The sound holds no samples.")
    return sound, None if stereo is None else _finite(stereo)


def _finite(waveform: Wave) -> Wave:
    return np.nan_to_num(np.asarray(waveform, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)


def _checked_peak(waveform: Wave) -> float:
    """The peak of a sound (samples,).

    Raises:
        AudioError: it is silent.
    """
    peak = float(np.abs(waveform).max())
    if peak < 10 ** (SILENCE_DB / 20):
        raise AudioError("The sound is silent.")
    return peak


def _start(waveform: Wave, sample_rate: int) -> int:
    """The sample of (samples,) that lies a millisecond before its onset; below 0 where there is none."""
    magnitude = np.abs(waveform)
    if not magnitude.any():
        return 0
    onset = int(np.argmax(magnitude >= magnitude.max() * 10 ** (ONSET_DB / 20)))
    return onset - round(PRE_ONSET_SECONDS * sample_rate)


def _from(waveform: Wave, start: int) -> Wave:
    """What a sound (…, samples) has from a sample on; zeros before its first one."""
    return np.pad(waveform[..., max(0, start) :], [(0, 0)] * (waveform.ndim - 1) + [(max(0, -start), 0)])


def _fitted(aligned: Wave, sample_rate: int, target_rate: int, num_samples: int) -> Wave:
    """An aligned sound (…, samples) at its new rate and of its new length."""
    needed = math.ceil((num_samples / target_rate + _RESAMPLER_SECONDS) * sample_rate)
    samples = aligned.shape[-1]
    resampled = resample(fit_length(aligned, max(samples, needed))[..., :needed], sample_rate, target_rate)
    ends_in_time = samples * target_rate <= num_samples * sample_rate  # if so, there is nothing to fade
    return fit_length(resampled[..., :num_samples] if ends_in_time else resampled, num_samples)
