"""Waveforms on disk: thousands of them in the memory of a few. Knows arrays, nothing about sounds.

Why not h5py or zarr: most of a one-shot is silence, which the file stores as holes that take no disk space and read
as zeros, and the file has no name, so that nothing is left behind however the process ends.
"""

import errno
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import DTypeLike

from vae.checkpoint.disk import check_space

CHECKED_EVERY = 256
"""Rows after which there has to be space for as many without silence."""


@dataclass(frozen=True)
class Rows:
    """Rows of a float32 file, read on demand; indexed like an array (N, samples).

    Attributes:
        file: holds the rows one after the other.
        num_samples: length of a row.
        indices: (N,), row numbers in the file, in order.
    """

    file: BinaryIO
    num_samples: int
    indices: np.ndarray

    dtype = np.dtype(np.float32)

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, num_samples)."""
        return len(self.indices), self.num_samples

    @property
    def num_bytes(self) -> int:
        """Disk space of the file; holes do not count where the system tells."""
        facts = os.fstat(self.file.fileno())
        return 512 * facts.st_blocks if hasattr(facts, "st_blocks") else facts.st_size

    def __getitem__(self, key: object) -> np.ndarray:
        """Reads rows, or `rows, columns`; maps the file only for this read, so that memory does not grow."""
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        wanted = self.indices[rows]
        if not np.size(wanted):
            return np.zeros((0, self.num_samples), np.float32)[:, columns]
        shape = (int(self.indices.max()) + 1, self.num_samples)
        return np.array(np.memmap(self.file, "<f4", "r", shape=shape)[:, columns][wanted])

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)

    def take(self, indices: Sequence[int] | np.ndarray, axis: int = 0) -> "Rows":
        """The rows at these indices, in this order, as `numpy.take` along axis 0; nothing is read."""
        return Rows(self.file, self.num_samples, self.indices[np.asarray(indices, dtype=int)])


def read_rows(array: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Copies of rows; those of an array that maps a whole file are read from it, neighbours at once.

    Unlike reading through the map, that keeps no other thread from its work, and takes no memory.

    Raises:
        OSError: the file cannot be read, or has become shorter, where the map would end the process.
    """
    if not (isinstance(array, np.memmap) and array.flags.c_contiguous and _is_whole(array)):
        rows: np.ndarray = array[indices]
        return rows
    rows = np.empty((len(indices), *array.shape[1:]), array.dtype)
    with open(str(array.filename), "rb", buffering=0) as file:
        for run in np.split(np.arange(len(indices)), np.flatnonzero(np.diff(indices) != 1) + 1):
            if len(run):
                file.seek(array.offset + int(indices[run[0]]) * array[0].nbytes)
                _fill(file, rows[run[0] : run[-1] + 1].data.cast("B"))
    return rows


def _is_whole(array: np.memmap) -> bool:
    """Whether an array is all that its file holds, and not a part of it."""
    return array.offset + array.nbytes >= os.stat(str(array.filename)).st_size


def _fill(file: io.RawIOBase, space: memoryview) -> None:
    while space:
        count = file.readinto(space)
        if not count:
            raise OSError(errno.EIO, "The file has become shorter", getattr(file, "name", None))
        space = space[count:]


class RowWriter:
    """Collects waveforms in an unnamed file, which disappears with its last user."""

    def __init__(self, num_samples: int, folder: Path | None = None) -> None:
        """Opens the file.

        Args:
            num_samples: length of every waveform.
            folder: an existing folder on the disk to use; the system's for temporary files if None.
        """
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as its rows
        self._folder, self._num_samples = folder, num_samples
        self._count = 0

    def add(self, waveform: np.ndarray) -> None:
        """Appends (num_samples,) float32; silence at its end takes no space if the file system supports holes.

        Raises:
            DiskError: the disk of the folder is nearly full.
            OSError: it is full.
        """
        if self._folder and self._count and self._count % CHECKED_EVERY == 0:
            check_space(self._folder, 4 * self._num_samples * CHECKED_EVERY)
        sounding = np.flatnonzero(waveform)
        self._file.seek(4 * self._count * self._num_samples)
        self._file.write(waveform[: sounding[-1] + 1 if len(sounding) else 0].astype("<f4").tobytes())
        self._count += 1

    def rows(self) -> Rows:
        """All that was added: (N, num_samples)."""
        self._file.truncate(4 * self._count * self._num_samples)
        self._file.flush()
        return Rows(self._file, self._num_samples, np.arange(self._count))
