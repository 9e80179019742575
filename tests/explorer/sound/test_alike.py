"""Which sounds are alike in one aspect, and how much."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.sound.alike import ASPECTS, most_alike
from vae.recipes.checks import RecipeError
from vae.recipes.qualities import QUALITIES, log_qualities
from vae.sound.descriptors import DESCRIPTORS, descriptor_names


def with_values(library, name: str, values):
    """A library whose sounds have these values of one descriptor."""
    descriptors = library.descriptors.copy()
    descriptors[:, library.descriptor_names.index(name)] = values
    return replace(library, descriptors=descriptors)


def test_every_aspect_is_made_of_descriptors_that_are_qualities():
    named = {name for names in ASPECTS.values() for name in names}
    assert named <= set(descriptor_names()) & set(QUALITIES)


@pytest.mark.parametrize("aspect", ["decay", "pitch"])
def test_the_most_alike_are_those_with_the_nearest_value_heard_by_ratios(built, aspect):
    values = np.random.default_rng(1).permutation(np.geomspace(1, 1e4, len(built)))
    library = with_values(built, aspect, values)
    ids, likeness = most_alike(library, log_qualities(library)[7], aspect, 5, 7)
    far = np.abs(np.log2(values) - np.log2(values[7]))
    assert sorted(far[ids].round(9)) == sorted(far.round(9))[1:6]
    assert (np.diff(likeness.round(2)) <= 0).all()
    assert 0 < likeness.min() < likeness.max() < 1


def test_a_sound_with_the_same_value_is_wholly_alike_whatever_else_it_is_like(built):
    library = with_values(built, "pitch", [440.0, 440.0, *np.geomspace(50, 200, len(built) - 2)])
    ids, likeness = most_alike(library, log_qualities(library)[0], "pitch", 3, 0)
    assert (ids[0], likeness[0]) == (1, 1)
    assert likeness[1] < 0.6


def test_of_those_alike_to_the_percent_the_ones_come_first_that_are_alike_in_all(built):
    library = with_values(built, "decay", 0.5)
    ids, likeness = most_alike(library, log_qualities(library)[6], "decay", len(built), 6)
    assert likeness.tolist() == [1] * (len(built) - 1)
    qualities = log_qualities(library)
    pairs = np.abs(qualities[:, None] - qualities[None])[np.triu_indices(len(built), 1)]
    units = np.maximum(np.median(pairs, axis=0), 1e-9) + (np.median(pairs, axis=0) == 0)
    far = np.linalg.norm((qualities[ids] - qualities[6]) / units, axis=1)
    assert np.corrcoef(np.argsort(np.argsort(far)), np.arange(len(far)))[0, 1] > 0.98


def test_half_alike_is_as_far_as_two_sounds_of_the_library_usually_are(built):
    is_log = {descriptor.name: descriptor.logarithmic for descriptor in DESCRIPTORS}
    assert is_log["decay"]
    decays = log_qualities(built)[:, QUALITIES.index("decay")]
    apart = np.abs(decays[:, None] - decays[None])[np.triu_indices(len(built), 1)]
    sound = log_qualities(built)[4]
    ids, likeness = most_alike(built, sound, "decay", len(built), 4)
    distances = np.abs(decays[ids] - decays[4])
    assert np.interp(np.median(apart), distances, likeness) == pytest.approx(0.5, abs=0.05)


def test_a_spectrum_is_brightness_and_noisiness_in_units_that_count_alike(built):
    bright = with_values(built, "brightness", 1000.0)
    ids, likeness = most_alike(bright, log_qualities(bright)[3], "spectrum", len(built), 3)
    noise = bright.descriptors[:, bright.descriptor_names.index("noisiness")]
    far = np.abs(noise[ids] - noise[3])
    assert (np.diff(far[np.argsort(-likeness, kind="stable")]) >= -1e-6).all()
    assert likeness.min() < 0.5


def test_an_aspect_that_there_is_not_is_refused_with_those_that_there_are(built):
    with pytest.raises(RecipeError, match="spectrum, decay, pitch"):
        most_alike(built, log_qualities(built)[0], "taste", 3)
