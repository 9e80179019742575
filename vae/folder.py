"""A checkpoint folder as files: written atomically, its configuration read with suspicion. Works without torch.

    config.json         format version, preset, model, spectrogram, training
    model.safetensors   weights, half precision
    library.npz         the explorer's (`explorer.library`)
    metrics.json        what `vae.evaluate` measured
    history.csv         every epoch's losses
    README.md           model card

Nothing in it is executed, and nothing is pickled.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError, safe_open

FORMAT_VERSION = 1
MAX_CONFIG_BYTES = 1_000_000


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
    """Gives an empty folder beside `folder` that takes its place when the block ends without an error."""
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}.partial")
    old = folder.with_name(f"{folder.name}.{os.getpid()}.old.partial")
    temporary.mkdir(parents=True)
    try:
        yield temporary
        if folder.exists():
            folder.rename(old)
        temporary.rename(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


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
    except ValueError as error:
        raise CheckpointError(f"{folder.name}/config.json is damaged: it is not valid JSON.") from error
    version = config.get("format") if isinstance(config, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise CheckpointError(f"{folder.name}/config.json is damaged: it has no format version.")
    if version > FORMAT_VERSION:
        raise CheckpointError(
            f"{folder.name}/config.json has format {version}, and this Hitmap reads up to {FORMAT_VERSION}: update it."
        )
    return config


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
