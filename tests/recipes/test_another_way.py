"""A way to mix sounds that the program has never heard of: one function and its name, nothing else."""

from pathlib import Path

import numpy as np
import pytest
import torch

from explorer.kit.export import export_kit
from explorer.kit.kit import Kit, Pattern
from explorer.kit.opening import open_kit
from explorer.page.ways import ways
from explorer.sound.render import Renderer
from vae import Codec
from vae.between.names import WAYS
from vae.between.ways import AFTER_FRAMES, PAIRS
from vae.library.library import Library
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Mix, Noise, Place, Point, mix, place
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.recipes.sheet import Entry
from vae.recipes.text import parse_recipe, to_json
from vae.sound.spectrogram import last_hop

CHECKPOINT = Path(__file__).parents[2] / "checkpoints" / "drum-machine"
TEXT = (
    '{"kind":"mix","of":[{"kind":"point","id":3},{"kind":"point","id":40}],'
    '"weights":[0.5,0.5],"interpolation":"louder"}'
)
MORPH = Mix((Point(3), Point(40)), (0.5, 0.5), "natural")


def louder(a: torch.Tensor, b: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
    """The louder of two sounds in each cell, one fading out and one in."""
    share = share.view(-1, 1, 1)
    return torch.maximum((1 - share) * a, share * b)


@pytest.fixture
def named(monkeypatch):
    monkeypatch.setitem(PAIRS, "louder", lambda grid: louder)
    for kind in (mix, place):
        monkeypatch.setattr(kind, "WAYS", (*WAYS, "louder"))
    monkeypatch.setattr(mix, "INTERPOLATIONS", (*INTERPOLATIONS, "louder"))


@pytest.fixture(scope="module")
def renderer():
    return Renderer(Codec.load(CHECKPOINT), Library.load(CHECKPOINT))


def test_without_its_name_it_is_refused():
    with pytest.raises(RecipeError, match="interpolation of a mix"):
        parse_recipe(TEXT)


def test_it_is_read_written_and_heard(named, renderer):
    recipe = parse_recipe(TEXT)
    assert to_json(recipe) == TEXT
    first, last = (renderer.codec.decode_spectrogram(renderer.library.latents[sound]) for sound in (3, 40))
    made, wanted = recipe.spectrogram(renderer.world), np.maximum(first / 2, last / 2)
    config = renderer.codec.spectrogram_config
    end = 1 + AFTER_FRAMES + max(last_hop(torch.from_numpy(one), config) for one in (first, last))
    np.testing.assert_allclose(made[:, :end], wanted[:, :end], atol=1e-6)
    assert end < config.num_frames and not made[:, end:].any()
    heard = renderer.render(recipe).waveform
    assert heard.tobytes() != renderer.render(MORPH).waveform.tobytes()
    assert heard.tobytes() != renderer.render(Noise(recipe, 0.5, 1)).waveform.tobytes()


def test_a_place_may_be_mixed_that_way(named, renderer):
    x, y = renderer.library.coordinates[[3, 40]].mean(axis=0).tolist()
    heard = [Place(x, y, way).spectrogram(renderer.world) for way in ("louder", "glide")]
    assert np.abs(heard[0] - heard[1]).max() > 0.01


def test_a_kit_holds_it_and_opens_again(named, renderer):
    kit = Kit(
        (Entry(parse_recipe(TEXT), "Both", "drum-machine"), *[None] * 7),
        Pattern(120, 0.5, 0.3, ((0,) * 16,) * 8),
    )
    data = export_kit(kit, lambda recipe, _: renderer.render(recipe), {})
    assert open_kit(data).kit == kit


def test_the_page_offers_it():
    assert ways((*INTERPOLATIONS, "louder"))[-1].title == "Louder"
