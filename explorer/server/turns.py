"""Who is answered next: visitors take turns, so that one who asks for much at once does not starve the others.

Knows nothing of what is asked. Everything happens in the server's event loop; the work itself is done in threads.
"""

from asyncio import Future, get_running_loop
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from vae.errors import HitmapError

PLACES = 40
"""Requests that are answered at once; most of them wait for a core (`explorer.sound.torch_lane`)."""
EACH = 4
"""Of one visitor."""
MOST_EACH, MOST = 64, 2_000
"""Requests that may wait, of one visitor and of all."""


class BusyError(HitmapError):
    """Too much waits already; the message is one sentence."""


class Turns:
    """Lets requests in: each visitor's in the order in which they came, the visitors in rotation.

    Attributes:
        places: how many are in at once.
        each: how many of one visitor.
    """

    def __init__(self, places: int = PLACES, each: int = EACH) -> None:
        self.places = places
        self.each = each
        self._in: dict[str, int] = {}
        self._waiting: OrderedDict[str, deque[Future[None]]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, visitor: str) -> AsyncIterator[None]:
        """Waits for a place and keeps it.

        Raises:
            BusyError: too many wait, of this visitor or of all.
        """
        await self._enter(visitor)
        try:
            yield
        finally:
            self._leave(visitor)

    async def _enter(self, visitor: str) -> None:
        if self._has_room(visitor):  # then nobody waits whom this would overtake
            self._let_in(visitor)
            return
        if len(self._waiting.get(visitor, ())) >= MOST_EACH:
            raise BusyError("You asked for too much at once: wait for some of the answers.")
        if self.waiting >= MOST:
            raise BusyError("The server is busy: try again in a moment.")
        called: Future[None] = get_running_loop().create_future()
        self._waiting.setdefault(visitor, deque()).append(called)
        try:
            await called
        except BaseException:
            if called.done() and not called.cancelled():
                self._leave(visitor)
            else:
                self._forget(visitor, called)
            raise

    def _has_room(self, visitor: str) -> bool:
        return sum(self._in.values()) < self.places and self._in.get(visitor, 0) < self.each

    def _let_in(self, visitor: str) -> None:
        self._in[visitor] = self._in.get(visitor, 0) + 1

    def _leave(self, visitor: str) -> None:
        self._in[visitor] -= 1
        if not self._in[visitor]:
            del self._in[visitor]
        following = next((one for one in self._waiting if self._has_room(one)), None)
        if following is None:
            return
        called = self._waiting[following][0]
        self._forget(following, called)
        if following in self._waiting:
            self._waiting.move_to_end(following)
        self._let_in(following)
        called.set_result(None)

    def _forget(self, visitor: str, called: "Future[None]") -> None:
        self._waiting[visitor].remove(called)
        if not self._waiting[visitor]:
            del self._waiting[visitor]
