"""Which parts of a library each of several commands encodes, when a cluster shares the work."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vae.errors import HitmapError


class MissingShardError(HitmapError):
    """A shard of a library that was not encoded; the message is one sentence."""


@dataclass(frozen=True)
class Shard:
    """Every `count`-th part of a library, so that shards take about as long as each other.

    Attributes:
        number: 1 to `count`.
        count: how many shards there are.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """The shard that "2/8" means.

        Raises:
            ValueError: it means none; the message is a sentence.
        """
        found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text.strip())
        number, count = map(int, found.groups()) if found else (0, 0)
        if not 1 <= number <= count:
            raise ValueError(f"A shard is its number and how many there are, from 1/8 to 8/8: not {text!r}.")
        return cls(number, count)

    def has(self, part: int) -> bool:
        """Whether a part, counted from 0, belongs to it."""
        return part % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def check_none_missing(parts: Sequence[int], count: int) -> None:
    """Makes sure that every shard was encoded.

    Args:
        parts: numbers of the parts that are missing, from 0.
        count: how many shards there are.

    Raises:
        MissingShardError: some were not; the message names them.
    """
    if parts:
        numbers = sorted({part % count + 1 for part in parts})
        names = ", ".join(str(Shard(number, count)) for number in numbers)
        one = len(numbers) == 1
        raise MissingShardError(
            f"Shard{'' if one else 's'} {names} {'is' if one else 'are'} not whole: run {'it' if one else 'them'}"
            " again with the same options, then merge."
        )
