"""A checkpoint's latents with the names and labels of their sounds, read from its library.npz without the explorer."""

import difflib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vae.checkpoint.files import CheckpointError
from vae.errors import HitmapError
from vae.latent.space import LatentSpace


class UnknownNameError(HitmapError):
    """A name or label that a library does not have; the message is one sentence that says what it has."""


@dataclass(frozen=True, eq=False)
class NamedSpace(LatentSpace):
    """The latents of a checkpoint's library with what their sounds are called.

    Attributes:
        names: of the N sounds.
        labels: of the N sounds.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> "NamedSpace":
        """Reads what is needed of a checkpoint's library.npz.

        Raises:
            CheckpointError: it is missing or damaged.
        """
        name = f"{folder.name}/library.npz"
        try:
            with np.lib.npyio.NpzFile(folder / "library.npz", allow_pickle=False) as file:
                latents, names, labels = (file[key] for key in ("latents", "names", "labels"))
        except FileNotFoundError:
            raise CheckpointError(f"{name} is missing.") from None
        except (KeyError, OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error):
            raise CheckpointError(f"{name} is damaged: it cannot be read.") from None
        fits = latents.ndim == 2 and len(latents) and names.shape == labels.shape == latents.shape[:1]
        if not fits or latents.dtype.kind != "f" or not np.isfinite(latents).all():
            raise CheckpointError(f"{name} is damaged: it holds no latents with names and labels.")
        return cls(
            latents.astype(np.float32), *(tuple(map(str, texts.tolist())) for texts in (names, labels))
        )

    def with_label(self, label: str) -> NDArray[np.int64]:
        """Ids of the sounds with a label.

        Raises:
            UnknownNameError: there is none; the sentence lists the labels that there are.
        """
        found = np.flatnonzero(np.array(self.labels) == label)
        if len(found) == 0:
            raise UnknownNameError(
                f"There is no label {label!r} here, but {', '.join(sorted(set(self.labels)))}."
            )
        return found

    def named(self, name: str) -> int:
        """Id of the first sound with a name, whatever its case.

        Raises:
            UnknownNameError: there is none; the sentence suggests names that are near.
        """
        folded = [known.casefold() for known in self.names]
        if name in self.names:
            return self.names.index(name)
        if name.casefold() in folded:
            return folded.index(name.casefold())
        near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.4)
        hint = ", ".join(repr(self.names[folded.index(one)]) for one in near)
        raise UnknownNameError(
            f"There is no sound named {name!r} here{f'; near it are {hint}' if near else ''}."
        )
