"""What the page needs from the computer that serves it: an address, a writable folder, no proxy to itself."""

import errno
import os
import socket
from pathlib import Path

from vae.caches import can_write, passing_folder, use_writable_caches
from vae.errors import HitmapError

TEMPORARY_VARIABLE = "GRADIO_TEMP_DIR"
DEFAULT_HOST = "127.0.0.1"
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class HostError(HitmapError):
    """The page cannot be served here; the message is one sentence."""


def prepare_host(host: str | None, port: int | None, *, share: bool = False) -> None:
    """Checks the address to serve on and sets up the environment; call it before importing Gradio.

    Args:
        host: address to listen on; None for Gradio's own choice.
        port: port to listen on; None for the first free one.
        share: whether the page is also served through Gradio's own servers.

    Raises:
        HostError: the address cannot be used, or there is no folder for uploads and renders.
    """
    host = (host or os.environ.get("GRADIO_SERVER_NAME") or DEFAULT_HOST).strip("[]")
    _check_address(host, port)
    _use_own_folders()
    _avoid_proxies(host, share)


def _check_address(host: str, port: int | None) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise HostError(f'There is no host "{host[:60]}": give --host an address of this computer.') from None
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise HostError(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int | None) -> str:
    if isinstance(error, PermissionError):
        return f"Port {port} is reserved for administrators: choose one from 1024 up with --port."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: choose another with --port."
    return f'The host "{host[:60]}" is not this computer: give --host an address of this computer.'


def _use_own_folders() -> None:
    """Gives libraries folders that this user can write to; folders set in the environment are kept."""
    try:
        use_writable_caches()
        if TEMPORARY_VARIABLE not in os.environ:
            os.environ[TEMPORARY_VARIABLE] = str(passing_folder("gradio"))
    except OSError:
        raise HostError("There is no temporary folder to write to: set TMPDIR to one.") from None
    if not can_write(Path(os.environ[TEMPORARY_VARIABLE])):
        raise HostError(f"The folder in {TEMPORARY_VARIABLE} cannot be written to: set it to another.")


def _avoid_proxies(host: str, share: bool) -> None:
    """Makes requests from the app to itself bypass a proxy; only a shared page sends requests elsewhere."""
    if not any(name.lower() in PROXIES for name in os.environ):
        return
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [*filter(None, known.split(",")), "localhost", DEFAULT_HOST, host]
    os.environ["no_proxy"] = ",".join(dict.fromkeys(hosts)) if share else "*"
