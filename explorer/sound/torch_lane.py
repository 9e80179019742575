"""The lanes for torch: how many pieces of work the loaded checkpoints do at once, and in which order.

Renderers hold their codec and their steering only through `in_turn`, so that what visitors of all checkpoints ask for
waits its turn, first come, first served. A turn is one call, such as decoding a latent; reading files, searching a
library and measuring sounds with NumPy happen outside it. As many turns as there are cores are taken at once. Encoding
takes ten times as long as a render and has a lane of its own, one at a time, so that uploads never hold clicks.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Event, Lock, local
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Lane:
    """Lets a few callers in at once, in the order in which they came. A caller who is in may enter again."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._places = places
        self._waiting: deque[Event] = deque()
        self._lock = Lock()
        self._own = local()

    @property
    def is_empty(self) -> bool:
        """Whether nobody is in."""
        return self._free == self._places

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a place and keeps it."""
        depth = getattr(self._own, "depth", 0)
        if not depth:
            self._enter()
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            if not depth:
                self._leave()

    def _enter(self) -> None:
        with self._lock:
            if self._free:  # then nobody waits: places go from hand to hand
                self._free -= 1
                return
            called = Event()
            self._waiting.append(called)
        called.wait()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_RENDERS, _ENCODES = Lane(cores()), Lane(1)
_ENCODING = frozenset({"encode", "encode_one_shots"})


class _InTurn:
    def __init__(self, worker: object) -> None:
        self._worker = worker

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._worker, name)
        return _taking_turns(found, _ENCODES if name in _ENCODING else _RENDERS) if callable(found) else found


def in_turn(worker: T) -> T:
    """Wraps an object so that each call of its methods waits for a place in its lane."""
    return cast(T, _InTurn(worker))


def is_idle() -> bool:
    """Whether nobody works in a lane now, so that work which nobody waits for may begin."""
    return _RENDERS.is_empty and _ENCODES.is_empty


def use_one_core() -> None:
    """Makes torch use one core for a piece of work; call it once, when a server starts.

    One sound is too little work to share between cores: on a busy computer, threads that wait for each other made it
    ten to twenty times slower.
    """
    import torch

    torch.set_num_threads(1)


def _taking_turns(method: Callable[..., Any], lane: Lane) -> Callable[..., Any]:
    @wraps(method)
    def taking_turns(*args: Any, **options: Any) -> Any:
        with lane.turn():
            return method(*args, **options)

    return taking_turns
