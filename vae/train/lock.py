"""Allows one training at a time per checkpoint folder, and cleans up after one that was killed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from vae.files import recover
from vae.train.state import TrainingError

LOCK = "lock"


def state_folder(out: Path) -> Path:
    """Where a training keeps its state for resuming: beside its checkpoint folder."""
    return out.with_name(f"{out.name}.training")


@contextmanager
def only_training(out: Path) -> Iterator[Path]:
    """Locks the state folder of a checkpoint for one process; the system frees it however that process ends.

    What a killed training left half-written is removed first. A folder that stays empty is removed at the end.

    Raises:
        TrainingError: another training is using it.
        OSError: the folder cannot be written.
    """
    state = state_folder(out)
    state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(state / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise TrainingError(
            f"Another training is writing {out.name}: wait for its end, or choose another --out."
        ) from None
    try:
        recover(out)
        recover(state)
        yield state
    finally:
        lock.release()
        if {path.name for path in state.iterdir()} <= {LOCK}:
            with suppress(OSError):
                shutil.rmtree(state)
