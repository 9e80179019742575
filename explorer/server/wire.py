"""How numbers are sent to the page and back: little-endian bytes as base64 text, or a packed file of many arrays."""

import base64
import gzip
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vae.sound.audio import AudioError

FULL_SCALE = 32767
"""The 16-bit value of a sample of 1."""


def packed_bytes(data: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(data).decode("ascii")


def packed(array: NDArray[Any], dtype: str) -> str:
    """An array as base64 text, with values of this `dtype`, such as "f4"."""
    return packed_bytes(np.ascontiguousarray(array, dtype=f"<{dtype}").tobytes())


def file_of_arrays(value: dict[str, Any]) -> bytes:
    """JSON with arrays anywhere in it as a file for the page, packed by gzip. Inverse: `arraysIn` in `core/server.js`.

    It begins with the length of the text in bytes (uint32), then the text, in which each one-dimensional array is
    `{"array": its dtype, "from": byte, "count": items}`, then the arrays, where the text says, each at a multiple of 4.
    """
    arrays, size = [], 0

    def stand_in(array: object) -> dict[str, Any]:
        nonlocal size
        if not isinstance(array, np.ndarray):
            raise TypeError(f"{type(array).__name__} is neither JSON nor an array")
        data = array.astype(array.dtype.newbyteorder("<")).tobytes()
        found = {"array": array.dtype.str[1:], "from": size, "count": array.size}
        arrays.append(data + bytes(-len(data) % 4))
        size += len(arrays[-1])
        return found

    text = json.dumps(value, allow_nan=False, default=stand_in).encode()
    text += b" " * (-len(text) % 4)
    return gzip.compress(b"".join((len(text).to_bytes(4, "little"), text, *arrays)), 6, mtime=0)


def to_pcm(waveform: NDArray[np.floating]) -> NDArray[np.int16]:
    """A waveform in [-1, 1] as 16-bit samples of the same shape; louder values are clipped."""
    pcm: NDArray[np.int16] = np.rint(np.clip(waveform, -1, 1) * FULL_SCALE).astype("<i2")
    return pcm


def packed_pcm(waveform: NDArray[np.floating], sample_rate: int) -> dict[str, Any]:
    """A waveform as the page reads it: {sample_rate, channels, pcm}. Inverse: `read_pcm`, except for rounding.

    Args:
        waveform: (samples,), or (2, samples), whose channels are sent one after the other.
        sample_rate: in Hz.
    """
    channels = 1 if waveform.ndim == 1 else len(waveform)
    return {
        "sample_rate": sample_rate,
        "channels": channels,
        "pcm": packed_bytes(to_pcm(waveform).tobytes()),
    }


def packed_audio(
    waveform: NDArray[np.floating], sample_rate: int, spectrogram: NDArray[np.floating]
) -> dict[str, Any]:
    """`packed_pcm` of a waveform, and its spectrogram (bands, frames) in [0, 1] as 8 bits: {spectrogram, shape}."""
    cells = np.rint(np.clip(spectrogram, 0, 1) * 255)
    return {
        **packed_pcm(waveform, sample_rate),
        "spectrogram": packed(cells, "u1"),
        "shape": list(cells.shape),
    }


def read_pcm(pcm: str, channels: int, most: int) -> NDArray[np.float32]:
    """Reads a waveform, (samples,) or (2, samples), from the text of `packed_pcm`.

    Args:
        pcm: base64 text.
        channels: 1 or 2.
        most: limit of the samples in each channel.

    Raises:
        AudioError: the text is not base64, or has no whole samples, or too many.
    """
    if channels not in (1, 2):
        raise AudioError("The page's own audio is mono or stereo: it has 1 or 2 channels.")
    length = f"The page's own audio must have 1 to {most} samples in each channel."
    if len(pcm) > 3 * channels * most + 4:
        raise AudioError(length)
    try:
        raw = base64.b64decode(pcm, validate=True)
    except ValueError:
        raise AudioError("The page's own audio must be 16-bit samples as base64 text.") from None
    if not raw or len(raw) % (2 * channels) or len(raw) > 2 * channels * most:
        raise AudioError(length)
    waveform = (np.frombuffer(raw, "<i2") / FULL_SCALE).astype(np.float32)
    return waveform if channels == 1 else waveform.reshape(channels, -1)
