"""Sounds between sounds: the spectrogram that is heard, and a latent that stands for it in everything made of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vae.between.names import Way

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

CACHED_BLENDS = 8
CACHED_CORNERS = 64
"""A slider asks for the same corners again and again, and a recipe for its latent and its spectrogram."""


class Corner(NamedTuple):
    """One of the sounds, as bytes of float32, so that it can be looked up.

    Attributes:
        latent: (latent_dim,).
        spectrogram: (bands, frames), if it does not sound as its latent decodes.
    """

    latent: bytes
    spectrogram: bytes | None

    @classmethod
    def of(cls, latent: NDArray[np.float32], spectrogram: NDArray[np.float32] | None) -> "Corner":
        """The corner of a latent (latent_dim,) and, if it has one, a spectrogram (bands, frames) of its own."""
        return cls(latent.tobytes(), None if spectrogram is None else spectrogram.tobytes())


class Blending:
    """Blends with one codec."""

    def __init__(self, codec: "Codec") -> None:
        self._codec = codec
        self._heard = lru_cache(maxsize=CACHED_CORNERS)(self._find_heard)
        self._offset = lru_cache(maxsize=CACHED_CORNERS)(self._find_offset)
        self._blend = lru_cache(maxsize=CACHED_BLENDS)(self._find_blend)
        self._latent = lru_cache(maxsize=CACHED_BLENDS)(self._find_latent)

    def spectrogram(
        self, corners: Sequence[Corner], shares: Sequence[float], way: Way
    ) -> NDArray[np.float32]:
        """The scaled spectrogram (bands, frames) between some sounds.

        Args:
            corners: two or more.
            shares: of each, adding up to 1.
            way: how they are blended.
        """
        return self._blend(tuple(corners), tuple(shares), way)

    def latent(self, corners: Sequence[Corner], shares: Sequence[float], way: Way) -> NDArray[np.float32]:
        """The latent (latent_dim,) that stands for `spectrogram`, with the same arguments.

        The encoder is a little off for every sound, and as far off in between as at the corners.
        """
        return self._latent(tuple(corners), tuple(shares), way)

    def carried(
        self, spectrogram: NDArray[np.float32], before: NDArray[np.float32], after: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """A spectrogram (bands, frames) changed by as much as what a latent decodes to has changed."""
        if np.array_equal(before, after):
            return spectrogram
        first, last = self._codec.decode_spectrograms(np.stack([before, after]))
        changed: NDArray[np.float32] = np.clip(spectrogram + (last - first), 0, 1)
        return changed

    def _find_heard(self, corner: Corner) -> NDArray[np.float32]:
        """The spectrogram of a corner."""
        if corner.spectrogram is None:
            return self._codec.decode_spectrogram(_array(corner.latent))
        config = self._codec.spectrogram_config
        return _array(corner.spectrogram).reshape(config.num_bands, config.num_frames)

    def _find_offset(self, corner: Corner) -> NDArray[np.float32]:
        """How far a corner's latent is from the encoder's."""
        return _array(corner.latent) - self._codec.encode_spectrogram(self._heard(corner))

    def _find_blend(
        self, corners: tuple[Corner, ...], shares: tuple[float, ...], way: Way
    ) -> NDArray[np.float32]:
        found = self._codec.between([self._heard(corner) for corner in corners], shares, way)
        found.setflags(write=False)
        return found

    def _find_latent(
        self, corners: tuple[Corner, ...], shares: tuple[float, ...], way: Way
    ) -> NDArray[np.float32]:
        offsets = np.stack([self._offset(corner) for corner in corners])  # (corners, latent_dim)
        encoded = self._codec.encode_spectrogram(self._blend(corners, shares, way).copy())
        found: NDArray[np.float32] = encoded + np.array(shares, np.float32) @ offsets
        found.setflags(write=False)
        return found


def _array(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, np.float32).copy()
