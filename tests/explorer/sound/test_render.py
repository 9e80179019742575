"""Rendering: the same recipe gives the same bits, whoever asks and whatever was asked before."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from explorer.sound.render import CACHED_SECONDS, Renderer
from vae.recipes.kinds import Latent, Mix, Noise, Phase, Place, Point
from vae.recipes.text import parse_recipe, to_json

PAIR = (Point(3), Point(40))


def test_a_place_on_a_sound_is_the_sound_bit_for_bit(renderer, built):
    for sound in (0, 20, 40):
        point, place = (
            renderer.render(Point(sound)),
            renderer.render(Place(*built.coordinates[sound].tolist())),
        )
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
        assert 40 / 120 - 1e-3 <= high - low <= 80 / 120 + 1e-3  # latents are kept in 16 bits


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
    places = [Place(i / 100, 0.0) for i in range(CACHED_SECONDS + 1)]
    for place in [*places, places[-1]]:
        renderer.render(place)
    assert len(decoded) == CACHED_SECONDS + 1
    renderer.render(places[0])
    assert len(decoded) == CACHED_SECONDS + 2


@pytest.mark.parametrize("way", ["lerp", "natural"])
def test_many_threads_hear_what_one_hears(way, renderer, codec, built):
    recipes = [Mix(PAIR, (1 - t, t), way) for t in np.linspace(0, 1, 6).tolist()] * 2
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
