"""The requests of the page: one model for each server function. Anything else is refused with one sentence."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vae.recipes.checks import RecipeError
from vae.recipes.text import MAX_BYTES

Text = Annotated[str, Field(max_length=MAX_BYTES, description="a short text")]
Whole = Annotated[int, Field(description="a whole number")]
Whether = Annotated[bool, Field(description="true or false")]
Base64 = Annotated[str, Field(description="base64 text")]
KitText = Annotated[str, Field(description="the text of a kit")]


class Request(BaseModel):
    """The JSON object that a server function takes; values are not converted, and unknown fields are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)


class LibraryRequest(Request):
    """For `library` and `dimensions`."""

    checkpoint: Text


class RenderRequest(Request):
    """For `render`."""

    recipe: Text
    checkpoint: Text


class WavRequest(RenderRequest):
    """For `wav`."""

    bit_depth: Whole
    mono: Whether = False


class OriginalRequest(Request):
    """For `original`; `rounds` is that of the reconstruction's phase, None for the codec's own."""

    id: Whole
    checkpoint: Text
    rounds: Annotated[int | None, Field(description="a whole number or null")] = None


class DifferenceRequest(RenderRequest):
    """For `difference`; `original` is the page's copy of a visitor's sound, None for a library sound."""

    original: Annotated[str | None, Field(description="16-bit audio as base64 text or null")] = None
    channels: Whole = 1


class RatingRequest(Request):
    """For `rating`."""

    id: Whole
    checkpoint: Text


class TripleRequest(Request):
    """For `triple`."""

    seed: Whole
    checkpoint: Text


class ExportKitRequest(Request):
    """For `export_kit`."""

    kit: KitText
    bit_depth: Whole
    sample_rate: Whole
    bars: Whole
    mono: Whether = False


class RestoreKitRequest(Request):
    """For `restore_kit`."""

    data: Base64


class SealKitRequest(Request):
    """For `seal_kit`."""

    kit: KitText


class RandomKitRequest(Request):
    """For `random_kit`."""

    checkpoint: Text
    seed: Whole
    source: Text


class RequestError(RecipeError):
    """A request is malformed; the message is one sentence."""


R = TypeVar("R", bound=Request)


def read_request(model: type[R], payload: object) -> R:
    """Reads a payload as a model.

    Raises:
        RequestError: the payload does not fit the model.
    """
    if not isinstance(payload, dict):
        raise RequestError("A request to the server is a JSON object.")
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"][0])
    wanted = model.model_fields[name].description
    raise RequestError(f"A request to the server needs {wanted} as {name}.")
