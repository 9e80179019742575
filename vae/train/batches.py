"""The rows of every step, read ahead on a thread, so that training does not wait for the disk.

Of up to `MOST_DRAWN` rows, each step draws some, with replacement. More may not fit in memory, and a disk may take
longer to find rows all over a file than a step takes. Those are learned once in every pass, window by window: blocks
from all over the file, which are read in one go and shuffled.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch

from vae.train.packed import Packed, read_rows

MOST_DRAWN = 24_000
BLOCK = 128
"""Rows that lie together and are read together: 4 MB of a second of sound."""
WINDOW_BYTES = 256_000_000
"""Of one window; there are two, the one that is learned and the next one."""


@dataclass(frozen=True)
class Windows:
    """The order of many rows: all once in every pass but for the rest of a batch, and never all over the file.

    Attributes:
        count: number of rows.
        batch_size: rows of a step.
        steps: steps of a window.
        seed: of the order.
    """

    count: int
    batch_size: int
    steps: int
    seed: int

    def place(self, step: int) -> tuple[int, int, int]:
        """Pass, window in the pass, and step in the window, each from 0, of a step of the training."""
        turn, step = divmod(step, max(self.count // self.batch_size, 1))
        return turn, *divmod(step, self.steps)

    def rows(self, turn: int, window: int) -> np.ndarray:
        """The rows of a window: (steps, batch_size); the last window of a pass has fewer steps."""
        blocks = np.random.default_rng([self.seed, turn]).permutation(-(-self.count // BLOCK))
        order = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        order = order[order < self.count][: self.count // self.batch_size * self.batch_size]
        size = self.steps * self.batch_size
        own = order[window * size : (window + 1) * size]
        return np.random.default_rng([self.seed, turn, window]).permutation(own).reshape(-1, self.batch_size)

    def after(self, turn: int, window: int) -> tuple[int, int]:
        """The pass and the window that follow a window."""
        last = (window + 1) * self.steps >= self.count // self.batch_size
        return (turn + 1, 0) if last else (turn, window + 1)


class Batches:
    """A process's share of the rows of each step, from a training set of any size.

    Attributes:
        waited: seconds spent waiting for the disk.
    """

    def __init__(self, features: np.ndarray | Packed, *, batch_size: int, seed: int, share: slice) -> None:
        """Reads nothing yet.

        Args:
            features: (rows, bands, frames), may lie on disk.
            batch_size: rows of a step, of all processes.
            seed: of the order of many rows.
            share: which rows of a batch are this process's.
        """
        self.waited = 0.0
        self._features, self._batch_size, self._share = features, batch_size, share
        self._thread = ThreadPoolExecutor(1)
        self._windows: Windows | None = None
        self._read: dict[tuple[int, int], Future[np.ndarray]] = {}
        if len(features) > MOST_DRAWN:
            row = features.dtype.itemsize * int(np.prod(features.shape[1:]))
            steps = max(1, WINDOW_BYTES // (row * batch_size))
            self._windows = Windows(len(features), batch_size, steps, seed)

    def ask(self, step: int, generator: torch.Generator) -> Callable[[], torch.Tensor]:
        """Begins to read the rows of a step; draws them from the generator if there are few in all.

        Returns:
            What waits for them: (share of the batch, bands, frames). It raises OSError if they cannot be read.
        """
        if self._windows is None:
            rows = draw(len(self._features), self._batch_size, generator)[self._share]
            asked = self._thread.submit(read_rows, self._features, rows)
            return lambda: torch.from_numpy(self._wait_for(asked))
        turn, window, place = self._windows.place(step)
        needed = ((turn, window), self._windows.after(turn, window))
        self._read = {one: self._read.get(one) or self._thread.submit(self._window, *one) for one in needed}
        shuffled = self._read[turn, window]
        return lambda: torch.from_numpy(self._wait_for(shuffled)[place])

    def _wait_for(self, asked: "Future[np.ndarray]") -> np.ndarray:
        started = time.monotonic()
        found = asked.result()
        self.waited += time.monotonic() - started
        return found

    def _window(self, turn: int, window: int) -> np.ndarray:
        """(steps, share of the batch, bands, frames) float16, read in the order of the file."""
        assert self._windows
        rows = self._windows.rows(turn, window)[:, self._share]
        found = np.empty((rows.size, *self._features.shape[1:]), self._features.dtype)
        order = np.argsort(rows, axis=None)
        for part in np.split(order, range(BLOCK, rows.size, BLOCK)):
            found[part] = read_rows(self._features, rows.flat[part])
        return found.reshape(*rows.shape, *self._features.shape[1:])


def draw(count: int, number: int, generator: torch.Generator) -> np.ndarray:
    """Some rows of `count`, with replacement, in order: (number,)."""
    return np.sort(torch.randint(count, (number,), generator=generator).numpy())
