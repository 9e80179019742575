"""Rows of figures, some of them at several sizes, as one table; with the exponent of their growth."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

EVENT = "–"


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        name: what was measured.
        unit: of the values.
        values: by size, such as the number of sounds or of visitors; {0: value} where there is no size.
        target: what it should be at the largest size, None if there is no target.
        at_least: whether the target is a least value.
        of: what the sizes count.
    """

    name: str
    unit: str
    values: dict[int, float] = field(default_factory=dict)
    target: float | None = None
    at_least: bool = False
    of: str = "sounds"

    @property
    def exponent(self) -> float | None:
        """By which power of the size the two largest grew; None for fewer or for nothing."""
        sizes = sorted(self.values)[-2:]
        if len(sizes) < 2 or not sizes[0]:
            return None
        one, two = (self.values[size] for size in sizes)
        return math.log(two / one) / math.log(sizes[1] / sizes[0]) if one > 0 and two > 0 else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met at the largest size; None without one."""
        if self.target is None:
            return None
        value = self.values[max(self.values)]
        return value >= self.target if self.at_least else value <= self.target

    def at(self, size: int) -> float | None:
        """The value that the exponent leads to from the largest size; None without one."""
        largest, exponent = max(self.values), self.exponent
        return None if exponent is None else self.values[largest] * (size / largest) ** exponent


def table(rows: Sequence[Row]) -> str:
    """Rows in Markdown."""
    lines = ["| What | Values | Exponent | Target | Met |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*lines, *map(_line, rows)])


def _line(row: Row) -> str:
    target = (
        EVENT if row.target is None else f"{'≥' if row.at_least else '≤'} {number(row.target)} {row.unit}"
    )
    met = EVENT if row.is_met is None else "yes" if row.is_met else "**no**"
    exponent = EVENT if row.exponent is None else f"{row.exponent:.2f}"
    return f"| {row.name} | {_values(row)} {row.unit} | {exponent} | {target} | {met} |"


def _values(row: Row) -> str:
    if set(row.values) == {0}:
        return number(row.values[0])
    shown = (f"{size:,}: {number(value)}" for size, value in sorted(row.values.items()))
    return f"{'; '.join(shown)}"


def on_paper(rows: Iterable[Row], sizes: Sequence[int]) -> str:
    """What the exponents of the rows that grow with the number of sounds lead to at other sizes, in Markdown."""
    grown = [row for row in rows if row.of == "sounds" and row.exponent is not None]
    heads = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| What | {heads} |", f"| --- |{' --- |' * len(sizes)}"]
    for row in grown:
        cells = " | ".join(f"{number(row.at(size) or 0)} {row.unit}" for size in sizes)
        lines.append(f"| {row.name} | {cells} |")
    return "\n".join(lines)


def number(value: float) -> str:
    """A number with three digits that count."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{round(value, digits):,.{digits}f}"
