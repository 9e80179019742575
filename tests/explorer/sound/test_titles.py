"""Titles of sounds."""

import numpy as np
import pytest

from vae.recipes.kinds import Latent, Mix, Noise, Phase, Place, Point, Prior
from vae.recipes.titles import MAX_TITLE


@pytest.mark.parametrize(
    "recipe, title",
    [
        (Point(1), "Snare 1 · Kit 1"),
        (Noise(Point(1), 0.5, 1), "Snare 1 varied"),
        (Noise(Point(1), 0, 1), "Snare 1"),
        (Mix((Point(1), Point(2)), (0.5, 0.5), "lerp"), "Snare 1 × Clap 2, 50 : 50"),
        (Mix((Point(1), Point(2)), (0.5, 0), "lerp"), "Snare 1"),
        (Mix((Point(0), Point(1), Point(2)), (1, 1, 1), "lerp"), "Kick 0 × Snare 1 × Clap 2, 33 : 33 : 33"),
        (Mix((Point(1), Point(2)), (1.2, -0.2), "glide"), "Snare 1 × Clap 2, 120 : −20"),
        (
            Mix((Mix((Point(0), Point(1)), (1, 1)), Point(2)), (3, 1)),
            "(Kick 0 × Snare 1) × Clap 2, 75 : 25",
        ),
        (Noise(Mix((Point(1), Point(2)), (1, 1)), 1, 1), "Snare 1 × Clap 2 varied"),
        (Mix((Prior(1), Point(2)), (1, 1)), "A new sound × Clap 2, 50 : 50"),
        (Prior(1), "A new sound"),
        (Prior(1, "closed_hat"), "A new closed hat"),
        (Noise(Prior(1, "kick"), 1, 1), "A new kick varied"),
        (Latent.from_array([1.0]), "A sound of your own"),
        (Mix((Point(1), Point(2)), (1, 1), "crossfade"), "Snare 1 + Clap 2, 50 : 50"),
        (Phase(Point(1), 0), "Snare 1 · Kit 1, raw"),
        (Phase(Noise(Point(1), 0.5, 1), 1), "Snare 1 varied, 1 round"),
    ],
)
def test_titles(recipe, title, library):
    assert recipe.title(library) == title


def test_titles_of_places(library):
    def title(x, y):
        return Place(x, y).title(library)

    assert title(*library.coordinates[3].tolist()) == "Closed Hat 3 · Kit 0"
    on_it = Place(*library.coordinates[3].tolist())
    beside = Place(on_it.x + 1e-3, on_it.y)
    assert Noise(on_it, 1, 1).title(library) == "Closed Hat 3 varied"
    assert Noise(beside, 1, 1).title(library) == "Near Closed Hat 3 varied"
    assert title(50, 50).startswith("Off the map, near ")
    near = title(*(library.coordinates[3] + np.float32(1e-4)).tolist())
    assert near.startswith("Between Closed Hat 3 and ")


def test_a_long_title_is_cut(library):
    recipe = Mix((Point(1),) * 4, (1,) * 4, "lerp")
    title = Mix((recipe,) * 4, (1,) * 4, "lerp").title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith("(Snare 1 × Sna…, 25 : 25 : 25 : 25")
    title = Phase(recipe, 0).title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith(", raw")
