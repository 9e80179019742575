"""The constants that the page's scripts are given, and are tested with."""

import json
import re
from pathlib import Path

from explorer.page.constants import constants
from explorer.page.panels import PANELS
from explorer.page.parts import STATIC, Control
from explorer.page.ways import ways
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION, INTERPOLATIONS

GIVEN_TO_TESTS = Path(__file__).parents[2] / "js" / "constants.json"


def test_the_scripts_are_tested_with_the_constants_that_the_page_gets():
    assert json.loads(GIVEN_TO_TESTS.read_text()) == json.loads(json.dumps(constants()))


def test_what_the_scripts_describe_is_what_they_get():
    described = (STATIC / "core" / "constants.js").read_text("utf-8")
    names = set(re.findall(r"@property \{.*?\} (\w+)", described, re.DOTALL))
    assert names and names <= set(constants())
    inside = re.search(r"\{\{(.*?)\}\} kit", described, re.DOTALL)
    assert inside is not None
    assert set(re.findall(r"(\w+):", inside[1])) == set(constants()["kit"])


def test_the_default_way_of_mixing_comes_first_and_the_page_starts_with_it():
    assert {way.name for way in ways()} == set(INTERPOLATIONS)
    assert ways()[0].name == DEFAULT_INTERPOLATION == constants()["default_interpolation"]
    (radio,) = (
        part.make()
        for panel in PANELS
        for part in panel.parts
        if isinstance(part, Control) and part.name == "interpolation"
    )
    assert radio.value == DEFAULT_INTERPOLATION
    assert radio.choices == [(way.title, way.name) for way in ways()]


def test_a_way_of_mixing_needs_no_more_than_its_name_and_has_words_if_it_is_known():
    found = ways(("lerp", "slerp", "crossfade", "glide", "fold"), "glide")
    assert [way.title for way in found] == ["Glide", "Quick", "Smooth", "Plain mix", "Fold"]
    assert all(way.tip.endswith(".") for way in found[:-1])
