"""The large libraries that Hitmap is tried on are like the small ones they come from."""

import numpy as np

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
