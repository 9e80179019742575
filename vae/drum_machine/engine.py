"""What an engine is: a function, the ranges of its parameters, and the family that lists it by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from vae.drum_machine.parts import Wave
from vae.drum_machine.voice import Voice

Settings = Mapping[str, float]
Range = tuple[float, float]
Render = Callable[[Settings, Voice], Wave]
Technique = Literal["analogue", "digital", "acoustic"]
Start = Literal["hit", "rise"]

LOG_UNITS = ("_hz", "_ms", "_s", "_ratio")
WHOLE_UNITS = ("_count", "_bits")


@dataclass(frozen=True)
class Engine:
    """One way to synthesise one label.

    Attributes:
        label: the family that it belongs to.
        name: identifier that sounds refer to; checkpoints store it, so it never changes.
        title: name shown to people.
        technique: what it imitates: an analogue circuit, a digital machine or a real drum.
        render: makes the wave, float64, shape (num_samples,) or (2, num_samples), from the parameters and a voice.
        ranges: lowest and highest value of every parameter, in the order in which they are drawn. A name ends
            with its unit (`tune_hz`, `decay_s`, `sweep_st`, `click_db`); without one it is a share from 0 to 1.
        rises: whether it peaks late, so that its beginning must not be cut.
        longer: ranges that reach further in a sound that lasts until it is silent.
    """

    label: str
    name: str
    title: str
    technique: Technique
    render: Render
    ranges: Mapping[str, Range]
    rises: bool = False
    longer: Mapping[str, Range] = field(default_factory=dict)

    def ranges_of(self, *, whole: bool) -> Mapping[str, Range]:
        """The range of every parameter: in a sound that lasts a second, or in a whole one."""
        return {**self.ranges, **self.longer} if whole else self.ranges

    def settings(self, shares: Callable[[], float], *, whole: bool = False) -> dict[str, float]:
        """A value for every parameter, in order, each placed in its range by the next share (0 to 1)."""
        return {name: spread(name, *span, shares()) for name, span in self.ranges_of(whole=whole).items()}


class Family(dict[str, Engine]):
    """The engines of one label by name, in the order in which a library draws from them."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def engine(
        self, name: str, title: str, technique: Technique, start: Start = "hit", /, **ranges: Range
    ) -> Callable[[Render], Render]:
        """Declares the function below as an engine of this family; the other arguments are `Engine`'s.

        Raises:
            ValueError: the family already has an engine of this name.
        """

        def declare(render: Render) -> Render:
            if name in self:
                raise ValueError(f"The family {self.label!r} already has an engine {name!r}.")
            self[name] = Engine(self.label, name, title, technique, render, ranges, start == "rise")
            return render

        return declare

    def longer(self, name: str, **ranges: Range) -> None:
        """Says which parameters of an engine reach further in a sound that lasts until it is silent.

        Raises:
            ValueError: the engine has no such parameter.
        """
        engine = self[name]
        if unknown := ranges.keys() - engine.ranges.keys():
            raise ValueError(f"The engine {name!r} has no parameter {min(unknown)!r}.")
        self[name] = replace(engine, longer=ranges)


def spread(name: str, low: float, high: float, share: float) -> float:
    """The value that lies `share` (0 to 1) of the way through the range of the parameter called `name`.

    Times, frequencies and ratios are spread evenly in octaves, everything else linearly; counts and bits are whole
    numbers. Rounded to six significant digits.
    """
    if name.endswith(LOG_UNITS):
        value = low * (high / low) ** share
    elif name.endswith(WHOLE_UNITS):
        value = min(float(np.floor(low + share * (high - low + 1))), high)
    else:
        value = low + share * (high - low)
    return float(f"{value:.6g}")


def share_of(name: str, low: float, high: float, value: float) -> float:
    """The share (0 to 1) of the range at which a value lies; the inverse of `spread`, except for whole numbers."""
    if name.endswith(LOG_UNITS):
        return float(np.log(value / low) / np.log(high / low))
    return (value - low) / (high - low)
