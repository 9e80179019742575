"""How sure the labels of a library are."""

from dataclasses import replace

import numpy as np

from explorer.sound.labels import label_confidence, sureness


def test_sounds_without_a_label_are_neither_sure_nor_guesses(library_of):
    library = library_of(count=4)
    mixed = replace(
        library,
        labels=("door", "unnamed", "", "door"),
        label_confidences=np.array([1, 0, 0, 0.62], np.float32),
    )
    np.testing.assert_allclose(sureness(mixed), [1, np.nan, np.nan, 0.62], rtol=1e-6)
    assert [label_confidence(mixed, i) for i in range(4)] == [1, None, None, 0.62]
    assert label_confidence(mixed, None) is None


def test_labels_of_earlier_libraries_are_as_sure_as_their_source(library_of):
    library = replace(
        library_of(count=2), label_sources=("kit", "neighbours"), label_confidences=np.zeros(0, np.float32)
    )
    assert label_confidence(library, 0) == 1
    assert 0 < label_confidence(library, 1) < 1
