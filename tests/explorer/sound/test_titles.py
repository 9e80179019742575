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
        (Mix((Point(1), Point(2)), (0.5, 0.5), "lerp"), "Morph of Snare 1 and Clap 2"),
        (Mix((Point(1), Point(2)), (0.5, 0), "lerp"), "Snare 1"),
        (Mix((Point(0), Point(1), Point(2)), (1, 1, 1), "lerp"), "Morph of Kick 0, Snare 1 and Clap 2"),
        (Prior(1), "A new sound"),
        (Prior(1, "closed_hat"), "A new closed hat"),
        (Noise(Prior(1, "kick"), 1, 1), "A new kick varied"),
        (Latent.from_array([1.0]), "A sound of your own"),
        (Mix((Point(1), Point(2)), (1, 1), "crossfade"), "Crossfade of Snare 1 and Clap 2"),
        (Phase(Point(1), 0), "Snare 1 · Kit 1, no phase"),
        (Phase(Noise(Point(1), 0.5, 1), 1), "Snare 1 varied, phase of 1 round"),
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
    assert title(50, 50).startswith("Far from any sound, nearest ")
    near = title(*(library.coordinates[3] + np.float32(1e-4)).tolist())
    assert near.startswith("Between Closed Hat 3 and ")


def test_a_long_title_is_cut(library):
    recipe = Mix((Point(1),) * 4, (1,) * 4, "lerp")
    title = Mix((recipe,) * 4, (1,) * 4, "lerp").title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith("…")
    title = Phase(recipe, 0).title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith(", no phase")
