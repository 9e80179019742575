"""The functions that the page calls on the server. Anyone can call them with anything.

Each takes one JSON object and returns one: with `"ok": true`, or `{"ok": false, "error": one sentence}`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from starlette.responses import Response

from explorer.server import between, comparing, kits, sounds
from explorer.server.requests import (
    DifferenceRequest,
    ExportKitRequest,
    LibraryRequest,
    OriginalRequest,
    R,
    RandomKitRequest,
    RatingRequest,
    RenderRequest,
    RestoreKitRequest,
    SealKitRequest,
    TripleRequest,
    WavRequest,
    read_request,
)
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError


@dataclass(frozen=True)
class ServerFunction(Generic[R]):
    """One function.

    Attributes:
        name: the name under which the page calls it.
        request: model of the JSON object that it takes.
        answer: returns the JSON object to answer with, or raises a `HitmapError`.
    """

    name: str
    request: type[R]
    answer: Callable[[Shelf, R], dict[str, Any]]

    def of(self, shelf: Shelf) -> Callable[[object], Response]:
        """The function for one shelf of checkpoints, in the form that Gradio serves."""

        def served(payload: object) -> Response:
            try:
                body = {"ok": True, **self.answer(shelf, read_request(self.request, payload))}
            except HitmapError as error:
                body = {"ok": False, "error": str(error)}
            return Response(json.dumps(body, allow_nan=False), media_type="application/json")

        served.__name__ = self.name
        return served


FUNCTIONS: tuple[ServerFunction[Any], ...] = (
    ServerFunction(
        "library", LibraryRequest, lambda shelf, asked: sounds.describe_library(shelf, asked.checkpoint)
    ),
    ServerFunction(
        "dimensions", LibraryRequest, lambda shelf, asked: sounds.describe_dimensions(shelf, asked.checkpoint)
    ),
    ServerFunction(
        "render",
        RenderRequest,
        lambda shelf, asked: sounds.describe_sound(shelf, asked.recipe, asked.checkpoint),
    ),
    ServerFunction(
        "original",
        OriginalRequest,
        lambda shelf, asked: sounds.describe_original(shelf, asked.id, asked.checkpoint, asked.rounds),
    ),
    ServerFunction(
        "wav",
        WavRequest,
        lambda shelf, asked: sounds.wav_file(
            shelf, asked.recipe, asked.checkpoint, asked.bit_depth, asked.mono
        ),
    ),
    ServerFunction(
        "export_kit",
        ExportKitRequest,
        lambda shelf, asked: kits.export_for_page(
            shelf, asked.kit, asked.bit_depth, asked.sample_rate, asked.bars, asked.mono
        ),
    ),
    ServerFunction("restore_kit", RestoreKitRequest, lambda shelf, asked: kits.restore(shelf, asked.data)),
    ServerFunction("seal_kit", SealKitRequest, lambda shelf, asked: kits.to_recipes_json(shelf, asked.kit)),
    ServerFunction(
        "random_kit",
        RandomKitRequest,
        lambda shelf, asked: kits.random_kit(shelf, asked.checkpoint, asked.seed, asked.source),
    ),
    ServerFunction(
        "difference",
        DifferenceRequest,
        lambda shelf, asked: comparing.compare(
            shelf, asked.recipe, asked.checkpoint, asked.original, asked.channels
        ),
    ),
    ServerFunction(
        "rating",
        RatingRequest,
        lambda shelf, asked: comparing.compare_checkpoints(shelf, asked.id, asked.checkpoint),
    ),
    ServerFunction(
        "triple",
        TripleRequest,
        lambda shelf, asked: between.draw_triple(shelf, asked.seed, asked.checkpoint),
    ),
)


def server_functions(shelf: Shelf) -> list[Callable[[object], Response]]:
    """All of `FUNCTIONS`, for one shelf of checkpoints."""
    return [function.of(shelf) for function in FUNCTIONS]
