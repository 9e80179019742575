"""A kit with its sounds rendered: the input of every kit format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import soxr
from numpy.typing import NDArray

from explorer.kit.hits import is_played
from explorer.kit.kit import Kit
from explorer.kit.levelling import gains
from explorer.kit.notes import notes
from explorer.kit.options import ExportOptions, file_stem
from explorer.sound.file_names import plain
from explorer.sound.render import Sound
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import Entry, KitError
from vae.sound.measures.pairs import mono as mid

VARIATIONS = 4
"""Takes of each sound in a humanised kit."""

Render = Callable[[Recipe, str], Sound]
"""Renders a recipe with the checkpoint of that name."""


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
        label: what the sound is, or the sound of the library that is nearest to it.
        note: its MIDI note, which no other pad has.
    """

    index: int
    sound: Entry
    takes: tuple[Take, ...]
    label: str
    note: int

    @property
    def folder(self) -> str:
        """A name for a folder of its own, short and plain ASCII: "01-kick"."""
        return f"{self.index + 1:02d}-{plain(self.label, 16) or 'pad'}"

    @property
    def played(self) -> tuple[Take, ...]:
        """The takes that its hits use in turn: the variations, if there are any."""
        return self.takes[1:] or self.takes


@dataclass(frozen=True, eq=False)
class RenderedKit:
    """A kit with its sounds rendered.

    Attributes:
        pads: the pads that hold a sound, at least one, in order.
        kit: the kit: how its pads are mixed, and what they play.
        options: how to write the kit.
    """

    pads: tuple[RenderedPad, ...]
    kit: Kit
    options: ExportOptions

    @property
    def is_played(self) -> bool:
        """Whether its song has a hit on any pad that is heard."""
        return is_played(self.kit)


def render_kit(kit: Kit, render: Render, options: ExportOptions) -> RenderedKit:
    """Renders every pad of a kit.

    Raises:
        KitError: no pad holds a sound.
        RecipeError: a recipe does not fit its checkpoint.
    """
    held = [(index, sound) for index, sound in enumerate(kit.slots) if sound is not None]
    if not held:
        raise KitError("There is nothing to export: put a sound on a pad first.")
    labels = [render(sound.recipe, sound.checkpoint).info.label for _, sound in held]
    keys = notes([(label, sound.name) for label, (_, sound) in zip(labels, held, strict=True)])
    amount = kit.pattern.humanise
    pads = [
        RenderedPad(index, sound, tuple(_takes(index, sound, amount, render, options)), label, note)
        for (index, sound), label, note in zip(held, labels, keys, strict=True)
    ]
    return RenderedKit(tuple(_levelled(pads, options)), kit, options)


def _levelled(pads: Sequence[RenderedPad], options: ExportOptions) -> Iterator[RenderedPad]:
    waveforms = [[take.waveform for take in pad.takes] for pad in pads]
    for pad, gain in zip(pads, gains(waveforms, options.sample_rate, options.level), strict=True):
        if gain == 1:
            yield pad
        else:
            louder = (replace(take, waveform=(take.waveform * gain).astype(np.float32)) for take in pad.takes)
            yield replace(pad, takes=tuple(louder))


def humanised(recipe: Recipe, amount: float, seed: int) -> Recipe:
    """Adds noise to a recipe's latent: inside a phase, which stays outermost, and on each side of a crossfade.

    Raises:
        RecipeError: it is nested too deep.
    """
    return recipe.with_latent(lambda part: Noise(part, amount, seed))


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
