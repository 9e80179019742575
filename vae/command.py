"""How every command starts, and how it shows another one: whatever the system, and wherever the output goes."""

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import typer

from vae.errors import HitmapError

TRAINING_PACKAGES = (
    "auraloss",
    "librosa",
    "matplotlib",
    "onnx",
    "sf2utils",
    "sklearn",
    "threadpoolctl",
    "umap",
)
"""Of `requirements-train.txt`, by the names under which they are imported."""


NAME = "hitmap"
"""Of the distribution, as pip knows it, and of its command."""
CLONE = Path(__file__).parents[1]
"""The folder of the clone that this file is in, if it is in one."""


class MissingPackagesError(HitmapError):
    """Packages are not installed; the message is one sentence."""


def run(main: Callable[..., None]) -> None:
    """Runs a command line; call it once, as the first thing of a program."""
    print_anything()
    typer.run(main)


def is_clone() -> bool:
    """Whether Hitmap runs from a clone; elsewhere pip has installed it."""
    return (CLONE / "app.py").is_file()


def app_command() -> list[str]:
    """What starts the app with this Python, whatever the working folder."""
    return [sys.executable, *([str(CLONE / "app.py")] if is_clone() else ["-m", "explorer.app"])]


def typed_app(*options: str) -> str:
    """A command that starts the app, as one would type it."""
    return command_line(*(("python", "app.py") if is_clone() else (NAME,)), *options)


def need_training_packages() -> None:
    """Checks that everything is installed which training needs and the app does not.

    Raises:
        MissingPackagesError: something is missing.
    """
    missing = [name for name in TRAINING_PACKAGES if find_spec(name) is None]
    if missing:
        raise MissingPackagesError(
            f"This needs packages that are not installed ({', '.join(missing)}): "
            + ("pip install -r requirements-train.txt." if is_clone() else f"install {NAME}[train].")
        )


def print_anything() -> None:
    """Prints characters that the output's encoding lacks as escapes, where Python would stop with an error.

    Output that is redirected on Windows has some hundred characters, and a file may have any name.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def command_line(*arguments: str) -> str:
    """Arguments as one would type them in this system's shell."""
    return subprocess.list2cmdline(arguments) if os.name == "nt" else shlex.join(arguments)
