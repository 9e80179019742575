import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recipe_strategies import JSON_VALUES, RECIPES

from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Mix, Noise, Offset, Phase, Place, Point, Prior
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION
from vae.recipes.text import MAX_BYTES, parse_recipe, to_json
from vae.recipes.world import World


@given(RECIPES)
def test_json_round_trip_is_exact(recipe):
    text = to_json(recipe)
    assert parse_recipe(text) == recipe
    assert to_json(parse_recipe(text)) == text


@given(st.text() | JSON_VALUES.map(json.dumps))
def test_any_text_is_a_recipe_or_a_recipe_error(text):
    try:
        recipe = parse_recipe(text)
    except RecipeError as error:
        assert 10 < len(str(error)) < 200
        assert str(error).endswith(".")
    else:
        assert parse_recipe(to_json(recipe)) == recipe


@given(RECIPES, st.data())
def test_a_damaged_recipe_is_a_recipe_or_a_recipe_error(recipe, data):
    text = to_json(recipe)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 4)))
    try:
        parse_recipe(text[:start] + data.draw(st.text(max_size=4)) + text[end:])
    except RecipeError as error:
        assert len(str(error)) < 200


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "not valid JSON"),
        ("null", "JSON object"),
        ("[]", "JSON object"),
        ("[" * 60_000, "levels deep"),
        ('{"a":' * 10_000, "levels deep"),
        ("x" * (MAX_BYTES + 1), "64 kB"),
        ("é" * (MAX_BYTES // 2 + 1), "64 kB"),
        ('{"kind":"shout"}', "one of point"),
        ('{"kind":["point"]}', "one of point"),
        ('{"kind":"point"}', "needs the field id"),
        ('{"kind":"point","id":1,"id":1}', "twice"),
        ('{"kind":"point","id":1,"color":2}', 'no field "color"'),
        ('{"kind":"point","id":true}', "whole number"),
        ('{"kind":"point","id":1.0}', "whole number"),
        ('{"kind":"point","id":"1"}', "whole number"),
        ('{"kind":"point","id":-1}', "whole number"),
        ('{"kind":"point","id":' + "9" * 5000 + "}", "not valid JSON"),
        ('{"kind":"place","x":NaN,"y":0}', "not a finite number"),
        ('{"kind":"place","x":1e999,"y":0}', "x is a number"),
        ('{"kind":"place","x":0,"y":101}', "y is a number"),
        ('{"kind":"place","x":' + "9" * 400 + ',"y":0}', "x is a number"),
        ('{"kind":"place","x":false,"y":0}', "x is a number"),
        ('{"kind":"prior","seed":1,"label":null}', "label"),
        ('{"kind":"prior","seed":1,"label":""}', "label"),
        ('{"kind":"prior","seed":1,"label":"\\n"}', "plain text"),
        ('{"kind":"prior","seed":2147483648}', "whole number"),
        ('{"kind":"noise","of":{"kind":"point","id":1},"amount":4.1,"seed":1}', "amount"),
        ('{"kind":"noise","of":[{"kind":"point","id":1}],"amount":1,"seed":1}', "made of other"),
        ('{"kind":"noise","of":3,"amount":1,"seed":1}', "made of other"),
        ('{"kind":"latent","z":"AAA"}', "base64"),
        ('{"kind":"latent","z":""}', "base64"),
        ('{"kind":"latent","z":"AAAA"}', "16-bit"),
        ('{"kind":"latent","z":"AHw="}', "cannot be used"),
        ('{"kind":"latent","z":"/3s="}', "cannot be used"),
        ('{"kind":"latent","z":5}', "base64"),
        ('{"kind":"latent","z":"é"}', "base64"),
    ],
)
def test_what_is_wrong_is_said(text, reason):
    with pytest.raises(RecipeError, match=reason) as caught:
        parse_recipe(text)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"of": []}, "2 to 4"),
        ({"of": [{"kind": "point", "id": 1}] * 5}, "2 to 4"),
        ({"of": {"kind": "point", "id": 1}}, "2 to 4"),
        ({"of": [1, 2]}, "JSON object"),
        ({"weights": [1]}, "one weight"),
        ({"weights": 1}, "one weight"),
        ({"weights": [3.1, 0]}, "A weight"),
        ({"weights": [1, "1"]}, "A weight"),
        ({"weights": [1, True]}, "A weight"),
        ({"weights": [1, -1]}, "add up"),
        ({"interpolation": "cubic"}, "lerp"),
        ({"interpolation": ["lerp"]}, "lerp"),
    ],
)
def test_what_is_wrong_with_a_mix_is_said(changes, reason):
    good = {
        "kind": "mix",
        "of": [{"kind": "point", "id": 1}, {"kind": "point", "id": 2}],
        "weights": [0.5, 0.5],
        "interpolation": "lerp",
    }
    parse_recipe(json.dumps(good))
    with pytest.raises(RecipeError, match=reason):
        parse_recipe(json.dumps(good | changes))


def test_a_mix_that_names_no_way_is_the_default_one_written_out():
    corners = '"of":[{"kind":"point","id":1},{"kind":"point","id":2}],"weights":[0.5,0.5]'
    recipe = parse_recipe(f'{{"kind":"mix",{corners}}}')
    chosen = Mix((Point(1), Point(2)), (0.5, 0.5), DEFAULT_INTERPOLATION)
    assert recipe == Mix((Point(1), Point(2)), (0.5, 0.5)) == chosen
    assert to_json(recipe) == f'{{"kind":"mix",{corners},"interpolation":"{DEFAULT_INTERPOLATION}"}}'
    with pytest.raises(RecipeError, match="field interpolation"):
        parse_recipe(f'{{"kind":"mix",{corners},"interpolation":null}}')


@pytest.mark.parametrize("rounds", [-1, 129, 1.0, True, "0", None])
def test_what_is_wrong_with_a_phase_is_said(rounds):
    with pytest.raises(RecipeError, match=r"0 to 128|empty"):
        parse_recipe(json.dumps({"kind": "phase", "of": {"kind": "point", "id": 1}, "rounds": rounds}))


def test_a_crossfade_and_a_phase_are_only_outermost():
    crossfade = Mix((Point(1), Point(2)), (1, 1), "crossfade")
    phase = Phase(Point(1), 0)
    assert parse_recipe(to_json(Phase(crossfade, 3))) == Phase(crossfade, 3)
    for outer in (
        lambda part: Noise(part, 1, 1),
        lambda part: Offset(part, (0,), (1,)),
        lambda part: Mix((part, Point(1)), (1, 1), "slerp"),
        lambda part: Mix((Point(1), part), (1, 1), "crossfade"),
    ):
        with pytest.raises(RecipeError, match="nothing else can be made of it"):
            outer(crossfade)
        with pytest.raises(RecipeError, match="outermost"):
            outer(phase)
    with pytest.raises(RecipeError, match="outermost"):
        Phase(phase, 0)
    with pytest.raises(RecipeError, match="made of other"):
        Phase(1, 0)


def test_a_phase_has_the_latent_of_what_it_holds_and_a_crossfade_has_none(library):
    assert Phase(Point(3), 5).latent(World(library)).tobytes() == library.latents[3].tobytes()
    with pytest.raises(RecipeError, match="no place among the latents"):
        Mix((Point(1), Point(2)), (1, 1), "crossfade").latent(World(library))


def test_noise_goes_to_where_the_latents_are():
    def vary(recipe):
        return recipe.with_latent(lambda part: Noise(part, 0.3, 1))

    assert vary(Point(1)) == Noise(Point(1), 0.3, 1)
    assert vary(Phase(Point(1), 2)) == Phase(Noise(Point(1), 0.3, 1), 2)
    assert vary(Mix((Point(1), Point(2)), (1, 1), "slerp")) == Noise(
        Mix((Point(1), Point(2)), (1, 1), "slerp"), 0.3, 1
    )
    fade = Mix((Point(1), Point(2)), (1, 1), "crossfade")
    noisy = Mix((Noise(Point(1), 0.3, 1), Noise(Point(2), 0.3, 1)), (1, 1), "crossfade")
    assert (vary(fade), vary(Phase(fade, 0))) == (noisy, Phase(noisy, 0))


def test_eight_levels_are_allowed_and_nine_are_not():
    recipe = Point(1)
    for seed in range(7):
        recipe = Noise(recipe, 0.1, seed)
    text = to_json(recipe)
    assert parse_recipe(text).depth == 8
    with pytest.raises(RecipeError, match="8 levels"):
        parse_recipe('{"kind":"noise","amount":1,"seed":1,"of":' + text + "}")
    with pytest.raises(RecipeError, match="8 levels"):
        Noise(recipe, 0.1, 7)


def test_a_recipe_made_in_python_follows_the_same_rules():
    with pytest.raises(RecipeError):
        Point(-1)
    with pytest.raises(RecipeError):
        Mix((Point(1), "point"), (1, 1), "lerp")
    assert Mix([Point(1), Point(2)], [1, 0], "lerp") == Mix((Point(1), Point(2)), (1.0, 0.0), "lerp")
    assert to_json(Place(-0.0, 1)) == '{"kind":"place","x":0.0,"y":1.0}'


def test_a_recipe_that_would_be_too_long_is_not_written():
    recipe = Latent.from_array(np.ones(600))
    for _ in range(3):
        recipe = Mix((recipe,) * 4, (1, 1, 1, 1), "lerp")
    with pytest.raises(RecipeError, match="64 kB"):
        to_json(recipe)


def test_a_point_is_its_latent_and_so_is_its_place(library):
    for sound in range(len(library)):
        x, y = library.coordinates[sound].tolist()
        place = parse_recipe(json.dumps({"kind": "place", "x": x, "y": y}))
        assert Point(sound).latent(World(library)).tobytes() == library.latents[sound].tobytes()
        assert place.latent(World(library)).tobytes() == library.latents[sound].tobytes()


def test_a_mix_with_all_weight_on_one_corner_is_that_corner(library):
    for interpolation in ("lerp", "slerp"):
        z = Mix((Point(3), Point(4)), (1, 0), interpolation).latent(World(library))
        assert z.tobytes() == library.latents[3].tobytes()


def test_a_latent_comes_back_in_half_precision(library):
    z = Latent.from_array(library.latents[5]).latent(World(library))
    assert np.array_equal(z, library.latents[5].astype("<f2").astype(np.float32))
    assert len(base64.b64decode(Latent.from_array(library.latents[5]).z)) == 2 * library.latents.shape[1]


def test_what_a_model_misses_may_be_left_out_of_a_latent(library):
    world = World(replace(library, detail_dims=4))
    z = library.latents[5].copy()
    z[-2:] = 0
    short = Latent.from_array(z, detail_dims=4)
    assert len(short.values) == len(z) - 2
    np.testing.assert_allclose(short.latent(world), z, rtol=2**-10)
    of_before = Latent.from_array(z[:-4]).latent(world)
    np.testing.assert_allclose(of_before, [*z[:-4], 0, 0, 0, 0], rtol=2**-10)
    np.testing.assert_array_equal(Latent.from_array(np.append(z[:-2], [0, 1])).values[-2:], [0, 1])
    with pytest.raises(RecipeError, match="needs 8"):
        Latent.from_array(z[:-5]).latent(world)


def test_a_draw_of_a_label_lies_nearest_to_that_label(library):
    for seed in range(30):
        z = Prior(seed, "snare").latent(World(library))
        assert library.labels[library.nearest(z, 1)[1][0]] == "snare"
    assert not np.array_equal(Prior(1).latent(World(library)), Prior(2).latent(World(library)))


@pytest.mark.parametrize(
    "recipe, reason",
    [
        (Point(80), "the last one is 79"),
        (Prior(1, "gong"), 'labelled "gong"'),
        (Prior(1, "g" * 60), 'labelled "gggggggggggggggggggggggg…"'),
        (Latent.from_array(np.ones(3)), "needs 12"),
        (Offset(Point(1), (3, 12), (1, 1)), "no dimension 12 here, the last one is 11"),
        (Noise(Mix((Point(1), Point(99)), (1, 1), "lerp"), 0.1, 1), "no sound 99"),
    ],
)
def test_what_this_library_lacks_is_said(recipe, reason, library):
    with pytest.raises(RecipeError, match=reason):
        recipe.latent(World(library))


@settings(max_examples=300)
@given(RECIPES)
def test_every_recipe_means_a_latent_within_reach(library, recipe):
    try:
        z = recipe.latent(World(library))
    except RecipeError:
        return
    assert z.dtype == np.float32
    assert np.linalg.norm(z - library.centre) <= library.reach * 1.001
    assert z.tobytes() == parse_recipe(to_json(recipe)).latent(World(library)).tobytes()


def test_a_latent_may_be_changed_without_changing_the_library(library):
    for recipe in (
        Point(2),
        Place(*library.coordinates[2].tolist()),
        Mix((Point(2), Point(1)), (1, 0), "lerp"),
    ):
        recipe.latent(World(library))[:] = 0
    assert library.latents[2].any()
