"""Middleware for every request: a limit on its size, and no stale scripts in browsers."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_UPLOAD_BYTES = 30 * 2**20
MAX_REQUEST_BYTES = 48 * 2**20
"""Room for the largest kit, 32 MB as base64, and the JSON around it."""


class TooLarge(Exception):
    """The request is longer than the limit."""


class SizeLimit:
    """Middleware that refuses a request of more than `max_bytes`, before reading it or once it passes the limit."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_REQUEST_BYTES):
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and counts its bytes; answers 413 with one sentence if it is too large."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.max_bytes:
            return await self._refuse(scope, receive, send)
        received, answered = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except TooLarge:
            if not answered:
                await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        error = f"A request can be {self.max_bytes // 2**20} MB at most."
        await JSONResponse({"ok": False, "error": error}, status_code=413)(scope, receive, send)


class FreshScripts:
    """Middleware that makes browsers revalidate the files of a folder, so that a page never mixes two versions."""

    def __init__(self, app: ASGIApp, folder: Path):
        self.app = app
        self.folder = folder.as_posix()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; adds a header to the answer if the file is in the folder."""

        async def send_fresh(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Cache-Control"] = "no-cache"
            await send(message)

        ours = scope["type"] == "http" and self.folder in scope["path"]
        await self.app(scope, receive, send_fresh if ours else send)
