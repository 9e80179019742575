"""From recipe to sound: a pure function of the recipe and the checkpoint, with an inaudible cache.

Torch runs in the lanes that all renderers share: `explorer.sound.torch_lane`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explorer.sound.channels import Waves, channels_of, without_end
from explorer.sound.dimensions import changes
from explorer.sound.labels import label_confidence
from explorer.sound.torch_lane import in_turn
from vae.checkpoint.audible import decode_audibly, play
from vae.checkpoint.synthesis import Synthesis
from vae.data.originals import find_roots, has_original, read_original
from vae.library.library import Library
from vae.recipes.blending import Blending
from vae.recipes.description import NEIGHBOURS, Description
from vae.recipes.kinds import Phase, Point
from vae.recipes.qualities import log_qualities
from vae.recipes.recipe import Recipe
from vae.recipes.world import World
from vae.sound.levels import matching_gain, sound_end
from vae.sound.measures.pairs import mono as mid
from vae.sound.stereo.width import width_db

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

CACHED_SECONDS, FEWEST_CACHED = 128, 16
"""Room for sounds in the cache, in seconds of one channel, and how many are cached however long they may be."""
CACHED_ORIGINALS = 32
LOUDEST_ORIGINAL = 0.99


@dataclass(frozen=True)
class Info(Description):
    """Facts about a rendered recipe.

    Attributes:
        duration: time in seconds until the sound stays 60 dB below its peak.
        channels: 1 for mono, 2 for stereo.
        width_db: by how much its channels differ on average, as `vae.sound.stereo.width` says it; 0 for mono.
        has_original: whether it is a library sound whose original is on this computer.
        label_confidence: how sure the label of a library sound is, from 0 to 1; below 1 it is a guess. None for
            others, and where there is no label.
    """

    duration: float
    channels: int
    width_db: float
    has_original: bool
    label_confidence: float | None


@dataclass(frozen=True, eq=False)
class Sound:
    """A rendered recipe; its arrays are read-only, because they are shared.

    Attributes:
        waveform: float32, as the codec decodes it: (samples,), or (2, samples) for stereo; peak 0.95.
        sample_rate: in Hz.
        spectrogram: (bands, frames) float32 in [0, 1], of the waveform's mid; band 0 is the lowest.
        info: facts about it.
    """

    waveform: Waves
    sample_rate: int
    spectrogram: NDArray[np.float32]
    info: Info


class Renderer:
    """Renders recipes with one checkpoint. Safe to share between threads."""

    def __init__(self, codec: "Codec", library: Library, *, roots: Sequence[Path] | None = None):
        """Takes the parts of a checkpoint.

        Args:
            codec: the checkpoint's model; from now on use only `self.codec`, which waits its turn in a lane.
            library: the checkpoint's library.
            roots: folders to search for originals; by default those of `vae.data.originals.find_roots`.
        """
        from vae.recipes.steering import Steering  # loads torch

        self.codec = in_turn(codec)
        self.library = library
        self.roots = find_roots() if roots is None else list(roots)
        steering = Steering(self.codec, library.latents[library.sample], log_qualities(library))
        self.world = World(
            library,
            in_turn(steering),
            Blending(self.codec),
            self.codec.keeping_silence,
            Synthesis(self.codec),
        )
        self._cached_render = lru_cache(maxsize=_cached_sounds(codec))(self._render)
        self._cached_original = lru_cache(maxsize=CACHED_ORIGINALS)(self._original)

    def render(self, recipe: Recipe) -> Sound:
        """Renders a recipe: the same recipe and checkpoint give the same bits.

        Raises:
            RecipeError: the recipe does not fit this library.
        """
        return self._cached_render(recipe)

    def original(self, sound: int, rounds: int | None = None) -> Waves | None:
        """The original of a library sound, (samples,) or (2, samples), with the energy of its reconstruction.

        It ends where it falls silent or where its reconstruction does, whichever is later.

        If it would clip at that energy, it is as loud as possible, and the reconstruction has to be turned down
        by `matching_gain` for a fair comparison.

        Args:
            sound: id of the sound.
            rounds: Griffin-Lim rounds of the reconstruction's `Phase`; None for the codec's own.

        Returns:
            The waveform; None if the audio is not on this computer.

        Raises:
            RecipeError: there is no such sound, or the rounds are invalid.
        """
        matched = self._cached_original(Point(sound), rounds)
        return None if matched is None else matched[0].copy()

    def matching_gain(self, sound: int, rounds: int | None = None) -> float:
        """The gain, at most 1, that gives a sound's reconstruction exactly the energy of `original`.

        Raises:
            RecipeError: there is no such sound, or the rounds are invalid.
        """
        matched = self._cached_original(Point(sound), rounds)
        return 1.0 if matched is None else matched[1]

    def latent_of(self, recipe: Recipe) -> NDArray[np.float32]:
        """The latent (latent_dim,) of a recipe.

        Raises:
            RecipeError: the recipe does not fit this library.
        """
        return recipe.latent(self.world)

    def spectrogram(self, waveform: Waves) -> NDArray[np.float32]:
        """The scaled spectrogram (bands, frames) of a sound's mid, as long as the sound."""
        return self.codec.spectrogram(mid(waveform))

    @property
    def is_stereo(self) -> bool:
        """Whether its sounds may have two channels."""
        return self.codec.channels > 1

    def decode(self, z: NDArray[np.float32], rounds: int | None) -> Waves:
        """The waveform of a latent (latent_dim,); if it would be silent, that of the nearest sound."""
        return decode_audibly(self.codec, z, self.library, rounds)

    def play(
        self, spectrogram: NDArray[np.float32], z: NDArray[np.float32] | None, rounds: int | None
    ) -> Waves:
        """The sound of a scaled spectrogram (bands, frames), as wide as a latent is; mono for None."""
        return play(self.codec, spectrogram, z, rounds)

    def waveform(self, recipe: Recipe, rounds: int | None) -> Waves:
        """The waveform of a part of a recipe, from the cache if it was rendered before."""
        return self.render(recipe if rounds is None else Phase(recipe, rounds)).waveform

    @cached_property
    def changes(self) -> NDArray[np.float64]:
        """(latent_dim,) how much each dimension changes the sound: `dimensions.changes`, measured on first use."""
        return changes(self.codec.decode_spectrogram, self.library)

    def neighbours(self, recipe: Recipe, k: int = NEIGHBOURS) -> list[int]:
        """Ids of the k sounds whose latents are nearest to a recipe's, nearest first, excluding the sound itself.

        Raises:
            RecipeError: the recipe does not fit this library.
        """
        itself = recipe.describe(self.world).id
        ids = self.library.nearest(self.latent_of(recipe), k + 1)[1].tolist()
        return [sound for sound in ids if sound != itself][:k]

    def _render(self, recipe: Recipe) -> Sound:
        described = recipe.describe(self.world)
        waveform = recipe.waveform(self)
        spectrogram = self.spectrogram(waveform)
        for array in (waveform, spectrogram):
            array.setflags(write=False)
        info = Info(
            **vars(described),
            duration=sound_end(waveform) / self.codec.sample_rate,
            channels=channels_of(waveform),
            width_db=width_db(waveform, self.codec.sample_rate),
            has_original=described.id is not None
            and has_original(self.library.sources[described.id], self.roots),
            label_confidence=label_confidence(self.library, described.id),
        )
        return Sound(waveform, self.codec.sample_rate, spectrogram, info)

    def _original(self, point: Point, rounds: int | None) -> tuple[Waves, float] | None:
        point.latent(self.world)  # raises if there is no such sound
        original = read_original(
            self.library.sources[point.id],
            sample_rate=self.codec.sample_rate,
            num_samples=self.codec.num_samples,
            roots=self.roots,
            stereo=self.codec.channels > 1,
        )
        if original is None:
            return None
        decoded = self.render(point if rounds is None else Phase(point, rounds)).waveform
        return _match_energy(without_end(original, decoded.shape[-1]), decoded)


def _cached_sounds(codec: "Codec") -> int:
    """How many sounds of a codec's longest length the cache has room for."""
    longest = codec.channels * codec.num_samples / codec.sample_rate
    return max(FEWEST_CACHED, int(CACHED_SECONDS / longest))


def _match_energy(waveform: Waves, reference: Waves) -> tuple[Waves, float]:
    """A waveform with the energy of another as far as its peak allows, and the gain on the other for the rest."""
    gain = matching_gain(waveform, reference)
    rest = min(1.0, LOUDEST_ORIGINAL / (gain * float(np.abs(waveform).max())))
    return (waveform * (gain * rest)).astype(np.float32), float(rest)
