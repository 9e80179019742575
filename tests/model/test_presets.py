"""Which latents hold what a model misses."""

import pytest

from vae.model.presets import MOST_DETAILED, PRESETS


@pytest.mark.parametrize(
    "name, sounds, holds",
    [("studio", MOST_DETAILED, True), ("studio", MOST_DETAILED + 1, False), ("thesis", 10, False)],
)
def test_latents_hold_what_is_missed_unless_there_are_too_many(name, sounds, holds):
    assert PRESETS[name].holds_detail(sounds) is holds
