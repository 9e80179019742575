"""A renderer of one sound a pad, and the kit that is exported with it."""

from collections.abc import Callable

import pytest
from made_kits import KIT, unzip

from explorer.kit.export import export_kit
from explorer.sound.render import Renderer, Sound


@pytest.fixture(scope="session")
def render(codec, built) -> Callable[..., Sound]:
    renderer = Renderer(codec, built)
    return lambda recipe, checkpoint: renderer.render(recipe)


@pytest.fixture(scope="session")
def exported(render) -> dict[str, bytes]:
    return unzip(export_kit(KIT, render, {"drum-machine": "abc"}))
