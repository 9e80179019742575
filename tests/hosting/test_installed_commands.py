"""`pip install` gives the commands `hitmap` and `hitmap-train`, with all that they need and every checkpoint."""

import io
import re
import socket
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import soundfile
import yaml
from installed import ROOT, build_wheel, install, without_paths

from tests.app.running_app import PATIENCE_SECONDS, first_page

SHIPPED = ("vae/", "explorer/", "checkpoints/")
STAYS = re.compile(r"/examples/[^/]*$(?<!\.py)|credits\.md$|^(vae|explorer)/README\.md$")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def commands(wheel, tmp_path_factory) -> Path:
    return install(wheel, tmp_path_factory.mktemp("installed") / "environment")


def run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**without_paths(), "COLUMNS": "200"}
    return subprocess.run([*command], cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_the_wheel_has_every_file(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {re.sub(r"^hitmap-[\d.]+\.data/data/share/hitmap/", "", name) for name in archive.namelist()}
    tracked = subprocess.run(["git", "ls-files", *SHIPPED], cwd=ROOT, capture_output=True, text=True).stdout
    assert [name for name in tracked.split() if name not in names and not STAYS.search(name)] == []
    assert not [name for name in names if name.startswith(("tests/", "notebooks/"))]


@pytest.mark.slow
@pytest.mark.parametrize(("command", "option"), [("hitmap", "--checkpoint"), ("hitmap-train", "--data")])
def test_a_command_tells_its_options(commands, command, option, tmp_path):
    done = run(commands / command, "--help", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert option in done.stdout and "Usage: hitmap" in done.stdout


@pytest.mark.slow
def test_a_checkpoint_that_is_not_there_is_one_sentence_with_those_that_are(commands, tmp_path):
    done = run(commands / "hitmap", "--checkpoint", "nowhere", folder=tmp_path)
    assert done.returncode == 2
    assert all(name in done.stderr for name in ("drum-machine", "effects", "open-kits", "thesis"))


@pytest.fixture(params=[1, 2], ids=["one process", "two processes"])
def server(commands, tmp_path, request) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--checkpoint", "thesis", "--port", str(port), "--workers", str(request.param)]
    process = subprocess.Popen(
        [commands / "hitmap", *options], cwd=tmp_path, env=without_paths(), stdout=subprocess.DEVNULL
    )
    try:
        first_page(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


@pytest.mark.slow
def test_the_installed_app_serves_sounds_and_scripts(server):
    recipe = {"recipe": '{"kind": "point", "id": 3}'}
    sound = httpx.get(f"{server}/gradio_api/sound.wav", params=recipe, timeout=PATIENCE_SECONDS)
    waveform, rate = soundfile.read(io.BytesIO(sound.content))
    assert rate == 22_050 and abs(waveform).max() > 0.1
    page = httpx.get(server, timeout=PATIENCE_SECONDS).text
    scripts = re.findall(r'href="([^"]*\.js[^"]*)"', page)
    assert scripts
    for script in scripts:
        assert httpx.get(httpx.URL(server).join(script), timeout=PATIENCE_SECONDS).status_code == 200


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert citation["version"] == re.search(r'^version = "(.*)"', project, re.MULTILINE)[1]
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["license"] == "MIT" and citation["type"] == "software"
