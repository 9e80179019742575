"""Runs work on threads or processes without piling it up: results in order, a few pieces ahead."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from vae.errors import HitmapError

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class WorkerError(HitmapError):
    """A process that ended in the middle of its work; the message is one sentence."""


def cores() -> int:
    """How many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def one_blas_thread() -> AbstractContextManager[object]:
    """NumPy and SciPy multiply on one thread in a `with` statement: on more, the bits depend on the number of cores."""
    from threadpoolctl import threadpool_limits  # only training's packages have it

    limited: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return limited


def on_processes(
    work: Callable[[Piece], Result],
    pieces: Iterable[Piece],
    workers: int,
    *,
    start: Callable[..., object] | None = None,
    arguments: tuple[Any, ...] = (),
    forked: bool = False,
) -> Iterator[Result]:
    """Yields `work` of every piece in order, on several processes, or in this one if there is to be only one.

    Args:
        work: a function of a module.
        pieces: taken one by one, at most one more than there are workers under way.
        workers: number of processes.
        start: called with `arguments` in every process before its work.
        arguments: as above; sent once.
        forked: start processes as the system does by default, on Linux as copies of this one: at once, but only where
            nothing here has run on threads that a copy lacks. Otherwise each starts from nothing, which takes seconds.

    Raises:
        WorkerError: a process was killed.
    """
    if workers <= 1:
        if start:
            start(*arguments)
        yield from map(work, pieces)
        return
    context = multiprocessing.get_context(None if forked else "spawn")
    try:
        with ProcessPoolExecutor(workers, context, _start, (start, arguments)) as pool:
            yield from in_order(lambda piece: pool.submit(work, piece), pieces, workers + 1)
    except BrokenProcessPool as error:
        raise WorkerError(
            "A worker process was killed, perhaps because the memory is full: close other programs and start again."
        ) from error


def _start(start: Callable[..., object] | None, arguments: tuple[Any, ...]) -> None:
    """Leaves interrupts to the parent, and exits with it: an orphan would hold its lock forever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a copy of the parent would treat it as the parent does

    def follow() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    if start:
        start(*arguments)


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
