"""The library: everything the map and the page know about a checkpoint's sounds, as one file of columns.

`library.npz` holds only numbers and text; `vae.library.build` makes it, `python -m explorer.library` on the command
line. Those of earlier versions, which packed their arrays and held texts of a fixed width, open too. Knows nothing
about models.
"""

import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vae.data.labels import USUAL_CONFIDENCE
from vae.errors import HitmapError
from vae.files import replacing_file
from vae.latent.half import HalfLatents, blocks
from vae.latent.space import LatentSpace
from vae.library.columns import read_columns, write_columns
from vae.library.map_index import MapIndex
from vae.library.texts import PARTS, Objects, TextError, check_texts, packed_texts, unpacked_texts

FILE_NAME = "library.npz"
DAMAGED = (
    *(
        OSError,
        ValueError,
        EOFError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
    ),
    *(RuntimeError, MemoryError, OverflowError),  # encrypted, packed unknown ways, or larger than memory
    *(SyntaxError, TokenError, TypeError, IndexError),  # headers of arrays, which NumPy reads as Python
)
"""Raised by zipfile and NumPy for files that are not what `Library.save` writes."""
SPACING = "latent_spacing"
"""A number that is kept beside the columns, because it takes long to find."""
DETAIL = "detail_dims"
"""How many dimensions of a latent are what the model misses: another number that is kept beside the columns."""

_SHAPES = {
    "latents": ("N", "D"),
    "coordinates": ("N", 2),
    "names": ("N",),
    "labels": ("N",),
    "kits": ("N",),
    "label_sources": ("N",),
    "descriptors": ("N", "K"),
    "descriptor_names": ("K",),
    "levels": ("N",),
    "durations": ("N",),
    "errors_db": ("N",),
    "sources": ("N",),
    "held_out": ("N",),
    "label_confidences": ("N",),
    SPACING: (),
    DETAIL: (),
}
_ADDED = ("label_confidences", SPACING, DETAIL)
"""What libraries of earlier versions do not have."""
_KINDS = {"held_out": "b", DETAIL: "iu"}
_TEXTS = ("names", "labels", "kits", "label_sources", "descriptor_names", "sources")
_PARTS = {f"{name}.{part}" for name in _TEXTS for part in PARTS}


class LibraryError(HitmapError):
    """A library that cannot be built or used; the message is one sentence."""


@dataclass(frozen=True, eq=False)
class Library(LatentSpace):
    """A checkpoint's sounds. A sound's id is its index, 0 to N - 1.

    Attributes:
        latents: (N, latent_dim) float32, posterior means; those of new libraries are kept as 16 bits.
        coordinates: (N, 2) float32, places on the map; y points up.
        names: the sounds' own names.
        labels: the kind of each sound: "kick", "snare" …
        kits: the collection each one belongs to.
        label_sources: how each label was found: "kit", "name", "neighbours", "unknown" or "given".
        descriptors: (N, K) float32, in the units of `vae.sound.descriptors`.
        descriptor_names: the K names.
        levels: (N,) float32, original peaks in dBFS.
        durations: (N,) float32, seconds.
        errors_db: (N,) float32, envelope error of each reconstruction.
        sources: how to find each original again; those of new libraries are read one by one.
        held_out: (N,) bool, whether training never saw it.
        label_confidences: (N,) float32, how sure each label is, from 0 to 1.
    """

    coordinates: NDArray[np.float32]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    kits: tuple[str, ...]
    label_sources: tuple[str, ...]
    descriptors: NDArray[np.float32]
    descriptor_names: tuple[str, ...]
    levels: NDArray[np.float32]
    durations: NDArray[np.float32]
    errors_db: NDArray[np.float32]
    sources: Sequence[dict[str, Any]]
    held_out: NDArray[np.bool_]
    label_confidences: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))

    def __post_init__(self) -> None:
        if not len(self.label_confidences):
            usual = [USUAL_CONFIDENCE.get(source, 0.0) for source in self.label_sources]
            object.__setattr__(self, "label_confidences", np.array(usual, np.float32))
        for array in vars(self).values():
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def map_index(self) -> MapIndex:
        """Nearest-sound search on the map."""
        return MapIndex(self.coordinates, self.latents)

    def members(self, label: str | None) -> NDArray[np.int64] | slice:
        """An index of the sounds with this label, or of all sounds for None."""
        return slice(None) if label is None else np.flatnonzero(np.array(self.labels) == label)

    def save(self, folder: Path) -> None:
        """Writes `library.npz` into a folder, atomically."""
        columns: dict[str, NDArray[Any]] = {}
        for name in _SHAPES:
            value = getattr(self, name)
            if name == "sources":
                value = [json.dumps(source) for source in value]
            if name in _TEXTS:
                columns |= {f"{name}.{part}": array for part, array in packed_texts(value).items()}
            else:
                columns[name] = value.stored if isinstance(value, HalfLatents) else np.asarray(value)
        with replacing_file(Path(folder) / FILE_NAME) as file:
            write_columns(file, columns)

    @classmethod
    def load(cls, folder: Path) -> "Library":
        """Reads `library.npz` from a folder; the inverse of `save`.

        Raises:
            LibraryError: it is missing, damaged, or not what `save` writes.
        """
        try:
            columns = read_columns(Path(folder) / FILE_NAME, (_SHAPES.keys() | _PARTS).__contains__)
        except FileNotFoundError:
            raise LibraryError(f"This checkpoint has no {FILE_NAME}.") from None
        except DAMAGED:
            raise LibraryError(f"{FILE_NAME} cannot be used because it is damaged.") from None
        for name in _SHAPES:
            if name not in columns and f"{name}.{PARTS[-1]}" not in columns and name not in _ADDED:
                raise LibraryError(f"{FILE_NAME} cannot be used because {name} is missing.")
        texts: dict[str, Any] = {name: _text(name, columns) for name in _TEXTS if name not in columns}
        arrays = {name: columns[name] for name in _SHAPES if name in columns}
        _check(arrays, {name: len(text) for name, text in texts.items()})
        spacing, detail = arrays.pop(SPACING, None), int(arrays.pop(DETAIL, 0))
        if not 0 <= detail < arrays["latents"].shape[1]:
            raise LibraryError(f"{FILE_NAME} cannot be used because {DETAIL} is not a number of dimensions.")
        fields = {name: _as_field(name, array) for name, array in arrays.items()}
        library = cls(**fields, **texts, detail_dims=detail)
        if spacing is not None:
            vars(library)[SPACING] = float(spacing)  # as if it had been asked for before
        return library


def _text(name: str, columns: Mapping[str, NDArray[Any]]) -> Sequence[Any]:
    """A column of texts."""
    parts = {part: columns[f"{name}.{part}"] for part in PARTS if f"{name}.{part}" in columns}
    if len(parts) < len(PARTS):
        raise LibraryError(f"{FILE_NAME} cannot be used because {name} is missing.")
    try:
        check_texts(parts)
        return Objects(parts) if name == "sources" else unpacked_texts(parts)
    except TextError:
        raise LibraryError(f"{FILE_NAME} cannot be used because {name} is damaged.") from None


def _check(arrays: Mapping[str, NDArray[Any]], lengths: Mapping[str, int]) -> None:
    """Raises `LibraryError` for arrays whose shapes, types or values a library cannot have.

    Args:
        arrays: those of the file.
        lengths: of the columns of texts that are not among them.
    """
    shapes = {name: array.shape for name, array in arrays.items()}
    shapes |= {name: (length,) for name, length in lengths.items()}
    latents = shapes["latents"]
    sizes = {"N": latents[:1], "D": latents[1:2], "K": shapes["descriptor_names"][:1]}
    for name, found in shapes.items():
        shape = _SHAPES[name]
        wanted = tuple(size for key in shape for size in (sizes[key] if isinstance(key, str) else (key,)))
        if len(wanted) != len(shape) or found != wanted or 0 in wanted[:2]:
            raise LibraryError(f"{FILE_NAME} cannot be used because {name} has the wrong shape.")
    for name, array in arrays.items():
        kinds = "U" if name in _TEXTS else _KINDS.get(name, "f")
        if array.dtype.kind not in kinds:
            raise LibraryError(f"{FILE_NAME} cannot be used because {name} holds the wrong kind of values.")
        if kinds == "f" and not _is_finite(array):
            raise LibraryError(
                f"{FILE_NAME} cannot be used because {name} holds values that are not numbers."
            )
        if name == "label_confidences" and not ((array >= 0) & (array <= 1)).all():
            raise LibraryError(f"{FILE_NAME} cannot be used because {name} holds values outside 0 to 1.")


def _is_finite(array: NDArray[Any]) -> bool:
    rows = np.atleast_1d(array)
    return all(np.isfinite(block).all() for block in blocks(rows))


def _as_field(name: str, array: NDArray[Any]) -> Any:
    if name == "sources":
        try:
            sources = tuple(json.loads(source) for source in array.tolist())
        except (ValueError, RecursionError):
            raise LibraryError(f"{FILE_NAME} cannot be used because sources is damaged.") from None
        if not all(isinstance(source, dict) for source in sources):
            raise LibraryError(f"{FILE_NAME} cannot be used because sources is damaged.")
        return sources
    if name in _TEXTS:
        return tuple(array.tolist())
    if name == "latents" and array.dtype == np.float16:
        return HalfLatents(array)
    return array if array.dtype == bool else array.astype(np.float32)
