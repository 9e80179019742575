"""The large libraries that Hitmap is tried on are like the small ones they come from."""

from dataclasses import replace

import numpy as np
import pytest

from tests.tools import make_large_checkpoint
from tests.tools.make_large_checkpoint import enlarged


def test_a_library_is_enlarged_with_sounds_that_differ_a_little(library):
    large = enlarged(library, 200, 7)
    assert len(large) == len(set(large.names)) == len(np.unique(large.latents, axis=0)) == 200
    assert len(set(large.kits)) == 7
    distances = [library.nearest(z, 1)[0][0] for z in large.latents]
    assert 0 < np.median(distances) < library.typical_distance
    again = enlarged(library, 200, 7)
    np.testing.assert_array_equal(large.latents, again.latents)
    np.testing.assert_array_equal(large.coordinates, again.coordinates)


def test_latents_of_many_hold_no_detail_as_in_a_training(library, monkeypatch: pytest.MonkeyPatch):
    detailed = replace(library, detail_dims=4)
    monkeypatch.setattr(make_large_checkpoint, "MOST_DETAILED", 150)
    for sounds, dims in ((150, 4), (151, 0)):
        large = enlarged(detailed, sounds, 7)
        assert large.detail_dims == dims
        assert large.latents.shape == (sounds, detailed.compared_dims + dims)
