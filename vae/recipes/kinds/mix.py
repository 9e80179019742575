"""Two to four recipes blended."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from vae.between.names import WAYS, Way
from vae.checkpoint.audible import SILENCE_PEAK
from vae.latent import ops as latent_ops
from vae.library.library import Library
from vae.recipes.blending import Corner
from vae.recipes.checks import RecipeError, number
from vae.recipes.description import Description, describe_latent
from vae.recipes.recipe import Recipe, set_fields
from vae.recipes.titles import MAX_TITLE, shorten
from vae.recipes.world import Voice, World
from vae.sound.levels import PEAK

MAX_CORNERS = 4
WEIGHT_RANGE = (-2.0, 3.0)
MIN_WEIGHT_SUM = 0.1
Interpolation = Way | Literal["lerp", "slerp", "crossfade"]
INTERPOLATIONS: tuple[Interpolation, ...] = (*WAYS, "lerp", "slerp", "crossfade")
DEFAULT_INTERPOLATION: Interpolation = "natural"


@dataclass(frozen=True)
class Mix(Recipe):
    """Two to four recipes blended; the weights are relative to their sum and may lie outside 0…1.

    "natural" and "glide" move decoded spectrograms towards each other (`vae.between`), "lerp" and "slerp" blend
    latents, "crossfade" the finished waveforms: it has no latent of its own, so that only `Phase` can contain it. JSON
    without an interpolation means the default, which is always written.
    """

    kind: ClassVar[str] = "mix"
    ranges: ClassVar = {"weights": WEIGHT_RANGE}
    of: tuple[Recipe, ...]
    weights: tuple[float, ...]
    interpolation: Interpolation = DEFAULT_INTERPOLATION

    def __post_init__(self) -> None:
        if not isinstance(self.of, list | tuple) or not 2 <= len(self.of) <= MAX_CORNERS:
            raise RecipeError(f"A mix blends 2 to {MAX_CORNERS} sounds.")
        if not isinstance(self.weights, list | tuple) or len(self.weights) != len(self.of):
            raise RecipeError("A mix needs one weight for each of its sounds.")
        weights = tuple(number(weight, "A weight", WEIGHT_RANGE) for weight in self.weights)
        if sum(weights) < MIN_WEIGHT_SUM:
            raise RecipeError(f"The weights of a mix have to add up to at least {MIN_WEIGHT_SUM}.")
        if not isinstance(self.interpolation, str) or self.interpolation not in INTERPOLATIONS:
            known = ", ".join(f'"{name}"' for name in INTERPOLATIONS[:-1])
            raise RecipeError(f'The interpolation of a mix is {known} or "{INTERPOLATIONS[-1]}".')
        set_fields(self, of=tuple(self.of), weights=weights)
        self.check_parts()

    @property
    def parts(self) -> tuple[Recipe, ...]:
        """The corners."""
        return self.of

    @property
    def cost(self) -> int:
        """0: blending is cheap."""
        return 0

    @property
    def is_crossfade(self) -> bool:
        """Whether it blends waveforms."""
        return self.interpolation == "crossfade"

    @property
    def no_latent(self) -> str | None:
        """Why a crossfade cannot be part of another recipe."""
        if self.is_crossfade:
            return "A crossfade blends finished sounds, so that nothing else can be made of it."
        return None

    def latent(self, world: World) -> NDArray[np.float32]:
        """The blend of the corners' latents, or the latent that stands for what is heard; a crossfade has none."""
        if self.is_crossfade:
            raise RecipeError("A crossfade blends finished sounds, it has no place among the latents.")
        if self.moves and len(self._used) > 1:
            return world.library.bound(world.blend().latent(*self._blend(world)))
        return self._straight(world)

    def spectrogram(self, world: World) -> NDArray[np.float32] | None:
        """What lies between the corners' spectrograms, if they are blended and not the latents."""
        if not self.moves:
            return None
        if len(self._used) == 1:
            return self.of[self._used[0]].spectrogram(world)
        return world.blend().spectrogram(*self._blend(world))

    @property
    def moves(self) -> bool:
        """Whether it moves spectrograms towards each other."""
        return self.interpolation in WAYS

    @property
    def _used(self) -> list[int]:
        return [number for number, weight in enumerate(self.weights) if weight]

    def _straight(self, world: World) -> NDArray[np.float32]:
        """The blend of the corners' latents."""
        corners = np.stack([corner.latent(world) for corner in self.of])  # (corners, latent_dim)
        if self.interpolation == "slerp":
            return world.library.bound(latent_ops.slerp(corners, self.weights, world.library.centre))
        return world.library.bound(latent_ops.lerp(corners, self.weights))

    def _blend(self, world: World) -> tuple[list[Corner], list[float], Way]:
        """The corners that are used, their shares, and the way: what `Blending` takes."""
        shares = latent_ops.normalise_weights(self.weights)[self._used].tolist()
        used = [self.of[number] for number in self._used]
        corners = [Corner.of(one.latent(world), one.spectrogram(world)) for one in used]
        return corners, shares, cast(Way, self.interpolation)

    def phrase(self, library: Library) -> str:
        """The corners with a weight other than 0: "Snare 3 × Clap 1", in a crossfade "Snare 3 + Clap 1"."""
        return self._sign.join(self._names(library))

    def title(self, library: Library) -> str:
        """The corners and their shares in percent: "Snare 3 × Clap 1, 70 : 30"."""
        names = self._names(library)
        if len(names) == 1:
            return super().title(library)
        shares = latent_ops.normalise_weights(self.weights)[self._used]
        percents = " : ".join(f"{100 * share:.0f}".replace("-", "−") for share in shares.tolist())
        room = MAX_TITLE - len(percents) - len(", ")
        if len(self._sign.join(names)) > room:
            each = (room - len(self._sign) * (len(names) - 1)) // len(names)
            names = [shorten(name, each) for name in names]
        text = self._sign.join(names)
        return f"{text[:1].upper()}{text[1:]}, {percents}"

    @property
    def _sign(self) -> str:
        """What stands between the names: both sounds at once, or one sound made of them."""
        return " + " if self.is_crossfade else " × "

    def _names(self, library: Library) -> list[str]:
        """The names of the corners that are used; a mix among several is in parentheses."""
        names = [self.of[number].phrase(library).removeprefix("near ") for number in self._used]
        if len(names) == 1:
            return names
        return [f"({name})" if " × " in name or " + " in name else name for name in names]

    def describe(self, world: World) -> Description:
        """Describes a blend by the latents between its corners, a crossfade as its heaviest corner, placed there."""
        if not self.is_crossfade:
            title = self.title(world.library)
            return describe_latent(self._straight(world), world.library, title=title, kind=self.kind)
        corners = [corner.describe(world) for corner in self.of]
        weights = np.maximum(latent_ops.normalise_weights(self.weights), 0)
        places = np.array([(corner.x, corner.y) for corner in corners])  # (corners, 2)
        x, y = (weights @ places / weights.sum()).tolist()
        own = {"title": self.title(world.library), "kind": self.kind, "x": x, "y": y}
        return replace(corners[int(weights.argmax())], **own, id=None, error_db=None)

    def waveform(self, voice: Voice, rounds: int | None = None) -> NDArray[np.float32]:
        """A crossfade is the weighted sum of its corners' waveforms; a single corner is left unchanged.

        It lasts as long as the longest of them, and is stereo if one of them is.
        """
        if not self.is_crossfade:
            return super().waveform(voice, rounds)
        weights = latent_ops.normalise_weights(self.weights)
        used = np.flatnonzero(weights)
        waveforms = [voice.waveform(self.of[i], rounds) for i in used]
        corners = _of_one_shape(waveforms)  # (corners, samples) or (corners, 2, samples)
        flat = weights[used] @ corners.reshape(len(used), -1).astype(np.float64)
        waveform = flat.reshape(corners.shape[1:])
        peak = float(np.abs(waveform).max())
        if len(used) == 1 or not peak > SILENCE_PEAK:  # one corner, or corners that cancel each other out
            return waveforms[int(weights[used].argmax())].copy()
        return (waveform * (PEAK / peak)).astype(np.float32)

    def with_latent(self, change: Callable[[Recipe], Recipe]) -> Recipe:
        """A crossfade changes each of its corners."""
        if not self.is_crossfade:
            return super().with_latent(change)
        return replace(self, of=tuple(corner.with_latent(change) for corner in self.of))


def _of_one_shape(waveforms: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Waveforms, (samples,) or (2, samples) each, as one array: short ones end in silence, mono becomes stereo."""
    longest = max(waveform.shape[-1] for waveform in waveforms)
    channels = max(waveform.ndim for waveform in waveforms)
    return np.stack(
        [
            np.pad(
                np.broadcast_to(waveform, (2, waveform.shape[-1])) if waveform.ndim < channels else waveform,
                [(0, 0)] * (channels - 1) + [(0, longest - waveform.shape[-1])],
            )
            for waveform in waveforms
        ]
    )
