"""The app as a process of its own, and how to ask it for what its page asks for."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from explorer.workers.processes import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class App:
    """An app that runs.

    Attributes:
        url: where.
        process: its number.
        seconds: from its start to its first page.
        component: the number that Gradio gave the stage.
    """

    url: str
    process: int
    seconds: float
    component: int

    def payload(self, function: str, visitor: str = "", **asked: Any) -> dict[str, Any]:
        """What the page sends to call a function."""
        data = {"visitor": visitor, **asked}
        names = {"fn_name": function, "component_id": self.component, "session_hash": visitor or "one"}
        return {"data": data, **names}

    @property
    def functions(self) -> str:
        """Where functions are called."""
        return f"{self.url}/gradio_api/component_server"

    def ask(self, function: str, **asked: Any) -> Any:
        """What a function answers."""
        answer = httpx.post(self.functions, json=self.payload(function, **asked), timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def running(checkpoint: str, *options: str) -> Iterator[App]:
    """The app with a checkpoint, a name or a folder, as long as the context lasts."""
    port = free_port()
    command = [
        sys.executable,
        str(ROOT / "app.py"),
        "--port",
        str(port),
        "--checkpoint",
        checkpoint,
        *options,
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _first_page(url, process)
        seconds = time.perf_counter() - begun
        config = httpx.get(f"{url}/config", timeout=PATIENCE_SECONDS).json()
        stage = next(one for one in config["components"] if one["props"].get("elem_id") == "stage-block")
        yield App(url, process.pid, seconds, stage["id"])
    finally:
        process.terminate()
        process.wait()


def _first_page(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=PATIENCE_SECONDS).raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.02)
    raise RuntimeError("The app did not come up.")
