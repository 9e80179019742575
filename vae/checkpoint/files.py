"""A checkpoint folder as files: written atomically, its configuration read with suspicion. Works without torch.

    config.json         format version, preset, model, spectrogram, training
    model.safetensors   weights, half precision
    library.npz         the explorer's (`explorer.library`)
    metrics.json        what `vae.evaluate` measured
    history.csv         every epoch's losses
    README.md           model card

Nothing in it is executed, and nothing is pickled.
"""

import ctypes
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError, safe_open

FORMAT_VERSION = 1
MAX_CONFIG_BYTES = 1_000_000
AT_WORKING_FOLDER, RENAME_EXCHANGE = -100, 2
"""Of renameat2(2)."""


class CheckpointError(ValueError):
    """A checkpoint folder that cannot be used; the message is one sentence that names the file and the reason."""


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file so that it is either the old or the new one, whole, at any moment."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with open(temporary, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(folder: Path) -> Iterator[Path]:
    """Gives an empty folder beside `folder` that takes its place when the block ends without an error.

    On Linux both change places in one moment; elsewhere `recover` mends what a kill between two moves leaves.
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
    """Removes what killed processes left of `replacing_folder` beside a folder, and of `write_atomically` in it.

    Only for who alone writes the folder. Where it is missing because a process was killed while it was replaced, the
    old one comes back.
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
    """Lets two folders change places at once (Linux: renameat2); False where that is not possible."""
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = (os.fsencode(first), os.fsencode(second))
    return (
        rename(AT_WORKING_FOLDER, paths[0], AT_WORKING_FOLDER, paths[1], ctypes.c_uint(RENAME_EXCHANGE)) == 0
    )


def fingerprint(folder: Path) -> str:
    """Twelve hex digits of what a checkpoint's sounds depend on: its configuration, weights and library.

    Raises:
        OSError: one of the files cannot be read.
    """
    whole = hashlib.sha256()
    for name in ("config.json", "model.safetensors", "library.npz"):
        with open(folder / name, "rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:12]


def load_config(folder: Path) -> dict:
    """The content of config.json.

    Raises:
        CheckpointError: no folder, no file, not JSON, or of a newer format.
    """
    path = folder / "config.json"
    if not path.is_file():
        raise CheckpointError(f"{folder.name} is not a checkpoint: it has no config.json.")
    if path.stat().st_size > MAX_CONFIG_BYTES:
        raise CheckpointError(f"{folder.name}/config.json is too large to be a configuration.")
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{folder.name}/config.json is damaged: it is not valid JSON.") from error
    version = config.get("format") if isinstance(config, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CheckpointError(f"{folder.name}/config.json is damaged: it has no format version.")
    if version > FORMAT_VERSION:
        raise CheckpointError(
            f"{folder.name}/config.json has format {version}, and this Hitmap reads up to {FORMAT_VERSION}: update it."
        )
    return config


def write_config(folder: Path, config: dict) -> None:
    """Writes config.json; `load_config` is the inverse."""
    write_atomically(folder / "config.json", (json.dumps(config, indent=2) + "\n").encode())


def check_weights(folder: Path) -> None:
    """Reads the header of model.safetensors, which also tells whether the file is whole.

    Raises:
        CheckpointError: it is missing or damaged.
    """
    path, name = folder / "model.safetensors", f"{folder.name}/model.safetensors"
    if not path.is_file():
        raise CheckpointError(f"{name} is missing.")
    try:
        with safe_open(path, framework="numpy"):
            pass
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{name} is damaged: it cannot be read as safetensors.") from error
