"""From recipe to sound: a pure function of the recipe and the checkpoint, with a cache that nobody can hear.

The only part of the explorer that makes torch work, one job at a time for all visitors and checkpoints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from explorer.library import Library
from explorer.projection import locate, place_latent
from explorer.recipe import Place, Point, Recipe, RecipeError, latent_of
from explorer.titles import title_of
from vae.originals import find_roots, read_original

if TYPE_CHECKING:
    from vae.codec import Codec

CACHED_SOUNDS = 128
CACHED_ORIGINALS = 32
NEIGHBOURS = 8
INSIDE_LATENT_SPACINGS = 2.3
PEAK = 0.99
SILENCE_PEAK = 1e-4
_TORCH = BoundedSemaphore(1)


@dataclass(frozen=True, eq=False)
class Sound:
    """A rendered recipe; its arrays are read-only, because they are shared.

    Attributes:
        waveform: (samples,) float32, as the codec decodes it: peak 0.95.
        sample_rate: in Hz.
        spectrogram: (bands, frames) float32 in [0, 1], of the waveform; band 0 is the lowest.
        info: JSON-able; see `Renderer.render`.
    """

    waveform: NDArray[np.float32]
    sample_rate: int
    spectrogram: NDArray[np.float32]
    info: dict[str, Any]


class Renderer:
    """Renders recipes with one checkpoint. Safe to share between threads."""

    def __init__(self, codec: "Codec", library: Library, *, roots: Sequence[Path] | None = None):
        """Takes a codec and its library, and has torch work on one core from now on.

        One sound is too little work to share between cores: on a busy machine, threads that wait for each
        other made it ten to twenty times slower.

        Args:
            codec: the checkpoint's model.
            library: the checkpoint's library.
            roots: folders to look for originals in; by default those of `vae.originals.find_roots`.
        """
        import torch

        torch.set_num_threads(1)
        self.codec = codec
        self.library = library
        self.roots = find_roots() if roots is None else list(roots)
        self._cached_render = lru_cache(maxsize=CACHED_SOUNDS)(self._render)
        self._cached_original = lru_cache(maxsize=CACHED_ORIGINALS)(self._original)

    def render(self, recipe: Recipe) -> Sound:
        """Renders a recipe: the same recipe and checkpoint give the same bits.

        The info of the sound holds

        - title, kind: what to call it, and the recipe's kind;
        - x, y: where it belongs on the map;
        - id, error_db, has_original: of the library's sound that it is, otherwise None, None and False;
        - label, neighbours: that of the nearest latent, and the ids of the nearest ones;
        - distance, inside: to the nearest sound, in units of the typical distance between neighbours (on the
          map for a place, between latents for all else), and whether that counts as among the sounds;
        - duration: in seconds, until it stays 60 dB below its peak.

        Raises:
            RecipeError: when the recipe does not fit this library.
        """
        return self._cached_render(recipe)

    def original(self, sound: int) -> NDArray[np.float32] | None:
        """The original (samples,) of a library sound, with the energy of its reconstruction.

        Where it would clip at that energy it is as loud as it can be, and the reconstruction has to be turned
        down by `matching_gain` for a fair comparison.

        Returns:
            None when the audio is not on this machine.

        Raises:
            RecipeError: when there is no such sound.
        """
        matched = self._cached_original(Point(sound))
        return None if matched is None else matched[0].copy()

    def matching_gain(self, sound: int) -> float:
        """What to multiply a sound's reconstruction with to give it exactly the energy of `original`; at most 1.

        Raises:
            RecipeError: when there is no such sound.
        """
        matched = self._cached_original(Point(sound))
        return 1.0 if matched is None else matched[1]

    def neighbours(self, recipe: Recipe, k: int = NEIGHBOURS) -> list[int]:
        """Ids of the k sounds whose latents are nearest to a recipe's, nearest first, without itself.

        Raises:
            RecipeError: when the recipe does not fit this library.
        """
        ids = self.library.nearest(latent_of(recipe, self.library), k + 1)[1].tolist()
        itself = recipe.id if isinstance(recipe, Point) else None
        return [sound for sound in ids if sound != itself][:k]

    def _render(self, recipe: Recipe) -> Sound:
        z = latent_of(recipe, self.library)
        with _TORCH:
            waveform = self.codec.decode(z)
            if not np.abs(waveform).max() > SILENCE_PEAK:
                nearest = int(self.library.nearest(z, 1)[1][0])
                waveform = self.codec.decode(latent_of(Point(nearest), self.library))
            spectrogram = self.codec.spectrogram(waveform)
        for array in (waveform, spectrogram):
            array.setflags(write=False)
        return Sound(waveform, self.codec.sample_rate, spectrogram, self._describe(recipe, z, waveform))

    def _describe(
        self, recipe: Recipe, z: NDArray[np.float32], waveform: NDArray[np.float32]
    ) -> dict[str, Any]:
        library = self.library
        distances, nearest = library.nearest(z, NEIGHBOURS + 1)
        sound, location = None, None
        distance = float(distances[0]) / library.latent_spacing
        inside = distance <= INSIDE_LATENT_SPACINGS
        match recipe:
            case Point(id):
                sound, (x, y) = id, library.coordinates[id].tolist()
            case Place(x, y):
                location = locate(x, y, library)
                distance, inside = location.distance, location.inside
                sound = location.ids[0] if len(location.ids) == 1 else None
            case _:
                x, y = place_latent(z, library)
        loud = np.flatnonzero(np.abs(waveform) >= np.abs(waveform).max() * 1e-3)
        return {
            "title": title_of(recipe, library, location),
            "kind": recipe.kind,
            "x": x,
            "y": y,
            "id": sound,
            "inside": inside,
            "distance": distance,
            "label": library.labels[nearest[0] if sound is None else sound],
            "neighbours": [other for other in nearest.tolist() if other != sound][:NEIGHBOURS],
            "duration": float(loud[-1] + 1) / self.codec.sample_rate,
            "error_db": None if sound is None else float(library.errors_db[sound]),
            "has_original": sound is not None and self._has_original(sound),
        }

    def _original(self, point: Point) -> tuple[NDArray[np.float32], float] | None:
        if point.id >= len(self.library):
            raise RecipeError(f"There is no sound {point.id} here, the last one is {len(self.library) - 1}.")
        original = read_original(
            self.library.sources[point.id],
            sample_rate=self.codec.sample_rate,
            num_samples=self.codec.num_samples,
            roots=self.roots,
        )
        if original is None:
            return None
        return _match_energy(original, self.render(point).waveform)

    def _has_original(self, sound: int) -> bool:
        source = self.library.sources[sound]
        if source.get("type") == "drum_machine":
            return True
        path = PurePosixPath(str(source.get("path", "")))
        if not path.parts or path.is_absolute() or ".." in path.parts:
            return False
        bases = (root.parent if path.parts[0] == root.name else root for root in self.roots)
        return any((base / path).is_file() for base in (*self.roots, *bases))


def _match_energy(
    waveform: NDArray[np.float32], reference: NDArray[np.float32]
) -> tuple[NDArray[np.float32], float]:
    """A waveform with the energy of another, as far as its peak allows, and the other's gain that does the rest."""
    energy, wanted = (float(np.sum(np.square(w, dtype=np.float64))) for w in (waveform, reference))
    gain = np.sqrt(wanted / energy)
    rest = min(1.0, PEAK / (gain * float(np.abs(waveform).max())))
    return (waveform * (gain * rest)).astype(np.float32), float(rest)
