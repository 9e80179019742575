"""The sound side of Hitmap: audio, spectrograms, the variational autoencoder. Knows nothing about maps or pages."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

__all__ = ["Codec"]


def __getattr__(name: str) -> object:
    """Loads torch only on `from vae import Codec`: reading audio does not need it."""
    if name == "Codec":
        from vae.checkpoint.codec import Codec

        return Codec
    raise AttributeError(f"module 'vae' has no attribute {name!r}")
