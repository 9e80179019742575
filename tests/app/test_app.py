import json
import os
import shutil
import socket
import subprocess
import sys

import pytest
from running_app import APP, PATIENCE_SECONDS, first_page


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, APP, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        env=os.environ | environment,
    )


def refused(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 2
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].endswith("."), result.stderr
    return lines[0]


def test_help_names_the_options():
    result = run("--help")
    assert result.returncode == 0
    for option in ("--checkpoint", "--host", "--port", "--share", "--device"):
        assert option in result.stdout


def test_an_unknown_checkpoint_is_one_sentence_and_exit_2():
    assert "nowhere" in refused(run("--checkpoint", "nowhere"))


def test_a_device_that_is_not_there_is_one_sentence_and_exit_2():
    assert "no device 'gpu'" in refused(run("--device", "gpu"))


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "library.npz"])
def test_a_damaged_checkpoint_is_one_sentence_that_names_the_file(checkpoints, tmp_path, file):
    folder = tmp_path / "broken"
    shutil.copytree(checkpoints / "drum-machine", folder)
    (folder / file).write_bytes((folder / file).read_bytes()[:100])
    assert file in refused(run("--checkpoint", str(folder)))


def test_a_missing_file_is_one_sentence(checkpoints, tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(checkpoints / "drum-machine", folder)
    (folder / "library.npz").unlink()
    assert "library.npz" in refused(run("--checkpoint", str(folder)))


def test_a_newer_format_is_refused(checkpoints, tmp_path):
    folder = tmp_path / "newer"
    shutil.copytree(checkpoints / "drum-machine", folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "format": 99}))
    assert "99" in refused(run("--checkpoint", str(folder)))


def test_the_app_serves_its_page_whatever_the_proxies(checkpoints):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["--checkpoint", str(checkpoints / "drum-machine"), "--port", str(port)]
    proxy = {"http_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "socks5://127.0.0.1:9"}
    process = subprocess.Popen(
        [sys.executable, APP, *arguments], stdout=subprocess.DEVNULL, env=os.environ | proxy
    )
    try:
        page = first_page(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
    assert "Hitmap" in page


def test_the_app_starts_without_what_only_building_needs():
    heavy = (
        "umap",
        "numba",
        "librosa.core",
        "torch",
        "scipy.signal",
        "scipy.stats",
        "scipy.spatial",
    )
    script = f"import sys; import explorer.page.ui; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=APP.parent,
        timeout=PATIENCE_SECONDS,
    )
    assert result.stdout.strip() == "[]", result.stderr


def test_a_port_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "choose another with --port" in refused(run("--port", str(taken.getsockname()[1])))


def test_a_host_that_is_not_here_is_said():
    assert "--host" in refused(run("--host", "no.such.host.invalid"))


def test_a_temporary_folder_that_cannot_be_written_is_said():
    assert "GRADIO_TEMP_DIR" in refused(run(GRADIO_TEMP_DIR="/dev/null/gradio"))
