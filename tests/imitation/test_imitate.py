"""Sounds are imitated by the drum machine: its own are found again, others are approached, and odd ones are refused."""

from dataclasses import replace

import numpy as np
import pytest

from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumMachineError, DrumSound, check, synthesize
from vae.imitation import imitate
from vae.imitation.bank import features, make_bank, read_bank, write_bank
from vae.imitation.space import Space, with_effects
from vae.imitation.target import Target
from vae.sound.audio import AudioError
from vae.sound.measures import envelope_db
from vae.sound.one_shot import align_onset

EVERY_ENGINE = [(label, engine) for label, family in ENGINES.items() for engine in family]


def sound_of(label: str, engine: str) -> DrumSound:
    """The bank's first sound of an engine."""
    return next(one for one in read_bank().sounds if (one.label, one.engine) == (label, engine))


def a_tone(hz: float = 180.0, seconds: float = 0.5, rate: int = SAMPLE_RATE) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return (0.5 * np.sin(2 * np.pi * hz * time) * np.exp(-8 * time)).astype(np.float32)


@pytest.mark.parametrize(("label", "engine"), EVERY_ENGINE)
def test_a_sound_of_every_engine_is_found_again(label: str, engine: str) -> None:
    found = imitate(synthesize(sound_of(label, engine)), SAMPLE_RATE, effort=25)
    assert (found.label, found.engine) == (label, engine)
    assert found.error_db < 3  # the noise of a take of another length is another one


def test_settings_that_the_bank_does_not_hold_are_approached() -> None:
    start = sound_of("kick", "bridged_t")
    moved = {"tune_hz": 51.0, "decay_s": 0.5, "sweep_st": 12.0, "click_db": -20.0}
    hidden = replace(start, parameters={**start.parameters, **moved}, seed=5)
    waveform = synthesize(hidden)
    looked = imitate(waveform, SAMPLE_RATE, effort=5)
    searched = imitate(waveform, SAMPLE_RATE, effort=120)
    assert searched.label == "kick"
    assert searched.error_db < 0.7 * looked.error_db


def test_the_same_sound_has_the_same_answer() -> None:
    assert imitate(a_tone(), SAMPLE_RATE, effort=60) == imitate(a_tone(), SAMPLE_RATE, effort=60)


def test_the_error_is_the_main_measure() -> None:
    waveform = a_tone(seconds=1.2)
    found = imitate(waveform, SAMPLE_RATE, effort=20)
    target = Target(waveform, SAMPLE_RATE)
    heard = align_onset(synthesize(found.sound), SAMPLE_RATE)
    measured = envelope_db(target.waveform, heard, SAMPLE_RATE)
    assert found.error_db == pytest.approx(measured, abs=0.01)


def test_the_answer_is_a_sound_that_the_drum_machine_can_make() -> None:
    found = imitate(a_tone(), SAMPLE_RATE, effort=60)
    check(found.sound)
    assert DrumSound.from_json(found.sound.to_json()) == found.sound
    assert "take_s" in found.parameters and "width" not in found.parameters


def test_a_family_can_be_asked_for() -> None:
    assert imitate(a_tone(), SAMPLE_RATE, effort=20, label="cowbell").label == "cowbell"
    with pytest.raises(DrumMachineError, match="no sounds labelled"):
        imitate(a_tone(), SAMPLE_RATE, effort=20, label="piano")


@pytest.mark.parametrize("rate", [8000, 22050, 96000])
def test_any_rate_and_two_channels_will_do(rate: int) -> None:
    tone = a_tone(rate=rate)
    found = imitate(np.stack([tone, 0.5 * tone]), rate, effort=20)
    assert found.error_db < 12


def test_a_few_samples_will_do() -> None:
    assert np.isfinite(imitate(np.array([0.5, -0.5], dtype=np.float32), SAMPLE_RATE, effort=10).error_db)


@pytest.mark.parametrize("odd", [np.zeros(0), np.zeros(4000), np.full(4000, np.nan)])
def test_silence_is_refused_in_a_sentence(odd: np.ndarray) -> None:
    with pytest.raises(AudioError, match=r"^[A-Z][^\n]*\.$"):
        imitate(odd.astype(np.float32), SAMPLE_RATE)


def test_the_origin_of_a_space_is_its_start() -> None:
    for label, engine in EVERY_ENGINE:
        start = with_effects(sound_of(label, engine))
        space = Space.around(start)
        again = space.sound(space.origin)
        assert again.parameters == pytest.approx(start.parameters, rel=1e-5)
        check(space.sound(np.zeros(len(space.names))))
        check(space.sound(np.ones(len(space.names))))


def test_a_bank_is_written_and_read_exactly(tmp_path) -> None:
    sounds = [sound_of("kick", "fm"), sound_of("shaker", "maraca")]
    bank = make_bank(sounds, [synthesize(sound) for sound in sounds])
    (tmp_path / "bank.npz").write_bytes(write_bank(bank))
    again = read_bank(tmp_path / "bank.npz")
    assert again.sounds == bank.sounds
    np.testing.assert_array_equal(again.steps, bank.steps)
    assert again.nearest(synthesize(sounds[1]))[0] == 1


def test_the_bank_that_is_part_of_hitmap_fits_the_engines() -> None:
    bank = read_bank()
    assert {(sound.label, sound.engine) for sound in bank.sounds} == set(EVERY_ENGINE)
    for index in range(0, len(bank.sounds), 400):
        steps, loudest = features(synthesize(bank.sounds[index]))
        assert np.abs(steps.astype(int) - bank.steps[index]).max() <= 1
        assert loudest == pytest.approx(bank.loudest[index], abs=0.1)
