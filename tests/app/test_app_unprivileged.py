"""Hitmap for a user who can write nowhere: no home, a tree of somebody else's, and Gradio's usual folder taken."""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
from nobody import NOBODY, ROOT, as_nobody, only_root
from running_app import APP, PATIENCE_SECONDS, first_page

from vae.drum_machine.library import write_library
from vae.library.library import Library

POINT = '{"kind":"point","id":3}'

pytestmark = [pytest.mark.slow, only_root]


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """A temporary folder that all may write to, in which Gradio's usual folder belongs to root."""
    folder = Path(tempfile.mkdtemp(prefix="shared-"))  # not below pytest's own, which only root can enter
    folder.chmod(0o1777)
    (folder / "gradio").mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(temporary) -> Iterator[httpx.Client]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        as_nobody(sys.executable, APP, "--port", port),
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TMPDIR": str(temporary)},
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        first_page(address, process)
        with httpx.Client(base_url=f"{address}/gradio_api/", timeout=PATIENCE_SECONDS) as client:
            yield client
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def run(server: httpx.Client, name: str, *values: object) -> list:
    reply = server.post(f"run/{name}", json={"data": values})
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def content(server: httpx.Client, file: dict) -> bytes:
    reply = server.get(file["url"])
    assert reply.status_code == 200
    return reply.content


@pytest.fixture(scope="module")
def rendered(server) -> bytes:
    return content(server, run(server, "render", POINT, "")[0])


def test_a_recipe_is_rendered(rendered):
    waveform, rate = soundfile.read(io.BytesIO(rendered))
    assert rate == 44_100 and abs(waveform).max() > 0.9


def test_an_upload_is_encoded(server, rendered):
    path = server.post("upload", files={"files": ("mine.wav", rendered)}).json()[0]
    (recipe,) = run(server, "encode", {"path": path, "meta": {"_type": "gradio.FileData"}}, "")
    assert json.loads(recipe)["kind"] == "latent"


def compared(server) -> dict:
    """The answer to a comparison with an original, which takes librosa, and so numba."""
    components = httpx.get(str(server.base_url).replace("gradio_api/", "config")).json()["components"]
    stage = next(one["id"] for one in components if one["props"].get("elem_id") == "stage-block")
    body = {"session_hash": "x", "component_id": stage, "fn_name": "difference"}
    return server.post("component_server", json=body | {"data": {"recipe": POINT, "checkpoint": ""}}).json()


def test_a_sound_is_compared_with_its_original(server):
    reply = compared(server)
    assert reply["ok"] and reply["error_db"] < 20


def test_a_kit_is_exported(server):
    (file,) = run(server, "export_kit", f"[{POINT}]", "", 16, 44_100, 1)
    with zipfile.ZipFile(io.BytesIO(content(server, file))) as archive:
        assert "recipes.json" in archive.namelist()


def test_what_was_written_is_the_users_own(server, rendered, temporary):
    assert compared(server)["ok"]
    own = temporary / f"hitmap-{NOBODY}"
    assert own.stat().st_uid == NOBODY and own.stat().st_mode & 0o077 == 0
    assert any((own / "gradio").rglob("*.wav"))
    assert not list((temporary / "gradio").iterdir())


def test_a_map_is_built(checkpoints, temporary):
    mine, sounds = temporary / "mine", temporary / "sounds"
    shutil.copytree(checkpoints / "drum-machine", mine)
    write_library(sounds, count=24, seed=1)
    for path in (mine, *mine.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    (mine / "library.npz").unlink()
    command = [sys.executable, "-m", "explorer.library", "--checkpoint", mine, "--data", sounds]
    result = subprocess.run(
        as_nobody(*command),
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TMPDIR": str(temporary)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode == 0, result.stderr
    assert len(Library.load(mine)) == 24
