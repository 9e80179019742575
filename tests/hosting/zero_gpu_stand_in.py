"""A stand-in for ZeroGPU's device API: it hears which Space reports a function for the graphics card at its start."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def zero_gpu() -> Iterator[tuple[dict[str, str], list[str]]]:
    """The environment of a Space on ZeroGPU, and the paths that are asked for, as they come in."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {"SPACES_ZERO_GPU": "true", "SPACES_ZERO_DEVICE_API_URL": address}, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
