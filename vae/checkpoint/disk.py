"""Room on a disk, asked for before it is taken."""

import shutil
from pathlib import Path

from vae.train.state import TrainingError


def check_space(folder: Path, num_bytes: int) -> None:
    """Refuses to start what would not fit.

    Raises:
        TrainingError: the disk of an existing folder has less room.
    """
    free = shutil.disk_usage(folder).free
    if free < num_bytes:
        raise TrainingError(
            f"This needs {num_bytes / 1e9:.1f} GB on the disk of {folder.name}, and {free / 1e9:.1f} GB are free."
        )
