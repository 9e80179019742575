"""What the engine in the browser needs of a checkpoint, as files: networks, tables, and the library's numbers."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.server.plots import frequency_ticks
from explorer.server.sounds import describe_dimensions
from explorer.server.wire import file_of_arrays
from explorer.sound.alike import ASPECTS
from explorer.sound.shelf import Shelf
from vae.between.grid import grid_of
from vae.between.weights import fits, seen_by_network
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.command import need_training_packages
from vae.files import write_atomically
from vae.latent.half import HalfLatents
from vae.latent.spacing import typical_distance
from vae.library.library import Library
from vae.model.detail import BANDS, FRAMES
from vae.model.short import SILENCE_WEIGHT, Later
from vae.model.studio import GRID, VAE
from vae.recipes import constants
from vae.recipes.qualities import QUALITIES, label_directions, log_qualities
from vae.sound.phase import GRADIENT, GRADIENT_N_ITER
from vae.sound.spectrogram import SpectrogramConfig
from vae.sound.stereo import decorrelation

FORMAT = 1
PART = 8 * 2**20
"""Bytes of a file: hosts of pages keep larger ones apart."""


def write_engine(folder: Path, checkpoint: Path) -> None:
    """Writes what `explorer/static/engine/` needs of a checkpoint into a folder, which is made if it is missing.

    `engine.json` names the other files, and holds what are single numbers.

    Args:
        folder: where to.
        checkpoint: the checkpoint's folder, whose name is its name on the page.

    Raises:
        CheckpointError: it cannot be read, or its kind of model or phase is none that the browser can play.
        LibraryError: its library cannot be read.
        MissingPackagesError: onnx is not installed.
        OSError: the folder cannot be written.
    """
    need_training_packages()
    loaded = load_checkpoint(checkpoint)
    model = loaded.model
    if not isinstance(model, VAE) or loaded.config.get("phase") != GRADIENT:
        raise CheckpointError(
            f"The checkpoint {checkpoint.name} cannot be played without a server: only those of the studio preset can."
        )
    shelf = Shelf({checkpoint.name: checkpoint}, checkpoint.name)
    library = shelf.library()
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        **_write_networks(folder, model, loaded.spectrogram_config),
        **_write_linear(folder, model),
        **_write_silencing(folder, model),
        "tables": _write(folder, "tables.gz", file_of_arrays(_tables(model, loaded.spectrogram_config))),
        "library": _write(folder, "library.gz", file_of_arrays(_library(library))),
    }
    settings = {
        "format": FORMAT,
        "name": checkpoint.name,
        "fingerprint": shelf.fingerprint(),
        "files": files,
        **_settings(loaded, model),
        **_measures(library),
        "dimensions": describe_dimensions(shelf),
        "recipes": constants.constants(),
    }
    _write(folder, "engine.json", json.dumps(settings, allow_nan=False).encode())


def _write(folder: Path, name: str, content: bytes) -> str:
    write_atomically(folder / name, content)
    return name


def _write_networks(folder: Path, model: VAE, config: SpectrogramConfig) -> dict[str, str]:
    from explorer.publish import networks  # needs onnx

    grid = grid_of(config)
    found = {
        "decoder": _write(folder, "decoder.onnx", networks.decoder(model)),
        "encoder": _write(folder, "encoder.onnx", networks.encoder(model)),
        "glide": _write(folder, "glide.onnx", networks.gliding(grid)),
    }
    if fits(grid):
        found["natural"] = _write(folder, "between.onnx", networks.natural(seen_by_network(grid)))
    return found


def _write_linear(folder: Path, model: VAE) -> dict[str, Any]:
    """The linear map from the fine dimensions to all cells: (cells, fine dimensions) float16, in parts."""
    from explorer.publish import networks  # needs onnx

    weights = np.ascontiguousarray(model.linear.weight.detach().numpy(), "<f2")
    cells, dims = weights.shape
    most = PART // weights[0].nbytes
    parts = {}
    for i, start in enumerate(range(0, cells, most)):
        rows = weights[start : start + most]
        parts[_write(folder, f"linear-{i}.bin", rows.tobytes())] = len(rows)
    return {
        "linear": _write(folder, "linear.onnx", networks.linear(parts, dims)),
        "linear_parts": list(parts),
    }


def _write_silencing(folder: Path, model: VAE) -> dict[str, dict[str, str]]:
    """By frames that hold a sound, the matrix of `Later.silenced`: its lower triangle, row by row, float32.

    Each is used only where a sound of that length is varied.
    """
    later, dims = Later(model), model.config.latent_dim
    rows, columns = np.tril_indices(dims)
    found = {}
    for frames in range(GRID, model.config.num_frames, GRID):
        price = later.price(frames)
        if price is None:
            continue
        matrix = torch.linalg.inv(torch.eye(dims) + SILENCE_WEIGHT * price).numpy()
        content = np.ascontiguousarray(matrix[rows, columns], "<f4").tobytes()
        found[str(frames)] = _write(folder, f"silence-{frames}.bin", content)
    return {"silence": found}


def _tables(model: VAE, config: SpectrogramConfig) -> dict[str, Any]:
    """Arrays that are the same for every sound, each one-dimensional."""
    noise = torch.randn(config.num_samples, generator=torch.Generator().manual_seed(0))
    coarse = model.coarse.weight.detach().numpy() if model.config.coarse_dims else np.zeros(0)
    return {
        "filters": _flat(config.band_filters().numpy()),
        "frequencies": _flat(config.band_frequencies()),
        "noise": _flat(noise.numpy()),
        "impulse": _flat(decorrelation.impulse_response(config.sample_rate, 0)),
        "linear_bias": _flat(model.linear.bias.detach().numpy()),
        "coarse": _flat(coarse),
        "scale": _flat(model.scale.detach().numpy()),
    }


def _library(library: Library) -> dict[str, Any]:
    """What the sounds of a library are: arrays, and texts as numbers of a list."""
    latents = library.latents
    kept = latents.stored.view(np.uint16) if isinstance(latents, HalfLatents) else latents
    return {
        "latents": np.ascontiguousarray(kept).ravel(),
        "centre": library.centre,
        "spread": library.spread,
        "x": library.coordinates[:, 0],
        "y": library.coordinates[:, 1],
        "names": list(library.names),
        "labels": _listed(library.labels),
        "kits": _listed(library.kits),
        "errors_db": library.errors_db,
        "sure": library.label_confidences,
        "qualities": _flat(log_qualities(library)),
        "label_directions": _flat(label_directions(library)),
    }


def _listed(texts: tuple[str, ...]) -> dict[str, Any]:
    """Texts of which many are alike: each different one, and for every sound its number."""
    found, numbers = np.unique(np.array(texts), return_inverse=True)
    return {"texts": found.tolist(), "numbers": numbers.astype(np.uint16)}


def _settings(loaded: Checkpoint, model: VAE) -> dict[str, Any]:
    config = loaded.spectrogram_config
    return {
        "model": {**model.config.to_dict(), "padded_frames": model.config.padded_frames},
        "stereo": loaded.config.get("stereo") is True,
        "detail": {"bands": BANDS, "frames": FRAMES} if loaded.config.get("detail") is True else None,
        "spectrogram": config.to_dict(),
        "full_scale_db": config.full_scale_db,
        "rounds": GRADIENT_N_ITER,
        "seen_frames": seen_by_network(grid_of(config)).config.num_frames,
        "ticks": frequency_ticks(config.band_frequencies()),
    }


def _measures(library: Library) -> dict[str, Any]:
    """How far sounds of a library lie apart, as numbers."""
    known = log_qualities(library)
    units = np.array([typical_distance(column[:, None]) for column in known.T])
    columns = {aspect: [QUALITIES.index(name) for name in names] for aspect, names in ASPECTS.items()}
    return {
        "sounds": len(library),
        "compared_dims": library.compared_dims,
        "reach": library.reach,
        "latent_spacing": library.latent_spacing,
        "typical_distance": library.typical_distance,
        "map_spacing": library.map_index.spacing,
        "alike": {
            "units": units.tolist(),
            "columns": columns,
            "typical": {
                aspect: typical_distance((known / units)[:, chosen]) for aspect, chosen in columns.items()
            },
        },
    }


def _flat(values: NDArray[Any]) -> NDArray[np.float32]:
    return np.ascontiguousarray(values, np.float32).ravel()
