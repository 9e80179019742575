"""What each address gives: the file that a function of the page makes, its fields as parameters of the address."""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from explorer.server import kits, sounds
from explorer.server.addresses.packed import unpacked
from explorer.server.addresses.partial import answer
from explorer.server.maps import files
from explorer.server.requests import ExportKitRequest, LibraryRequest, R, WavRequest, read_query
from explorer.sound.shelf import Shelf
from vae.errors import HitmapError


@dataclass(frozen=True)
class Address(Generic[R]):
    """One address.

    Attributes:
        path: its end, such as "sound.wav".
        media_type: of what it gives.
        request: the parameters that it takes, as text.
        usual: those that may be left out.
        make: returns {name, and the bytes as base64}, or raises a `HitmapError`.
    """

    path: str
    media_type: str
    request: type[R]
    usual: Mapping[str, str]
    make: Callable[[Shelf, R], dict[str, Any]]

    def route(self, shelf: Shelf, prefix: str) -> Route:
        """The route below a prefix, for one shelf of checkpoints; work is done in a thread."""

        def served(asked: Request) -> Response:
            query = {**self.usual, **asked.query_params}
            try:
                if "kit" in query:
                    query["kit"] = unpacked(query["kit"])
                name, content = self.make(shelf, read_query(self.request, query)).values()
            except HitmapError as error:
                return JSONResponse({"ok": False, "error": str(error)}, status_code=400)
            disposition = f'inline; filename="{name}"'
            return answer(b64decode(content), asked.headers, self.media_type, disposition)

        return Route(f"{prefix}/{self.path}", served, methods=["GET"])


_KIT = {"bit_depth": "16", "sample_rate": "44100", "bars": "2"}
ADDRESSES: tuple[Address[Any], ...] = (
    Address(
        "map.gz",
        "application/gzip",
        LibraryRequest,
        {"checkpoint": ""},
        lambda shelf, asked: files.map_file(shelf, asked.checkpoint),
    ),
    Address(
        "names.gz",
        "application/gzip",
        LibraryRequest,
        {"checkpoint": ""},
        lambda shelf, asked: files.names_file(shelf, asked.checkpoint),
    ),
    Address(
        "sound.wav",
        "audio/wav",
        WavRequest,
        {"checkpoint": "", "bit_depth": "16"},
        lambda shelf, asked: sounds.wav_file(
            shelf, asked.recipe, asked.checkpoint, asked.bit_depth, asked.mono, asked.mix
        ),
    ),
    Address(
        "loop.wav",
        "audio/wav",
        ExportKitRequest,
        _KIT,
        lambda shelf, asked: kits.loop_file(shelf, asked.kit, asked.options),
    ),
    Address(
        "kit.zip",
        "application/zip",
        ExportKitRequest,
        _KIT,
        lambda shelf, asked: kits.export_for_page(shelf, asked.kit, asked.options),
    ),
)


def routes(shelf: Shelf, prefix: str) -> list[Route]:
    """All of `ADDRESSES` below a prefix, for one shelf of checkpoints."""
    return [address.route(shelf, prefix) for address in ADDRESSES]
