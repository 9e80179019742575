"""Runs work on threads or processes without piling it up: results in order, a few pieces ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def in_order(
    submit: Callable[[Piece], "Future[Result]"], pieces: Iterable[Piece], ahead: int
) -> Iterator[Result]:
    """Yields the result of every piece in order; never more than `ahead` pieces are under way or waiting.

    `Executor.map` takes all its input at once and keeps all results until they are read; so does
    `joblib.Parallel(return_as="generator")`, which had taken all of 500 pieces when its reader held the first result.

    Args:
        submit: starts the work on a piece.
        pieces: taken one by one, as late as possible.
        ahead: how many to keep under way, at least 1.
    """
    under_way: deque[Future[Result]] = deque()
    try:
        for piece in pieces:
            under_way.append(submit(piece))
            if len(under_way) >= ahead:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()
