"""Raw dimensions moved by hand: exact as text, pure, checked, and those that are heard most are found."""

import asyncio
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.server.functions import server_functions
from explorer.server.sounds import SHOWN_DIMENSIONS
from explorer.sound.dimensions import changes, strongest
from explorer.sound.render import Renderer
from explorer.sound.shelf import find_checkpoints
from vae.latent.space import LatentSpace
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise, Offset, Point, Shape
from vae.recipes.text import parse_recipe, to_json
from vae.recipes.world import World

MOVED = st.dictionaries(st.integers(0, 11), st.floats(-3, 3), min_size=1, max_size=12)


def offset(moved: dict[int, float], of=Point(3)) -> Offset:  # noqa: B008
    return Offset(of, tuple(moved), tuple(moved.values()))


@pytest.fixture(scope="module")
def renderer(codec, built) -> Renderer:
    return Renderer(codec, built)


@pytest.fixture(scope="module")
def ask(checkpoints):
    functions = {one.__name__: one for one in server_functions(find_checkpoints(checkpoints))}
    return lambda name, payload: json.loads(asyncio.run(functions[name](payload)).body)


@given(MOVED, st.randoms())
def test_equal_offsets_have_equal_text(moved, random):
    recipe = offset(moved)
    shuffled = list(moved.items())
    random.shuffle(shuffled)
    assert to_json(offset(dict(shuffled))) == to_json(recipe)
    assert parse_recipe(to_json(recipe)) == recipe


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"dimensions": [], "amounts": []}, "1 to 1024"),
        ({"dimensions": "1", "amounts": [1]}, "1 to 1024"),
        ({"dimensions": {"1": 1}, "amounts": [1]}, "1 to 1024"),
        ({"dimensions": list(range(1025)), "amounts": [1] * 1025}, "1 to 1024"),
        ({"dimensions": [1, 2], "amounts": [1]}, "one amount"),
        ({"dimensions": [1], "amounts": 1}, "one amount"),
        ({"dimensions": [1, 1], "amounts": [1, 2]}, "once"),
        ({"dimensions": [1024], "amounts": [1]}, "from 0 to 1023"),
        ({"dimensions": [-1], "amounts": [1]}, "whole number"),
        ({"dimensions": [1.0], "amounts": [1]}, "whole number"),
        ({"dimensions": [True], "amounts": [1]}, "whole number"),
        ({"dimensions": [[1]], "amounts": [1]}, "whole number"),
        ({"dimensions": [1], "amounts": [3.1]}, "from -3 to 3"),
        ({"dimensions": [1], "amounts": ["1"]}, "from -3 to 3"),
        ({"dimensions": [1], "amounts": [True]}, "from -3 to 3"),
        ({"dimensions": [1], "amounts": [None]}, "from -3 to 3"),
        ({"dimensions": [1]}, "needs the field amounts"),
        ({"amounts": [1]}, "needs the field dimensions"),
    ],
)
def test_what_is_wrong_is_said(fields, reason):
    with pytest.raises(RecipeError, match=reason) as caught:
        parse_recipe(json.dumps({"kind": "offset", "of": {"kind": "point", "id": 1}} | fields))
    assert len(str(caught.value)) < 120


@given(MOVED)
def test_only_the_dimensions_named_move_and_by_their_spread(library, moved):
    z = offset(moved).latent(World(library))
    expected = library.latents[3].astype(np.float64)
    for dimension, amount in moved.items():
        expected[dimension] += amount * float(library.spread[dimension])
    assert np.array_equal(z, library.bound(expected))


def test_nothing_moved_is_the_base_sound(library):
    assert offset({0: 0, 5: 0.0}).latent(World(library)).tobytes() == library.latents[3].tobytes()
    assert offset({0: 0}).title(library) == "Closed Hat 3"
    assert offset({0: 1}).title(library) == "Closed Hat 3 moved"


def test_the_same_offset_gives_the_same_bits_and_another_sound(codec, built):
    recipe = Noise(offset({0: 1.5, 7: -2}, Shape(Point(3), decay=1)), 0.5, 7)
    one, other = (Renderer(codec, built) for _ in range(2))
    other.render(offset({7: 1}))
    waveform = one.render(recipe).waveform
    assert waveform.tobytes() == other.render(recipe).waveform.tobytes()
    plain = one.render(Point(3)).waveform
    assert np.abs(one.render(offset({0: 1.5})).waveform - plain).max() > 0.05


def test_an_offset_needs_no_model(library, built):
    """So it costs next to nothing."""
    for one in (library, built):
        z = offset(dict.fromkeys(range(8), 0.5)).latent(World(one, steering=None))
        assert not np.array_equal(z, one.latents[3])


def test_the_strongest_change_the_decoded_sound_most():
    rng = np.random.default_rng(0)
    space = LatentSpace(
        (rng.standard_normal((400, 5)) * [1, 1, 3, 0.01, 1] + [9, 0, 0, 0, 0]).astype(np.float32)
    )
    gains = np.array([1, 4, 2, 90, 0], np.float32)
    measured = changes(lambda z: (z * gains)[:, None], space)
    assert measured == pytest.approx(gains * space.spread / np.sqrt(5), rel=1e-4)
    assert strongest(measured, 3) == [2, 1, 0]
    assert strongest(np.ones(4), 9) == [0, 1, 2, 3]


def test_the_page_is_told_the_strongest(ask, renderer):
    reply = ask("dimensions", {"checkpoint": "drum-machine"})
    assert reply["ok"] and reply["latent_dim"] == renderer.library.latents.shape[1]
    assert len(set(reply["dimensions"])) == SHOWN_DIMENSIONS
    assert reply["changes_db"] == sorted(reply["changes_db"], reverse=True)
    assert reply["changes_db"][0] == pytest.approx(80 * renderer.changes.max(), abs=0.01)
    assert reply == ask("dimensions", {"checkpoint": ""})


@pytest.mark.parametrize("payload", [None, 5, [], {}, {"checkpoint": 1}, {"checkpoint": "gong"}])
def test_a_wrong_question_is_answered_with_a_sentence(ask, payload):
    reply = ask("dimensions", payload)
    assert reply["ok"] is False and reply["error"].endswith(".")
