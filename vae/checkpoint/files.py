"""The files of a checkpoint folder; its configuration is not trusted. Works without torch.

    config.json         format version, preset, model, spectrogram, phase, training
    model.safetensors   weights, half precision
    library.npz         the sounds and their map (`vae.library`)
    metrics.json        what `vae.evaluate` measured
    history.csv         every epoch's losses
    README.md           model card

Nothing in it is executed, and nothing is pickled.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from vae.checks import is_integer
from vae.errors import HitmapError
from vae.files import hash_file, write_atomically

PUBLISHED = (
    *("config.json", "model.safetensors", "library.npz", "shape.json"),
    *("README.md", "CREDITS.md", "metrics.json", "history.csv", "evaluation.png", "between.png"),
)
"""What of a folder goes to the Hub and comes from there: what opens elsewhere, and no list of somebody's files."""

FORMAT_VERSION = 2
"""2: latents may hold what the model misses (`detail`)."""
MAX_CONFIG_BYTES = 1_000_000
HUB_MODELS = "models--"


class CheckpointError(HitmapError):
    """A checkpoint folder that cannot be used; the message is one sentence that names the file and the reason."""


def called(folder: Path) -> str:
    """What a checkpoint is called: the folder's name; `user/name` of a folder in the cache of the Hugging Face Hub.

    Its layout: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
    """
    snapshots = folder.parent
    if snapshots.name == "snapshots" and snapshots.parent.name.startswith(HUB_MODELS):
        return snapshots.parent.name.removeprefix(HUB_MODELS).replace("--", "/")
    return folder.name


def fingerprint(folder: Path) -> str:
    """Twelve hex digits of what a checkpoint's sounds depend on: its configuration, weights and library.

    Raises:
        OSError: one of the files cannot be read.
    """
    whole = hashlib.sha256()
    for name in ("config.json", "model.safetensors", "library.npz"):
        digest = hashlib.sha256()
        hash_file(folder / name, digest)
        whole.update(digest.digest())
    return whole.hexdigest()[:12]


def load_config(folder: Path) -> dict[str, Any]:
    """The content of config.json.

    Raises:
        CheckpointError: no folder, no file, not JSON, or of a newer format.
    """
    path = folder / "config.json"
    if not path.is_file():
        raise CheckpointError(f"{called(folder)} is not a checkpoint: it has no config.json.")
    if path.stat().st_size > MAX_CONFIG_BYTES:
        raise CheckpointError(f"{called(folder)}/config.json is too large to be a configuration.")
    try:
        config: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{called(folder)}/config.json is damaged: it is not valid JSON.") from error
    version = config.get("format") if isinstance(config, dict) else None
    if not isinstance(config, dict) or not is_integer(version, lowest=1):
        raise CheckpointError(f"{called(folder)}/config.json is damaged: it has no format version.")
    if version > FORMAT_VERSION:
        raise CheckpointError(
            f"{called(folder)}/config.json has format {version}, "
            f"and this Hitmap reads up to {FORMAT_VERSION}: update it."
        )
    return config


def write_config(folder: Path, config: dict[str, Any]) -> None:
    """Writes config.json; `load_config` is the inverse."""
    write_atomically(folder / "config.json", (json.dumps(config, indent=2) + "\n").encode())


def check_weights(folder: Path) -> None:
    """Reads the header of model.safetensors, which also shows whether the file is complete.

    Raises:
        CheckpointError: it is missing or damaged.
    """
    path, name = folder / "model.safetensors", f"{called(folder)}/model.safetensors"
    if not path.is_file():
        raise CheckpointError(f"{name} is missing.")
    try:
        with safe_open(path, framework="numpy"):
            pass
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{name} is damaged: it cannot be read as safetensors.") from error
