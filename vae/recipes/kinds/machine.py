"""A sound of the drum machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from vae.checks import MAX_INTEGER, is_number
from vae.drum_machine.kits import TITLES
from vae.drum_machine.sound import DrumMachineError, DrumSound, check, engines_of, ranges_of
from vae.library.library import Library
from vae.recipes.checks import RecipeError, integer, plain_text
from vae.recipes.description import Description, describe_latent
from vae.recipes.recipe import Source, set_fields
from vae.recipes.titles import shorten
from vae.recipes.world import Voice, World

MAX_NAME = 64
"""Characters of a label or an engine's name."""


class Parameters(dict[str, float]):
    """Parameters by name that can be looked up; they are never changed."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


@dataclass(frozen=True)
class Machine(Source):
    """A sound that the drum machine synthesises: its own waveform is heard, and its latent is the encoder's.

    `vae.drum_machine.sound.DrumSound` describes the fields.
    """

    kind: ClassVar[str] = "machine"
    ranges: ClassVar = {"seed": (0, MAX_INTEGER)}
    label: str
    engine: str
    parameters: Mapping[str, float]
    seed: int = 0

    def __post_init__(self) -> None:
        for value, what in ((self.label, "A label"), (self.engine, "An engine of the drum machine")):
            plain_text(value, what, MAX_NAME)
        if not isinstance(self.parameters, Mapping):
            raise RecipeError("The parameters of a drum machine sound are an object of names and numbers.")
        if not all(is_number(setting, -np.inf, np.inf) for setting in self.parameters.values()):
            raise RecipeError("The parameters of a drum machine sound are numbers.")
        set_fields(self, seed=integer(self.seed, "A seed"))
        try:
            check(self.sound)
            names = ranges_of(self.sound)
        except DrumMachineError as error:
            raise RecipeError(str(error)) from None
        ordered = Parameters({name: float(self.parameters[name]) + 0.0 for name in names})
        set_fields(self, parameters=ordered)

    @classmethod
    def of_sound(cls, sound: DrumSound) -> "Machine":
        """The recipe of a sound; kit and name are not part of it."""
        return cls(sound.label, sound.engine, sound.parameters, sound.seed)

    @property
    def sound(self) -> DrumSound:
        """What is synthesised."""
        return DrumSound(self.label, self.engine, dict(self.parameters), self.seed, "", "")

    @property
    def cost(self) -> int:
        """1: a sound is synthesised and encoded."""
        return 1

    def latent(self, world: World) -> NDArray[np.float32]:
        """What the encoder makes of it, pulled back to within reach."""
        return world.library.bound(world.synthesise().latent(self.sound))

    def spectrogram(self, world: World) -> NDArray[np.float32]:
        """That of the synthesised sound."""
        return world.synthesise().spectrogram(self.sound)

    def waveform(self, voice: Voice, rounds: int | None = None) -> NDArray[np.float32]:
        """The synthesised sound, which needs no phase."""
        return voice.world.synthesise().waveform(self.sound)

    def phrase(self, library: Library) -> str:
        """Label and engine: "Kick 808"."""
        engines = " and ".join(engine.title for engine in engines_of(self.sound))
        return f"{TITLES.get(self.label, self.label.capitalize())} {engines}"

    def title(self, library: Library) -> str:
        """The phrase, and where it is from: "Kick 808 · drum machine"."""
        return shorten(f"{self.phrase(library)} · drum machine")

    def describe(self, world: World) -> Description:
        """Describes it by the encoder's first guess: a knob that is being turned can't wait for the refined one."""
        z = world.library.bound(world.synthesise().latent(self.sound, refined=False))
        return describe_latent(z, world.library, title=self.title(world.library), kind=self.kind)
