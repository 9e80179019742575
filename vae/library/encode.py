"""Sounds -> latents, and the reconstruction error of each."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.data.rows import Rows
from vae.sound.measures import envelope_db
from vae.sound.stereo.image import StereoImage

CHUNK = 64


def encode_sounds(
    codec: Codec,
    waveforms: NDArray[np.float32] | Rows,
    images: Sequence[StereoImage | None] | None = None,
    *,
    progress: bool = True,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Encodes prepared sounds, a few at a time.

    Args:
        codec: the trained model.
        waveforms: (N, samples), mono, at the codec's rate; may lie on disk.
        images: the stereo image of each; None if all are mono.
        progress: show a progress bar on a terminal.

    Returns:
        Latents (N, latent_dim), and envelope errors (N,) in dB of the decoded sounds, in mono.
    """
    latents, errors = [], []
    with tqdm(total=len(waveforms), desc="Library", unit="sound", disable=None if progress else True) as bar:
        for start in range(0, len(waveforms), CHUNK):
            chunk = waveforms[start : start + CHUNK]
            latents.append(codec.encode_one_shots(chunk, images and images[start : start + CHUNK]))
            for waveform, spectrogram in zip(chunk, codec.decode_spectrograms(latents[-1]), strict=True):
                decoded = codec.spectrogram_to_waveform(spectrogram)
                errors.append(envelope_db(waveform, decoded, codec.sample_rate))
                bar.update()
    return np.concatenate(latents), np.array(errors, dtype=np.float32)


def encode_all(
    codec: Codec, waveforms: NDArray[np.float32] | Rows, images: Sequence[StereoImage | None]
) -> NDArray[np.float32]:
    """The latents (N, latent_dim) of prepared sounds (N, samples) and their stereo images, read a few at a time."""
    chunks = (slice(start, start + CHUNK) for start in range(0, len(waveforms), CHUNK))
    return np.concatenate([codec.encode_one_shots(waveforms[chunk], images[chunk]) for chunk in chunks])


def rows_of(waveforms: NDArray[np.float32] | Rows) -> Iterator[NDArray[np.float32]]:
    """The waveforms (N, samples) one by one, (samples,), each read from disk as it is needed."""
    return (waveforms[index] for index in range(len(waveforms)))
