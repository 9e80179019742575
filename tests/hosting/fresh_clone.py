"""A fresh clone of this tree with an environment of its own, as the first command of README.md makes it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
from filelock import FileLock
from installed import ROOT, without_paths

README = (ROOT / "README.md").read_text("utf-8")
PATIENCE_SECONDS = 400
SOUND = {"recipe": '{"kind": "point", "id": 3}'}


def command_with(*words: str) -> str:
    """The first line of a code block of README.md that has all of these words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return next(line for line in lines if all(word in line for word in words))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def page_server(html: str) -> Iterator[str]:
    """The address of a page, on this computer under another name than that of the app: another origin."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def running(command: list[object], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A command, and all that it starts, until the context is left."""
    process = subprocess.Popen(
        [*map(str, command)], cwd=folder, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def answered(address: str, process: subprocess.Popen, **parameters: str) -> httpx.Response:
    """The first answer of a server that is starting."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(address, params=parameters, timeout=PATIENCE_SECONDS).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("The app did not come up.")


def make_clone(shared: Path) -> Path:
    """A clone in which README's first command ran; times.json has the seconds until its page and its first sound.

    Made once, whatever number of processes the tests run in.
    """
    clone = shared / "fresh-clone"
    with FileLock(f"{clone}.lock"):
        if not clone.exists():
            subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, clone], check=True)
            _run_first_command(clone)
    return clone


def _run_first_command(clone: Path) -> None:
    port, path = free_port(), clone.with_name("path")
    path.mkdir()
    (path / "python3").symlink_to(sys.executable)  # a link to an environment's is its base in a new one
    began, address = time.monotonic(), f"http://127.0.0.1:{port}"
    environment = {
        **without_paths(),
        "PATH": f"{path}{os.pathsep}{os.environ['PATH']}",
        "GRADIO_SERVER_PORT": str(port),
    }
    command = command_with("python3 -m venv", "app.py")
    with running(["bash", "-euc", command], clone, environment) as process:
        answered(address, process)
        page = time.monotonic() - began
        sound = answered(f"{address}/gradio_api/sound.wav", process, **SOUND)
        times = {"page_s": page, "sound_s": time.monotonic() - began, "bytes": len(sound.content)}
    clone.with_name("times.json").write_text(json.dumps(times), "utf-8")
