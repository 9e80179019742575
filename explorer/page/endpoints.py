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
from explorer.server import kits, machine, sounds, uploads
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
    """Adds the named endpoints, which are also the tools that agents see.

    Gradio reads of each docstring all lines before `Args:` as its description, and one line for each argument.
    """

    @_speaking
    def render(recipe: str, checkpoint: str = "") -> tuple[bytes, dict[str, Any]]:
        """Render a recipe to a sound, as long as it is, in mono or stereo.

        A recipe is a JSON object that describes a sound in full: the same recipe always gives the same sound. It is
        one of these kinds, and those with "of" hold other recipes, in their place:
        {"kind": "point", "id": 3}: a sound of the library, by its id from `library`, `neighbours` or `similar`.
        {"kind": "place", "x": 0.5, "y": -0.2}: any place on the map, where the sounds of the library have an x and y.
        {"kind": "mix", "of": [recipe, recipe], "weights": [0.5, 0.5]}: what lies between 2 to 4 sounds; a weight may
        be -2 to 3, so that a mix can go beyond its ends.
        {"kind": "noise", "of": recipe, "amount": 0.5, "seed": 7}: a variation of a sound; amount 0 to 4, any seed.
        {"kind": "shape", "of": recipe, "brightness": 1, "decay": -2}: the same with other qualities; any of
        brightness, decay, noisiness, pitch and attack, each -3 to 3 steps.
        {"kind": "prior", "seed": 7, "label": "snare"}: a new sound; the label is one of the library's, or left out.
        {"kind": "machine", …}: a sound of the drum machine, as `imitate` gives it.
        {"kind": "latent", "z": "…"}: a sound of yours, as `encode` gives it.
        A sound of the drum machine has the kind "machine", with label, engine, parameters and seed.

        Args:
            recipe: a recipe as JSON text, such as {"kind": "place", "x": 0.5, "y": 0.5}.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A 16-bit WAV file with as many channels as the sound has.
            Facts about the sound, as JSON: title, label, x, y, inside (the data), neighbours (ids), duration in s,
            channels, width_db (of its stereo image).
        """
        _, sound = sounds.render(shelf, recipe, checkpoint)
        return pcm_wav(to_pcm(sound.waveform).T, sound.sample_rate), asdict(sound.info)

    @_speaking
    def encode(file: str, checkpoint: str = "") -> str:
        """Encode an audio file to a recipe that the model can decode, move and blend.

        The recipe can be rendered, and can be a part of any recipe with "of" in it: see `render`. As a tool, it takes a
        file by its address on the web, or all of it as data:audio/wav;base64,…

        Args:
            file: an audio file, such as WAV, FLAC, OGG or MP3; from a long one, its strongest hit is used.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A latent recipe as JSON text.
        """
        return uploads.encode(shelf, file, checkpoint)

    @_speaking
    def imitate(
        file: str | None = None, recipe: str = "", label: str = "", checkpoint: str = ""
    ) -> dict[str, Any]:
        """Make a sound on the drum machine: find the synthesiser's engine and settings that come nearest to it.

        Args:
            file: an audio file, of which the strongest hit is used; null for a recipe.
            recipe: a recipe as JSON text, where there is no file.
            label: the family of engines to look in, such as "snare"; all when empty.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            recipe, JSON text that `render` renders; its label, engine, parameters and seed; error_db, how far it is
            from the sound.
        """
        return machine.imitation(shelf, recipe, checkpoint, label, file)

    @_speaking
    def neighbours(recipe: str, k: int = 8, checkpoint: str = "") -> list[dict[str, Any]]:
        """Find the sounds of the library that are nearest to a recipe.

        Args:
            recipe: a recipe as JSON text, such as {"kind": "point", "id": 3}; `render` says which there are.
            k: number of sounds, 1 to 100.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, label_confidence, kit, x, y and distance, nearest first.
        """
        return sounds.neighbours(shelf, recipe, k, checkpoint)

    @_speaking
    def library(checkpoint: str = "") -> list[dict[str, Any]]:
        """List every sound of a library, with its id for recipes and its place on the map.

        Args:
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, label_confidence (0 to 1; a guess is below 1), kit, x and y.
        """
        return sounds.list_library(shelf, checkpoint)

    @_speaking
    def morph(
        first: str, second: str, weight: float = 0.5, checkpoint: str = ""
    ) -> tuple[bytes, dict[str, Any]]:
        """Make the sound that lies between two sounds of yours, in stereo if they are.

        It is one sound, at a pitch and of a length between theirs, and not both at once as in a crossfade. As a tool,
        it takes files as `encode` does. For sounds of the library, render a mix of their recipes.

        Args:
            first: an audio file; from a long one, its strongest hit is used.
            second: another audio file.
            weight: how far to go: 0 is the first sound, 1 the second, 0.5 half way; from -1 to 2, beyond both.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A 16-bit WAV file.
            Facts about the sound, as `render` gives them, and its recipe as JSON text.
        """
        recipe = uploads.between(shelf, first, second, weight, checkpoint)
        _, sound = sounds.render(shelf, recipe, checkpoint)
        facts = {**asdict(sound.info), "recipe": recipe}
        return pcm_wav(to_pcm(sound.waveform).T, sound.sample_rate), facts

    @_speaking
    def similar(file: str, k: int = 8, checkpoint: str = "") -> list[dict[str, Any]]:
        """Find the sounds of the library that are most like a sound of yours.

        As a tool, it takes a file as `encode` does.

        Args:
            file: an audio file; from a long one, its strongest hit is used.
            k: number of sounds, 1 to 100.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, label_confidence, kit, x, y, distance and likeness (0 to 1; 1 is the
            same sound), the most alike first.
        """
        return sounds.similar(shelf, uploads.encode(shelf, file, checkpoint), k, checkpoint)

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

        The options are any of {"format": "sfz", "decentsampler", "hydrogen", "mpc", "ableton" or "folders"; "level":
        "as_is", "peak" or "loudness"; "name": text; "mono": true or false; "bit_depth": 16 or 24; "sample_rate": 44100
        or 48000; "bars": 1 to 8}.

        Args:
            recipes: a JSON list of 1 to 8 recipes, or a whole kit with its beat, as in recipes.json.
            options: a JSON object as text, such as {"format": "ableton"}.
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
    ends_in = [gr.File(label=label, type="filepath", visible=False) for label in ("first", "second")]
    weight_in = gr.Number(0.5, label="weight", visible=False)
    label_in = gr.Textbox("", label="label", visible=False)
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
    gr.on([], imitate, [file_in, recipe_in, label_in, name_in], json_out, api_name="imitate", **shared)
    gr.on([], neighbours, [recipe_in, k_in, name_in], json_out, api_name="neighbours", **shared)
    gr.on([], library, name_in, json_out, api_name="library", **shared)
    gr.on([], morph, [*ends_in, weight_in, name_in], [wav_out, json_out], api_name="morph", **shared)
    gr.on([], similar, [file_in, k_in, name_in], json_out, api_name="similar", **shared)
    gr.on([], export_kit, [list_in, name_in, *whole], zip_out, api_name="export_kit", **shared)
    gr.on([], export_kit_as, [list_in, options_in, name_in], zip_out, api_name="export_kit_as", **shared)
