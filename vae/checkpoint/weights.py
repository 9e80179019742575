"""Saves the weights of a checkpoint folder and loads them into a model. The other files: `vae.checkpoint.files`."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from safetensors.torch import save as save_tensors

from vae.checkpoint.files import (
    FORMAT_VERSION,
    CheckpointError,
    called,
    check_weights,
    load_config,
    write_config,
)
from vae.files import write_atomically
from vae.model.interface import Model
from vae.model.presets import PRESETS, Preset
from vae.sound.phase import GRIFFIN_LIM, PHASE_METHODS, PhaseMethod
from vae.sound.spectrogram import SpectrogramConfig

CPU = torch.device("cpu")


@dataclass(frozen=True)
class Checkpoint:
    """What encoding and decoding need from a folder.

    Attributes:
        model: in `eval()` mode, float32.
        spectrogram_config: the settings of its spectrograms.
        config: all of config.json.
        preset: the preset that it was trained with.
        phase: turns its spectrograms into sound.
    """

    model: Model
    spectrogram_config: SpectrogramConfig
    config: dict[str, Any]
    preset: Preset = PRESETS["studio"]
    phase: PhaseMethod = PHASE_METHODS[GRIFFIN_LIM]


def save_checkpoint(
    folder: Path,
    model: Model,
    spectrogram_config: SpectrogramConfig,
    training: dict[str, Any],
    *,
    preset: str = "studio",
    stereo: bool = False,
    detail: bool = False,
) -> None:
    """Writes config.json and model.safetensors (half precision) into an existing folder; inverse: `load_checkpoint`."""
    config = {
        "format": FORMAT_VERSION,
        "preset": preset,
        "model": model.config.to_dict(),
        "spectrogram": spectrogram_config.to_dict(),
        "phase": PRESETS[preset].phase,
        "stereo": stereo,
        "detail": detail,
        "training": training,
    }
    write_checkpoint(folder, model, config)


def write_checkpoint(folder: Path, model: Model, config: dict[str, Any]) -> None:
    """Writes weights in half precision, and config.json, into an existing folder."""
    weights = {name: tensor.half().cpu().contiguous() for name, tensor in model.state_dict().items()}
    write_atomically(folder / "model.safetensors", save_tensors(weights))
    write_config(folder, config)


def load_checkpoint(folder: Path, device: torch.device = CPU) -> Checkpoint:
    """Reads a checkpoint folder.

    Args:
        folder: the folder.
        device: where its model will run.

    Raises:
        CheckpointError: the folder is missing, damaged, from a newer format, or its parts do not fit together.
    """
    config = load_config(folder)
    try:
        preset = PRESETS[config["preset"]]
        phase = PHASE_METHODS[config.get("phase", GRIFFIN_LIM)]
        with torch.device("meta"):  # takes no memory, whatever sizes the file claims
            model = preset.model(preset.model_config(**config["model"]))
        spectrogram_config = SpectrogramConfig(**config["spectrogram"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, RuntimeError, OverflowError) as error:
        raise CheckpointError(
            f"{called(folder)}/config.json is damaged: it does not describe a model."
        ) from error
    model.load_state_dict(_load_weights(folder, model.state_dict()), assign=True)
    model.to(device)
    return Checkpoint(model.stand_by(), spectrogram_config, config, preset, phase)


def digest_of(model: Model, config: dict[str, Any]) -> str:
    """Hexadecimal digits of all that latents and decoded sounds depend on: weights, and settings of config.json."""
    settings = {name: config.get(name) for name in ("preset", "phase", "stereo", "spectrogram")}
    settings |= {"detail": True} if config.get("detail") is True else {}
    whole = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        whole.update(name.encode() + tensor.cpu().contiguous().numpy().tobytes())
    return whole.hexdigest()


def _load_weights(folder: Path, expected: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    check_weights(folder)
    name = f"{called(folder)}/model.safetensors"
    weights = load_file(folder / "model.safetensors")
    if {k: v.shape for k, v in weights.items()} != {k: v.shape for k, v in expected.items()}:
        raise CheckpointError(f"{name} does not fit config.json: its weights are of another shape.")
    if not all(torch.isfinite(tensor).all() for tensor in weights.values()):
        raise CheckpointError(f"{name} is damaged: it holds weights that are not finite.")
    return {name: tensor.to(expected[name].dtype) for name, tensor in weights.items()}
