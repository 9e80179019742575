"""The listening test: ABX trials and what a score means. Plays nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

LEVEL = 0.05
"""A score that guessing reaches less often than this counts as a difference heard."""


@dataclass(frozen=True)
class Abx:
    """Trials in which X is A or B, by the toss of a coin, and the listener says which.

    Attributes:
        x_is_b: (trials,) bool.
    """

    x_is_b: NDArray[np.bool_]

    @classmethod
    def draw(cls, trials: int, *, seed: int) -> "Abx":
        """Tosses the coin for every trial."""
        return cls(np.random.default_rng(seed).random(trials) < 0.5)

    def sounds(
        self, trial: int, first: NDArray[np.float32], second: NDArray[np.float32]
    ) -> dict[str, NDArray[np.float32]]:
        """What is played in a trial, by name: "A", "B" and "X"."""
        return {"A": first, "B": second, "X": second if self.x_is_b[trial] else first}

    def right(self, answers: str) -> int:
        """How many of the answers are right, one letter for each trial: "ABBA".

        Raises:
            ValueError: there are more or fewer answers than trials, or other letters.
        """
        letters = answers.upper()
        if len(letters) != len(self.x_is_b) or set(letters) - {"A", "B"}:
            raise ValueError(f"Answer with {len(self.x_is_b)} letters, each A or B.")
        return sum((letter == "B") == truth for letter, truth in zip(letters, self.x_is_b, strict=True))


def chance_of(right: int, trials: int) -> float:
    """The probability of guessing at least so many of the trials right, each with even odds.

    The upper tail of a binomial distribution: the p-value of a one-sided test.
    """
    return float(binom.sf(right - 1, trials, 0.5))


def needed(trials: int, *, level: float = LEVEL) -> int | None:
    """The fewest right answers that guessing reaches less often than `level`; None if all are not enough."""
    return next((right for right in range(trials + 1) if chance_of(right, trials) < level), None)


def power(trials: int, shares: Sequence[float], *, level: float = LEVEL) -> NDArray[np.float64]:
    """How often the test shows a difference to listeners who really hear it.

    Args:
        trials: number of trials.
        shares: the share of trials that each of the listeners gets right in the long run, 0.5 to 1.
        level: see `LEVEL`.

    Returns:
        (listeners,), 0 to 1.
    """
    right = needed(trials, level=level)
    if right is None:
        return np.zeros(len(shares))
    found: NDArray[np.float64] = binom.sf(right - 1, trials, np.asarray(shares))
    return found
