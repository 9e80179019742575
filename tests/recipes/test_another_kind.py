"""A kind of recipe that the program has never heard of: one class and one entry in `KINDS`, nothing else."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest

from explorer.kit.export import export_kit
from explorer.kit.kit import Kit, Pattern
from explorer.kit.opening import open_kit
from explorer.sound.render import Renderer
from vae.recipes import kinds
from vae.recipes.checks import RecipeError, number
from vae.recipes.constants import constants
from vae.recipes.kinds import Noise, Phase, Point
from vae.recipes.recipe import MAX_DEPTH, Effect, Recipe, set_fields
from vae.recipes.sheet import Entry
from vae.recipes.text import MAX_COST, MAX_PARTS, parse_recipe, to_json
from vae.recipes.world import World


@dataclass(frozen=True)
class Mirror(Effect):
    """The opposite of a sound: its latent on the other side of the library's centre."""

    kind: ClassVar[str] = "mirror"
    ranges: ClassVar = {"strength": (0.0, 1.0)}
    strength: float = 1.0

    def __post_init__(self):
        set_fields(self, strength=number(self.strength, "The strength of a mirror", self.ranges["strength"]))
        super().__post_init__()

    @property
    def cost(self):
        return 20

    def latent(self, world):
        library = world.library
        offset = self.of.latent(world) - library.centre
        return library.bound(library.centre + (1 - 2 * self.strength) * offset)

    def phrase(self, library):
        return f"{self.of.phrase(library)} mirrored"


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, Mirror))


@pytest.fixture(scope="module")
def renderer(codec, built):
    return Renderer(codec, built)


def test_it_is_read_and_written():
    text = '{"kind":"mirror","of":{"kind":"point","id":3},"strength":0.5}'
    assert parse_recipe(text) == Mirror(Point(3), 0.5)
    assert to_json(Mirror(Point(3), 0.5)) == text
    assert parse_recipe('{"kind":"mirror","of":{"kind":"point","id":3}}') == Mirror(Point(3))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"kind":"mirror"}', "needs the field of"),
        ('{"kind":"mirror","of":{"kind":"point","id":3},"angle":1}', 'no field "angle"'),
        ('{"kind":"mirror","of":{"kind":"point","id":3},"strength":2}', "strength of a mirror"),
        ('{"kind":"mirror","of":3}', "made of other"),
        ('{"kind":"mirror","of":{"kind":"phase","of":{"kind":"point","id":3},"rounds":1}}', "outermost"),
        ('{"kind":"shout"}', ", mirror\\.$"),
    ],
)
def test_what_is_wrong_with_it_is_said(text, reason):
    with pytest.raises(RecipeError, match=reason):
        parse_recipe(text)


def test_its_latent_and_its_titles(library):
    z = Mirror(Point(3)).latent(World(library))
    np.testing.assert_allclose(z + library.latents[3], 2 * library.centre, rtol=1e-5, atol=1e-5)
    assert Mirror(Point(3)).title(library) == "Closed Hat 3 mirrored"
    assert Phase(Noise(Mirror(Point(3)), 1, 1), 0).title(library) == "Closed Hat 3 mirrored varied, raw"


def test_its_cost_counts():
    twice = Mirror(Mirror(Point(1)))
    assert sum(part.cost for part in twice.walk()) > MAX_COST
    with pytest.raises(RecipeError, match=f"{MAX_PARTS} parts"):
        parse_recipe(to_json(twice))
    recipe: Recipe = Point(1)
    for _ in range(MAX_DEPTH - 1):
        recipe = Mirror(recipe)
    with pytest.raises(RecipeError, match="levels deep"):
        Mirror(recipe)


def test_it_is_heard(renderer, codec):
    sound = renderer.render(Mirror(Point(3)))
    z = Mirror(Point(3)).latent(renderer.world)
    assert sound.waveform.tobytes() == codec.decode(z).tobytes()
    assert (sound.info.kind, sound.info.id, sound.info.rounds) == ("mirror", None, None)
    unphased = renderer.render(Phase(Mirror(Point(3)), 0))
    assert unphased.waveform.tobytes() == codec.decode(z, n_iter=0).tobytes()


def test_a_kit_holds_it_and_opens_again(renderer):
    steps = ((127, *[0] * 15), *[(0,) * 16] * 7)
    kit = Kit((Entry(Mirror(Point(3)), "Hat", "drum-machine"), *[None] * 7), Pattern(120, 0.5, 0.3, steps))
    data = export_kit(kit, lambda recipe, _: renderer.render(recipe), {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".wav")]) == 6
        saved = json.loads(archive.read("recipes.json"))
    assert saved["kit"]["slots"][0]["recipe"]["kind"] == "mirror"
    assert open_kit(data).kit == kit


def test_the_page_is_told_of_it():
    assert constants()["fields"]["mirror"] == {
        "of": {"required": True, "range": None},
        "strength": {"required": False, "range": [0, 1]},
    }


@pytest.mark.parametrize("missing", ["latent", "phrase", "cost"])
def test_a_kind_that_lacks_a_member_cannot_be_made(missing):
    half = type("Half", (Effect,), {name: getattr(Mirror, name) for name in ("latent", "phrase", "cost")})
    half(Point(1))
    lacking = type("Lacking", (half,), {missing: getattr(Recipe, missing)})
    with pytest.raises(TypeError, match=missing):
        lacking(Point(1))
