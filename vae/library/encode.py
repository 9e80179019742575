"""Sounds -> latents, and how well each of them comes back."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.data.rows import Rows
from vae.sound.measures import envelope_db

CHUNK = 64


def encode_sounds(
    codec: Codec, waveforms: NDArray[np.float32] | Rows, *, progress: bool = True
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Encodes prepared sounds, a few at a time.

    Args:
        codec: the trained model.
        waveforms: (N, samples) at the codec's rate; may lie on disk.
        progress: show a bar where there is a terminal.

    Returns:
        Latents (N, latent_dim) and envelope errors (N,) in dB of what they decode to.
    """
    latents, errors = [], []
    with tqdm(total=len(waveforms), desc="Library", unit="sound", disable=None if progress else True) as bar:
        for start in range(0, len(waveforms), CHUNK):
            chunk = waveforms[start : start + CHUNK]
            latents.append(codec.encode(chunk, codec.sample_rate))
            for waveform, spectrogram in zip(chunk, codec.decode_spectrograms(latents[-1]), strict=True):
                decoded = codec.spectrogram_to_waveform(spectrogram)
                errors.append(envelope_db(waveform, decoded, codec.sample_rate))
                bar.update()
    return np.concatenate(latents), np.array(errors, dtype=np.float32)


def rows_of(waveforms: NDArray[np.float32] | Rows) -> Iterator[NDArray[np.float32]]:
    """The waveforms (N, samples) one by one, (samples,); read from the disk when it is their turn."""
    return (waveforms[index] for index in range(len(waveforms)))
