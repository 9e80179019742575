"""Atomic replacement of files and folders: a reader sees the old one or the new one, never half of either."""

import ctypes
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

AT_WORKING_FOLDER, RENAME_EXCHANGE = -100, 2
"""Arguments of renameat2(2)."""

DEVICES = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
BLOCK = 1 << 20


class Hash(Protocol):
    """What `hashlib` makes."""

    def update(self, content: bytes, /) -> None:
        """Adds some content."""


def hash_file(path: Path, into: Hash) -> None:
    """Adds the content of a file to a hash, a block at a time.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            into.update(block)


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Writes a file through `replacing_file`."""
    with replacing_file(path, durable=durable) as file:
        file.write(content)


def is_portable(name: str) -> bool:
    """Whether every system can have a file or folder of this name.

    Windows keeps some for devices, with any extension, and forbids some characters, and a dot or space at the end:
    https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    """
    device = DEVICES.fullmatch(name.split(".")[0].rstrip(" "))
    return bool(name) and not (device or FORBIDDEN.search(name) or name.endswith((" ", ".")))


@contextmanager
def replacing_file(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """Opens a binary file beside `path` that takes its place if the block ends without an error.

    Several processes or threads may replace the same file at once: the last one wins.

    Args:
        path: the file.
        durable: sync it to disk first, so that it is whole even if the computer stops; not for what is made again.

    Raises:
        OSError: the file cannot be written.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with open(temporary, "wb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if error.filename == str(temporary):
            error.filename = str(path)  # what the caller asked for
        raise
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Gives an empty folder beside `folder` that takes its place if the block ends without an error.

    On Linux the two are swapped atomically; elsewhere `recover` repairs what a kill between two moves leaves.

    Raises:
        OSError: the folder cannot be made or moved.
    """
    folder = Path(os.path.realpath(folder))
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    old = folder.with_name(f"{folder.name}.{os.getpid()}.old.partial")
    temporary.mkdir(parents=True)
    try:
        yield temporary
        if not (folder.exists() and _exchange(temporary, folder)):
            if folder.exists():
                folder.rename(old)
            temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def recover(folder: Path) -> None:
    """Removes what killed processes left: of `replacing_folder` beside a folder, of `replacing_file` inside it.

    Call this only if no other process writes to the folder. If the folder is missing because a process was killed while
    replacing it, the old one is restored.
    """
    folder = Path(os.path.realpath(folder))
    name = re.compile(re.escape(folder.name) + r"\.\d+(\.old)?\.partial")
    siblings = folder.parent.iterdir() if folder.parent.is_dir() else ()
    remains = sorted(path for path in siblings if name.fullmatch(path.name))
    for path in remains:
        if path.name.endswith(".old.partial") and not folder.exists():
            path.rename(folder)
        else:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".*.partial"):
        path.unlink(missing_ok=True)


def _exchange(first: Path, second: Path) -> bool:
    """Swaps two folders atomically (Linux: renameat2); False if that is not possible."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = (os.fsencode(first), os.fsencode(second))
    flags = ctypes.c_uint(RENAME_EXCHANGE)
    return bool(rename(AT_WORKING_FOLDER, paths[0], AT_WORKING_FOLDER, paths[1], flags) == 0)
