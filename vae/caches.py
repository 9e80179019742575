"""Private folders for the caches of libraries that have no writable place of their own."""

import os
import stat
import tempfile
from pathlib import Path

NUMBA_VARIABLE = "NUMBA_CACHE_DIR"


def use_writable_caches() -> None:
    """Gives numba, which compiles parts of librosa and umap, a folder to cache in; call it before they are imported.

    Without one, importing them fails. Nothing changes if `NUMBA_CACHE_DIR` is set, or if the user's own cache folder,
    which numba finds by itself, is writable.

    Raises:
        OSError: there is no temporary folder that can be written.
    """
    if NUMBA_VARIABLE not in os.environ and not can_write(_home_caches()):
        os.environ[NUMBA_VARIABLE] = str(own_folder("numba"))


def own_folder(name: str) -> Path:
    """A folder of this name that belongs to this user, in the temporary folder; the same one every time.

    If another user has taken its place, a fresh one.

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
    """Whether a folder is writable or can be created."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _home_caches() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())


def _is_ours(folder: Path) -> bool:
    """Whether a folder is a real one that only this user can write to."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    return not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o022)
