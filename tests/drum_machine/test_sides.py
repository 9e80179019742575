"""Two settings on both sides of a sound."""

from dataclasses import replace

import numpy as np
import pytest

from vae.drum_machine.around import LEAST_ROOM, MOVED, around
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.engine import WHOLE_UNITS, share_of, spread
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import DrumSound, check, engines_of

ENGINES_OF_ALL = [engine for family in ENGINES.values() for engine in family.values()]


def test_a_share_of_a_range_and_its_value_are_one_thing():
    spans = {name: span for engine in ENGINES_OF_ALL for name, span in engine.ranges.items()}
    for name, span in spans.items():
        if not name.endswith(WHOLE_UNITS):
            for share in (0, 0.3, 1):
                assert share_of(name, *span, spread(name, *span, share)) == pytest.approx(share, abs=1e-4)


def test_a_sound_is_half_way_between_its_two_sides():
    rng = np.random.default_rng(0)
    for sound in draw_library(200):
        sides = around(sound, rng)
        if sides is None:
            continue
        ranges = engines_of(sound)[0].ranges
        assert 1 <= len(sides.moved) <= MOVED
        for side in (sides.first, sides.second):
            check(side)
            assert replace(side, parameters=sound.parameters) == sound
        for name, value in sound.parameters.items():
            one, other = sides.first.parameters[name], sides.second.parameters[name]
            if name not in sides.moved:
                assert one == other == value
                continue
            shares = [share_of(name, *ranges[name], at) for at in (one, value, other)]
            assert shares[0] + shares[2] == pytest.approx(2 * shares[1], abs=1e-4)
            assert abs(shares[2] - shares[0]) >= 2 * LEAST_ROOM - 1e-4


def test_a_sound_at_the_ends_of_all_ranges_has_nothing_on_one_side():
    engine = next(iter(ENGINES["kick"].values()))
    corner = {name: low for name, (low, _) in engine.ranges.items()}
    sound = DrumSound(engine.label, engine.name, corner, 1, "Machine 01", "A sound")
    check(sound)
    assert around(sound, np.random.default_rng(0)) is None
