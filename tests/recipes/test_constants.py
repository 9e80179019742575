"""What the page is told of recipes is what recipes check."""

import json

import pytest
from recipe_strategies import NAMES

from vae.recipes.checks import RecipeError
from vae.recipes.constants import constants
from vae.recipes.kinds import KINDS, Mix, Noise, Offset, Point, Shape
from vae.recipes.qualities import QUALITIES
from vae.recipes.text import parse_recipe, to_data

EXAMPLES = {
    "noise": Noise(Point(1), 1, 1),
    "shape": Shape(Point(1), **dict.fromkeys(QUALITIES, 1)),
    "offset": Offset(Point(1), (1,), (1,)),
    "mix": Mix((Point(1), Point(2)), (1, 1)),
}


def test_they_are_json_and_name_every_kind():
    told = json.loads(json.dumps(constants(), allow_nan=False))
    assert told == constants()
    assert told["kinds"] == list(told["fields"]) == NAMES
    assert told["fields"]["noise"]["lock"] == {"required": False, "range": None}
    assert told["fields"]["noise"]["amount"] == {"required": True, "range": [0, 4]}


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind.kind, field) for kind in KINDS for field in kind.ranges if kind.kind in EXAMPLES],
)
def test_a_range_is_where_recipes_end(kind, field):
    low, high = constants()["fields"][kind][field]["range"]
    data = to_data(EXAMPLES[kind])

    def with_value(value):
        return json.dumps(
            data | {field: [value, 1] if kind == "mix" else [value] if kind == "offset" else value}
        )

    for value in (high, low if kind != "mix" else 0):
        parse_recipe(with_value(value))
    for value in (low - 1, high + 1):
        with pytest.raises(RecipeError, match=r"\d"):
            parse_recipe(with_value(value))


def test_the_qualities_are_the_fields_of_a_shape():
    assert tuple(constants()["fields"]["shape"])[1:] == QUALITIES
    assert constants()["locks"] == ["label", *QUALITIES]
