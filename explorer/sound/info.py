"""What the page says of a sound: its title, its place, its neighbours. Pure functions of a recipe and a library."""

from typing import TYPE_CHECKING, Any

import numpy as np

from explorer.sound.titles import title_of
from vae.latent.ops import normalise_weights
from vae.library.library import Library
from vae.library.places import locate, place_latent
from vae.recipes.recipe import Mix, Phase, Place, Point, Recipe, is_crossfade, latent_of

if TYPE_CHECKING:
    from vae.recipes.steering import Steering

NEIGHBOURS = 8
INSIDE_LATENT_SPACINGS = 2.3


def describe(recipe: Recipe, library: Library, steering: "Steering | None" = None) -> dict[str, Any]:
    """All that can be said of a recipe without hearing it; `steering` as in `latent_of`.

    Returns:
        JSON-able; what is in it: `explorer.sound.render.Renderer.render`.

    Raises:
        RecipeError: when the recipe does not fit this library.
    """
    if isinstance(recipe, Phase):
        inside = describe(recipe.of, library, steering)
        return inside | {"title": title_of(recipe, library), "rounds": recipe.rounds, "error_db": None}
    if is_crossfade(recipe):
        return _describe_crossfade(recipe, library, steering)
    z = latent_of(recipe, library, steering)
    distances, nearest = library.nearest(z, NEIGHBOURS + 1)
    sound = None
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
    return {
        "title": title_of(recipe, library),
        "kind": recipe.kind,
        "rounds": None,
        "x": x,
        "y": y,
        "id": sound,
        "inside": inside,
        "distance": distance,
        "label": library.labels[nearest[0] if sound is None else sound],
        "neighbours": [other for other in nearest.tolist() if other != sound][:NEIGHBOURS],
        "error_db": None if sound is None else float(library.errors_db[sound]),
    }


def _describe_crossfade(mix: Mix, library: Library, steering: "Steering | None") -> dict[str, Any]:
    """Like its heaviest corner, but placed between all: on the map a crossfade never leaves its corners."""
    corners = [describe(corner, library, steering) for corner in mix.of]
    weights = np.maximum(normalise_weights(mix.weights), 0)
    places = np.array([(corner["x"], corner["y"]) for corner in corners])  # (corners, 2)
    x, y = (weights @ places / weights.sum()).tolist()
    own = {"title": title_of(mix, library), "kind": mix.kind, "x": x, "y": y, "id": None, "error_db": None}
    return corners[int(weights.argmax())] | own
