"""The shared effects chain behind every engine, and the finish that turns any wave into a clean one-shot.

A part of the chain is on if its parameters are present.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from vae.drum_machine.engine import Range, Settings
from vae.drum_machine.filters import darken, highpass, lowpass, shelf
from vae.drum_machine.parts import SAMPLE_RATE, Wave, gain, peak, saturate
from vae.drum_machine.voice import Voice
from vae.sound.levels import PEAK

CHAIN_RANGES: dict[str, dict[str, Range]] = {
    "transient": {"transient_db": (-14, 8), "transient_ms": (3, 30)},
    "shorten": {"shorten_s": (0.12, 1.2)},
    "damp": {"damp_s": (0.12, 1.2)},
    "drive": {"drive_db": (2, 24), "drive_asymmetry": (0, 0.6)},
    "highcut": {"highcut_hz": (1800, 14000), "highcut_q": (0.6, 3.0)},
    "lowcut": {"lowcut_hz": (40, 500), "lowcut_q": (0.6, 2.5)},
    "tilt": {"tilt_db": (-7, 5), "tilt_hz": (500, 3000)},
    "crush": {"crush_bits": (6, 12), "crush_rate_hz": (7000, 32000)},
    "room": {
        "room_s": (0.15, 1.6),
        "room_db": (-42, -12),
        "room_tone_hz": (1500, 9000),
        "room_delay_ms": (1, 18),
    },
}
"""Parameters of each part of the chain, in the order of processing."""

SILENT = gain(-66.0)
"""A whole sound ends where it stays under this share of its peak."""


def apply_chain(wave: Wave, p: Settings, v: Voice) -> Wave:
    """Sends a wave through the parts that `p` names, in a fixed order.

    Args:
        wave: shape (..., samples); all channels are in the same room.
        p: the parameters of the parts that are on.
        v: a voice of the same length; if it has a width, the room has two sides.
    """
    wave = peak(wave)
    if "transient_db" in p:
        boost = (gain(p["transient_db"]) - 1.0) * np.exp(-v.time / (p["transient_ms"] / 1000.0))
        wave = peak(wave * (1.0 + boost))
    if "shorten_s" in p:
        wave = wave * v.decay(p["shorten_s"])
    if "damp_s" in p:
        wave = darken(wave, p["damp_s"])
    if "drive_db" in p:
        wave = saturate(wave, p["drive_db"], p["drive_asymmetry"])
    if "highcut_hz" in p:
        wave = lowpass(wave, p["highcut_hz"], p["highcut_q"])
    if "lowcut_hz" in p:
        wave = highpass(wave, p["lowcut_hz"], p["lowcut_q"])
    if "tilt_db" in p:
        wave = shelf(wave, p["tilt_hz"], 2.0 * p["tilt_db"])
    if "crush_bits" in p:
        wave = _crush(peak(wave), p["crush_bits"], p["crush_rate_hz"], v)
    if "room_s" in p:
        wave = _room(wave, p, v)
    return wave


def _crush(wave: Wave, bits: float, rate_hz: float, v: Voice) -> Wave:
    """Sample-and-hold at a lower rate, then rounding to fewer bits (silence stays silence)."""
    held = np.floor(v.time * rate_hz) / rate_hz
    stepped = wave[..., np.minimum((held * SAMPLE_RATE).astype(int), v.num_samples - 1)]
    levels = 2.0 ** (bits - 1.0)
    crushed: Wave = np.trunc(stepped * levels) / levels
    return crushed


def _room(wave: Wave, p: Settings, v: Voice) -> Wave:
    """A small room: decaying noise that loses its treble, after a short gap."""
    response = v.noise() * v.decay(p["room_s"], delay=p["room_delay_ms"] / 1000.0)
    response = highpass(lowpass(darken(response, p["room_s"]), p["room_tone_hz"], 0.5), 120.0)
    if response.ndim == 1:
        response = response.reshape((1,) * (wave.ndim - 1) + (-1,))  # (..., num_samples)
    wave = np.broadcast_to(wave, np.broadcast_shapes(wave.shape, response.shape))
    reverberant = scipy.signal.fftconvolve(wave, response, axes=-1)[..., : v.num_samples]
    return peak(wave) + gain(p["room_db"]) * peak(reverberant)


def finish(wave: Wave, *, from_onset: bool, whole: bool = False) -> NDArray[np.float32]:
    """A clean one-shot: no DC, starting at its onset if asked, faded at both ends, peak 0.95.

    Args:
        wave: shape (..., samples); channels are cut and faded together.
        from_onset: whether to cut what precedes the onset.
        whole: whether the sound lasts until it is silent, 66 dB under its peak, and begins where it is not. One that
            still sounds at the end of the wave fades away over its last quarter.

    Returns:
        float32, the shape of `wave`, or shorter if it is whole.
    """
    wave = peak(highpass(wave, 16.0))
    length = wave.shape[-1]
    if from_onset or whole:
        first = max(int(np.argmax(_loudest(wave) > (0.004 if from_onset else SILENT))) - 8, 0)
        length -= first
        wave = np.concatenate([wave[..., first:], np.zeros((*wave.shape[:-1], first))], axis=-1)
    heard = int(np.flatnonzero(_loudest(wave) > (SILENT if whole else 1e-5))[-1]) + 1
    wave[..., heard:] = 0.0
    fade_out = min(int(0.03 * SAMPLE_RATE), heard)
    if whole and heard > length - fade_out:
        fade_out = heard // 4
    wave[..., heard - fade_out : heard] *= _ramp(fade_out)[::-1]
    wave[..., :8] *= _ramp(8)
    wave[..., :heard] -= wave[..., :heard].mean(axis=-1, keepdims=True) * _window(heard)
    return peak(wave[..., :heard] if whole else wave, PEAK).astype(np.float32)


def _loudest(wave: Wave) -> Wave:
    """Magnitude of the loudest channel, shape (samples,)."""
    loudest: Wave = np.abs(wave).reshape(-1, wave.shape[-1]).max(axis=0)
    return loudest


def _ramp(length: int) -> Wave:
    """Half a cosine from 0 towards 1."""
    return 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / length)


def _window(length: int) -> Wave:
    """A Hann window of mean 1: removes an offset without lifting either end off zero."""
    window = np.hanning(length)
    return window / max(float(window.mean()), 1e-12)
