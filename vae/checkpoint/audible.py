"""Plays spectrograms and latents, these never silent, in the app and in files alike. Works without torch."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae.latent.space import LatentSpace

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

SILENCE_PEAK = 1e-4
"""Waveforms with a lower peak count as silent."""


def decode_audibly(
    codec: "Codec", z: NDArray[np.float32], space: LatentSpace, n_iter: int | None = None
) -> NDArray[np.float32]:
    """The sound of a latent or, if that is silent, of the nearest latent of the space.

    Args:
        codec: the model.
        z: (latent_dim,) float32.
        space: the latents of the library that `z` belongs to.
        n_iter: rounds of phase reconstruction, 0 for none; by default the codec's own number.

    Returns:
        (samples,) or (2, samples) float32, at the codec's peak.
    """
    options = {} if n_iter is None else {"n_iter": n_iter}
    waveform: NDArray[np.float32] = codec.decode(z, **options)
    if np.abs(waveform).max() > SILENCE_PEAK:
        return waveform
    nearest: NDArray[np.float32] = codec.decode(space.latents[space.nearest(z, 1)[1][0]].copy(), **options)
    return nearest


def play(
    codec: "Codec",
    spectrogram: NDArray[np.float32],
    z: NDArray[np.float32] | None,
    n_iter: int | None = None,
) -> NDArray[np.float32]:
    """The sound of a scaled spectrogram (bands, frames): (samples,) or (2, samples) float32.

    Args:
        codec: the model.
        spectrogram: of the mono sum.
        z: a latent whose stereo image it has; None for mono.
        n_iter: as in `decode_audibly`.
    """
    options = {} if n_iter is None else {"n_iter": n_iter}
    image = None if z is None else codec.image(z)
    return codec.spectrogram_to_waveform(spectrogram.copy(), **options, image=image)
