"""The constants that the page's scripts are given, and are tested with."""

import json
import re
from pathlib import Path

from explorer.page.constants import constants
from explorer.page.parts import STATIC

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
