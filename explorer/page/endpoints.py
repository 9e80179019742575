"""The named endpoints of the running app, for `gradio_client` and the page's “Use via API”."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import gradio as gr
from gradio.data_classes import FileData

from explorer.kit.options import ExportOptions
from explorer.page.handed import hand_out, pcm_wav
from explorer.server import kits, sounds, uploads
from explorer.server.wire import to_pcm
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError

P = ParamSpec("P")
R = TypeVar("R")
SOUND_FILE = "audio.wav"
EXPORT_DEFAULTS = {"bit_depth": 16, "sample_rate": 44_100, "bars": 2}


def _speaking(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def speaking(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except HitmapError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return speaking


def add_endpoints(shelf: Shelf) -> None:
    """Adds the named endpoints: /render, /encode, /neighbours, /library, /export_kit, /export_kit_as."""

    @_speaking
    def render(recipe: str, checkpoint: str = "") -> tuple[bytes, dict[str, Any]]:
        """Render a recipe to a sound, as long as it is, in mono or stereo.

        Args:
            recipe: a recipe as JSON text, such as {"kind": "place", "x": 0.5, "y": 0.5}.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A 16-bit WAV file with as many channels as the sound has, and facts about the sound: title, place,
            neighbours, duration, channels, width_db.
        """
        _, sound = sounds.render(shelf, recipe, checkpoint)
        return pcm_wav(to_pcm(sound.waveform).T, sound.sample_rate), asdict(sound.info)

    @_speaking
    def encode(file: str, checkpoint: str = "") -> str:
        """Encode an audio file to a recipe that the model can decode, move and blend.

        Args:
            file: an audio file that libsndfile can read; from a long one, its strongest hit is used.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A latent recipe as JSON text.
        """
        return uploads.encode(shelf, file, checkpoint)

    @_speaking
    def neighbours(recipe: str, k: int = 8, checkpoint: str = "") -> list[dict[str, Any]]:
        """Find the sounds of the library that are nearest to a recipe.

        Args:
            recipe: a recipe as JSON text.
            k: number of sounds, 1 to 100.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, label_confidence, kit, x, y and distance, nearest first.
        """
        return sounds.neighbours(shelf, recipe, k, checkpoint)

    @_speaking
    def library(checkpoint: str = "") -> list[dict[str, Any]]:
        """List every sound of a library.

        Args:
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, label_confidence (0 to 1; a guess is below 1), kit, x and y.
        """
        return sounds.list_library(shelf, checkpoint)

    @_speaking
    def export_kit(
        recipes: str,
        checkpoint: str = "",
        bit_depth: int = 16,
        sample_rate: int = 44_100,
        bars: int = 2,
    ) -> str:
        """Export recipes as a kit: one zip of WAVs, an SFZ instrument and recipes.json; the page can open it again.

        Args:
            recipes: a JSON list of 1 to 8 recipes, or a whole kit with its pattern, as in recipes.json.
            checkpoint: name of a checkpoint; the default one when empty.
            bit_depth: bits per sample of the WAVs, 16 or 24.
            sample_rate: sample rate of the WAVs in Hz, 44100 or 48000.
            bars: length of the rendered loop, 1 to 8; without a pattern there is no loop.

        Returns:
            A zip file.
        """
        data = kits.export(shelf, recipes, checkpoint, ExportOptions(bit_depth, sample_rate, bars))
        return str(hand_out(Path(zip_out.GRADIO_CACHE), kits.KIT_FILE, data))

    @_speaking
    def export_kit_as(recipes: str, options: str = "{}", checkpoint: str = "") -> str:
        """Export recipes as a kit for a sampler: DecentSampler, Hydrogen, MPC, Ableton Live, SFZ or numbered folders.

        Args:
            recipes: a JSON list of 1 to 8 recipes, or a whole kit with its beat, as in recipes.json.
            options: a JSON object with any of format ("sfz", "decentsampler", "hydrogen", "mpc", "ableton",
                "folders"), level ("as_is", "peak", "loudness"), name, mono, bit_depth, sample_rate and bars.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A zip file, which the page can open again.
        """
        chosen = kits.options_in(options)
        data = kits.export(shelf, recipes, checkpoint, chosen)
        return str(hand_out(Path(zip_out.GRADIO_CACHE), kits.kit_file(chosen), data))

    def as_file(wav: bytes) -> FileData:
        """Hands out a rendered sound, in place of Gradio's own way, which writes its file anew for each request."""
        path = hand_out(Path(wav_out.GRADIO_CACHE), SOUND_FILE, wav)
        return FileData(path=str(path), orig_name=SOUND_FILE)

    recipe_in = gr.Textbox(label="recipe", visible=False)
    name_in = gr.Textbox("", label="checkpoint", visible=False)
    file_in = gr.File(label="file", type="filepath", visible=False)
    k_in = gr.Number(8, label="k", visible=False)
    wav_out = gr.Audio(label="sound", format="wav", visible=False)
    wav_out.postprocess = as_file  # type: ignore[assignment]
    list_in = gr.Textbox(label="recipes", visible=False)
    whole = [gr.Number(n, label=label, visible=False) for label, n in EXPORT_DEFAULTS.items()]
    options_in = gr.Textbox("{}", label="options", visible=False)
    zip_out = gr.File(label="kit", visible=False)
    text_out = gr.Textbox(label="recipe", visible=False)
    json_out = gr.JSON(label="result", visible=False)
    shared = {"concurrency_limit": 2, "concurrency_id": "decode"}
    gr.on([], render, [recipe_in, name_in], [wav_out, json_out], api_name="render", **shared)
    gr.on([], encode, [file_in, name_in], text_out, api_name="encode", **shared)
    gr.on([], neighbours, [recipe_in, k_in, name_in], json_out, api_name="neighbours", **shared)
    gr.on([], library, name_in, json_out, api_name="library", **shared)
    gr.on([], export_kit, [list_in, name_in, *whole], zip_out, api_name="export_kit", **shared)
    gr.on([], export_kit_as, [list_in, options_in, name_in], zip_out, api_name="export_kit_as", **shared)
