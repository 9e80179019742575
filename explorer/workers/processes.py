"""The server processes: each is the app itself, on a port of its own, and is started again when it ends."""

import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

HERE = "127.0.0.1"
PATIENCE_SECONDS = 10.0


@dataclass
class Worker:
    """One process.

    Attributes:
        command: starts it, but for its address.
        port: where it listens.
        busy: how many requests it answers now.
        came_up: whether it has answered since it was started.
    """

    command: Sequence[str]
    port: int = 0
    busy: int = 0
    came_up: bool = False
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Where it is found."""
        return f"http://{HERE}:{self.port}"

    @property
    def has_ended(self) -> bool:
        """Whether the process is no more."""
        return self.process is not None and self.process.poll() is not None

    def start(self) -> None:
        """Starts the process, on another port than before."""
        self.port, self.came_up = free_port(), False
        address = ("--host", HERE, "--port", str(self.port))
        self.process = subprocess.Popen([*self.command, *address], stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        """Ends the process and waits until it is gone."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port


def workers(count: int, command: Sequence[str]) -> list[Worker]:
    """So many processes of one command, which takes an address; none is started yet."""
    return [Worker(command) for _ in range(count)]
