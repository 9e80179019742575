"""How much a notebook does: all that its text speaks of, or just enough to see that it runs."""

import os
from typing import TypeVar

VARIABLE = "HITMAP_COURSE"
"""Set to "quick", notebooks run on few sounds: for tests."""

Amount = TypeVar("Amount")


def effort(usual: Amount, *, quick: Amount) -> Amount:
    """The usual amount of something, or the quick one if HITMAP_COURSE is "quick"."""
    return quick if os.environ.get(VARIABLE) == "quick" else usual
