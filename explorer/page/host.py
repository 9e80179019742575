"""What the page needs from the computer that serves it: an address, a writable folder, no proxy to itself."""

import errno
import os
import socket
from importlib.util import find_spec
from pathlib import Path
from urllib.request import getproxies

from vae.caches import can_write, passing_folder, use_writable_caches
from vae.command import MissingPackagesError
from vae.errors import HitmapError

TEMPORARY_VARIABLE = "GRADIO_TEMP_DIR"
PORT_VARIABLE, FIRST_PORT, RESERVED_PORTS = "GRADIO_SERVER_PORT", 7860, 1024
DEFAULT_HOST = "127.0.0.1"
TOOLS_PACKAGE = "mcp"
PROXIES = ("http", "https", "all")


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
    host = chosen_host(host)
    _check_first_port()
    _check_address(host, port)
    _use_own_folders()
    _avoid_proxies(host, share)


def check_tools() -> None:
    """Checks that what serves tools to agents is installed.

    Raises:
        MissingPackagesError: it is not.
    """
    if find_spec(TOOLS_PACKAGE) is None:
        raise MissingPackagesError(
            f"Tools for agents need a package that is not installed ({TOOLS_PACKAGE}): "
            "pip install -r requirements-mcp.txt."
        )


def chosen_host(host: str | None) -> str:
    """The address to listen on: the one given, that of the environment, or this computer's own."""
    return (host or os.environ.get("GRADIO_SERVER_NAME") or DEFAULT_HOST).strip("[]")


def why_not_served(error: Exception) -> Exception:
    """What Gradio's error at the start of a server means to its user; any other error as it is."""
    if not isinstance(error, OSError):
        return HostError(
            "The page cannot be reached: a proxy or a firewall blocks this computer's connections to itself."
        )
    if "empty port" in str(error):
        first = os.environ.get(PORT_VARIABLE, FIRST_PORT)
        return HostError(f"No port from {first} up is free: choose one with --port.")
    return error


def _check_first_port() -> None:
    text = os.environ.get(PORT_VARIABLE, str(FIRST_PORT))
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise HostError(f"The port in {PORT_VARIABLE} is not a number from 1 to 65535: set it to one.")


def _check_address(host: str, port: int | None) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise HostError(_why_unknown(error, host)) from None
    try:
        with socket.socket(family) as probe:
            if os.name == "posix":  # elsewhere it would let two servers share a port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise HostError(_why_not(error, host, port)) from None


def _why_unknown(error: OSError | UnicodeError, host: str) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return (
            f'The host "{host[:60]}" cannot be looked up, because there is no network or no name server: '
            "give --host an address in numbers."
        )
    return f'There is no host "{host[:60]}": give --host an address of this computer.'


def _why_not(error: OSError, host: str, port: int | None) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use: choose another with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f'The host "{host[:60]}" is not this computer: give --host an address of this computer.'
    if isinstance(error, PermissionError) and port is not None:
        if port < RESERVED_PORTS:
            return f"Port {port} is reserved for administrators: choose one from {RESERVED_PORTS} up with --port."
        return f"This system reserves port {port}: choose another with --port."
    if error.errno == errno.EAFNOSUPPORT:
        return f'This computer has no network for the host "{host[:60]}": give --host another address.'
    return f'The host "{host[:60]}" cannot be used: {error.strerror or error}.'


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
    """Makes requests from the app to itself bypass a proxy; only a shared page sends requests elsewhere.

    Windows and macOS keep proxies in their settings too, which are not asked once anything is in the environment.
    """
    proxies = {scheme: address for scheme, address in getproxies().items() if scheme in PROXIES}
    if not proxies:
        return
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    hosts = [*filter(None, known.split(",")), "localhost", DEFAULT_HOST, host]
    os.environ["no_proxy"] = ",".join(dict.fromkeys(hosts)) if share else "*"
    for scheme, address in proxies.items():
        os.environ.setdefault(f"{scheme}_proxy", address)
