"""Processes that share one work, as `torchrun` or `accelerate launch` start them; without these, there is one.

All of them need to see the same folders: on several computers, on a shared file system.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

from vae.device import AUTO, CPU, DeviceError, choose_device
from vae.errors import HitmapError

if TYPE_CHECKING:
    import torch

T = TypeVar("T")

PATIENCE = timedelta(days=7)
"""How long the others wait while the first one reads sounds. A process that ends is noticed at once."""

TOLD = "hitmap/told"


class LostProcessError(HitmapError):
    """One of the processes has ended before the work was done."""


@dataclass(frozen=True)
class World:
    """The processes of one work, and which of them this is.

    Attributes:
        rank: index of this process; 0 reads, writes and prints.
        size: how many there are.
    """

    rank: int = 0
    size: int = 1
    _store: Any = field(default=None, repr=False, compare=False)

    @property
    def is_first(self) -> bool:
        """Whether this process reads, writes and prints for all."""
        return self.rank == 0

    def share(self, count: int) -> slice:
        """Which of `count` pieces of work are this process's; the shares differ by one at most."""
        return slice(self.rank * count // self.size, (self.rank + 1) * count // self.size)

    def sum(self, *values: float) -> list[float]:
        """The sums of values over all processes, with the same bits in each of them.

        Raises:
            LostProcessError: another process has ended.
        """
        if self.size == 1:
            return list(values)
        import torch

        total = torch.tensor(values, dtype=torch.float64)
        with self.together():
            torch.distributed.all_reduce(total)
        found: list[float] = total.tolist()
        return found

    def first(self, value: T) -> T:
        """The value that the first process gives; those of the others are ignored.

        Raises:
            LostProcessError: another process has ended.
        """
        if self.size == 1:
            return value
        import torch

        values = [value]
        with self.together():
            torch.distributed.broadcast_object_list(values, src=0, device=torch.device(CPU))
        return values[0]

    def any(self, value: bool) -> bool:
        """Whether the value is true in one of the processes.

        Raises:
            LostProcessError: another process has ended.
        """
        return self.sum(float(value)) != [0.0]

    def wait(self) -> None:
        """Goes on as soon as all processes are here.

        Raises:
            LostProcessError: another process has ended.
        """
        self.sum(0.0)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Tells the failure of an exchange with other processes from all other failures.

        Raises:
            LostProcessError: another process has ended.
        """
        try:
            yield
        except RuntimeError as error:
            if self.size == 1 or not _is_of_exchange(error):
                raise
            raise LostProcessError(
                f"One of the {self.size} processes has ended before the others."
            ) from error

    def has_word(self) -> bool:
        """Whether this process is the one to tell the user why all of them end: the first that asks."""
        if self._store is None:
            return True
        try:
            return bool(self._store.add(TOLD, 1) == 1)
        except RuntimeError:
            return True  # the launcher has ended, too

    def place(self, name: str) -> "torch.device":
        """The device of this process, by a name in `vae.device.NAMES`: each has a graphics card of its own.

        Raises:
            DeviceError: there is no such device, or there are fewer cards than processes.
        """
        import torch

        if self.size == 1:
            return choose_device(name)
        local = int(os.environ.get("LOCAL_RANK", "0"))
        device = choose_device(name)
        if name == AUTO and (device.type != "cuda" or torch.cuda.device_count() < on_this_computer()):
            return torch.device(CPU)
        if device.type == "mps":
            raise DeviceError(
                "Several processes cannot share the device mps: use --device cpu, or one process."
            )
        if device.type != "cuda":
            return device
        if local >= (cards := torch.cuda.device_count()):
            raise DeviceError(
                f"There are more processes than graphics cards ({cards}): start as many, or use --device cpu."
            )
        torch.cuda.set_device(local)
        return torch.device("cuda", local)


def on_this_computer() -> int:
    """How many of the processes run on this computer."""
    return int(os.environ.get("LOCAL_WORLD_SIZE", "1"))


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_of_exchange(error: RuntimeError) -> bool:
    import torch

    known = torch.distributed.DistError
    return isinstance(error, known) or any(word in str(error).lower() for word in ("gloo", "nccl"))


@contextmanager
def joined() -> Iterator[World]:
    """The processes that a launcher has started, for a `with` statement; only the first one prints, except for errors.

    Raises:
        SystemExit: an error that another process has told already.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) <= 1:
        yield World()
        return
    import torch
    from torch import distributed
    from torch.distributed.rendezvous import rendezvous

    signal.signal(signal.SIGTERM, _stop)
    store, rank, size = next(rendezvous("env://", timeout=PATIENCE))
    backend = (
        "cpu:gloo,cuda:nccl" if torch.cuda.is_available() and distributed.is_nccl_available() else "gloo"
    )
    distributed.init_process_group(backend, store=store, rank=rank, world_size=size, timeout=PATIENCE)
    world = World(rank, size, store)
    with contextlib.ExitStack() as stack:
        stack.callback(distributed.destroy_process_group)
        if not world.is_first:
            quiet = stack.enter_context(open(os.devnull, "w", encoding="utf-8"))
            stack.enter_context(contextlib.redirect_stdout(quiet))
        try:
            yield world
        except (HitmapError, OSError, KeyboardInterrupt):
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the launcher's, for a process that ends anyway
            if not world.has_word():
                sys.exit(2)
            raise
