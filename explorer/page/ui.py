"""The page: layout, wiring and the named endpoints. What things do: `explorer.server.sounds` and `static/`."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import gradio as gr
import numpy as np
from gradio.processing_utils import save_bytes_to_cache
from starlette.middleware import Middleware

from explorer.page.stage import STATIC, FreshScripts, build_stage, preloads
from explorer.server import kits as kit_service
from explorer.server import sounds as service
from explorer.server.limits import SizeLimit
from explorer.server.uploads import describe_upload
from explorer.sound.shelf import Shelf
from vae.recipes.kinds import QUALITIES, SHAPE_RANGE

P = ParamSpec("P")
R = TypeVar("R")
TITLE = "Hitmap"
EXPORT_DEFAULTS = {"bit_depth": 16, "sample_rate": 44_100, "bars": 2}
MORPH_RANGE = (-0.5, 1.5)
NOISE_LIMIT = 2.0
MAX_SEED = 2**31 - 1
STALE_SECONDS = 3600
MAX_WAITING = 64
"""Requests in line; with more, Gradio answers that the queue is full."""


class Page(gr.Blocks):
    """`gr.Blocks` that answers a request of the wrong form with a sentence, where Gradio's answer is null."""

    async def preprocess_data(self, *args: Any, **kwargs: Any) -> list[Any]:
        """What Gradio makes of a request's values."""
        try:
            return await super().preprocess_data(*args, **kwargs)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            sentence = (
                "The values of this request do not fit: “Use via API” on the page says what is expected."
            )
            raise gr.Error(sentence, print_exception=False) from error


def build_demo(shelf: Shelf) -> gr.Blocks:
    """The whole app for a shelf of checkpoints. `launch` it with `launch_options()`."""
    with Page(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(STALE_SECONDS, STALE_SECONDS)
    ) as demo:
        with gr.Column(elem_id="page"):
            stage = build_stage(shelf)
            checkpoint = gr.Dropdown(
                shelf.names, value=shelf.default, label="Sounds", elem_id="checkpoint", filterable=False
            )
            surprise = gr.Button("Surprise me", elem_id="surprise")
            upload = gr.UploadButton("Your sound…", type="filepath", elem_id="upload", size="md")
            gr.Button("Record", elem_id="record")
            uploaded = gr.JSON(visible=False)
            with gr.Column(elem_id="tools"):
                # Another panel: its title here, and below `with _panel(title):` and its `_…_controls()`.
                _tab_bar("Morph", "Vary", "Shape", "Compare", "Nearby", "History")
                with _panel("Morph"):
                    morph, interpolation = _morph_controls()
                with _panel("Vary"):
                    amount, seed, roll = _vary_controls()
                with _panel("Shape"):
                    shape = _shape_controls()
                with _panel("Compare"):
                    _fragment("panels/compare/compare", "compare-block")
                with _panel("Nearby"):
                    _fragment("panels/nearby/nearby", "nearby-block")
                with _panel("History"):
                    _fragment("panels/history/history", "history-block")
            _fragment("kit/pads", "pads")
        controls = [morph, interpolation, amount, seed, checkpoint, *shape.values()]
        stage.sync(None, None, controls, js=_call("controls"))
        morph.input(None, morph, js=_call("morph"))
        interpolation.input(None, interpolation, js=_call("interpolation"))
        amount.input(None, amount, js=_call("amount"))
        seed.input(None, seed, js=_call("seed"))
        roll.click(None, js=_call("roll"))
        for name, slider in shape.items():
            slider.input(None, slider, js=f"(steps) => window.hitmap?.shape('{name}', steps)")
        surprise.click(None, js=_call("surprise"))
        checkpoint.input(None, checkpoint, js=_call("open"))
        upload.upload(
            lambda file, name: _encoded(shelf, file, name),
            [upload, checkpoint],
            uploaded,
            api_visibility="private",
            show_progress="hidden",
        ).success(None, uploaded, js=_call("uploaded"))
        _endpoints(shelf)
    return demo.queue(max_size=MAX_WAITING)


def launch_options() -> dict[str, Any]:
    """What `demo.launch` needs for the look of the page and for its limits."""
    font = ["ui-sans-serif", "system-ui", "Segoe UI", "Roboto", "Helvetica", "Arial", "sans-serif"]
    mono = ["ui-monospace", "SFMono-Regular", "Menlo", "monospace"]
    theme = gr.themes.Base(font=font, font_mono=mono).set(
        body_background_fill="#f4f5f7",
        body_background_fill_dark="#0d0f13",
        body_text_color="#171b21",
        body_text_color_dark="#e9edf3",
    )
    return {
        "theme": theme,
        "head": _head(),
        "footer_links": [],
        "ssr_mode": False,
        "max_file_size": service.MAX_UPLOAD_BYTES,
        "app_kwargs": {"middleware": [Middleware(FreshScripts), Middleware(SizeLimit)]},
    }


def _head() -> str:
    """What goes into the page's head; styles too, because Gradio rewrites what it is given as css."""
    styles = "\n".join(path.read_text("utf-8") for path in style_sheets())
    return f"{(STATIC / 'stage' / 'head.html').read_text('utf-8')}\n{preloads()}\n<style>\n{styles}\n</style>"


def style_sheets() -> list[Path]:
    """Every style sheet of `static/` in the order of the cascade: `core/` first, then the others by name."""
    return sorted(STATIC.rglob("*.css"), key=lambda path: (path.parent.name != "core", path))


def _tab_bar(*titles: str) -> None:
    """The tabs over the panels, the first one chosen; `static/panels/panels.js` opens and shuts what they name."""
    tabs = "".join(
        f'<button type="button" role="tab" id="{title.lower()}-tab" aria-controls="{title.lower()}-panel" '
        f'aria-selected="{str(i == 0).lower()}" tabindex="{-1 if i else 0}">{title}</button>'
        for i, title in enumerate(titles)
    )
    gr.HTML(f'<div role="tablist" aria-label="Tools">{tabs}</div>', apply_default_css=False, elem_id="tabs")


def _fragment(name: str, elem_id: str) -> gr.HTML:
    """A piece of the page from `static/`. Its id is what `static/stage/mounted.js` waits for."""
    html = (STATIC / f"{name}.html").read_text("utf-8")
    return gr.HTML(html_template=html, apply_default_css=False, elem_id=elem_id)


def _panel(title: str) -> gr.Column:
    """One of the panels under the tabs; all are on the page, one is seen."""
    return gr.Column(elem_id=f"{title.lower()}-panel", elem_classes="tool")


def _morph_controls() -> tuple[gr.Slider, gr.Radio]:
    _fragment("panels/morph/morph", "corners")
    morph = gr.Slider(*MORPH_RANGE, value=0.5, step=0.01, label="A to B", buttons=[], elem_id="morph")
    interpolation = gr.Radio(
        [("straight · lerp", "lerp"), ("curved · slerp", "slerp"), ("crossfade", "crossfade")],
        value="lerp",
        label="Path",
        elem_id="interpolation",
    )
    _fragment("panels/morph/strip", "strip-block")
    return morph, interpolation


def _vary_controls() -> tuple[gr.Slider, gr.Number, gr.Button]:
    _fragment("panels/vary/variations", "variations-block")
    amount = gr.Slider(0, NOISE_LIMIT, value=0, step=0.05, label="Noise", buttons=[], elem_id="amount")
    with gr.Row(elem_id="dice"):
        seed = gr.Number(
            1, label="Seed", precision=0, minimum=0, maximum=MAX_SEED, elem_id="seed", min_width=90
        )
        roll = gr.Button("Roll again", elem_id="roll", min_width=90)
    _fragment("panels/vary/vary", "vary-block")
    return amount, seed, roll


def _shape_controls() -> dict[str, gr.Slider]:
    sliders = {
        name: gr.Slider(
            *SHAPE_RANGE,
            value=0,
            step=0.1,
            label=name.capitalize(),
            buttons=[],
            elem_id=f"shape-{name}",
            elem_classes="shape-slider",
        )
        for name in QUALITIES
    }
    _fragment("panels/shape/shape", "shape-block")
    _fragment("panels/shape/shape-matrix", "shape-matrix-block")
    _fragment("panels/shape/dimensions", "dimensions-block")
    return sliders


def _call(name: str) -> str:
    """The listener that hands a component's values to the page's own JavaScript."""
    return f"(...values) => window.hitmap?.{name}(...values)"


def _encoded(shelf: Shelf, file: str | None, checkpoint: str) -> dict:
    try:
        return {"ok": True, **describe_upload(shelf, file, checkpoint)}
    except service.USER_ERRORS as error:
        return {"ok": False, "error": str(error)}


def _told(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except service.USER_ERRORS as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told


def _endpoints(shelf: Shelf) -> None:
    """The named endpoints of the running app: /render, /encode, /neighbours, /library, /export_kit."""

    @_told
    def render(recipe: str, checkpoint: str = "") -> tuple[tuple[int, np.ndarray], dict]:
        """Render a recipe to one second of sound.

        Args:
            recipe: a recipe as JSON text, such as {"kind": "place", "x": 0.5, "y": 0.5}.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A 16-bit WAV file, and what is known of the sound: title, place, neighbours, duration.
        """
        _, sound = service.render(shelf, recipe, checkpoint)
        pcm = np.rint(np.clip(sound.waveform, -1, 1) * 32767).astype(np.int16)
        return (sound.sample_rate, pcm), sound.info

    @_told
    def encode(file: str, checkpoint: str = "") -> str:
        """Encode an audio file to a recipe that the model can decode, move and blend.

        Args:
            file: an audio file that libsndfile can read; of a long one its strongest hit is used.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            A latent recipe as JSON text.
        """
        return service.encode(shelf, file, checkpoint)

    @_told
    def neighbours(recipe: str, k: int = 8, checkpoint: str = "") -> list[dict]:
        """Find the sounds of the library that are nearest to a recipe.

        Args:
            recipe: a recipe as JSON text.
            k: how many, 1 to 100.
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, kit, x, y and distance, nearest first.
        """
        return service.neighbours(shelf, recipe, k, checkpoint)

    @_told
    def library(checkpoint: str = "") -> list[dict]:
        """List every sound of a library.

        Args:
            checkpoint: name of a checkpoint; the default one when empty.

        Returns:
            Library entries with id, name, label, kit, x and y.
        """
        return service.list_library(shelf, checkpoint)

    @_told
    def export_kit(
        recipes: str, checkpoint: str = "", bit_depth: int = 16, sample_rate: int = 44_100, bars: int = 2
    ) -> str:
        """Export recipes as a kit: one zip of WAVs, an SFZ instrument and recipes.json, which the page opens again.

        Args:
            recipes: a JSON list of 1 to 8 recipes, or a whole kit with pattern as in recipes.json.
            checkpoint: name of a checkpoint; the default one when empty.
            bit_depth: of the WAVs, 16 or 24.
            sample_rate: of the WAVs, 44100 or 48000.
            bars: of the rendered loop, 1 to 8; there is one where the kit has a pattern.

        Returns:
            A zip file.
        """
        data = kit_service.export(shelf, recipes, checkpoint, bit_depth, sample_rate, bars)
        return save_bytes_to_cache(data, kit_service.KIT_FILE, zip_out.GRADIO_CACHE)

    recipe_in = gr.Textbox(label="recipe", visible=False)
    name_in = gr.Textbox("", label="checkpoint", visible=False)
    file_in = gr.File(label="file", type="filepath", visible=False)
    k_in = gr.Number(8, label="k", visible=False)
    wav_out = gr.Audio(label="sound", format="wav", visible=False)
    list_in = gr.Textbox(label="recipes", visible=False)
    whole = [gr.Number(n, label=label, visible=False) for label, n in EXPORT_DEFAULTS.items()]
    zip_out = gr.File(label="kit", visible=False)
    text_out = gr.Textbox(label="recipe", visible=False)
    json_out = gr.JSON(label="result", visible=False)
    shared = {"concurrency_limit": 2, "concurrency_id": "decode"}
    gr.on([], render, [recipe_in, name_in], [wav_out, json_out], api_name="render", **shared)
    gr.on([], encode, [file_in, name_in], text_out, api_name="encode", **shared)
    gr.on([], neighbours, [recipe_in, k_in, name_in], json_out, api_name="neighbours", **shared)
    gr.on([], library, name_in, json_out, api_name="library", **shared)
    gr.on([], export_kit, [list_in, name_in, *whole], zip_out, api_name="export_kit", **shared)
