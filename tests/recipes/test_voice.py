"""The plainest voice gives the sounds of the app, to the bit."""

import numpy as np
import pytest

from explorer.sound.render import Renderer
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Mix, Noise, Phase, Place, Point, Shape
from vae.recipes.voice import CodecVoice


@pytest.mark.parametrize(
    "recipe",
    [
        Point(3),
        Place(0.5, -0.5),
        Mix((Point(0), Noise(Point(1), 0.5, 7)), (0.5, 0.5)),
        Phase(Mix((Point(0), Point(1)), (1, 2), "crossfade"), 0),
    ],
    ids=lambda recipe: recipe.kind,
)
def test_a_recipe_sounds_as_in_the_app(recipe, codec, built):
    heard = Renderer(codec, built).render(recipe).waveform
    np.testing.assert_array_equal(CodecVoice(codec, built).waveform(recipe), heard)


def test_what_would_be_silent_is_the_nearest_sound(codec, built):
    class Mute:
        """Decodes everything but the library's first sound to silence."""

        def decode(self, z):
            audible = np.array_equal(z, built.latents[0])
            return np.full(8, 0.5 if audible else 0, np.float32)

        def keeping_silence(self, z, varied):
            return varied

    voice = CodecVoice(Mute(), built)
    assert voice.decode(built.latents[0] + np.float32(1e-3)).max() == 0.5


def test_steering_is_refused(codec, built):
    with pytest.raises(RecipeError, match="where its model is"):
        CodecVoice(codec, built).waveform(Shape(Point(0), brightness=1))
