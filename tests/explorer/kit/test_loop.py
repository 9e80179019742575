"""The loop: every hit at its time, and what rings past the end at the start."""

import numpy as np
import pytest
from made_kits import KIT, RATE, row, rows, unzip

from explorer.kit.export import export_kit
from explorer.kit.kit import Kit, Pattern
from explorer.kit.loop import mix_loop, step_beats, velocity_gain


@pytest.mark.parametrize("swing", [0.5, 0.66, 0.75])
def test_the_loop_has_every_hit_at_its_time(swing):
    click = np.ones(1, np.float32)
    pattern = Pattern(117.0, swing, 0, rows(row(0, 3, 14, 15), row(6, velocity=64)))
    loop = mix_loop([[click], [click], *[[]] * 6], [0, -6, *[0] * 6], pattern, RATE, bars=3)
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
    loop = mix_loop([[tail], *[[]] * 7], [0] * 8, pattern, RATE, bars=1)
    assert len(loop) == RATE and loop.sum() == pytest.approx(tail.sum(), rel=1e-5)


def test_the_hits_of_a_pad_take_turns_in_the_loop():
    one, two = np.array([1.0], np.float32), np.array([0.5], np.float32)
    loop = mix_loop([[one, two], *[[]] * 7], [0] * 8, Pattern(120, 0.5, 0, rows(row(0, 4, 8))), RATE, bars=1)
    assert (loop[loop > 0] / loop.max()).tolist() == [1, 0.5, 1]


def test_the_loop_never_clips():
    loud = np.full(RATE, 0.95, np.float32)
    loop = mix_loop([[loud]] * 8, [6.0] * 8, Pattern(240, 0.5, 0, (row(*range(16)),) * 8), RATE, bars=1)
    assert np.abs(loop).max() == pytest.approx(0.99, abs=1e-6)


def test_without_a_pattern_there_is_no_loop(render):
    files = unzip(export_kit(Kit(KIT.slots), render, {}))
    assert "loop.wav" not in files and "pattern.mid" not in files
