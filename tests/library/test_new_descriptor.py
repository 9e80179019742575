"""What `CONTRIBUTING.md` says of a new descriptor is enough: one entry, and libraries and colourings know it."""

import numpy as np
import pytest

from explorer.server.maps.colourings import scales
from vae.library.add import add_sounds
from vae.library.build import build_library
from vae.library.library import Library, LibraryError
from vae.recipes.qualities import QUALITIES, log_qualities
from vae.sound import descriptors
from vae.sound.descriptors import Analysis, Descriptor


def crest(sound: Analysis) -> float:
    """Peak over effective value."""
    level = np.sqrt(np.square(sound.waveform).mean())
    return float(20 * np.log10(np.abs(sound.waveform).max() / max(level, 1e-9)))


def test_a_new_descriptor_is_in_libraries_and_colours_the_map(
    untrained_codec, drum_set, library: Library, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = (Descriptor("crest", "dB", False, crest), *descriptors.DESCRIPTORS)  # order does not matter
    monkeypatch.setattr(descriptors, "DESCRIPTORS", entries)
    few = drum_set.subset(range(8))
    build_library(untrained_codec, few, np.zeros(8, bool), progress=False).save(tmp_path)
    built = Library.load(tmp_path)
    assert built.descriptor_names[0] == "crest"
    assert log_qualities(built).shape == (8, len(QUALITIES))

    scale = next(scale for scale in scales(built) if scale["name"] == "crest")
    assert scale["unit"] == "dB"
    rate = untrained_codec.sample_rate
    wanted = [crest(Analysis(np.asarray(one, np.float64), rate)) for one in few.waveforms]
    np.testing.assert_allclose(built.descriptors[:, 0], wanted, rtol=1e-5)
    assert scale["level"][np.argmax(wanted)] == scale["level"].max() > scale["level"][np.argmin(wanted)]

    assert "crest" not in {scale["name"] for scale in scales(library)}  # made before: it still opens
    assert log_qualities(library).shape == (len(library), len(QUALITIES))
    with pytest.raises(LibraryError, match="build it again"):
        add_sounds(library, untrained_codec, few, progress=False)
