"""Checks for values from outside, used everywhere."""

from typing import TypeGuard

MAX_INTEGER = 2**31 - 1
"""The largest seed and the largest id: what a signed 32-bit integer holds."""


def is_integer(value: object, lowest: int = 0, highest: int = MAX_INTEGER) -> TypeGuard[int]:
    """Whether a value is a whole number within limits, and not a bool."""
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def is_number(value: object, lowest: float, highest: float) -> TypeGuard[float]:
    """Whether a value is a number within limits, and neither a bool nor NaN."""
    return isinstance(value, int | float) and not isinstance(value, bool) and lowest <= value <= highest
