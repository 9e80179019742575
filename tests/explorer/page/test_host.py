"""Where the page is served: what is wrong is one sentence that names its cause, what can be mended is."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import pytest
from nobody import NOBODY, ROOT, as_nobody, only_root

from explorer.page.host import HostError, prepare_host, why_not_served
from vae.caches import (
    ABANDONED_SECONDS,
    MATPLOTLIB_VARIABLE,
    NUMBA_VARIABLE,
    can_write,
    own_folder,
    passing_folder,
    use_writable_caches,
)


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """One that the test may change, with a temporary folder of its own."""
    for name in (
        NUMBA_VARIABLE,
        MATPLOTLIB_VARIABLE,
        "GRADIO_TEMP_DIR",
        "GRADIO_SERVER_NAME",
        "XDG_CACHE_HOME",
    ):
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
    assert own_folder("numba") == Path(folders[1])
    assert Path(folders[1]).parent.stat().st_mode & 0o077 == 0


def test_every_server_has_a_folder_that_it_removes(tmp_path, monkeypatch):
    """Gradio names files by their content and deletes them when it likes: two servers would lose each other's."""
    script = "from vae.caches import passing_folder; print(passing_folder('gradio'))"
    first, second = (
        Path(
            subprocess.run(
                [sys.executable, "-c", script],
                cwd=ROOT,
                env=os.environ | {"TMPDIR": str(tmp_path)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout.strip()
        )
        for _ in range(2)
    )
    assert first != second and first.parent == second.parent == own_folder("gradio")
    assert not first.exists() and not second.exists()


def test_what_a_killed_server_left_is_removed_by_a_later_one():
    used, left = passing_folder("gradio"), passing_folder("gradio")
    (left / "recipe").mkdir()
    (left / "recipe" / "audio.wav").touch()
    then = time.time() - ABANDONED_SECONDS - 1
    os.utime(left, (then, then))
    passing_folder("gradio")
    assert used.exists() and not left.exists()


def test_what_the_user_set_is_kept(monkeypatch, tmp_path, no_home):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv(NUMBA_VARIABLE, str(tmp_path / "compiled"))
    monkeypatch.setenv(MATPLOTLIB_VARIABLE, str(tmp_path / "drawn"))
    prepare_host(None, None)
    assert os.environ["GRADIO_TEMP_DIR"] == str(tmp_path / "mine")
    assert os.environ[NUMBA_VARIABLE] == str(tmp_path / "compiled")
    assert os.environ[MATPLOTLIB_VARIABLE] == str(tmp_path / "drawn")


@pytest.mark.parametrize("variable", [NUMBA_VARIABLE, MATPLOTLIB_VARIABLE])
def test_a_cache_that_cannot_be_written_is_replaced_even_if_it_was_set(variable, monkeypatch, tmp_path):
    monkeypatch.setenv(variable, "/dev/null/cache")
    use_writable_caches()
    assert Path(os.environ[variable]).is_relative_to(tmp_path)


@only_root
@pytest.mark.parametrize("taken", ["numba", "numba/librosa_1"])
def test_a_cache_of_another_user_is_not_used(tmp_path, taken):
    """As after a command with sudo: the home is one's own, a folder in its cache is not."""
    home = Path(tempfile.mkdtemp(dir="/tmp", prefix="home-"))
    try:
        (home / ".cache" / taken).mkdir(parents=True)
        for folder in (home, home / ".cache", *({home / ".cache" / "numba"} - {home / ".cache" / taken})):
            os.chown(folder, NOBODY, NOBODY)
        script = "from vae.caches import *; use_writable_caches(); print(os.environ.get(NUMBA_VARIABLE))"
        done = subprocess.run(
            as_nobody(sys.executable, "-c", script),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    finally:
        shutil.rmtree(home)
    assert done.stdout.strip() == f"{home}/hitmap-{NOBODY}/numba"


def test_a_user_whom_the_system_does_not_know_has_caches_too(monkeypatch, tmp_path):
    """As in a container that runs under any number: no HOME, and no entry in the list of users."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    use_writable_caches()
    assert Path(os.environ[NUMBA_VARIABLE]).is_relative_to(tmp_path)


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
    taken.unlink()
    taken.write_text("no folder", encoding="utf-8")
    assert own_folder("x").is_dir()


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


class Refusing(socket.socket):
    """A socket that may not be bound, for a reason of the test's choice."""

    reason = 0

    def bind(self, address):
        raise OSError(self.reason, os.strerror(self.reason))


@pytest.mark.parametrize(
    ("reason", "port", "part"),
    [
        (errno.EACCES, 80, "for administrators: choose one from 1024 up"),
        (
            errno.EACCES,
            50_000,
            "This system reserves port 50000",
        ),  # Windows keeps ranges for virtual machines
        (errno.EACCES, None, "Permission denied"),
        (errno.EAFNOSUPPORT, 7860, "no network"),
        (errno.EMFILE, 7860, "Too many open files"),
        (errno.ENETDOWN, None, "Network is down"),
    ],
)
def test_what_keeps_a_port_from_being_used_is_said(monkeypatch, reason, port, part):
    monkeypatch.setattr(Refusing, "reason", reason)
    monkeypatch.setattr("socket.socket", Refusing)
    with pytest.raises(HostError, match=part) as caught:
        prepare_host(None, port)
    assert "None" not in str(caught.value)


def test_a_network_that_is_down_is_not_taken_for_a_wrong_name(monkeypatch):
    def look_up(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    with pytest.raises(HostError, match="no network or no name server"):
        prepare_host("studio.local", None)


@pytest.mark.parametrize("text", ["", "none", "0", "65536", "-1", "٣"])
def test_a_port_in_the_environment_that_is_none_is_said(monkeypatch, text):
    monkeypatch.setenv("GRADIO_SERVER_PORT", text)
    with pytest.raises(HostError, match="GRADIO_SERVER_PORT"):
        prepare_host(None, None)


def test_an_error_of_the_server_keeps_its_cause(monkeypatch):
    monkeypatch.setenv("GRADIO_SERVER_PORT", "9000")
    assert "from 9000 up" in str(why_not_served(OSError("Cannot find empty port in range: 9000-9099")))
    assert "proxy" in str(why_not_served(ValueError("When localhost is not accessible, …")))
    assert "proxy" in str(why_not_served(httpx.ConnectError("refused")))
    full = OSError(errno.ENOSPC, "No space left on device")
    assert why_not_served(full) is full


@only_root
def test_a_port_for_administrators_is_said():
    open_from = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    if open_from.exists() and int(open_from.read_text(encoding="utf-8")) <= 80:
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


def test_a_proxy_in_the_systems_settings_is_not_asked_either(monkeypatch):
    """Windows and macOS: nothing in the environment says so."""
    monkeypatch.setattr("explorer.page.host.getproxies", lambda: {"https": "http://192.0.2.1:9"})
    prepare_host(None, None)
    assert os.environ.pop("no_proxy") == "*"
    prepare_host(None, None, share=True)
    assert "*" not in os.environ["no_proxy"] and os.environ["https_proxy"] == "http://192.0.2.1:9"
