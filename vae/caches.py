"""Folders that this user alone writes: what libraries cache goes there where they have no place of their own."""

import os
import stat
import tempfile
from pathlib import Path

NUMBA_VARIABLE = "NUMBA_CACHE_DIR"


def use_writable_caches() -> None:
    """Gives numba, which compiles parts of librosa and umap, a folder to cache in; call it before they are imported.

    Without one, their import fails. Nothing changes where `NUMBA_CACHE_DIR` is set, or where the user's own cache
    folder can be written, which numba finds by itself.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    if NUMBA_VARIABLE not in os.environ and not can_write(_home_caches()):
        os.environ[NUMBA_VARIABLE] = str(own_folder("numba"))


def own_folder(name: str) -> Path:
    """A folder of this name that belongs to this user, below the temporary folder; the same one every time.

    Where another user has taken its place, it is a fresh one.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    user = f"-{os.getuid()}" if hasattr(os, "getuid") else ""
    base = Path(tempfile.gettempdir()) / f"hitmap{user}"
    base.mkdir(mode=0o700, exist_ok=True)
    if not _is_ours(base):
        base = Path(tempfile.mkdtemp(prefix="hitmap-"))
    folder = base / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def can_write(folder: Path) -> bool:
    """Whether files can be written into a folder, or it can be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _home_caches() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())


def _is_ours(folder: Path) -> bool:
    """Whether a folder is a real one that nobody but this user can write."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
