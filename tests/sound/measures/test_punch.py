"""Punch is the bass of a kick as a waveform: neither a tone, nor its mere form, nor what lies above it passes."""

import numpy as np
import pytest

from vae.sound.measures import punch

RATE = 44_100
TIME = np.arange(RATE) / RATE


def kick_drum(*, phase: float = 0.0, sweep: float = 60.0) -> np.ndarray:
    """A tone that falls to 50 Hz in some milliseconds."""
    cycles = 50 * TIME + sweep / 40 * (1 - np.exp(-40 * TIME))
    return (0.9 * np.sin(2 * np.pi * cycles + phase) * np.exp(-9 * TIME)).astype(np.float32)


KICK = kick_drum()


def late(sound: np.ndarray, samples: int) -> np.ndarray:
    return np.concatenate([np.zeros(samples, np.float32), sound])[: len(sound)]


@pytest.mark.parametrize(("gain_db", "delay"), [(0, 0), (-60, 0), (-12, 50), (3, 200)])
def test_the_same_bass_is_one_at_any_level_and_a_little_late(gain_db, delay):
    assert punch(KICK, late(KICK, delay) * np.float32(10 ** (gain_db / 20)), RATE) == pytest.approx(
        1, abs=0.01
    )


def test_it_is_the_best_correlation_of_the_basses():
    """Which is another computation for kicks without anything above."""
    other = kick_drum(sweep=40)
    shifts = [
        np.corrcoef(KICK[: RATE // 2], np.roll(other, shift)[: RATE // 2])[0, 1] for shift in range(-220, 221)
    ]
    assert punch(KICK, other, RATE) == pytest.approx(max(shifts), abs=0.03)


def test_neither_silence_nor_a_tone_nor_another_phase_has_punch():
    tone = 0.3 * np.sin(2 * np.pi * 55 * TIME).astype(np.float32)
    rumble = np.cumsum(np.random.default_rng(0).standard_normal(RATE)).astype(np.float32) / 500
    assert punch(KICK, np.zeros_like(KICK), RATE) == 0
    for cheat in (tone, rumble, -KICK):
        assert punch(KICK, cheat, RATE) < 0.75 < punch(KICK, kick_drum(sweep=55), RATE)


def test_a_bass_of_the_right_form_but_too_weak_does_not_pass():
    """At equal energy of the whole, as all else is compared: correlation alone would be 1."""
    hiss = (0.4 * np.random.default_rng(1).standard_normal(RATE) * np.exp(-9 * TIME)).astype(np.float32)
    found = [punch(KICK, share * KICK + hiss, RATE) for share in (1, 0.3, 0.05)]
    assert found[0] > found[1] > found[2]
    assert found[2] < 0.2


def test_what_lies_above_does_not_matter_by_itself():
    click = np.zeros_like(KICK)
    click[:200] = 0.2 * np.random.default_rng(2).standard_normal(200)
    assert punch(KICK, KICK + click, RATE) > 0.97


def test_a_delay_that_is_heard_as_one_costs():
    assert punch(KICK, late(KICK, 450), RATE) < 0.95 * punch(KICK, late(KICK, 150), RATE)


def test_only_the_original_says_whether_there_is_any():
    hat = (0.5 * np.random.default_rng(3).standard_normal(RATE) * np.exp(-40 * TIME)).astype(np.float32)
    assert punch(hat, KICK, RATE) is None
    assert punch(KICK, hat, RATE) < 0.2
    assert punch(np.zeros_like(KICK), KICK, RATE) is None


def test_stereo_is_measured_in_mono_and_lengths_may_differ():
    assert punch(np.stack([KICK, KICK]), KICK, RATE) == pytest.approx(1, abs=1e-5)
    assert punch(KICK, np.stack([KICK, 0.5 * KICK]), RATE) == pytest.approx(1, abs=1e-5)
    assert punch(KICK, np.concatenate([KICK, np.zeros(RATE, np.float32)]), RATE) == pytest.approx(1, abs=1e-5)
    assert punch(KICK, KICK[: RATE // 20], RATE) < 0.9
