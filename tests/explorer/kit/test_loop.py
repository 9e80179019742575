"""The loop: every hit at its time, and what rings past the end at the start."""

import numpy as np
import pytest
from made_kits import KIT, RATE, kit_of_pads, row, rows, unzip

from explorer.kit.export import export_kit
from explorer.kit.hits import step_beats
from explorer.kit.kit import Beat, Kit, Pattern
from explorer.kit.loop import as_played, mix_loop
from explorer.kit.mix import FADE_SECONDS, mix, velocity_gain
from explorer.sound.pitch import pitch_of


@pytest.mark.parametrize("swing", [0.5, 0.66, 0.75])
def test_the_loop_has_every_hit_at_its_time(swing):
    click = np.ones(1, np.float32)
    pattern = Pattern(117.0, swing, 0, rows(row(0, 3, 14, 15), row(6, velocity=64)))
    loop = mix_loop([[click], [click], *[[]] * 6], kit_of_pads(pattern, {}, {"level": -6}), RATE, bars=3)
    beat = 60 / 117 * RATE
    assert len(loop) == round(12 * beat)
    wanted = {
        round((4 * bar + step_beats(step, swing)) * beat) for bar in range(3) for step in (0, 3, 6, 14, 15)
    }
    assert set(np.flatnonzero(loop).tolist()) == wanted
    quiet = loop[round(step_beats(6, swing) * beat)] / loop[0]
    assert quiet == pytest.approx(velocity_gain(64) * 10 ** (-6 / 20), rel=1e-5)


def test_what_rings_past_the_end_of_the_loop_sounds_on_at_its_start():
    tail = np.full(3 * RATE, 0.1, np.float32)
    pattern = Pattern(240.0, 0.5, 0, rows(row(15)))
    loop = mix_loop([[tail], *[[]] * 7], kit_of_pads(pattern, {}), RATE, bars=1)
    assert len(loop) == RATE and loop.min() == pytest.approx(0.1)


def test_the_hits_of_a_pad_take_turns_in_the_loop():
    one, two = np.array([1.0], np.float32), np.array([0.5], np.float32)
    loop = mix_loop([[one, two], *[[]] * 7], kit_of_pads(Pattern(steps=rows(row(0, 4, 8))), {}), RATE, bars=1)
    assert (loop[loop > 0] / loop.max()).tolist() == [1, 0.5, 1]


def test_the_loop_never_clips():
    loud = np.full(RATE, 0.95, np.float32)
    kit = kit_of_pads(Pattern(240, 0.5, 0, (row(*range(16)),) * 8), *[{"level": 6.0}] * 8)
    loop = mix_loop([[loud]] * 8, kit, RATE, bars=1)
    assert np.abs(loop).max() == pytest.approx(0.99, abs=1e-6)


def test_without_a_pattern_there_is_no_loop(render):
    files = unzip(export_kit(Kit(KIT.slots), render, {}))
    assert "loop.wav" not in files and "pattern.mid" not in files


def test_a_long_sound_is_cut_by_the_next_hit_of_its_pad_and_of_its_choke_group():
    one, two = np.full(4 * RATE, 0.1, np.float32), np.full(4 * RATE, 0.2, np.float32)
    pattern = Pattern(60, 0.5, 0, rows(row(0), row(4), row(8)))
    loop = mix_loop(
        [[one], [two], [two], *[[]] * 5], kit_of_pads(pattern, {"choke": 2}, {"choke": 2}, {}), RATE, bars=1
    )
    fade = round(FADE_SECONDS * RATE)
    second, third = slice(RATE + fade, 2 * RATE), slice(2 * RATE + fade, 4 * RATE)
    np.testing.assert_allclose(loop[fade:RATE], 0.3, rtol=1e-5)
    np.testing.assert_allclose(loop[second], 0.4, rtol=1e-5)
    np.testing.assert_allclose(loop[third], 0.4, rtol=1e-5)
    assert np.abs(np.diff(loop)).max() < 0.21


def test_mute_and_solo_leave_pads_out_of_the_loop():
    clicks = [[np.full(1, 2.0**-pad, np.float32)] for pad in range(3)] + [[]] * 5
    pattern = Pattern(steps=rows(row(0), row(1), row(2)))

    def heard(*slots):
        loop = mix_loop(clicks, kit_of_pads(pattern, *slots), RATE, bars=1)
        return [round(at / RATE * 8) for at in np.flatnonzero(loop)]

    assert heard({}, {"mute": True}, {}) == [0, 2]
    assert heard({}, {"solo": True}, {"mute": True}) == [1]
    assert heard({"solo": True, "mute": True}, {}, {}) == [0]


def test_pitch_decay_and_pan_are_heard_in_the_loop():
    time = np.arange(RATE) / RATE
    tone = np.sin(2 * np.pi * 500 * time).astype(np.float32) * 0.5
    steps = rows(row(0))

    def loop(**slot):
        return mix_loop([[tone], *[[]] * 7], kit_of_pads(Pattern(60, 0.5, 0, steps), slot), RATE, bars=1)

    plain, high = loop(), loop(pitch=12)
    assert np.abs(np.fft.rfft(high[: RATE // 2])).argmax() * 2 == 1000
    assert np.flatnonzero(np.abs(high) > 1e-3)[-1] == pytest.approx(RATE / 2, abs=40)
    fading = loop(decay=0.5)[:RATE]
    np.testing.assert_allclose(fading, plain[:RATE] * np.exp(-9 * time / 0.5), atol=1e-5)
    left, right = loop(pan=0.5)
    np.testing.assert_allclose(left, plain * np.sqrt(2) * np.cos(1.5 * np.pi / 4), atol=1e-6)
    np.testing.assert_allclose(right, plain * np.sqrt(2) * np.sin(1.5 * np.pi / 4), atol=1e-6)
    assert not loop(pan=-1)[1].any(where=np.abs(loop(pan=-1)[1]) > 1e-6)


@pytest.mark.parametrize("pitch", [-5.37, 0.04, 2.5])
def test_a_pad_that_is_tuned_has_its_note_in_the_loop_and_in_samples(pitch):
    time = np.arange(RATE) / RATE
    tone = (0.5 * np.sin(2 * np.pi * 110 * time) * np.exp(-9 * time)).astype(np.float32)
    kit = kit_of_pads(Pattern(60, 0.5, 0, rows(row(0))), {"pitch": pitch})
    strip = mix(kit)[0]
    assert strip is not None
    loop = mix_loop([[tone], *[[]] * 7], kit, RATE, bars=1)
    for heard in (loop, as_played(tone, strip, RATE)):
        found = pitch_of(heard, RATE)
        assert found is not None and abs(1200 * np.log2(found / 110) - 100 * pitch) < 2


def test_the_loop_plays_the_song_to_its_end():
    click = np.ones(1, np.float32)
    long = Beat(((*row(0), *row(8)), *[(0,) * 32] * 7))
    kit = kit_of_pads(Pattern(60, 0.5, 0, rows(row(0))), {})
    song = Kit(kit.slots, kit.pattern, (long, Beat(), Beat()), (0, 1))
    for bars, rounds in ((1, 1), (3, 1), (4, 2)):
        loop = mix_loop([[click], *[[]] * 7], song, RATE, bars=bars)
        assert len(loop) == 12 * rounds * RATE
        beats = [12 * number + beat for number in range(rounds) for beat in (0, 4, 10)]
        assert (np.flatnonzero(loop) / RATE).tolist() == beats
