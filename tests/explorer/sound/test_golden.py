"""What was heard once is heard again: recipes of every kind, and a checkpoint written by version 0.1."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from signatures import ENCODED_TOLERANCE_DB, TOLERANCE_DB, levels

from explorer.sound.render import Renderer
from explorer.sound.shelf import find_checkpoints
from vae.recipes.kinds import Noise
from vae.recipes.text import parse_recipe, to_json

ROOT = Path(__file__).parents[3]
GOLDEN = [
    entry
    for name in (
        "renders.json",
        "own-sounds-before-detail.json",
    )  # these: latents that hold nothing of what a model misses
    for entry in json.loads((ROOT / "tests" / "golden" / name).read_text("utf-8"))["renders"]
]


@cache
def renderer(checkpoint: str) -> Renderer:
    return find_checkpoints(ROOT / "checkpoints", None).renderer(checkpoint)


@pytest.mark.parametrize("entry", GOLDEN, ids=lambda entry: f"{entry['checkpoint']} {entry['recipe'][:40]}")
def test_a_recipe_sounds_as_it_did(entry):
    recipe = parse_recipe(entry["recipe"])
    waveform = renderer(entry["checkpoint"]).render(recipe).waveform
    assert to_json(recipe) == entry["recipe"]
    apart = np.abs(np.subtract(levels(waveform), entry["levels_db"]))
    is_encoded = any(isinstance(part, Noise) and part.held for part in recipe.walk())
    assert apart.max() <= (ENCODED_TOLERANCE_DB if is_encoded else TOLERANCE_DB)
    assert np.median(apart) <= TOLERANCE_DB


def test_a_checkpoint_of_version_0_1_opens_and_sounds_as_it_did():
    golden = ROOT / "tests" / "golden"
    old = find_checkpoints(ROOT / "checkpoints", str(golden / "checkpoint-0.1")).renderer()
    for entry in json.loads((golden / "checkpoint-0.1.json").read_text("utf-8")):
        found = levels(old.render(parse_recipe(entry["recipe"])).waveform)
        assert np.abs(np.subtract(found, entry["levels_db"])).max() <= TOLERANCE_DB
    assert old.original(3) is not None
