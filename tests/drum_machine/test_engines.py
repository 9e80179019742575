"""Engines are declared above their functions and found by name alone; a second and one channel are not built in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from tests.drum_machine import golden
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES, apply_chain, finish
from vae.drum_machine.engine import Family, Settings, spread
from vae.drum_machine.engines.snare import SNARE
from vae.drum_machine.kits import draw_library
from vae.drum_machine.modes import modal_bank
from vae.drum_machine.parts import SAMPLE_RATE, Wave
from vae.drum_machine.sound import DrumSound, engines_of, synthesize
from vae.drum_machine.voice import Voice

ALL_ENGINES = [engine for family in ENGINES.values() for engine in family.values()]


def plain_sound(engine) -> DrumSound:
    parameters = {name: spread(name, *span, 0.5) for name, span in engine.ranges.items()}
    return DrumSound(engine.label, engine.name, parameters, 1, "Machine 01", "A sound")


@contextmanager
def toy_engine() -> Iterator[None]:
    """A toy in front of all snares, where a function at the top of `engines/snare.py` would be."""
    others = dict(SNARE)
    SNARE.clear()

    @SNARE.engine("toy", "Toy", "digital", tune_hz=(100, 400), decay_s=(0.1, 1.0))
    def toy(p: Settings, v: Voice) -> Wave:
        """A decaying sine."""
        return v.sine(p["tune_hz"]) * v.decay(p["decay_s"])

    SNARE.update(others)
    try:
        yield
    finally:
        del SNARE["toy"]


def test_a_new_engine_is_there_and_changes_no_existing_sound():
    kept = [DrumSound.from_json(row["sound"]) for row in json.loads(golden.FILE.read_text())["sounds"]]
    before = [golden.digest(synthesize(sound)) for sound in kept]
    with toy_engine():
        assert [golden.digest(synthesize(sound)) for sound in kept] == before
        assert next(iter(ENGINES["snare"])) == "toy"
        drawn = [sound for sound in draw_library() if sound.engine == "toy"]
        assert len(drawn) > 3
        assert np.abs(synthesize(drawn[0])).max() == pytest.approx(0.95, abs=1e-4)
        again = DrumSound.from_json(json.loads(json.dumps(drawn[0].to_json())))
        assert np.array_equal(synthesize(again), synthesize(drawn[0]))
    assert "toy" not in ENGINES["snare"]


def test_a_name_is_given_once():
    family = Family("snare")
    family.engine("toy", "Toy", "digital")(lambda p, v: v.noise())
    with pytest.raises(ValueError, match="already has an engine 'toy'"):
        family.engine("toy", "Another", "digital")(lambda p, v: v.noise())


def test_the_order_of_imports_does_not_matter():
    code = """if True:
        import json
        from vae.drum_machine.engines import tom, snare, shaker, rim, kick, hats, fx, cymbal, cowbell, conga, clap
        from vae.drum_machine.catalogue import ENGINES
        print(json.dumps([[label, list(family)] for label, family in ENGINES.items()]))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[label, list(family)] for label, family in ENGINES.items()]


def test_engines_can_be_left_out_by_name():
    left_out = {("kick", "tight"), ("snare", "acoustic")}
    sounds = draw_library()
    kept = [s for s in sounds if not any((e.label, e.name) in left_out for e in engines_of(s))]
    assert 0 < len(sounds) - len(kept) < 150
    assert not any(s.label == "kick" and "tight" in s.engine for s in kept)


@pytest.mark.parametrize("engine", ALL_ENGINES, ids=lambda engine: f"{engine.label}-{engine.name}")
def test_any_engine_makes_longer_sounds(engine):
    wave = synthesize(plain_sound(engine), num_samples=2 * SAMPLE_RATE + 1)
    assert wave.shape == (2 * SAMPLE_RATE + 1,)
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() == pytest.approx(0.95, abs=1e-4)
    assert abs(wave[-1]) < 0.01


def test_a_longer_bank_of_modes_goes_on_as_it_began():
    settings = np.array([200.0, 3000.0]), np.array([4.0, 2.0]), np.array([1.0, 0.5])
    long, short = (modal_bank(Voice(np.random.default_rng(0), n), *settings) for n in (100_000, 44_100))
    assert long.shape == (100_000,)
    assert np.abs(long[:44_100] - short).max() < 1e-12
    hz, t60, amplitude = settings
    time = 88_000 / SAMPLE_RATE
    expected = np.sum(amplitude * np.exp(-6.9078 * time / t60) * np.sin(2 * np.pi * hz * time))
    assert long[88_000] == pytest.approx(expected, abs=1e-9)


def test_the_chain_and_the_finish_take_channels():
    p = {name: spread(name, *span, 0.5) for part in CHAIN_RANGES.values() for name, span in part.items()}
    wave = np.random.default_rng(1).standard_normal(SAMPLE_RATE) * np.exp(-np.arange(SAMPLE_RATE) / 4000.0)
    mono = finish(apply_chain(wave, p, Voice(np.random.default_rng(2))), from_onset=True)
    both = finish(apply_chain(np.stack([wave, wave]), p, Voice(np.random.default_rng(2))), from_onset=True)
    assert both.shape == (2, SAMPLE_RATE)
    assert np.array_equal(both[0], both[1])
    assert np.abs(both[0] - mono).max() < 1e-6
