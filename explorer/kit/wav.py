"""WAV files that carry their title and recipe.

RIFF INFO: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications", 1991.
"""

import struct

import numpy as np
from numpy.typing import NDArray

from vae.sound.audio import wav_bytes

PEAK = 0.999


def tagged_wav(
    waveform: NDArray[np.float32],
    sample_rate: int,
    *,
    bit_depth: int,
    title: str,
    comment: str,
    whole: bool = False,
) -> bytes:
    """Returns a WAV file that carries its title and comment as RIFF INFO (INAM, ICMT), in UTF-8.

    libsndfile writes these too, but drops comments over a few kilobytes, and a recipe can be longer.

    Args:
        waveform: (samples,), or (2, samples) for stereo; turned down if its peak passes 0.999.
        sample_rate: in Hz.
        bit_depth: 16 or 24.
        title: title of the sound.
        comment: its recipe.
        whole: keep the silence at the end, which is cut otherwise.
    """
    kept = waveform if whole else without_end(waveform, bit_depth)
    wav = plain_wav(kept, sample_rate, bit_depth=bit_depth)
    info = b"INFO" + b"".join(
        _chunk(name, text.encode("utf-8") + b"\0")
        for name, text in ((b"INAM", title), (b"ICMT", comment), (b"ISFT", "Hitmap"))
    )
    body = wav[8:] + b"\0" * (len(wav) % 2) + _chunk(b"LIST", info)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def plain_wav(waveform: NDArray[np.float32], sample_rate: int, *, bit_depth: int) -> bytes:
    """Returns a WAV file without tags of (samples,), or (2, samples); turned down if its peak passes 0.999."""
    gain = min(1.0, PEAK / max(float(np.abs(waveform).max()), 1e-9))
    return wav_bytes(waveform * gain, sample_rate, bit_depth=bit_depth)


def without_end(waveform: NDArray[np.float32], bit_depth: int) -> NDArray[np.float32]:
    """Returns a sound, (samples,) or (2, samples), without the silence at its end, but never empty."""
    loud = np.flatnonzero(np.abs(waveform).reshape(-1, waveform.shape[-1]).max(axis=0) >= 2.0**-bit_depth)
    return waveform[..., : loud[-1] + 1 if len(loud) else 1]


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
