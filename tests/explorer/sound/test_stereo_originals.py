"""Stereo originals and uploads: in stereo where the checkpoint's sounds may be, in mono where they are not."""

import base64

import numpy as np
import pytest
from explorer_fixtures import WideCodec, WideShelf

from explorer.server.uploads import describe_upload, encode
from explorer.sound.render import Renderer
from explorer.sound.shelf import Shelf
from vae.recipes.kinds import Point
from vae.sound.audio import write_wav

RATE = 44_100


@pytest.fixture
def stereo_file(tmp_path):
    rng = np.random.default_rng(0)
    decay = np.exp(-np.arange(20_000) / 4_000)
    channels = 0.1 * rng.standard_normal((2, 20_000)) * decay * np.array([[1.0], [0.5]])
    (tmp_path / "Kit_1").mkdir()
    write_wav(tmp_path / "Kit_1" / "1.wav", channels.astype(np.float32), RATE, bit_depth=24)
    return tmp_path / "Kit_1" / "1.wav"


def difference_db(channels):
    left, right = np.square(channels, dtype=np.float64).sum(axis=1)
    return 10 * np.log10(left / right)


def test_an_original_has_the_channels_that_the_codec_knows(codec, built, library_of, stereo_file):
    library = library_of(4, built.latents.shape[1])
    plain = Renderer(codec, library, roots=[stereo_file.parent.parent])
    wide = Renderer(WideCodec(codec), library, roots=[stereo_file.parent.parent])
    assert plain.original(1).ndim == 1
    original, decoded = wide.original(1), wide.matching_gain(1) * wide.render(Point(1)).waveform
    assert original.shape[0] == 2 and original.shape[1] >= decoded.shape[-1]
    assert difference_db(original) == pytest.approx(6, abs=0.5)
    energies = [np.square(one, dtype=np.float64).sum() / np.ndim(one) for one in (original, decoded)]
    assert energies[0] == pytest.approx(energies[1], rel=1e-3)


def test_an_upload_comes_in_stereo_to_who_knows_it(checkpoints, stereo_file):
    folders = {"drum-machine": checkpoints / "drum-machine"}
    for shelf, channels in ((Shelf(folders, "drum-machine"), 1), (WideShelf(folders, "drum-machine"), 2)):
        reply = describe_upload(shelf, stereo_file)
        assert reply["recipe"] == encode(shelf, stereo_file)
        assert reply["original"]["channels"] == channels
        assert 0 < reply["error_db"] < 60
        pcm = np.frombuffer(base64.b64decode(reply["original"]["pcm"]), "<i2").reshape(channels, -1) / 32767
        assert np.abs(pcm).max() == pytest.approx(0.95, abs=1e-3)
        if channels == 2:
            assert difference_db(pcm) == pytest.approx(6, abs=0.5)
