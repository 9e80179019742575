"""Where the page is served: what is wrong is one sentence that names its cause, what can be mended is."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from nobody import ROOT, as_nobody, only_root

from explorer.page.host import HostError, prepare_host
from vae.caches import NUMBA_VARIABLE, can_write, own_folder, use_writable_caches


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """One that the test may change, with a temporary folder of its own."""
    for name in (NUMBA_VARIABLE, "GRADIO_TEMP_DIR", "GRADIO_SERVER_NAME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = dict(os.environ)
    yield
    for name in set(os.environ) - set(before):
        del os.environ[name]


@pytest.fixture
def no_home(monkeypatch):
    """Nothing can be made below what is no folder."""
    monkeypatch.setenv("HOME", "/dev/null")


def test_folders_of_ones_own_are_set_and_the_same_every_time(tmp_path, no_home):
    prepare_host(None, None)
    folders = os.environ["GRADIO_TEMP_DIR"], os.environ[NUMBA_VARIABLE]
    assert all(Path(folder).is_dir() and Path(folder).is_relative_to(tmp_path) for folder in folders)
    assert own_folder("gradio") == Path(folders[0])
    assert Path(folders[0]).parent.stat().st_mode & 0o077 == 0


def test_what_the_user_set_is_kept(monkeypatch, tmp_path, no_home):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv(NUMBA_VARIABLE, str(tmp_path / "compiled"))
    prepare_host(None, None)
    assert os.environ["GRADIO_TEMP_DIR"] == str(tmp_path / "mine")
    assert os.environ[NUMBA_VARIABLE] == str(tmp_path / "compiled")


def test_numba_is_left_alone_where_the_home_can_be_written(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    use_writable_caches()
    assert NUMBA_VARIABLE not in os.environ


def test_a_folder_that_another_could_write_is_not_used(tmp_path):
    taken = own_folder("x").parent
    taken.chmod(0o777)
    other = own_folder("x")
    assert other.parent != taken and other.parent.stat().st_mode & 0o077 == 0
    (taken / "x").rmdir()
    taken.rmdir()
    taken.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    assert not own_folder("x").resolve().is_relative_to(tmp_path / "elsewhere")


def test_a_folder_that_cannot_be_written_is_said(monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", "/dev/null/gradio")
    with pytest.raises(HostError, match="GRADIO_TEMP_DIR"):
        prepare_host(None, None)
    assert not can_write(Path("/dev/null/gradio"))


def test_no_temporary_folder_is_said(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/dev/null/tmp")
    with pytest.raises(HostError, match="TMPDIR"):
        prepare_host(None, None)


@pytest.mark.parametrize(
    ("host", "part"),
    [
        ("no.such.host.invalid", "There is no host"),
        ("x" * 300, "There is no host"),
        ("192.0.2.1", "is not this computer"),
    ],
)
def test_a_host_that_is_not_this_computer_is_said(host, part):
    with pytest.raises(HostError, match=part) as caught:
        prepare_host(host, 7860)
    assert "--host" in str(caught.value) and str(caught.value).endswith(".")


def test_a_port_that_is_in_use_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(HostError, match="choose another with --port"):
            prepare_host(None, taken.getsockname()[1])


@only_root
def test_a_port_for_administrators_is_said():
    open_from = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if open_from.exists() and int(open_from.read_text()) <= 80:
        return
    script = "from explorer.page.host import prepare_host; prepare_host('127.0.0.1', 80)"
    command = as_nobody(sys.executable, "-c", script)
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "from 1024 up" in result.stderr


def test_proxies_are_not_asked_for_the_app_itself(monkeypatch):
    prepare_host(None, None)
    assert "no_proxy" not in os.environ
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:9")
    prepare_host(None, None)
    assert os.environ.pop("no_proxy") == "*"
    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    prepare_host("127.0.0.2", None, share=True)
    assert os.environ["no_proxy"] == "example.org,localhost,127.0.0.1,127.0.0.2"
