"""The note of a sound: exact where something rings, and none where nothing does."""

import numpy as np
import pytest
import soxr

from explorer.sound.pitch import pitch_of, strongest_partial
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize

RATE = 44_100
TIME = np.arange(RATE) / RATE


def cents(found: float | None, wanted: float) -> float:
    assert found is not None
    return 1200 * np.log2(found / wanted)


def tone(hz, decay: float = 0.4, partials: tuple[float, ...] = (1,)) -> np.ndarray:
    """Decaying sines, the first the strongest; `hz` may change over time."""
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hz, TIME.shape)) / RATE
    waves = [np.sin(ratio * phase) / (1 + n) for n, ratio in enumerate(partials)]
    return np.sum(waves, axis=0) * np.exp(-6.9 * TIME / decay)


@pytest.mark.parametrize("hz", [41.2, 65.4, 110, 233.08, 440, 1046.5, 3520])
@pytest.mark.parametrize("decay", [0.45, 1.2])
def test_a_tone_has_its_pitch_to_three_cents(hz, decay):
    assert abs(cents(pitch_of(tone(hz, decay), RATE), hz)) < 3


@pytest.mark.parametrize("partials", [(1, 2, 3, 4), (1, 1.593, 2.136, 2.296), (1, 2.756, 5.404)])
def test_so_has_one_with_harmonics_and_one_of_a_membrane_or_a_bar(partials):
    assert abs(cents(pitch_of(tone(147.0, 0.6, partials), RATE), 147.0)) < 5


def test_of_a_pitch_that_falls_the_end_counts():
    falling = 55 * (1 + 3 * np.exp(-TIME / 0.02))
    assert abs(cents(pitch_of(tone(falling, 0.6), RATE), 55)) < 5


@pytest.mark.parametrize("semitones", [-7, 0.37, 12])
def test_played_faster_it_is_as_much_higher(semitones):
    rate = 2 ** (semitones / 12)
    played = soxr.resample(tone(180.0), rate, 1.0)
    assert abs(cents(pitch_of(played, RATE), 180.0 * rate)) < 3


@pytest.mark.parametrize("scale", [1e-3, 1.0])
def test_a_level_changes_nothing_and_a_stereo_sound_has_the_pitch_of_its_mid(scale):
    wave = (scale * tone(220.0)).astype(np.float32)
    assert strongest_partial(np.stack([wave, wave]), RATE) == pytest.approx(strongest_partial(wave, RATE))
    assert abs(cents(pitch_of(wave, RATE), 220)) < 3


@pytest.mark.parametrize("level", [0.02, 0.1])
def test_some_noise_hides_no_pitch(level):
    noise = np.random.default_rng(0).standard_normal(RATE) * np.exp(-6.9 * TIME / 0.4)
    assert abs(cents(pitch_of(tone(196.0) + level * noise, RATE), 196)) < 10


def test_noise_clicks_thumps_and_silence_have_none():
    noise = np.random.default_rng(0).standard_normal(RATE)
    sounds = {
        "noise": noise * np.exp(-6.9 * TIME / 0.3),
        "click": np.eye(1, RATE)[0],
        "thump": tone(50.0, 0.06),
        "silence": np.zeros(RATE),
        "nothing": np.zeros(0),
        "constant": np.ones(RATE),
        "two": tone(300.0) + tone(427.0) + tone(655.0),
    }
    assert {name: pitch_of(wave, RATE) for name, wave in sounds.items()} == dict.fromkeys(sounds)


def test_toms_of_the_drum_machine_have_the_pitch_that_they_were_made_with_and_hats_none():
    drums = [sound for sound in draw_library(400) if "+" not in sound.engine]
    toms = [drum for drum in drums if drum.label == "tom"][:12]
    errors = [abs(cents(pitch_of(synthesize(tom), RATE), tom.parameters["tune_hz"])) for tom in toms]
    assert np.median(errors) < 10
    hats = [drum for drum in drums if drum.label in ("closed_hat", "open_hat", "shaker")][::6]
    assert len(hats) > 8
    assert [pitch_of(synthesize(hat), RATE) for hat in hats] == [None] * len(hats)
