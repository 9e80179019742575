"""The one lane for torch: of all that the explorer asks of loaded checkpoints, one piece of work runs at a time.

Renderers hold their codec and their steering only through `in_turn`, so that whatever goes through them waits its
turn: renders, encodes, uploads and comparisons of all visitors and checkpoints. A turn is one call, such as decoding
a latent; reading files, searching a library and measuring sounds with NumPy happen outside of it.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any, TypeVar, cast

T = TypeVar("T")

_LANE = RLock()
"""Reentrant, because steering asks the codec during its own turn."""


class _InTurn:
    def __init__(self, worker: object) -> None:
        self._worker = worker

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._worker, name)
        return _taking_turns(found) if callable(found) else found


def in_turn(worker: T) -> T:
    """The same object, but each call of one of its methods waits for the calls of all others in the lane."""
    return cast(T, _InTurn(worker))


def use_one_core() -> None:
    """Has torch work on one core in this process; called once, when a server starts.

    One sound is too little work to share between cores: on a busy machine, threads that wait for each other made it
    ten to twenty times slower.
    """
    import torch

    torch.set_num_threads(1)


def _taking_turns(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def taking_turns(*args: Any, **options: Any) -> Any:
        with _LANE:
            return method(*args, **options)

    return taking_turns
