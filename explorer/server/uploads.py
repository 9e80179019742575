"""A visitor's own sound: the recipe of an audio file, and the original, which only the page keeps."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from explorer.server.limits import MAX_UPLOAD_BYTES
from explorer.server.wire import packed_audio
from explorer.sound.channels import Waves, without_end
from explorer.sound.shelf import Shelf
from vae.recipes.checks import number
from vae.recipes.kinds import Latent, Mix
from vae.recipes.text import parse_recipe, to_json
from vae.sound.audio import AudioError, Taken, read_hit
from vae.sound.measures import envelope_db
from vae.sound.one_shot import to_heard

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

AudioFile = str | Path | BinaryIO
MORPH_RANGE = (-1.0, 2.0)


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
    taken = read_upload(file)
    codec = shelf.renderer(checkpoint).codec
    return to_json(Latent.from_array(codec.encode(_for(codec, taken), taken.sample_rate), codec.detail_dims))


def between(
    shelf: Shelf, first: AudioFile | None, second: AudioFile | None, weight: float = 0.5, checkpoint: str = ""
) -> str:
    """The recipe, as JSON text, of the sound between the hits in two audio files.

    Args:
        shelf: the checkpoints.
        first: an audio file.
        second: another.
        weight: of the second sound: 0 is the first, 1 the second; from -1 to 2, beyond both.
        checkpoint: as in `encode`.

    Raises:
        RecipeError: the weight cannot be used.
        AudioError, CheckpointError, LibraryError: as in `encode`.
    """
    share = number(weight, "The weight of a morph", MORPH_RANGE)
    ends = [encode(shelf, file, checkpoint) for file in (first, second)]
    return to_json(Mix(tuple(parse_recipe(end) for end in ends), (1 - share, share)))


def describe_upload(shelf: Shelf, file: AudioFile | None, checkpoint: str = "") -> dict[str, Any]:
    """The result of `encode`, and the original to compare it with; same arguments and errors.

    Returns:
        JSON-able: checkpoint; version, its fingerprint; recipe, JSON text; name, the file name without its extension;
        original, the model's input, as returned by `wire.packed_audio`; error_db of the reconstruction.
    """
    taken = read_upload(file)
    renderer = shelf.renderer(checkpoint)
    codec = renderer.codec
    sound = _for(codec, taken)
    latent = Latent.from_array(codec.encode(sound, taken.sample_rate), codec.detail_dims)
    decoded = renderer.render(latent).waveform
    prepared = to_heard(
        sound, taken.sample_rate, target_rate=codec.sample_rate, num_samples=codec.num_samples
    )
    original = without_end(prepared, decoded.shape[-1])
    return {
        "checkpoint": checkpoint or shelf.default,
        "version": shelf.fingerprint(checkpoint or shelf.default),
        "recipe": to_json(latent),
        "name": Path(file).stem if isinstance(file, str | Path) else "",
        "original": packed_audio(original, codec.sample_rate, renderer.spectrogram(original)),
        "error_db": envelope_db(original, decoded, codec.sample_rate),
    }


def read_upload(file: AudioFile | None) -> Taken:
    """The hit of an audio file.

    Raises:
        AudioError: the file cannot be read, is too large, or is silent.
    """
    if file is None:
        raise AudioError("There is no audio file to encode.")
    if isinstance(file, str | Path) and Path(file).exists() and Path(file).stat().st_size > MAX_UPLOAD_BYTES:
        raise AudioError(f"An audio file can be {MAX_UPLOAD_BYTES // 2**20} MB at most.")
    return read_hit(file)


def _for(codec: "Codec", taken: Taken) -> Waves:
    """What a codec hears of a recording: (2, samples) of a stereo one, if it knows stereo, otherwise (samples,)."""
    return taken.waveform if taken.stereo is None or codec.channels == 1 else taken.stereo
