"""Files that the endpoints hand out: written once and whole, so that a reader never meets one that changes."""

import hashlib
import io
import os
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae.files import write_atomically


def hand_out(folder: Path, name: str, content: bytes) -> Path:
    """A file with this name and content below a folder; whoever asks again gets the same one, untouched but younger.

    Gradio would write it anew for each request, also while it is being sent, and deletes files by age.

    Args:
        folder: Gradio's folder for the files it serves.
        name: the file's name.
        content: its content, by which it is found again.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / hashlib.sha256(content).hexdigest() / name
    try:
        os.utime(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_atomically(path, content, durable=False)
        except PermissionError:  # Windows: somebody reads the same file, which was written meanwhile
            if not path.is_file():
                raise
    return path


def pcm_wav(pcm: NDArray[np.int16], sample_rate: int) -> bytes:
    """A WAV file of 16-bit samples, (samples,) or (samples, channels)."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1 if pcm.ndim == 1 else pcm.shape[1])
        file.setsampwidth(pcm.itemsize)
        file.setframerate(sample_rate)
        file.writeframes(pcm.astype("<i2").tobytes())
    return content.getvalue()
