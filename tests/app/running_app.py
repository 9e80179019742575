"""The app as a process of its own, and its page once it is up."""

import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

APP = Path(__file__).parents[2] / "app.py"
PATIENCE_SECONDS = 120


def first_page(url: str, process: subprocess.Popen) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("The app did not come up.")
