"""A kit with its sounds rendered: the input of every kit format."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from explorer.kit.kit import Kit, Pattern
from explorer.sound.render import Sound
from vae.checks import is_integer
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry, KitError
from vae.sound.measures.pairs import mono as mid

BIT_DEPTHS = (16, 24)
SAMPLE_RATES = (44_100, 48_000)
MAX_BARS = 8
VARIATIONS = 4
"""Takes of each sound in a humanised kit."""

Render = Callable[[Recipe, str], Sound]
"""Renders a recipe with the checkpoint of that name."""


@dataclass(frozen=True)
class ExportOptions:
    """How to write a kit: bits per sample, sample rate in Hz, number of bars in the loop, and whether all is mono."""

    bit_depth: int = 16
    sample_rate: int = 44_100
    bars: int = 2
    mono: bool = False

    def __post_init__(self) -> None:
        allowed = {"bit_depth": BIT_DEPTHS, "sample_rate": SAMPLE_RATES, "bars": range(1, MAX_BARS + 1)}
        if not all(is_integer(value := getattr(self, name)) and value in allowed[name] for name in allowed):
            raise KitError(
                "A kit is exported with 16 or 24 bits, at 44100 or 48000 Hz, with a loop of 1 to 8 bars."
            )
        if not isinstance(self.mono, bool):
            raise KitError("Whether a kit is exported in mono is true or false.")


@dataclass(frozen=True, eq=False)
class Take:
    """One sound file of a pad.

    Attributes:
        name: file name, plain ASCII.
        recipe: recipe of the sound.
        waveform: float32 at the rate of the export, (samples,), or (2, samples) for stereo.
    """

    name: str
    recipe: Recipe
    waveform: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class RenderedPad:
    """A pad that holds a sound.

    Attributes:
        index: number of the pad, from 0.
        sound: the sound on it.
        takes: the sound itself, then its variations if the kit is humanised.
    """

    index: int
    sound: Entry
    takes: tuple[Take, ...]

    @property
    def played(self) -> tuple[Take, ...]:
        """The takes that its hits use in turn: the variations, if there are any."""
        return self.takes[1:] or self.takes


@dataclass(frozen=True, eq=False)
class RenderedKit:
    """A kit with its sounds rendered.

    Attributes:
        pads: the pads that hold a sound, at least one, in order.
        pattern: the pattern they play.
        options: how to write the kit.
    """

    pads: tuple[RenderedPad, ...]
    pattern: Pattern
    options: ExportOptions

    @property
    def is_played(self) -> bool:
        """Whether the pattern has a hit on any of its pads."""
        return any(any(self.pattern.steps[pad.index]) for pad in self.pads)


def render_kit(kit: Kit, render: Render, options: ExportOptions) -> RenderedKit:
    """Renders every pad of a kit.

    Raises:
        KitError: no pad holds a sound.
        RecipeError: a recipe does not fit its checkpoint.
    """
    held = [(index, sound) for index, sound in enumerate(kit.slots) if sound is not None]
    if not held:
        raise KitError("There is nothing to export: put a sound on a pad first.")
    pads = (
        RenderedPad(index, sound, tuple(_takes(index, sound, kit.pattern.humanise, render, options)))
        for index, sound in held
    )
    return RenderedKit(tuple(pads), kit.pattern, options)


def humanised(recipe: Recipe, amount: float, seed: int) -> Recipe:
    """Adds noise to a recipe's latent: inside a phase, which stays outermost, and on each side of a crossfade.

    Raises:
        RecipeError: it is nested too deep.
    """
    return recipe.with_latent(lambda part: Noise(part, amount, seed))


def file_stem(number: int, label: str, name: str) -> str:
    """File name of a pad, plain ASCII: "01-kick-808-long" for pad 1 with a kick named "808 long"."""
    label, name = (re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-") for text in (label, name))
    whole = name if name.startswith(label) else f"{label}-{name}".strip("-")
    return f"{number:02d}-{whole[:60].strip('-') or 'sound'}"


def _plain(text: str) -> str:
    """A text in small letters without accents: "Été" is "ete"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()


def _takes(index: int, sound: Entry, amount: float, render: Render, options: ExportOptions) -> Iterable[Take]:
    rendered = render(sound.recipe, sound.checkpoint)
    stem = file_stem(index + 1, rendered.info.label, sound.name)
    yield Take(f"{stem}.wav", sound.recipe, _at_rate(rendered, options))
    for take, recipe in enumerate(_variations(sound.recipe, index, amount), 1):
        waveform = _at_rate(render(recipe, sound.checkpoint), options)
        yield Take(f"{stem}-v{take}.wav", recipe, waveform)


def _variations(recipe: Recipe, pad: int, amount: float) -> list[Recipe]:
    """The recipes that a humanised pad uses in turn; empty without humanising or if nested too deep for more noise."""
    if not amount:
        return []
    try:
        return [humanised(recipe, amount, pad * VARIATIONS + seed) for seed in range(1, VARIATIONS + 1)]
    except RecipeError:
        return []


def _at_rate(sound: Sound, options: ExportOptions) -> NDArray[np.float32]:
    waveform = mid(sound.waveform) if options.mono else sound.waveform
    if sound.sample_rate == options.sample_rate:
        return waveform
    resampled: NDArray[np.float32] = soxr.resample(
        np.ascontiguousarray(waveform.T), sound.sample_rate, options.sample_rate, quality="VHQ"
    ).T
    return resampled
