"""Sounds that checkpoints call their originals never change."""

import json

import numpy as np
import pytest

from tests.drum_machine import golden
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import DrumSound, synthesize

GOLDEN = json.loads(golden.FILE.read_text())
ROWS = GOLDEN["sounds"]
HERE = golden.arithmetic()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["sound"]["name"].replace(" ", "-"))
def test_the_sound_is_the_golden_one(row):
    wave = synthesize(DrumSound.from_json(row["sound"]))
    if HERE in row["sha256"]:
        assert golden.digest(wave) == row["sha256"][HERE]
    distance = np.abs(np.subtract(golden.levels_db(wave), row["levels_db"]))
    assert distance.max() <= golden.TOLERANCE_DB


def test_the_default_library_is_drawn_as_ever():
    sounds = draw_library()
    if HERE in GOLDEN["draw"]["sha256"]:
        assert golden.draw_digest(sounds) == GOLDEN["draw"]["sha256"][HERE]
    sums = golden.draw_sums(sounds)
    assert sums.keys() == GOLDEN["draw"]["sums"].keys()
    assert sums == pytest.approx(GOLDEN["draw"]["sums"], rel=1e-4)


def test_every_engine_and_every_part_of_the_chain_has_a_golden_sound():
    seconds = [row["sound"] for row in ROWS if "take_s" not in row["sound"]["parameters"]]
    made = {(sound["label"], name) for sound in seconds for name in sound["engine"].split("+")}
    assert made >= {(label, name) for label, engines in ENGINES.items() for name in engines}
    used = {name for row in ROWS for name in row["sound"]["parameters"]}
    assert used >= {name for part in CHAIN_RANGES.values() for name in part} | {"layer_db"}


def test_every_label_has_a_golden_take():
    takes = [row["sound"] for row in ROWS if "take_s" in row["sound"]["parameters"]]
    assert {sound["label"] for sound in takes} == ENGINES.keys()
    assert {sound["label"] for sound in takes if "width" in sound["parameters"]} == ENGINES.keys() - {"kick"}


def test_the_levels_tell_two_sounds_of_one_engine_apart():
    row = next(row for row in ROWS if row["sound"]["engine"] == "acoustic")
    other = synthesize(DrumSound.from_json(row["sound"] | {"seed": 1}))
    distance = np.abs(np.subtract(golden.levels_db(other), row["levels_db"]))
    assert distance.max() > 2 * golden.TOLERANCE_DB
