"""One address for several server processes.

What is asked for sounds is a pure function of the request, so that any process may answer it, and another one if the
first ends meanwhile. Everything else goes to the first process, which so has all of Gradio's queue and uploads. A proxy
of any other kind can do the same: nothing is sticky but that.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from explorer.workers.processes import Worker

PURE = ("component_server", "sound.wav", "loop.wav", "kit.zip", "map.gz", "names.gz")
SPREAD = frozenset(f"/gradio_api/{name}" for name in PURE)
"""The paths of pure functions."""
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]
HOP_BY_HOP = frozenset(("connection", "keep-alive", "transfer-encoding", "host", "content-length"))
WATCH_SECONDS = 0.2
PORTS_TRIED = 100
BUSY = "The server is starting again: try again in a moment."


class Front:
    """Passes requests on.

    Attributes:
        workers: the processes, the first of which answers everything that is not pure.
        is_over: whether a process cannot be started at all.
    """

    def __init__(self, workers: Sequence[Worker]) -> None:
        self.workers = workers
        self.is_over = asyncio.Event()
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        self._client = httpx.AsyncClient(timeout=None, limits=limits, trust_env=False)

    def app(self) -> Starlette:
        """The server to run; it starts the processes and ends them."""
        return Starlette(routes=[Route("/{path:path}", self._pass, methods=METHODS)], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        for worker in self.workers:
            worker.start()
        watching = asyncio.create_task(self._watch())
        try:
            await self._first_is_up()
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await self._client.aclose()
            for worker in self.workers:
                worker.stop()

    async def _first_is_up(self) -> None:
        while not (self.workers[0].came_up or self.is_over.is_set()):
            await asyncio.sleep(WATCH_SECONDS)

    async def _watch(self) -> None:
        """Notes which processes are up, and starts again those that end; one that never came up says why itself."""
        while not self.is_over.is_set():
            for worker in self.workers:
                if worker.has_ended and not worker.came_up:
                    self.is_over.set()
                elif worker.has_ended:
                    print("A server process ended; another takes its place.", file=sys.stderr, flush=True)
                    worker.start()
                elif not worker.came_up:
                    worker.came_up = await self._answers(worker)
            await asyncio.sleep(WATCH_SECONDS)

    async def _answers(self, worker: Worker) -> bool:
        try:
            return (await self._client.head(f"{worker.url}/", timeout=WATCH_SECONDS * 10)).is_success
        except httpx.HTTPError:
            return False

    async def _pass(self, request: Request) -> Response:
        if request.url.path not in SPREAD:
            return await self._pass_to(self.workers[0], request, request.stream())
        body = await request.body()
        tried: list[Worker] = []
        while worker := self._least_busy(tried):
            tried.append(worker)
            worker.busy += 1
            try:
                answer = await self._pass_to(worker, request, body)
            finally:
                worker.busy -= 1
            if answer.status_code != httpx.codes.BAD_GATEWAY:
                return answer
        return _busy()

    def _least_busy(self, tried: Sequence[Worker]) -> Worker | None:
        up = [worker for worker in self.workers if worker.came_up and worker not in tried]
        return min(up, key=lambda worker: worker.busy, default=None)

    async def _pass_to(
        self, worker: Worker, request: Request, body: bytes | AsyncIterator[bytes]
    ) -> Response:
        headers = [(name, value) for name, value in request.headers.items() if name not in HOP_BY_HOP]
        forwarded = {
            "x-forwarded-host": request.headers.get("host", ""),
            "x-forwarded-proto": request.url.scheme,
        }
        headers += [
            one for one in forwarded.items() if one[0] not in request.headers
        ]  # another proxy knows better
        if request.client:
            headers.append(("x-forwarded-for", request.client.host))
        length = request.headers.get("content-length")
        if length:
            headers.append(("content-length", length))
        url = httpx.URL(worker.url).copy_with(raw_path=_raw_path(request))
        asked = self._client.build_request(
            request.method, url, headers=headers, content=body if length else None
        )
        try:
            answer = await self._client.send(asked, stream=True)
            whole = (
                None if not isinstance(body, bytes) else b"".join([part async for part in answer.aiter_raw()])
            )
        except httpx.HTTPError:
            return _busy()
        back = {name: value for name, value in answer.headers.items() if name not in HOP_BY_HOP}
        if whole is not None:
            return Response(whole, answer.status_code, back, background=BackgroundTask(answer.aclose))
        if kept := answer.headers.get("content-length"):
            back["content-length"] = kept
        closing = BackgroundTask(answer.aclose)
        return StreamingResponse(answer.aiter_raw(), answer.status_code, back, background=closing)


def _raw_path(request: Request) -> bytes:
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    return path + b"?" + query if query else path


def _busy() -> Response:
    return JSONResponse({"ok": False, "error": BUSY}, status_code=502)


def listening(host: str, port: int | None, first: int) -> socket.socket:
    """A socket that listens on a port, or on the first free one from `first` up.

    Raises:
        OSError: there is none.
    """
    for one in [port] if port else range(first, first + PORTS_TRIED):
        try:
            return socket.create_server((host, one), family=_family(host))
        except OSError as error:
            refused = error
    raise refused


def _family(host: str) -> socket.AddressFamily:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]


def serve(workers: Sequence[Worker], listener: socket.socket) -> bool:
    """Serves until it is interrupted; False if a process could not be started."""

    async def served() -> bool:
        front = Front(workers)
        server = uvicorn.Server(uvicorn.Config(front.app(), log_level="warning", timeout_graceful_shutdown=3))
        serving = asyncio.create_task(server.serve([listener]))
        over = asyncio.create_task(front.is_over.wait())
        await asyncio.wait((serving, over), return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
        over.cancel()
        return not front.is_over.is_set()

    return asyncio.run(served())
