"""The one lane for torch: loaded checkpoints do one piece of work at a time.

Renderers hold their codec and their steering only through `in_turn`, so that renders, encodes, uploads and comparisons
of all visitors and checkpoints wait their turn. A turn is one call, such as decoding a latent; reading files, searching
a library and measuring sounds with NumPy happen outside it.
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
    """Wraps an object so that each call of its methods waits for all other calls in the lane."""
    return cast(T, _InTurn(worker))


def use_one_core() -> None:
    """Makes torch use one core in this process; call it once, when a server starts.

    One sound is too little work to share between cores: on a busy computer, threads that wait for each other made it
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
