"""Checks of values: each function returns a usable value, or raises an error of one sentence."""

from collections.abc import Sequence

from vae.checks import MAX_INTEGER, is_integer, is_number
from vae.errors import HitmapError

MAX_LATENT_DIM = 1024


class RecipeError(HitmapError):
    """A recipe that cannot be used; the message is one sentence for the musician."""


def integer(
    value: object, what: str, highest: int = MAX_INTEGER, error: type[RecipeError] = RecipeError
) -> int:
    """A whole number from 0 to `highest`.

    Args:
        value: the value to check.
        what: name of the value, which begins the message.
        highest: the largest allowed value.
        error: the error to raise.
    """
    if not is_integer(value, 0, highest):
        raise error(f"{what} is a whole number from 0 to {highest}.")
    return value


def number(
    value: object, what: str, limits: tuple[float, float], error: type[RecipeError] = RecipeError
) -> float:
    """A number within limits, as float.

    Args:
        value: the value to check.
        what: name of the value, which begins the message.
        limits: lowest and highest.
        error: the error to raise.
    """
    if not is_number(value, *limits):
        raise error(f"{what} is a number from {limits[0]:g} to {limits[1]:g}.")
    return float(value) + 0.0  # no -0.0: equal recipes have equal text


def plain_text(value: object, what: str, longest: int, error: type[RecipeError] = RecipeError) -> str:
    """A printable text of 1 to `longest` characters; the other arguments are as for `integer`."""
    if not isinstance(value, str) or not 1 <= len(value) <= longest or not value.isprintable():
        raise error(f"{what} is a plain text of 1 to {longest} characters.")
    return value


def locks(names: object, known: Sequence[str]) -> tuple[str, ...]:
    """Names of what noise leaves alone: at least one of the known ones, each once."""
    if not isinstance(names, list | tuple) or not 1 <= len(names) <= len(known):
        raise RecipeError(f"What is locked is a list of up to {len(known)} names.")
    if not all(isinstance(name, str) and name in known for name in names) or len(set(names)) != len(names):
        raise RecipeError(f"What can be locked, each once, is {', '.join(known)}.")
    return tuple(names)


def offsets(
    dimensions: object, amounts: object, count: int, limits: tuple[float, float]
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Dimensions of a latent of at most `count`, each once and in order, and an amount within limits for each."""
    if not isinstance(dimensions, list | tuple) or not 1 <= len(dimensions) <= count:
        raise RecipeError(f"An offset moves 1 to {count} dimensions.")
    if not isinstance(amounts, list | tuple) or len(amounts) != len(dimensions):
        raise RecipeError("An offset needs one amount for each of its dimensions.")
    moved = {
        integer(dimension, "A dimension", count - 1): number(amount, "The amount of an offset", limits)
        for dimension, amount in zip(dimensions, amounts, strict=True)
    }
    if len(moved) != len(dimensions):
        raise RecipeError("An offset moves each dimension once.")
    ordered = sorted(moved)
    return tuple(ordered), tuple(moved[dimension] for dimension in ordered)


def quoted(text: str, longest: int = 24) -> str:
    """Untrusted text for a message: printable, in quotes, and cut if it is long."""
    shown = "".join(character for character in text[:longest] if character.isprintable())
    return f'"{shown}…"' if len(text) > longest else f'"{shown}"'
