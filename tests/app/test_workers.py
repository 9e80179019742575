"""Several server processes behind one address: the same sounds, whichever answers, and whatever becomes of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile
from gradio.route_utils import API_PREFIX
from gradio_client import Client, handle_file
from running_app import APP, PATIENCE_SECONDS, first_page

from explorer.server.addresses.routes import ADDRESSES
from explorer.workers.front import PURE, SPREAD
from explorer.workers.processes import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for child processes")
PLACE = '{"kind":"place","x":0.4,"y":0.6}'


def test_pure_functions_are_spread():
    assert {*PURE} == {"component_server", *(one.path for one in ADDRESSES)}
    assert {f"{API_PREFIX}/{name}" for name in PURE} == SPREAD


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


class Served:
    def __init__(self, url: str, process: subprocess.Popen):
        self.url, self.process = url, process
        config = httpx.get(f"{url}/config", timeout=PATIENCE_SECONDS).json()
        stage = next(one for one in config["components"] if one["props"].get("elem_id") == "stage-block")
        self.component = stage["id"]

    def render(self, visitor: int) -> dict:
        data = {"recipe": PLACE, "checkpoint": "", "visitor": str(visitor)}
        asked = {
            "data": data,
            "fn_name": "render",
            "component_id": self.component,
            "session_hash": str(visitor),
        }
        answer = httpx.post(f"{self.url}{API_PREFIX}/component_server", json=asked, timeout=PATIENCE_SECONDS)
        return answer.json()


@pytest.fixture(scope="module")
def served(checkpoints, tmp_path_factory) -> Iterator[Served]:
    port = free_port()
    log = tmp_path_factory.mktemp("log") / "stderr.txt"
    command = [sys.executable, APP, "--workers", "2", "--port", str(port), "--checkpoint"]
    with open(log, "wb") as errors:
        process = subprocess.Popen(
            [*command, checkpoints / "drum-machine"], stderr=errors, stdout=subprocess.DEVNULL
        )
    try:
        first_page(f"http://127.0.0.1:{port}/", process)
        served = Served(f"http://127.0.0.1:{port}", process)
        served.log = log
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_SECONDS)


@pytest.mark.slow
def test_every_process_gives_the_same_sound_and_one_that_ends_is_replaced(served):
    with ThreadPoolExecutor(8) as pool:
        replies = [json.dumps(one) for one in pool.map(served.render, range(16))]
        assert len(set(replies)) == 1 and json.loads(replies[0])["ok"]
        asked = pool.map(served.render, range(40))
        before = children(served.process.pid)
        os.kill(before[1], signal.SIGKILL)
        assert {json.dumps(one) for one in asked} == {replies[0]}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len({*children(served.process.pid)} - {*before}) < 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(children(served.process.pid)) == 2
    assert "A server process ended; another takes its place." in served.log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_is_not_pure_works_behind_the_front(served, tmp_path):
    file = tmp_path / "mine.wav"
    noise = np.random.default_rng(0).standard_normal(9_000) * np.linspace(0.5, 0, 9_000)
    soundfile.write(file, noise, 44_100)
    client = Client(served.url, verbose=False)
    recipe = client.predict(handle_file(str(file)), "", api_name="/encode")
    sound, facts = client.predict(recipe, "", api_name="/render")
    assert Path(sound["path"] if isinstance(sound, dict) else sound).stat().st_size > 1000
    assert facts["channels"] == 1
    behind = {"x-forwarded-host": "example.org", "x-forwarded-proto": "https"}
    config = httpx.get(f"{served.url}/config", headers=behind, timeout=PATIENCE_SECONDS).json()
    assert config["root"] == "https://example.org"
    address = httpx.get(
        f"{served.url}{API_PREFIX}/sound.wav", params={"recipe": PLACE}, timeout=PATIENCE_SECONDS
    )
    assert address.content[:4] == b"RIFF" and address.headers["etag"]


@pytest.mark.slow
def test_all_processes_end_together(served):
    running = children(served.process.pid)
    served.process.send_signal(signal.SIGINT)
    served.process.wait(PATIENCE_SECONDS)
    assert running and not any(Path(f"/proc/{one}").exists() for one in running)


@pytest.mark.slow
def test_a_checkpoint_that_cannot_be_served_is_one_sentence(tmp_path):
    result = subprocess.run(
        [sys.executable, APP, "--workers", "2", "--checkpoint", tmp_path], capture_output=True, text=True
    )
    assert result.returncode == 2 and result.stderr.count("\n") == 1
