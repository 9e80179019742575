"""A checkpoint folder on disk: written atomically, read with suspicion. Knows nothing of audio or maps.

    config.json         format version, preset, model, spectrogram, training
    model.safetensors   weights, half precision
    library.npz         the explorer's (`explorer.library`)
    metrics.json        what `vae.evaluate` measured
    history.csv         every epoch's losses
    README.md           model card

Nothing in it is executed, and nothing is pickled.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

from vae.model import VAE, VAEConfig
from vae.spectrogram import SpectrogramConfig

FORMAT_VERSION = 1
MAX_CONFIG_BYTES = 1_000_000


class CheckpointError(ValueError):
    """A checkpoint folder that cannot be used; the message is one sentence that names the file and the reason."""


@dataclass(frozen=True)
class Checkpoint:
    """What a folder holds that decoding needs.

    Attributes:
        model: in `eval()` mode, float32.
        spectrogram: the numbers of its spectrograms.
        config: the whole of config.json.
    """

    model: VAE
    spectrogram: SpectrogramConfig
    config: dict


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


def save_checkpoint(folder: Path, model: VAE, spectrogram: SpectrogramConfig, training: dict) -> None:
    """Writes config.json and model.safetensors (half precision) into an existing folder."""
    config = {
        "format": FORMAT_VERSION,
        "preset": "studio",
        "model": model.config.to_dict(),
        "spectrogram": spectrogram.to_dict(),
        "training": training,
    }
    weights = {name: tensor.half().contiguous() for name, tensor in model.state_dict().items()}
    write_atomically(folder / "model.safetensors", save_tensors(weights))
    write_atomically(folder / "config.json", (json.dumps(config, indent=2) + "\n").encode())


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


def load_checkpoint(folder: Path) -> Checkpoint:
    """Reads a checkpoint folder.

    Raises:
        CheckpointError: the folder is missing, damaged, from a newer format, or its parts do not fit together.
    """
    config = load_config(folder)
    try:
        model = VAE(VAEConfig(**config["model"]))
        spectrogram = SpectrogramConfig(**config["spectrogram"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, RuntimeError) as error:
        raise CheckpointError(
            f"{folder.name}/config.json is damaged: it does not describe a model."
        ) from error
    model.load_state_dict(_load_weights(folder, model.state_dict()))
    return Checkpoint(model.eval().requires_grad_(False), spectrogram, config)


def _load_weights(folder: Path, expected: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    path, name = folder / "model.safetensors", f"{folder.name}/model.safetensors"
    if not path.is_file():
        raise CheckpointError(f"{name} is missing.")
    try:
        weights = load_tensors(path.read_bytes())
    except SafetensorError as error:
        raise CheckpointError(f"{name} is damaged: it cannot be read as safetensors.") from error
    if {k: v.shape for k, v in weights.items()} != {k: v.shape for k, v in expected.items()}:
        raise CheckpointError(f"{name} does not fit config.json: its weights are of another shape.")
    if not all(torch.isfinite(tensor).all() for tensor in weights.values()):
        raise CheckpointError(f"{name} is damaged: it holds weights that are not finite.")
    return {k: v.float() for k, v in weights.items()}
