"""Waveforms on disk: thousands of them in the memory of a few. Knows arrays, nothing about sounds.

Of a hundred thousand sounds, waveforms take some 15 GB, several times their files. So only the first `MOST_KEPT` bytes
are kept, and what is asked for beyond them is made again from where it came from, the same bits.

Why not h5py or zarr: most of a one-shot is silence, which takes no space, and the file has no name, so that nothing
is left behind however the process ends.
"""

import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

from vae.checkpoint.disk import check_space

CHECKED_EVERY = 256
"""Rows after which there has to be space for as many without silence."""
MOST_KEPT = 2_000_000_000
"""Bytes of waveforms that can be made again; those that cannot are always kept."""
THREADS = 4
TIMED = 16

Again = Callable[[], np.ndarray]
"""Makes a waveform (num_samples,) again, the same bits, or raises an error of one sentence."""


@dataclass(eq=False)
class _Store:
    """What was added, by row: its place in the file or, where that is -1, how it is made again."""

    file: BinaryIO
    dtype: np.dtype
    places: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    again: list[Again | None] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read_into(self, row: int, space: np.ndarray) -> None:
        """Fills (num_samples,) zeros with a row.

        Raises:
            OSError: the file cannot be read.
        """
        make = self.again[row]
        if self.places[row] < 0 and make is not None:
            space[:] = make()
            return
        length = self.lengths[row]
        with self.lock:
            self.file.seek(self.places[row])
            content = self.file.read(self.dtype.itemsize * length)
        space[:length] = np.frombuffer(content, self.dtype)


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of waveforms, read on demand; indexed like an array (N, samples).

    Attributes:
        store: holds them, and others.
        num_samples: length of a row.
        indices: (N,), their numbers there, in order.
    """

    store: _Store
    num_samples: int
    indices: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def dtype(self) -> np.dtype:
        """Of the samples: float32 or float16."""
        return self.store.dtype

    @property
    def shape(self) -> tuple[int, int]:
        """(N, num_samples)."""
        return len(self.indices), self.num_samples

    @property
    def num_bytes(self) -> int:
        """Disk space of the file."""
        return os.fstat(self.store.file.fileno()).st_size

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(N,) samples of each row up to the silence at its end."""
        return np.array(self.store.lengths, np.int64)[self.indices]

    @property
    def digests(self) -> list[bytes]:
        """`digest_of` each row."""
        return [self.store.digests[index] for index in self.indices]

    @property
    def made_again(self) -> NDArray[np.bool_]:
        """(N,) whether a row isn't kept, but made again whenever it is asked for."""
        return np.array(self.store.places, np.int64)[self.indices] < 0

    def seconds_again(self) -> float:
        """Seconds that it takes to ask for all rows that are made again, by the time that a few take now."""
        chosen = np.flatnonzero(self.made_again)
        if not len(chosen):
            return 0.0
        some, started = chosen[:: -(-len(chosen) // TIMED)], time.perf_counter()
        self[some]
        return (time.perf_counter() - started) * len(chosen) / len(some)

    def __getitem__(self, key: object) -> np.ndarray:
        """Reads rows, or `rows, columns`, so that memory holds no others.

        Raises:
            OSError: the file cannot be read.
            HitmapError: a row cannot be made again.
        """
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        wanted = np.asarray(self.indices[rows])
        found = np.zeros((wanted.size, self.num_samples), self.dtype)
        numbers = wanted.ravel().tolist()
        if len(numbers) > 1 and min(self.store.places[number] for number in numbers) < 0:
            with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
                list(pool.map(self.store.read_into, numbers, found))
        else:
            for number, space in zip(numbers, found, strict=True):
                self.store.read_into(number, space)
        return found.reshape(*wanted.shape, self.num_samples)[..., columns]

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)

    def take(self, indices: Sequence[int] | np.ndarray, axis: int = 0) -> "Rows":
        """The rows at these indices, in this order, as `numpy.take` along axis 0; nothing is read."""
        return Rows(self.store, self.num_samples, self.indices[np.asarray(indices, dtype=int)])


class RowWriter:
    """Collects waveforms in an unnamed file, which disappears with its last user."""

    def __init__(self, num_samples: int, folder: Path | None = None, dtype: DTypeLike = np.float32) -> None:
        """Opens the file.

        Args:
            num_samples: length of every waveform.
            folder: an existing folder on the disk to use; the system's for temporary files if None.
            dtype: of the samples.
        """
        file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as its rows
        self._store = _Store(file, np.dtype(dtype).newbyteorder("<"))
        self._folder, self._num_samples, self._end = folder, num_samples, 0

    def add(self, waveform: np.ndarray, *, digest: bytes | None = None, again: Again | None = None) -> None:
        """Appends (num_samples,); silence at its end takes no space.

        Args:
            waveform: the samples.
            digest: its `digest_of`, if that is known.
            again: how to make it again; without it, it is kept in any case.

        Raises:
            DiskError: the disk of the folder is nearly full.
            OSError: it is full.
        """
        store, count = self._store, len(self._store.places)
        length = sounding_length(waveform)
        size = store.dtype.itemsize * length
        is_kept = again is None or self._end + size <= MOST_KEPT
        if self._folder and is_kept and count and count % CHECKED_EVERY == 0:
            check_space(self._folder, store.dtype.itemsize * self._num_samples * CHECKED_EVERY)
        if is_kept:
            store.file.seek(self._end)
            store.file.write(waveform[:length].astype(store.dtype).tobytes())
        store.places.append(self._end if is_kept else -1)
        store.lengths.append(length)
        store.digests.append(digest or digest_of(waveform))
        store.again.append(again)
        self._end += size if is_kept else 0

    def rows(self) -> Rows:
        """All that was added: (N, num_samples)."""
        self._store.file.flush()
        return Rows(self._store, self._num_samples, np.arange(len(self._store.places)))


def sounding_length(waveform: np.ndarray) -> int:
    """Samples of (samples,) up to the silence at its end."""
    sounding = np.flatnonzero(waveform)
    return int(sounding[-1]) + 1 if len(sounding) else 0


def digest_of(waveform: np.ndarray) -> bytes:
    """Tells a waveform (samples,) from every other; silence at its end does not count."""
    return hashlib.blake2b(waveform[: sounding_length(waveform)].tobytes(), digest_size=16).digest()


def lengths_of(waveforms: np.ndarray | Rows) -> NDArray[np.int64]:
    """(N,) samples of waveforms (N, samples) up to the silence at their ends."""
    if isinstance(waveforms, Rows):
        return waveforms.lengths
    return np.array([sounding_length(one) for one in waveforms], np.int64)


def digests_of(waveforms: np.ndarray | Rows) -> list[bytes]:
    """`digest_of` each of (N, samples)."""
    return waveforms.digests if isinstance(waveforms, Rows) else [digest_of(one) for one in waveforms]
