"""Sounds -> latents, the reconstruction error of each, and its descriptors: on one thread, a few at a time.

Knows nothing of files, processes or progress: `vae.library.parts` does this for entire libraries.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vae.checkpoint.codec import Codec
from vae.data.rows import Rows
from vae.sound.descriptors import describe_all
from vae.sound.measures import envelope_db
from vae.sound.stereo.image import StereoImage

CHUNK = 64


@dataclass(frozen=True, eq=False)
class Encoded:
    """What a model makes of some sounds.

    Attributes:
        latents: (N, latent_dim) float32.
        errors_db: (N,) float32, envelope errors of the decoded sounds, in mono.
        descriptors: (N, K) float32, of the sounds themselves, as `vae.sound.descriptors` lists them.
    """

    latents: NDArray[np.float32]
    errors_db: NDArray[np.float32]
    descriptors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.latents)

    @classmethod
    def joined(cls, parts: Sequence["Encoded"]) -> "Encoded":
        """All sounds of at least one part, in order."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ENCODED))


ENCODED = ("latents", "errors_db", "descriptors")
"""The arrays of `Encoded`."""


def encode_sounds(
    codec: Codec,
    waveforms: NDArray[np.float32] | Rows,
    images: Sequence[StereoImage | None] | None = None,
    *,
    refine_steps: int | None = None,
) -> Encoded:
    """Encodes, decodes and measures prepared sounds; quicker if those beside each other are alike in length.

    Args:
        codec: the trained model.
        waveforms: (N, samples), N at least 1, mono, at the codec's rate; may lie on disk.
        images: the stereo image of each; None if all are mono.
        refine_steps: as in `Codec.encode_one_shots`.
    """
    chunks = chunks_of(len(waveforms))
    return Encoded.joined(
        [_encode(codec, waveforms[chunk], images and images[chunk], refine_steps) for chunk in chunks]
    )


def _encode(
    codec: Codec,
    waveforms: NDArray[np.float32],
    images: Sequence[StereoImage | None] | None,
    refine_steps: int | None,
) -> Encoded:
    latents = codec.encode_one_shots(waveforms, images, refine_steps=refine_steps)
    decoded = map(codec.spectrogram_to_waveform, codec.decode_spectrograms(latents))
    errors = [
        envelope_db(one, other, codec.sample_rate) for one, other in zip(waveforms, decoded, strict=True)
    ]
    return Encoded(latents, np.array(errors, np.float32), describe_all(waveforms, codec.sample_rate))


def encode_all(
    codec: Codec, waveforms: NDArray[np.float32] | Rows, images: Sequence[StereoImage | None]
) -> NDArray[np.float32]:
    """The latents (N, latent_dim) of prepared sounds (N, samples) and their stereo images, read a few at a time."""
    chunks = chunks_of(len(waveforms))
    return np.concatenate([codec.encode_one_shots(waveforms[chunk], images[chunk]) for chunk in chunks])


def chunks_of(count: int, size: int = CHUNK) -> list[slice]:
    """Slices of `size` that together are `count` sounds."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def rows_of(waveforms: NDArray[np.float32] | Rows) -> Iterator[NDArray[np.float32]]:
    """The waveforms (N, samples) one by one, (samples,), each read from disk as it is needed."""
    return (waveforms[index] for index in range(len(waveforms)))
