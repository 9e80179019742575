"""A visitor's own sound: the recipe of an audio file, and the original, which only the page keeps."""

from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from explorer.server.limits import MAX_UPLOAD_BYTES
from explorer.server.wire import packed_audio
from explorer.sound.shelf import Shelf
from vae.recipes.kinds import Latent
from vae.recipes.text import to_json
from vae.sound.audio import AudioError, read_hit, to_one_shot
from vae.sound.measures import envelope_db

AudioFile = str | Path | BinaryIO


def encode(shelf: Shelf, file: AudioFile | None, checkpoint: str = "") -> str:
    """The recipe, as JSON text, of the hit in an audio file (`vae.sound.hit`).

    Args:
        shelf: the checkpoints.
        file: an audio file; None is refused like an unreadable one.
        checkpoint: name of a checkpoint; the default one when empty.

    Raises:
        AudioError: the file cannot be read, is too large, or is silent.
        CheckpointError, LibraryError: the checkpoint cannot be used.
    """
    waveform, sample_rate = read_upload(file)
    return to_json(Latent.from_array(shelf.renderer(checkpoint).codec.encode(waveform, sample_rate)))


def describe_upload(shelf: Shelf, file: AudioFile | None, checkpoint: str = "") -> dict[str, Any]:
    """The result of `encode`, and the original to compare it with; same arguments and errors.

    Returns:
        JSON-able: checkpoint; recipe, JSON text; name, the file name without its extension; original, the model's
        input, as returned by `wire.packed_audio`; error_db of the reconstruction.
    """
    waveform, sample_rate = read_upload(file)
    renderer = shelf.renderer(checkpoint)
    codec = renderer.codec
    latent = Latent.from_array(codec.encode(waveform, sample_rate))
    original = to_one_shot(
        waveform, sample_rate, target_rate=codec.sample_rate, num_samples=codec.num_samples
    ).waveform
    return {
        "checkpoint": checkpoint or shelf.default,
        "recipe": to_json(latent),
        "name": Path(file).stem if isinstance(file, str | Path) else "",
        "original": packed_audio(original, codec.sample_rate, codec.spectrogram(original)),
        "error_db": envelope_db(original, renderer.render(latent).waveform, codec.sample_rate),
    }


def read_upload(file: AudioFile | None) -> tuple[NDArray[np.float32], int]:
    """The waveform (samples,) of an audio file, starting at its hit, and its sample rate in Hz.

    Raises:
        AudioError: the file cannot be read, is too large, or is silent.
    """
    if file is None:
        raise AudioError("There is no audio file to encode.")
    if isinstance(file, str | Path) and Path(file).exists() and Path(file).stat().st_size > MAX_UPLOAD_BYTES:
        raise AudioError(f"An audio file can be {MAX_UPLOAD_BYTES // 2**20} MB at most.")
    taken = read_hit(file)
    return taken.waveform, taken.sample_rate
