"""The sound side of Hitmap: audio, spectrograms, the variational autoencoder. Knows nothing about maps or pages."""

import os
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Read when torch is loaded: its threads sleep while they wait for each other, and do not spin. Of two
# threads beside other programs on two cores, that encoded sounds 3 and 30 times as fast, at two moments; alone, a step
# of training takes up to 6 % longer.

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

__all__ = ["Codec"]


def __getattr__(name: str) -> object:
    """Loads torch only on `from vae import Codec`: reading audio does not need it."""
    if name == "Codec":
        from vae.checkpoint.codec import Codec

        return Codec
    raise AttributeError(f"module 'vae' has no attribute {name!r}")
