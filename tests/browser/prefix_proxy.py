"""A proxy that serves another server below a path and does not tell it, as many are set up."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

METHODS = ["GET", "HEAD", "POST"]
OWN_HEADERS = ("host", "connection", "keep-alive", "transfer-encoding")


@contextmanager
def below(path: str, server: str) -> Iterator[str]:
    """The address below which `server` is found as long as the context lasts; its path begins with a slash."""
    client = httpx.AsyncClient(base_url=server, timeout=None)

    async def forward(request: Request) -> StreamingResponse:
        headers = {name: value for name, value in request.headers.items() if name not in OWN_HEADERS}
        url = httpx.URL(path=f"/{request.path_params['rest']}", query=request.url.query.encode())
        passed = client.build_request(request.method, url, headers=headers, content=await request.body())
        answer = await client.send(passed, stream=True)
        back = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
        return StreamingResponse(
            answer.aiter_raw(), answer.status_code, back, background=BackgroundTask(answer.aclose)
        )

    app = Starlette(routes=[Route(f"{path}/{{rest:path}}", forward, methods=METHODS)])
    proxy = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=proxy.run, daemon=True)
    thread.start()
    try:
        while not proxy.started:
            thread.join(0.05)
            if not thread.is_alive():
                raise RuntimeError("The proxy did not start.")
        port = proxy.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}{path}"
    finally:
        proxy.should_exit = True
        thread.join()
