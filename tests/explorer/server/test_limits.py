"""What is too large or too much work is refused in one sentence, before it costs anything."""

import json
import sys

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from explorer.server.limits import SizeLimit
from vae.recipes.checks import RecipeError
from vae.recipes.qualities import QUALITIES
from vae.recipes.text import MAX_COST, parse_recipe

POINT = {"kind": "point", "id": 1}
SHAPED = {"kind": "shape", "of": POINT, **dict.fromkeys(QUALITIES, 1)}


@pytest.fixture(scope="module")
def client() -> TestClient:
    async def size(request: Request) -> JSONResponse:
        return JSONResponse({"size": len(await request.body())})

    limit = Middleware(SizeLimit, max_bytes=2**20)
    return TestClient(Starlette(routes=[Route("/", size, methods=["POST"])], middleware=[limit]))


def test_a_request_that_says_it_is_too_large_is_refused(client):
    assert client.post("/", content=b"x" * 2**20).json() == {"size": 2**20}
    answer = client.post("/", content=b"x" * (2**20 + 1))
    assert answer.status_code == 413 and answer.json()["error"] == "A request can be 1 MB at most."


def test_a_request_that_does_not_say_how_large_it_is_is_counted(client):
    def pieces(count: int):
        for _ in range(count):
            yield b"x" * 2**18

    assert client.post("/", content=pieces(4)).json() == {"size": 2**20}
    assert client.post("/", content=pieces(5)).status_code == 413


def test_the_running_app_refuses_what_is_too_large(app_url):
    import httpx

    body = json.dumps({"data": {"recipe": "x" * 50 * 2**20}}).encode()
    answer = httpx.post(f"{app_url}/gradio_api/component_server", content=body, timeout=60)
    assert answer.status_code == 413 and answer.json()["error"] == "A request can be 48 MB at most."


def mixed(corners: list[dict]) -> dict:
    return {"kind": "mix", "of": corners, "weights": [1.0] * len(corners), "interpolation": "lerp"}


def test_four_corners_with_everything_set_are_no_work_too_much():
    varied = {"kind": "noise", "of": SHAPED, "amount": 1, "seed": 1, "lock": ["pitch"]}
    parse_recipe(
        json.dumps({"kind": "noise", "of": mixed([varied] * 4), "amount": 1, "seed": 2, "lock": ["decay"]})
    )


@pytest.mark.parametrize("leaf", [SHAPED, POINT])
def test_a_recipe_that_would_keep_others_waiting_is_refused_at_once(leaf):
    tree = mixed([mixed([mixed([leaf] * 4)] * 4)] * 4)
    text, calls = json.dumps(tree), []
    sys.setprofile(lambda frame, event, argument: calls.append(event))
    try:
        with pytest.raises(RecipeError, match="parts at most"):
            parse_recipe(text)
    finally:
        sys.setprofile(None)
    assert len(calls) < 40_000  # functions entered and left, to look at 85 parts
    assert 64 * len(QUALITIES) > MAX_COST
