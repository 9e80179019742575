"""Private folders for the caches of libraries that have no writable place of their own."""

import atexit
import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

NUMBA_VARIABLE, MATPLOTLIB_VARIABLE = "NUMBA_CACHE_DIR", "MPLCONFIGDIR"
ABANDONED_SECONDS = 86_400
"""A folder in which nothing was made for so long belongs to a process that was killed."""


def use_writable_caches() -> None:
    """Gives numba, which compiles parts of librosa and umap, and matplotlib folders to cache in; before their import.

    Without one, importing librosa fails, and matplotlib lists all fonts anew each time. A folder that the user set, or
    that the library finds by itself, is kept if it can be written.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    for variable, usual in ((NUMBA_VARIABLE, "numba"), (MATPLOTLIB_VARIABLE, "matplotlib")):
        chosen, home = os.environ.get(variable), _home_caches()
        folder = Path(chosen) if chosen else home and home / usual
        if not (folder and can_write(folder) and all(map(can_write, _folders_in(folder)))):
            os.environ[variable] = str(own_folder(usual))


def own_folder(name: str) -> Path:
    """A folder of this name that belongs to this user, in the temporary folder; the same one every time.

    If another user has taken its place, a fresh one.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    base = Path(tempfile.gettempdir()) / f"hitmap{user}"
    with suppress(FileExistsError):  # a file has taken its place
        base.mkdir(mode=0o700, exist_ok=True)
    if not _is_ours(base):
        base = Path(tempfile.mkdtemp(prefix="hitmap-"))
    folder = base / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def passing_folder(name: str) -> Path:
    """A new folder in `own_folder(name)` for this process alone, which removes it when it ends.

    Two servers of one user do not see each other's files, which each deletes when it likes.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    shelf = own_folder(name)
    for old in _folders_in(shelf):
        try:
            age = time.time() - old.stat().st_mtime
        except FileNotFoundError:
            continue
        if age > ABANDONED_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=shelf))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def can_write(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself if it does not exist yet.

    Tries it: permissions do not tell of full disks, of file systems that are read-only, or of Windows' access lists.
    """
    folder = Path(os.path.abspath(folder))
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError:
        return False
    return True


def _home_caches() -> Path | None:
    """The user's folder for caches, which numba and matplotlib find by themselves; None without a home."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home)
    if home == "~":
        return None
    if sys.platform == "darwin":
        return Path(home, "Library", "Caches")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"))


def _folders_in(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _is_ours(folder: Path) -> bool:
    """Whether a folder is a real one that only this user can write to."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
