"""The requests of the page: one model for each server function. Anything else is refused with one sentence."""

from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from explorer.kit.levelling import AS_IS
from explorer.kit.options import USUAL_FORMAT, ExportOptions
from vae.recipes.checks import RecipeError
from vae.recipes.text import MAX_BYTES

Text = Annotated[str, Field(max_length=MAX_BYTES, description="a short text")]
Whole = Annotated[int, Field(description="a whole number")]
Number = Annotated[float, Field(description="a number")]
Whether = Annotated[bool, Field(description="true or false")]
Base64 = Annotated[str, Field(description="base64 text")]
KitText = Annotated[str, Field(description="the text of a kit")]


class Request(BaseModel):
    """The JSON object that a server function takes; values are not converted, and unknown fields are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)


class LibraryRequest(Request):
    """For `dimensions` and `card`, and for the files of a map."""

    checkpoint: Text


class RecipeRequest(Request):
    """For `numbers` and `pitch`, and what all requests for one sound have."""

    recipe: Text
    checkpoint: Text


class RenderRequest(RecipeRequest):
    """For `render`; `ahead` where nobody waits for it yet."""

    ahead: Whether = False


class AlikeRequest(RecipeRequest):
    """For `alike`."""

    aspect: Text


class WavRequest(RecipeRequest):
    """For `wav`; `level`, `pitch`, `decay` and `pan` as a pad plays the sound."""

    bit_depth: Whole
    mono: Whether = False
    level: Number = 0.0
    pitch: Number = 0.0
    decay: Annotated[float | None, Field(description="a number or null")] = None
    pan: Number = 0.0

    @property
    def mix(self) -> dict[str, float | None]:
        """What is not as it is in the sound itself."""
        usual = {name: WavRequest.model_fields[name].default for name in ("level", "pitch", "decay", "pan")}
        return {name: value for name in usual if (value := getattr(self, name)) != usual[name]}


class KnobsRequest(Request):
    """For `knobs`, which are the same for all checkpoints."""


class ImitateRequest(RecipeRequest):
    """For `imitate`; `label` is the family of engines to look in, empty for all."""

    label: Text = ""


class ImitationErrorRequest(RecipeRequest):
    """For `imitation_error`; `target` is the recipe of what is imitated."""

    target: Text


class OriginalRequest(Request):
    """For `original`; `rounds` is that of the reconstruction's phase, None for the codec's own."""

    id: Whole
    checkpoint: Text
    rounds: Annotated[int | None, Field(description="a whole number or null")] = None


class DifferenceRequest(RecipeRequest):
    """For `difference`; `original` is the page's copy of a visitor's sound, None for a library sound."""

    original: Annotated[str | None, Field(description="16-bit audio as base64 text or null")] = None
    channels: Whole = 1


class RatingRequest(Request):
    """For `rating` and `versions`."""

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
    level: Text = AS_IS
    format: Text = USUAL_FORMAT
    name: Text = ""

    @property
    def options(self) -> ExportOptions:
        """How to write the kit.

        Raises:
            KitError: it cannot be written so.
        """
        return ExportOptions(**self.model_dump(exclude={"kit"}))


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
    return _checked(model, model.model_validate, payload)


def read_query(model: type[R], query: Mapping[str, str]) -> R:
    """Reads the parameters of an address as a model: whole numbers, true and false are text here.

    Raises:
        RequestError: they do not fit the model.
    """
    return _checked(model, model.model_validate_strings, dict(query))


def _checked(model: type[R], read: Callable[[dict[str, object]], R], values: dict[str, object]) -> R:
    try:
        return read(values)
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"][0])
    wanted = model.model_fields[name].description
    raise RequestError(f"A request to the server needs {wanted} as {name}.")
