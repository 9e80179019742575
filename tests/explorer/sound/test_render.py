import json
import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

import numpy as np
import pytest

from explorer.sound.render import CACHED_SOUNDS, Renderer
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Latent, Mix, Noise, Offset, Phase, Place, Point, Prior, Shape
from vae.recipes.kinds.noise import LOCKS
from vae.recipes.qualities import QUALITIES
from vae.recipes.text import parse_recipe, to_json
from vae.recipes.titles import MAX_TITLE

PAIR = (Point(3), Point(40))


@pytest.fixture(scope="module")
def renderer(codec, built):
    return Renderer(codec, built)


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
            return Place(*rng.uniform(-2, 2, 2).tolist())
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
    return Mix(
        tuple(inner() for _ in range(corners)), tuple(weights.tolist()), str(rng.choice(["lerp", "slerp"]))
    )


def _random_sound(rng, library):
    """A random recipe, of those that can only be outermost too."""
    recipe = _random_recipe(rng, library)
    if rng.random() < 0.3:
        weights = [1.0, *rng.uniform(-0.9, 3, 1).tolist()]
        recipe = Mix((recipe, _random_recipe(rng, library)), tuple(weights), "crossfade")
    return Phase(recipe, int(rng.choice([0, 1, 8, 128]))) if rng.random() < 0.3 else recipe


@pytest.fixture(scope="module")
def thesis_renderer(tmp_path_factory):
    """A small untrained checkpoint of the thesis preset: the last two numbers of a code are levels."""
    from tiny_checkpoint import make_drum_machine

    from vae.checkpoint.codec import Codec
    from vae.library.library import Library

    root = tmp_path_factory.mktemp("thesis")
    folder = make_drum_machine(root / "thesis", root / "wavs", count=36, preset="thesis")
    return Renderer(Codec.load(folder), Library.load(folder))


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


def test_a_place_on_a_sound_is_the_sound_bit_for_bit(renderer, built):
    for sound in (0, 20, 40):
        point, place = renderer.render(Point(sound)), renderer.render(_place_of(sound, built))
        assert point.waveform.tobytes() == place.waveform.tobytes()
        assert point.spectrogram.tobytes() == place.spectrogram.tobytes()
        assert replace(place.info, kind="point") == point.info


def test_the_same_recipe_gives_the_same_bits_from_another_renderer(renderer, codec, built):
    recipe = Noise(Mix(PAIR, (0.3, 0.7), "slerp"), 0.4, 5)
    again = Renderer(codec, built).render(parse_recipe(to_json(recipe)))
    assert again.waveform.tobytes() == renderer.render(recipe).waveform.tobytes()
    assert again.info == renderer.render(recipe).info


def test_levels_that_no_sound_has_are_decoded_as_levels_that_one_has(thesis_renderer):
    """Noise and extrapolation move the two levels too: neither silence nor noise all over may come of it."""
    codec, library = thesis_renderer.codec, thesis_renderer.library
    z = library.latents[0].copy()
    for low, high in ((3, -3), (-3, -3), (5, 5), (0.9, 0.2)):
        z[-2:] = low, high
        spectrogram = codec.decode_spectrogram(z)
        assert spectrogram.max() > 0.1
        assert spectrogram.min() < 0.9
    for sound in range(len(library)):
        low, high = library.latents[sound, -2:]
        assert 0.5 < high <= 1
        assert 40 / 120 <= high - low <= 80 / 120 + 1e-6


def test_a_crossfade_is_the_weighted_sum_of_the_waveforms(renderer, built):
    a, b = (renderer.render(point).waveform.astype(np.float64) for point in PAIR)
    for weights in ((0.5, 0.5), (0.1, 0.3), (1.4, -0.4)):
        first, second = np.array(weights) / sum(weights)
        expected = first * a + second * b
        faded = renderer.render(Mix(PAIR, weights, "crossfade"))
        np.testing.assert_allclose(faded.waveform, expected * 0.95 / np.abs(expected).max(), atol=1e-6)
    for weights, corner in (((1, 0), 0), ((0, 0.2), 1)):
        alone = renderer.render(Mix(PAIR, weights, "crossfade")).waveform
        assert alone.tobytes() == renderer.render(PAIR[corner]).waveform.tobytes()
    morph = renderer.render(Mix(PAIR, (0.5, 0.5), "lerp")).waveform
    assert not np.allclose(morph, renderer.render(Mix(PAIR, (0.5, 0.5), "crossfade")).waveform, atol=0.1)


def test_a_crossfade_lies_between_its_corners_and_is_told_by_the_heavier(renderer, built):
    info = renderer.render(Mix(PAIR, (0.25, 0.75), "crossfade")).info
    places = built.coordinates[[3, 40]].astype(float)
    assert [info.x, info.y] == pytest.approx((0.25 * places[0] + 0.75 * places[1]).tolist())
    assert (info.label, info.kind, info.id) == (built.labels[40], "mix", None)
    beyond = renderer.render(Mix(PAIR, (-1, 2), "crossfade")).info
    assert [beyond.x, beyond.y] == pytest.approx(places[1].tolist())


def test_corners_that_cancel_each_other_out_are_the_heavier_one(codec, built):
    class Mirrored:
        """The real codec, but the sound of 40 is that of 3 upside down."""

        def __getattr__(self, name):
            return getattr(codec, name)

        def decode(self, z):
            return (
                -codec.decode(built.latents[3].copy()) if (z == built.latents[40]).all() else codec.decode(z)
            )

    renderer = Renderer(Mirrored(), built)
    sound = renderer.render(Mix(PAIR, (0.5, 0.5), "crossfade"))
    assert sound.waveform.tobytes() == renderer.render(PAIR[0]).waveform.tobytes()


def test_a_phase_is_the_codec_with_that_many_rounds(renderer, codec, built):
    for rounds in (0, 4):
        sound = renderer.render(Phase(Point(3), rounds))
        assert sound.waveform.tobytes() == codec.decode(built.latents[3], n_iter=rounds).tobytes()
        assert sound.spectrogram.tobytes() == codec.spectrogram(sound.waveform).tobytes()
        plain = renderer.render(Point(3)).info
        assert (sound.info.rounds, sound.info.error_db, plain.rounds) == (rounds, None, None)
        same = ("id", "kind", "x", "y", "label", "has_original", "neighbours")
        assert all(getattr(sound.info, key) == getattr(plain, key) for key in same)


def test_a_phase_holds_for_every_corner_of_a_crossfade(renderer, codec, built):
    faded = renderer.render(Phase(Mix(PAIR, (0.5, 0.5), "crossfade"), 0)).waveform
    both = sum(codec.decode(built.latents[point.id], n_iter=0).astype(np.float64) for point in PAIR)
    np.testing.assert_allclose(faded, both * 0.95 / np.abs(both).max(), atol=1e-6)


def test_an_original_is_matched_to_the_phase_that_is_heard(renderer):
    gain, original = renderer.matching_gain(3, 0), renderer.original(3, 0)
    energy = [
        np.square(w, dtype=np.float64).sum()
        for w in (original, gain * renderer.render(Phase(Point(3), 0)).waveform)
    ]
    assert energy[0] == pytest.approx(energy[1], rel=1e-3)
    assert gain != renderer.matching_gain(3) or not np.allclose(original, renderer.original(3))


def test_the_cache_returns_the_same_sound(codec, built):
    decoded = []

    class Counting:
        def __getattr__(self, name):
            return getattr(codec, name)

        def decode(self, z):
            decoded.append(z)
            return codec.decode(z)

    renderer = Renderer(Counting(), built)
    first = renderer.render(Point(1))
    assert renderer.render(parse_recipe('{"id":1,"kind":"point"}')) is first
    assert len(decoded) == 1
    with pytest.raises(ValueError, match="read-only"):
        first.waveform[0] = 1


def test_the_cache_is_bounded(codec, built):
    hit, decoded = codec.decode(built.latents[0].copy()), []

    class Quick:
        """The real codec, but every latent is the same sound, at once."""

        def __getattr__(self, name):
            return getattr(codec, name)

        def decode(self, z):
            decoded.append(z)
            return hit.copy()

    renderer = Renderer(Quick(), built)
    places = [Place(i / 100, 0.0) for i in range(CACHED_SOUNDS + 1)]
    for place in [*places, places[-1]]:
        renderer.render(place)
    assert len(decoded) == CACHED_SOUNDS + 1
    renderer.render(places[0])
    assert len(decoded) == CACHED_SOUNDS + 2


def test_what_is_known_of_a_sound_has_the_names_that_the_page_and_the_endpoints_give(renderer):
    known = "title kind rounds x y id inside distance label neighbours error_db duration has_original"
    assert set(asdict(renderer.render(Point(1)).info)) == set(known.split())


def test_many_threads_hear_what_one_hears(renderer, codec, built):
    recipes = [Mix(PAIR, (1 - t, t), "lerp") for t in np.linspace(0, 1, 6).tolist()] * 2
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(Renderer(codec, built).render, recipes))
    for recipe, sound in zip(recipes, together, strict=True):
        assert sound.waveform.tobytes() == renderer.render(recipe).waveform.tobytes()


def test_a_latent_that_decodes_to_silence_is_replaced_by_the_nearest_sound(codec, built):
    class Mute:
        """The real codec, but silent away from the library's own latents."""

        def __getattr__(self, name):
            return getattr(codec, name)

        def decode(self, z):
            known = (built.latents == z).all(axis=1).any()
            return codec.decode(z) if known else np.zeros(codec.num_samples, np.float32)

    near_seven = Latent.from_array(built.latents[7])
    sound = Renderer(Mute(), built).render(near_seven)
    assert sound.waveform.tobytes() == Renderer(codec, built).render(Point(7)).waveform.tobytes()


def test_info_of_a_library_sound(renderer, built):
    info = renderer.render(Point(5)).info
    assert (info.id, info.kind, info.inside, info.distance) == (5, "point", True, 0)
    assert [info.x, info.y] == built.coordinates[5].tolist()
    assert info.label == built.labels[5]
    assert info.error_db == pytest.approx(built.errors_db[5])
    assert info.has_original
    assert 5 not in info.neighbours
    assert (
        list(info.neighbours)
        == renderer.neighbours(Point(5))
        == built.nearest(built.latents[5], 9)[1].tolist()[1:]
    )


def test_info_of_a_made_sound(renderer, built):
    info = renderer.render(Noise(Point(5), 0.05, 1)).info
    assert (info.id, info.error_db, info.has_original) == (None, None, False)
    assert info.inside
    assert info.neighbours[0] == 5
    assert np.hypot(*np.subtract((info.x, info.y), built.coordinates[5])) < 0.2
    assert len(info.neighbours) == 8


def test_far_places_are_said_to_be_far(renderer):
    info = renderer.render(Place(20, -20)).info
    assert not info.inside
    assert info.distance > 10
    assert info.title.startswith("Far from any sound")


def test_neighbours_are_the_nearest_latents(renderer, built):
    z = built.latents[9] + np.float32(1e-3)
    assert renderer.neighbours(Latent.from_array(z), 3) == built.nearest(z, 3)[1].tolist()
    assert len(renderer.neighbours(Point(9), 1000)) == len(built) - 1


def test_an_original_has_the_energy_of_its_reconstruction(renderer):
    for sound in range(0, len(renderer.library), 15):
        gain = renderer.matching_gain(sound)
        original, decoded = renderer.original(sound), gain * renderer.render(Point(sound)).waveform
        energy = np.sum(np.square([original, decoded], dtype=np.float64), axis=1)
        assert energy[0] == pytest.approx(energy[1], rel=1e-3)
        assert np.abs(original).max() <= 0.9901
        assert gain == 1 or np.abs(original).max() > 0.98
        original[:] = 0
        assert renderer.original(sound).any()


def test_an_original_that_is_not_here_is_none(codec, built, library_of, tmp_path):
    lost = library_of(4, built.latents.shape[1])
    renderer = Renderer(codec, lost, roots=[tmp_path])
    assert renderer.original(1) is None
    assert renderer.matching_gain(1) == 1
    assert not renderer.render(Point(1)).info.has_original
    for sound in (4, -1, True, "1"):
        with pytest.raises(RecipeError):
            renderer.original(sound)


def test_an_original_file_is_found_below_its_root(codec, built, library_of, tmp_path):
    from vae.sound.audio import write_wav

    here = library_of(4, built.latents.shape[1])
    waveform = np.sin(np.arange(20_000) / 20).astype(np.float32) * np.linspace(1, 0, 20_000, dtype=np.float32)
    (tmp_path / "Kit_1").mkdir()
    write_wav(tmp_path / "Kit_1" / "1.wav", waveform, 44_100)
    for root in (tmp_path, tmp_path / "Kit_1"):
        renderer = Renderer(codec, here, roots=[root])
        assert renderer.render(Point(1)).info.has_original
        assert renderer.original(1).any()
        assert not renderer.render(Point(2)).info.has_original


def test_a_source_never_leads_out_of_its_root(codec, built, library_of, tmp_path):
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (tmp_path / "root").mkdir()
    here = library_of(3, built.latents.shape[1])
    for path in ("../secret.wav", str(tmp_path / "secret.wav"), ""):
        for source in here.sources:
            source["path"] = path
        renderer = Renderer(codec, here, roots=[tmp_path / "root"])
        assert not renderer.render(Point(0)).info.has_original


def test_what_a_library_lacks_is_said(renderer, built):
    with pytest.raises(RecipeError, match="no sound"):
        renderer.render(Point(len(built)))


@pytest.mark.parametrize(
    "recipe, title",
    [
        (Point(1), "Snare 1 · Kit 1"),
        (Noise(Point(1), 0.5, 1), "Snare 1 varied"),
        (Noise(Point(1), 0, 1), "Snare 1"),
        (Mix((Point(1), Point(2)), (0.5, 0.5), "lerp"), "Morph of Snare 1 and Clap 2"),
        (Mix((Point(1), Point(2)), (0.5, 0), "lerp"), "Snare 1"),
        (Mix((Point(0), Point(1), Point(2)), (1, 1, 1), "lerp"), "Morph of Kick 0, Snare 1 and Clap 2"),
        (Prior(1), "A new sound"),
        (Prior(1, "closed_hat"), "A new closed hat"),
        (Noise(Prior(1, "kick"), 1, 1), "A new kick varied"),
        (Latent.from_array([1.0]), "A sound of your own"),
        (Mix((Point(1), Point(2)), (1, 1), "crossfade"), "Crossfade of Snare 1 and Clap 2"),
        (Phase(Point(1), 0), "Snare 1 · Kit 1, no phase"),
        (Phase(Noise(Point(1), 0.5, 1), 1), "Snare 1 varied, phase of 1 round"),
    ],
)
def test_titles(recipe, title, library):
    assert recipe.title(library) == title


def test_titles_of_places(library):
    def title(x, y):
        return Place(x, y).title(library)

    assert title(*library.coordinates[3].tolist()) == "Closed Hat 3 · Kit 0"
    on_it = Place(*library.coordinates[3].tolist())
    beside = Place(on_it.x + 1e-3, on_it.y)
    assert Noise(on_it, 1, 1).title(library) == "Closed Hat 3 varied"
    assert Noise(beside, 1, 1).title(library) == "Near Closed Hat 3 varied"
    assert title(50, 50).startswith("Far from any sound, nearest ")
    near = title(*(library.coordinates[3] + np.float32(1e-4)).tolist())
    assert near.startswith("Between Closed Hat 3 and ")


def test_a_long_title_is_cut(library):
    recipe = Mix((Point(1),) * 4, (1,) * 4, "lerp")
    title = Mix((recipe,) * 4, (1,) * 4, "lerp").title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith("…")
    title = Phase(recipe, 0).title(library)
    assert len(title) <= MAX_TITLE
    assert title.endswith(", no phase")
