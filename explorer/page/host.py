"""What serving the page needs of its computer: an address, a folder to write to, and no proxy on the way to itself."""

import errno
import os
import socket
from pathlib import Path

from vae.caches import can_write, own_folder, use_writable_caches
from vae.errors import HitmapError

TEMPORARY_VARIABLE = "GRADIO_TEMP_DIR"
DEFAULT_HOST = "127.0.0.1"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class HostError(HitmapError):
    """The page cannot be served here; the message is one sentence."""


def prepare_host(host: str | None, port: int | None, *, share: bool = False) -> None:
    """Checks where the page is to be served and sets the environment for it; call it before Gradio is imported.

    Args:
        host: address to listen on; None for Gradio's own choice.
        port: to listen on; None for the first that is free.
        share: whether the page is also served through Gradio's own servers.

    Raises:
        HostError: the address cannot be used, or there is no folder for what is uploaded and rendered.
    """
    host = (host or os.environ.get("GRADIO_SERVER_NAME") or DEFAULT_HOST).strip("[]")
    _check_address(host, port)
    _use_own_folders()
    _avoid_proxies(host, share)


def _check_address(host: str, port: int | None) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise HostError(
            f'There is no host "{host[:60]}" here: --host is an address of this computer.'
        ) from None
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise HostError(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int | None) -> str:
    if isinstance(error, PermissionError):
        return f"Port {port} is reserved for administrators: choose one from 1024 on with --port."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: choose another with --port."
    return f'The host "{host[:60]}" is not this computer: --host is an address of this computer.'


def _use_own_folders() -> None:
    """Gives libraries folders of this user's own to write to; one that is set in the environment is kept."""
    try:
        use_writable_caches()
        if TEMPORARY_VARIABLE not in os.environ:
            os.environ[TEMPORARY_VARIABLE] = str(own_folder("gradio"))
    except OSError:
        raise HostError("There is no temporary folder to write to: name one in TMPDIR.") from None
    if not can_write(Path(os.environ[TEMPORARY_VARIABLE])):
        raise HostError(f"The folder that {TEMPORARY_VARIABLE} names cannot be written to: name another.")


def _avoid_proxies(host: str, share: bool) -> None:
    """Keeps away from a proxy what the app asks of itself when it starts; only a shared page asks anyone else."""
    if not any(name.lower() in PROXIES for name in os.environ):
        return
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [*filter(None, known.split(",")), "localhost", DEFAULT_HOST, host]
    os.environ["no_proxy"] = ",".join(dict.fromkeys(hosts)) if share else "*"
