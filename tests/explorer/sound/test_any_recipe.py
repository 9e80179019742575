"""Any recipe gives a healthy sound."""

import json
import math
import os
from dataclasses import asdict

import numpy as np
import pytest

from vae.between.names import WAYS
from vae.recipes.kinds import Latent, Mix, Noise, Offset, Phase, Place, Point, Prior, Shape
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.recipes.kinds.noise import LOCKS
from vae.recipes.qualities import QUALITIES
from vae.recipes.text import parse_recipe, to_json
from vae.recipes.titles import MAX_TITLE

BLENDS = [way for way in INTERPOLATIONS if way != "crossfade"]


def _place_of(sound, library):
    return Place(*library.coordinates[sound].tolist())


def _random_recipe(rng, library, depth=3):
    count = len(library)
    kind = rng.integers(0, 10 if depth > 1 else 4)

    def inner():
        return _random_recipe(rng, library, depth - 1)

    match kind:
        case 0:
            return Point(int(rng.integers(count)))
        case 1:
            return Place(*rng.uniform(-2, 2, 2).tolist(), rng.choice([None, *WAYS]))
        case 2:
            return Prior(int(rng.integers(1000)), rng.choice([None, *sorted(set(library.labels))]))
        case 3:
            return Latent.from_array(rng.normal(0, 10.0 ** rng.integers(-2, 3), library.latents.shape[1]))
        case 4:
            return Noise(inner(), float(rng.uniform(0, 4)), int(rng.integers(1000)))
        case 5:
            return Noise(
                inner(), float(rng.uniform(0, 4)), int(rng.integers(1000)), (str(rng.choice(LOCKS)),)
            )
        case 6:
            return Shape(inner(), **{str(rng.choice(QUALITIES)): float(rng.uniform(-3, 3))})
        case 7:
            dimension = int(rng.integers(library.latents.shape[1]))
            return Offset(inner(), (dimension,), (float(rng.uniform(-3, 3)),))
    corners = int(rng.integers(2, 5))
    weights = rng.uniform(-0.9, 3, corners)
    weights[0] = max(weights[0], 0.2 - weights[1:].sum())
    weights[0] = min(weights[0], 3)
    return Mix(tuple(inner() for _ in range(corners)), tuple(weights.tolist()), str(rng.choice(BLENDS)))


def _random_sound(rng, library):
    """A random recipe, of those that can only be outermost too."""
    recipe = _random_recipe(rng, library)
    if rng.random() < 0.3:
        weights = [1.0, *rng.uniform(-0.9, 3, 1).tolist()]
        recipe = Mix((recipe, _random_recipe(rng, library)), tuple(weights), "crossfade")
    return Phase(recipe, int(rng.choice([0, 1, 8, 128]))) if rng.random() < 0.3 else recipe


@pytest.mark.slow
@pytest.mark.parametrize(("which", "in_ci"), [("renderer", 250), ("thesis_renderer", 50)])
def test_any_recipe_gives_a_healthy_sound(which, in_ci, request):
    """HITMAP_FUZZ says how many, as in `fuzzing.cases`."""
    count = int(os.environ.get("HITMAP_FUZZ", in_ci))
    renderer = request.getfixturevalue(which)
    rng = np.random.default_rng(0)
    for _ in range(count):
        recipe = _random_sound(rng, renderer.library)
        assert parse_recipe(to_json(recipe)) == recipe
        sound = renderer.render(recipe)
        assert sound.waveform.shape == (renderer.codec.num_samples,)
        assert sound.waveform.dtype == sound.spectrogram.dtype == np.float32
        assert np.isfinite(sound.waveform).all()
        assert 0.949 < np.abs(sound.waveform).max() < 0.951
        assert sound.spectrogram.min() >= 0
        assert sound.spectrogram.max() <= 1
        info = sound.info
        assert json.loads(json.dumps(asdict(info), allow_nan=False))
        assert 0 < len(info.title) <= MAX_TITLE
        assert 0 < info.duration <= 1
        assert math.hypot(info.x, info.y) < 3
