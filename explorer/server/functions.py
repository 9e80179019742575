"""The functions that the page calls on the server. Anyone can call them with anything.

Each takes one JSON object and returns one: with `"ok": true`, or `{"ok": false, "error": one sentence}`.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

from explorer.server import about, between, cards, comparing, kits, machine, sounds
from explorer.server.requests import (
    AlikeRequest,
    DifferenceRequest,
    ExportKitRequest,
    ImitateRequest,
    ImitationErrorRequest,
    KnobsRequest,
    LibraryRequest,
    OriginalRequest,
    R,
    RandomKitRequest,
    RatingRequest,
    RecipeRequest,
    RenderRequest,
    RestoreKitRequest,
    SealKitRequest,
    TripleRequest,
    WavRequest,
    read_request,
)
from explorer.server.turns import PLACES, BusyError, Turns
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError

LONGEST_VISITOR = 32


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

    def of(
        self, shelf: Shelf, turns: Turns, threads: CapacityLimiter
    ) -> Callable[[object], Awaitable[Response]]:
        """The function for one shelf of checkpoints, in the form that Gradio serves; visitors take turns."""

        async def served(payload: object) -> Response:
            try:
                async with turns.turn(_visitor(payload)):
                    body = await to_thread.run_sync(partial(self._answer, shelf, payload), limiter=threads)
            except BusyError as error:
                body = {"ok": False, "error": str(error)}
            return Response(json.dumps(body, allow_nan=False), media_type="application/json")

        served.__name__ = self.name
        return served

    def _answer(self, shelf: Shelf, payload: object) -> dict[str, Any]:
        try:
            return {"ok": True, **self.answer(shelf, read_request(self.request, payload))}
        except HitmapError as error:
            return {"ok": False, "error": str(error)}


def _visitor(payload: object) -> str:
    """What a page calls its visitor; pages that say nothing are one visitor together."""
    named = payload.get("visitor") if isinstance(payload, dict) else None
    return named[:LONGEST_VISITOR] if isinstance(named, str) else ""


FUNCTIONS: tuple[ServerFunction[Any], ...] = (
    ServerFunction("version", LibraryRequest, lambda shelf, asked: sounds.version(shelf, asked.checkpoint)),
    ServerFunction(
        "dimensions", LibraryRequest, lambda shelf, asked: sounds.describe_dimensions(shelf, asked.checkpoint)
    ),
    ServerFunction("card", LibraryRequest, lambda shelf, asked: cards.card(shelf, asked.checkpoint)),
    ServerFunction(
        "numbers", RenderRequest, lambda shelf, asked: about.numbers(shelf, asked.recipe, asked.checkpoint)
    ),
    ServerFunction(
        "render",
        RenderRequest,
        lambda shelf, asked: sounds.describe_sound(shelf, asked.recipe, asked.checkpoint, asked.ahead),
    ),
    ServerFunction(
        "alike",
        AlikeRequest,
        lambda shelf, asked: sounds.alike(shelf, asked.recipe, asked.checkpoint, asked.aspect),
    ),
    ServerFunction(
        "pitch", RecipeRequest, lambda shelf, asked: sounds.pitch(shelf, asked.recipe, asked.checkpoint)
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
            shelf, asked.recipe, asked.checkpoint, asked.bit_depth, asked.mono, asked.mix
        ),
    ),
    ServerFunction(
        "export_kit",
        ExportKitRequest,
        lambda shelf, asked: kits.export_for_page(shelf, asked.kit, asked.options),
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
        "versions",
        RatingRequest,
        lambda shelf, asked: comparing.versions(shelf, asked.id, asked.checkpoint),
    ),
    ServerFunction(
        "triple",
        TripleRequest,
        lambda shelf, asked: between.draw_triple(shelf, asked.seed, asked.checkpoint),
    ),
    ServerFunction("knobs", KnobsRequest, lambda shelf, asked: machine.knobs()),
    ServerFunction(
        "imitate",
        ImitateRequest,
        lambda shelf, asked: machine.imitation(shelf, asked.recipe, asked.checkpoint, asked.label),
    ),
    ServerFunction(
        "imitation_error",
        ImitationErrorRequest,
        lambda shelf, asked: machine.error(shelf, asked.recipe, asked.target, asked.checkpoint),
    ),
)


def server_functions(shelf: Shelf) -> list[Callable[[object], Awaitable[Response]]]:
    """All of `FUNCTIONS`, for one shelf of checkpoints; their visitors share its turns."""
    turns, threads = Turns(), CapacityLimiter(PLACES)
    return [function.of(shelf, turns, threads) for function in FUNCTIONS]
