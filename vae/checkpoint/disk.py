"""Checks disk space before it is needed."""

import shutil
from pathlib import Path

from vae.errors import HitmapError


class DiskError(HitmapError):
    """A disk without enough space; the message is one sentence."""


def check_space(folder: Path, num_bytes: int) -> None:
    """Refuses to start what would not fit on the disk.

    Args:
        folder: an existing folder on the disk.
        num_bytes: the space needed.

    Raises:
        DiskError: less space is free.
    """
    free = shutil.disk_usage(folder).free
    if free < num_bytes:
        raise DiskError(
            f"This needs {num_bytes / 1e9:.1f} GB on the disk of {folder.name}, and {free / 1e9:.1f} GB are free."
        )
