"""Recipes of every kind, for hypothesis."""

from dataclasses import fields

from hypothesis import strategies as st

from vae.between.names import WAYS
from vae.checks import MAX_INTEGER
from vae.drum_machine.kits import draw_library
from vae.recipes.kinds import KINDS, Latent, Machine, Mix, Noise, Offset, Phase, Place, Point, Prior
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.recipes.kinds.phase import MAX_ROUNDS
from vae.recipes.kinds.place import PLACE_RANGE
from vae.recipes.recipe import MAX_DEPTH

SEEDS = st.integers(0, MAX_INTEGER)
FINITE = st.floats(*PLACE_RANGE)
DRUMS = [Machine.of_sound(sound) for sound in (*draw_library(36, 3, whole=True), *draw_library(12, 4))]
LEAVES = st.one_of(
    st.builds(Point, SEEDS),
    st.builds(Place, FINITE, FINITE, st.none() | st.sampled_from(WAYS)),
    st.builds(Prior, SEEDS, st.none() | st.text("abcdefg_ é鼓", min_size=1, max_size=20)),
    st.builds(Latent.from_array, st.lists(st.floats(-2000, 2000), min_size=1, max_size=20)),
    st.sampled_from(DRUMS),
)


def _mix(parts, draw_weights, way="lerp"):
    weights = [weight for _, weight in zip(parts, draw_weights, strict=False)]
    weights[0] = max(weights[0], 0.2 - sum(weights[1:]))
    return Mix(tuple(parts), tuple(weights), way)


def _crossfade(parts, draw_weights):
    mix = _mix(parts, draw_weights)
    return Mix(mix.of, mix.weights, "crossfade")


def _offset(part, moved):
    return Offset(part, tuple(moved), tuple(moved.values()))


BLENDS = tuple(name for name in INTERPOLATIONS if name != "crossfade")
WEIGHTS = st.lists(st.floats(-0.9, 3), min_size=4, max_size=4)
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Noise, inner, st.floats(0, 4), SEEDS),
        st.builds(
            _offset, inner, st.dictionaries(st.integers(0, 11), st.floats(-3, 3), min_size=1, max_size=8)
        ),
        st.builds(_mix, st.lists(inner, min_size=2, max_size=4), WEIGHTS, st.sampled_from(BLENDS)),
    ),
    max_leaves=8,
).filter(lambda recipe: recipe.depth < MAX_DEPTH - 1)
SOUNDING = NESTED | st.builds(_crossfade, st.lists(NESTED, min_size=2, max_size=4), WEIGHTS)
RECIPES = SOUNDING | st.builds(Phase, SOUNDING, st.integers(0, MAX_ROUNDS))
FIELDS = sorted({"kind"} | {field.name for kind in KINDS for field in fields(kind)})
NAMES = [kind.kind for kind in KINDS]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(FIELDS) | st.text(max_size=4),
            inner | st.sampled_from([*NAMES, *INTERPOLATIONS]),
            max_size=5,
        )
    ),
    max_leaves=12,
)
