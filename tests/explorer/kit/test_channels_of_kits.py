"""Kits that hold mono and stereo sounds, short and long."""

import io

import numpy as np
import pytest
import soundfile
from explorer_fixtures import WideCodec
from made_kits import RATE, kit_of_pads, row, rows, unzip

from explorer.kit.export import export_kit
from explorer.kit.kit import PADS, Kit, Pattern
from explorer.kit.loop import mix_loop
from explorer.kit.options import ExportOptions
from explorer.sound.render import Renderer
from vae.recipes.kinds import Point
from vae.recipes.sheet import Entry, KitError

PATTERN = Pattern(240.0, 0.5, 0, (row(0, 7),) * PADS)


@pytest.fixture(scope="module")
def wide(codec, built) -> Renderer:
    return Renderer(WideCodec(codec), built)


@pytest.fixture(scope="module")
def both(wide) -> Kit:
    """A kit of eight sounds, some mono and some stereo."""
    pads = [Entry(Point(sound), f"Sound {sound}", "drum-machine") for sound in range(PADS)]
    assert {wide.render(pad.recipe).info.channels for pad in pads} == {1, 2}
    return Kit(tuple(pads), PATTERN)


def waves_of(kit: Kit, wide: Renderer, options: ExportOptions) -> dict[str, np.ndarray]:
    """(samples, channels) of each audio file of an exported kit."""
    files = unzip(export_kit(kit, lambda recipe, _: wide.render(recipe), {}, options))
    waves = {}
    for name in files:
        if name.endswith(".wav"):
            waves[name], rate = soundfile.read(io.BytesIO(files[name]), always_2d=True)
            assert rate == options.sample_rate
    return waves


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_every_file_has_the_channels_and_the_length_of_its_sound(both, wide, rate):
    waves = waves_of(both, wide, ExportOptions(sample_rate=rate, bit_depth=24))
    assert waves.pop("loop.wav").shape[1] == 2
    for (_, wave), pad in zip(sorted(waves.items()), both.slots, strict=True):
        sound = wide.render(pad.recipe)
        assert wave.shape[1] == sound.info.channels
        assert sound.info.duration - 0.01 <= len(wave) / rate <= sound.waveform.shape[-1] / RATE + 1 / rate
        if rate == sound.sample_rate:
            np.testing.assert_allclose(wave.T, np.atleast_2d(sound.waveform)[:, : len(wave)], atol=1e-6)


def test_a_kit_in_mono_has_one_channel_everywhere_the_mean_of_both(both, wide):
    stereo = waves_of(both, wide, ExportOptions(bit_depth=24))
    mono = waves_of(both, wide, ExportOptions(bit_depth=24, mono=True))
    assert mono.keys() == stereo.keys()
    for name in mono.keys() - {"loop.wav"}:
        assert mono[name].shape[1] == 1
        length = min(len(mono[name]), len(stereo[name]))
        np.testing.assert_allclose(mono[name][:length, 0], stereo[name][:length].mean(axis=1), atol=1e-6)
    assert mono["loop.wav"].shape == (len(stereo["loop.wav"]), 1)


def test_mono_hits_are_in_the_middle_of_a_stereo_loop_and_stereo_hits_where_they_were():
    middle, left = np.full(10, 0.1, np.float32), np.zeros((2, 3 * RATE), np.float32)
    left[0] = 0.2
    empty = [[]] * (PADS - 2)
    kit = kit_of_pads(Pattern(60, 0.5, 0, rows(row(0), row(8))), {}, {})
    loop = mix_loop([[middle], [left], *empty], kit, RATE, bars=1)
    assert loop.shape == (2, 4 * RATE)
    np.testing.assert_allclose(loop[1, :10], 0.1, rtol=1e-5)
    assert not loop[1, 10:].any()
    np.testing.assert_allclose(loop[0, 2 * RATE :], 0.2, rtol=1e-5)
    np.testing.assert_allclose(loop[0, 10:RATE], 0.2, rtol=1e-5)
    assert not loop[0, RATE : 2 * RATE].any()


def test_whether_a_kit_is_mono_is_true_or_false():
    with pytest.raises(KitError, match="true or false"):
        ExportOptions(mono=1)
