"""Renderers of a small studio checkpoint and of a small thesis checkpoint."""

import pytest

from explorer.sound.render import Renderer


@pytest.fixture(scope="session")
def renderer(codec, built):
    return Renderer(codec, built)


@pytest.fixture(scope="session")
def thesis_renderer(tmp_path_factory):
    """A small untrained checkpoint of the thesis preset: the last two numbers of a code are levels."""
    from tiny_checkpoint import make_drum_machine

    from vae.checkpoint.codec import Codec
    from vae.library.library import Library

    root = tmp_path_factory.mktemp("thesis")
    folder = make_drum_machine(root / "thesis", root / "wavs", count=36, preset="thesis")
    return Renderer(Codec.load(folder), Library.load(folder))
