"""Debian's WebKitGTK, the engine of Safari, in its own small browser on a virtual screen."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from engines.webdriver import PATIENCE_SECONDS, Window

WEBKIT, SCREEN = Path("/usr/bin/WebKitWebDriver"), Path("/usr/bin/Xvfb")
BROWSERS = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
PATHS = {
    "Navigate": "url",
    "ExecuteScript": "execute/sync",
    "ExecuteAsyncScript": "execute/async",
    "PerformActions": "actions",
    "FindElement": "element",
    "ElementSendKeys": "element/{id}/value",
}
"""Where WebDriver has each command, below the session."""


@contextmanager
def webkit(profile: Path) -> Iterator[Window]:
    """A window of WebKitGTK with a new profile."""
    read, write = os.pipe()
    screen = subprocess.Popen(
        [SCREEN, "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    driver = None
    try:
        with os.fdopen(read) as told:
            display = told.readline().strip()
        homes = {
            name: str(profile) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        }
        driver = subprocess.Popen(
            [WEBKIT, f"--port={port}"],
            env={"PATH": os.environ["PATH"], "DISPLAY": f":{display}", **homes},
            stderr=subprocess.DEVNULL,
        )
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as client:
            yield Window(_session(client, driver), "webkit")
    finally:
        for process in filter(None, (driver, screen)):
            process.terminate()
            process.wait()


def _session(client: httpx.Client, driver: subprocess.Popen[bytes]) -> Any:
    (binary,) = Path("/").glob(BROWSERS[1:])
    options = {"binary": str(binary), "args": ["--automation", "--geometry=1440x900"]}
    wanted = {"webkitgtk:browserOptions": options, "timeouts": {"script": PATIENCE_SECONDS * 1000}}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            client.get("/status")
            break
        except httpx.TransportError:
            if driver.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    session = _value(client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}))["sessionId"]

    def send(command: str, parameters: dict[str, Any]) -> Any:
        path = PATHS[command].format(**parameters)
        return _value(client.post(f"/session/{session}/{path}", json=parameters))

    return send


def _value(answer: httpx.Response) -> Any:
    value = answer.json()["value"]
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.url.path}: {value['error']} {value['message']}")
    return value
