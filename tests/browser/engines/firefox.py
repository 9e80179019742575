"""Debian's Firefox, driven through Marionette: WebDriver's commands over a socket, built into every Firefox."""

import itertools
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engines.webdriver import PATIENCE_SECONDS, Window

FIREFOX = Path("/usr/bin/firefox-esr")
SETTINGS = {
    "marionette.port": 0,  # any; Firefox writes which one into its profile
    "media.autoplay.default": 1,  # as for everyone: sound needs a gesture
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
}


class Marionette:
    """A connection: each message is its length, a colon and JSON."""

    def __init__(self, port: int):
        self.stream = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS).makefile("rwb")
        self.ids = itertools.count()
        self._receive()

    def __call__(self, command: str, parameters: dict[str, Any]) -> Any:
        """Sends a WebDriver command; its value.

        Raises:
            RuntimeError: Firefox could not do it.
        """
        message = json.dumps([0, next(self.ids), f"WebDriver:{command}", parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result.get("value", result) if isinstance(result, dict) else result

    def _receive(self) -> Any:
        length = b"".join(iter(lambda: self.stream.read(1), b":"))
        return json.loads(self.stream.read(int(length)))


@contextmanager
def firefox(profile: Path) -> Iterator[Window]:
    """A window of Firefox with a new profile."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--marionette", "--profile", profile, "--width", "1440", "--height", "900"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        send = Marionette(_port(profile / "MarionetteActivePort", process))
        send("NewSession", {"timeouts": {"script": PATIENCE_SECONDS * 1000}})
        yield Window(send, "firefox")
    finally:
        process.terminate()
        process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if file.exists() and (text := file.read_text("utf-8").strip()):
            return int(text)
        time.sleep(0.05)
    raise RuntimeError("Firefox did not start.")
