"""What a visitor's own sound is to the page: its recipe, and the original that the page alone keeps beside it."""

from pathlib import Path
from typing import Any, BinaryIO

from explorer.server.sounds import packed_audio, read_hit
from explorer.sound.shelf import Shelf
from vae.recipes.kinds import Latent
from vae.recipes.text import to_json
from vae.sound.audio import to_one_shot
from vae.sound.measures import envelope_db


def describe_upload(shelf: Shelf, file: str | Path | BinaryIO | None, checkpoint: str = "") -> dict[str, Any]:
    """The recipe of the sound in an audio file, as of `service.encode`, and what to compare it with.

    Args:
        shelf: the checkpoints.
        file: an audio file.
        checkpoint: name of a checkpoint; the default one when empty.

    Returns:
        JSON-able: checkpoint; recipe, JSON text; name, of the file without its ending; original, the sound as the
        model was given it, as of `service.packed_audio`; error_db of the reconstruction.
    """
    waveform, sample_rate = read_hit(file)
    renderer = shelf.renderer(checkpoint)
    codec = renderer.codec
    latent = Latent.from_array(codec.encode(waveform, sample_rate))
    shape = {"target_rate": codec.sample_rate, "num_samples": codec.num_samples}
    original = to_one_shot(waveform, sample_rate, **shape).waveform
    return {
        "checkpoint": checkpoint or shelf.default,
        "recipe": to_json(latent),
        "name": Path(file).stem if isinstance(file, str | Path) else "",
        "original": packed_audio(original, codec.sample_rate, codec.spectrogram(original)),
        "error_db": envelope_db(original, renderer.render(latent).waveform, codec.sample_rate),
    }
