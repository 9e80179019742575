"""What is said of a sound: its place, its neighbours, what its library lacks."""

from dataclasses import asdict

import numpy as np
import pytest

from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Noise, Place, Point


def test_what_is_known_of_a_sound_has_the_names_that_the_page_and_the_endpoints_give(renderer):
    known = (
        "title kind rounds x y id inside distance label neighbours likeness error_db duration has_original"
    )
    found = set(asdict(renderer.render(Point(1)).info))
    assert found == {*known.split(), "label_confidence", "channels", "width_db"}


def test_info_of_a_library_sound(renderer, built):
    info = renderer.render(Point(5)).info
    assert (info.id, info.kind, info.inside, info.distance) == (5, "point", True, 0)
    assert [info.x, info.y] == built.coordinates[5].tolist()
    assert info.label == built.labels[5]
    assert info.error_db == pytest.approx(built.errors_db[5])
    assert info.has_original
    assert info.label_confidence == pytest.approx(built.label_confidences[5])
    assert 5 not in info.neighbours
    assert (
        list(info.neighbours)
        == renderer.neighbours(Point(5))
        == built.nearest(built.latents[5], 9)[1].tolist()[1:]
    )


def test_info_of_a_made_sound(renderer, built):
    info = renderer.render(Noise(Point(5), 0.05, 1)).info
    assert (info.id, info.error_db, info.has_original, info.label_confidence) == (None, None, False, None)
    assert info.inside
    assert info.neighbours[0] == 5
    assert np.hypot(*np.subtract((info.x, info.y), built.coordinates[5])) < 0.2
    assert len(info.neighbours) == len(info.likeness) == 8
    assert list(info.likeness) == sorted(info.likeness, reverse=True)
    assert info.likeness[0] > 0.9


def test_far_places_are_said_to_be_far(renderer):
    info = renderer.render(Place(20, -20)).info
    assert not info.inside
    assert info.distance > 10
    assert info.title.startswith("Off the map")


def test_neighbours_are_the_nearest_latents(renderer, built):
    z = built.latents[9] + np.float32(1e-3)
    assert renderer.neighbours(Latent.from_array(z), 3) == built.nearest(z, 3)[1].tolist()
    assert len(renderer.neighbours(Point(9), 1000)) == len(built) - 1


def test_what_a_library_lacks_is_said(renderer, built):
    with pytest.raises(RecipeError, match="no sound"):
        renderer.render(Point(len(built)))
