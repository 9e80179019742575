"""The middle of every triple is half way between its ends in what they differ in, and the same every time."""

from itertools import pairwise

import numpy as np
import pytest

from vae.data import triples
from vae.data.triples import CHANGES, HELD_OUT_ENGINES, LADDERS, STEPS
from vae.drum_machine.catalogue import ENGINES
from vae.sound.measures import FINE, envelope_db

RATE = 44_100


def fundamental(waveform: np.ndarray) -> float:
    """The frequency in Hz with the most energy."""
    return float(np.abs(np.fft.rfft(waveform, 4 * len(waveform))).argmax() * RATE / (4 * len(waveform)))


def decay(waveform: np.ndarray) -> float:
    """How fast the level falls, per second, over the first half of the sound."""
    blocks = np.log(np.sqrt(np.square(waveform[:22_000].reshape(20, -1), dtype=np.float64).mean(1)))
    return float(-np.polyfit(np.arange(20) * 1_100 / RATE, blocks, 1)[0])


def slope(waveform: np.ndarray) -> float:
    """The slope of the spectrum in dB an octave, 100 Hz to 10 kHz."""
    power = np.abs(np.fft.rfft(waveform)) ** 2
    edges = np.geomspace(100, 10_000, 14)
    levels = [10 * np.log10(power[int(a) : int(b)].mean()) for a, b in pairwise(edges)]
    return float(np.polyfit(np.log2(edges[:-1]), levels, 1)[0])


@pytest.fixture(scope="module")
def ring() -> np.ndarray:
    return triples.tone(300)


@pytest.fixture(scope="module")
def hiss() -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal(RATE) * np.exp(-np.arange(RATE) / RATE * 3)
    return (noise * 0.2).astype(np.float32)


def test_an_engine_of_every_label_is_kept_out_and_no_engine_is_in_both_parts():
    out, rest = (triples.engines(held_out=held_out) for held_out in (True, False))
    assert [(one.label, one.name) for one in out] == [
        (label, name) for label in ENGINES for name in ENGINES[label] if (label, name) in HELD_OUT_ENGINES
    ]
    assert {one.label for one in out} == set(ENGINES)
    assert not {id(one) for one in out} & {id(one) for one in rest}
    assert len(out) + len(rest) == sum(
        not one.rises for family in ENGINES.values() for one in family.values()
    )


def test_what_lies_between_two_settings_is_half_way_in_octaves():
    engine = ENGINES["conga"]["open"]
    tune = engine.ranges["tune_hz"]
    for seed in range(3):
        low, middle, high = triples.synthesised(engine, np.random.default_rng(seed), moved=len(engine.ranges))
        pitches = [fundamental(one) for one in (low, middle, high)]
        assert pitches[1] == pytest.approx(np.sqrt(pitches[0] * pitches[2]), rel=0.02)
        assert tune[0] * 0.9 < min(pitches) < max(pitches) < tune[1] * 1.1


def test_shares_of_the_way_may_be_any_and_the_ends_do_not_depend_on_them():
    engine = ENGINES["tom"]["fm"]
    three = triples.synthesised(engine, np.random.default_rng(5))
    five = triples.synthesised(engine, np.random.default_rng(5), (0, 0.25, 0.5, 0.75, 1))
    np.testing.assert_array_equal(three, five[::2])
    assert three.dtype == np.float32


def test_synthesised_ends_are_apart_and_the_same_seed_gives_the_same_triples():
    chosen = triples.engines(held_out=True)[:2]
    first, again, other = (
        list(triples.synthesised_triples("left out", chosen, 2, seed=seed)) for seed in (1, 1, 2)
    )
    assert [one.kind for one in first] == ["left out"] * 4
    for one in first:
        assert envelope_db(*one.ends, RATE, FINE) >= triples.LEAST_GAP_DB
        assert np.abs(one.middle).max() == pytest.approx(0.95, abs=1e-3)
        assert one.ends.shape == (2, RATE)
    assert all(np.array_equal(a.ends, b.ends) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a.ends, b.ends) for a, b in zip(first, other, strict=True))


def test_an_engine_whose_settings_are_all_alike_gives_none():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(triples, "TRIES", 3)
        patch.setattr(triples, "LEAST_GAP_DB", 1e3)
        assert list(triples.synthesised_triples("any", triples.engines(held_out=True)[:1], 1, seed=0)) == []


def test_a_retuned_sound_is_five_semitones_lower_and_higher(ring):
    triple = triples.changed("retuned", ring, RATE)
    low, high = (fundamental(one) for one in triple.ends)
    assert fundamental(triple.middle) == pytest.approx(300, abs=1)
    assert low == pytest.approx(300 * 2 ** (-5 / 12), abs=1)
    assert high == pytest.approx(300 * 2 ** (5 / 12), abs=1)


def test_a_re_damped_sound_falls_faster_by_six_and_by_twelve(hiss):
    triple = triples.changed("re-damped", hiss, RATE)
    dry = decay(triple.ends[0])
    assert decay(triple.middle) == pytest.approx(dry + 6, abs=0.3)
    assert decay(triple.ends[1]) == pytest.approx(dry + 12, abs=0.3)


def test_a_re_tilted_sound_is_darker_and_brighter_by_four_db_an_octave(hiss):
    triple = triples.changed("re-tilted", hiss, RATE)
    flat = slope(triple.middle)
    assert slope(triple.ends[0]) == pytest.approx(flat - 4, abs=0.3)
    assert slope(triple.ends[1]) == pytest.approx(flat + 4, abs=0.3)


@pytest.mark.parametrize("kind", CHANGES)
@pytest.mark.parametrize("rate", [22_050, 44_100])
def test_the_original_of_a_change_or_its_middle_has_the_form_of_a_one_shot(kind, rate, hiss):
    triple = triples.changed(kind, hiss[:rate], rate)
    assert triple.kind == kind
    assert triple.middle.shape == (rate,)
    assert triple.ends.shape == (2, rate)
    for one in (*triple.ends, triple.middle):
        assert one.dtype == np.float32
        assert np.abs(one).max() == pytest.approx(0.95, abs=1e-3)


@pytest.mark.parametrize("kind", LADDERS)
@pytest.mark.parametrize("semitones", STEPS)
def test_a_rung_has_its_ends_apart_and_its_middle_at_the_middle_pitch(kind, semitones):
    for triple in triples.ladder(kind, semitones):
        low, high = (fundamental(one) for one in triple.ends)
        assert 12 * np.log2(high / low) == pytest.approx(semitones, abs=0.15)
        assert fundamental(triple.middle) == pytest.approx(triple.middle_hz, rel=0.01)
        assert triple.middle_hz == pytest.approx(np.sqrt(low * high), rel=0.01)
