"""A hit is found at any place in any floor: cases are drawn, the right place is known."""

import itertools

import numpy as np
import pytest
import soundfile
from recordings import FLOORS, HITS, RATE, floor, hit, recording, tick

from vae.sound.audio import AudioError, read_hit, to_one_shot
from vae.sound.hit import find_hit

EARLY, LATE = 0.02, 0.012  # seconds; a peak of the floor may be taken for the first cycle of the hit
PLACES = (0.0, 0.3, 1.2, 4.0)


def assert_found(waveform: np.ndarray, at: float, what: object) -> str:
    found = find_hit(waveform, RATE)
    assert -EARLY < found.onset / RATE - at < LATE, (what, found)
    return found.cut


@pytest.mark.parametrize("kind", HITS)
@pytest.mark.parametrize("level", [-50, -40, -30])
def test_a_hit_is_found_at_any_place_in_any_floor(kind, level, tmp_path):
    rng = np.random.default_rng(level % 97)
    for under, at in itertools.product(FLOORS, PLACES):
        sound = hit(kind, rng)
        offset = rng.uniform(0, 0.05) if at else 0
        whole = recording(sound, at + offset, floor(under, 6 * RATE, level, rng))
        soundfile.write(tmp_path / "hit.wav", whole, RATE, subtype="FLOAT")
        taken = read_hit(tmp_path / "hit.wav")
        assert -EARLY < taken.starts_at - at - offset < LATE, (under, at, taken)
        assert bool(taken.cut) == (at > 0), (under, at, taken)


@pytest.mark.parametrize("kind", HITS)
@pytest.mark.parametrize("level", [-40, -30, -20])
def test_a_tick_before_a_hit_is_not_the_hit(kind, level):
    rng = np.random.default_rng(1)
    for at, under in itertools.product((0.4, 0.6, 1.5, 3.0), (None, -60)):
        whole = recording(hit(kind, rng), at, None if under is None else floor("hiss", 6 * RATE, under, rng))
        whole[:100] += (10 ** (level / 20) * tick(rng)).astype(np.float32)
        cut = assert_found(whole, at, (at, under))
        drowned = level == -40 and under == -60  # the tick has hardly more energy than the hiss
        assert cut in {
            f"{at} s of {what} before the hit" for what in ("quieter sounds", *["noise"] * drowned)
        }


@pytest.mark.parametrize("kind", ["kick", "808", "snare", "tom", "clap"])
def test_a_count_in_is_not_the_hit(kind):
    rng = np.random.default_rng(2)
    for level, beat in itertools.product((-20, -12), (0.4, 0.5, 0.75)):
        whole = recording(hit(kind, rng), 4 * beat)
        for number in range(4):
            start = int(number * beat * RATE)
            whole[start : start + 100] += (10 ** (level / 20) * tick(rng)).astype(np.float32)
        assert_found(whole, 4 * beat, (level, beat))


@pytest.mark.parametrize("kind", HITS)
@pytest.mark.parametrize("level", [-20, -12])
def test_a_hit_at_the_first_sample_is_found_whatever_clicks_later(kind, level):
    rng = np.random.default_rng(3)
    for later in (0.3, 0.9, 1.7):
        whole = recording(hit(kind, rng), 0.0, after=2.0)
        start = int(later * RATE)
        whole[start : start + 100] += (10 ** (level / 20) * tick(rng)).astype(np.float32)
        assert assert_found(whole, 0.0, later) == ""


@pytest.mark.parametrize("hz", [40, 55, 200, 3000])
def test_a_hard_cut_is_no_hit(hz):
    for length, rest in itertools.product((0.2, 0.7, 1.5), (0.1, 1.0, 3.0)):
        tone = np.sin(2 * np.pi * hz * np.arange(int(length * RATE)) / RATE + 0.3)
        assert assert_found(recording(tone, 0.0, after=rest), 0.0, (length, rest)) == ""


@pytest.mark.parametrize("seconds", [0.15, 0.5, 2.0])
def test_what_swells_into_a_hit_belongs_to_it(seconds):
    rng = np.random.default_rng(4)
    swell = hit("hat", rng, seconds)[::-1] * np.exp(-np.linspace(2, 0, int(seconds * RATE)))
    rise = np.exp(np.linspace(-6, 0, int(seconds * RATE))) * rng.standard_normal(int(seconds * RATE)) / 4
    for wave in (swell, rise):
        found = find_hit(recording(np.concatenate([wave, hit("snare", rng)[:10]]), 0.0), RATE)
        assert found.start == 0
        assert not found.cut or found.cut.endswith("of silence before the hit")  # a swell begins below -50 dB


def test_grace_notes_belong_to_the_hit():
    rng = np.random.default_rng(5)
    for gap in (0.02, 0.04, 0.06):
        whole = recording(hit("snare", rng), 1.0 + gap, floor("hiss", 3 * RATE, -55, rng))
        whole[RATE : RATE + 800] += (0.15 * hit("snare", rng)[:800]).astype(np.float32)
        assert_found(whole, 1.0, gap)


def test_long_silence_is_no_reason_to_leave_a_file_out(tmp_path):
    rng = np.random.default_rng(6)
    for at in (3.0, 9.9, 12.0, 29.0, 31.0, 59.9, 130.0):
        soundfile.write(tmp_path / "late.wav", recording(hit("kick", rng), at), RATE)
        taken = read_hit(tmp_path / "late.wav")
        assert taken.starts_at == pytest.approx(at, abs=0.002)
        assert taken.cut == f"{at:.1f} s of silence before the hit"
        assert np.abs(taken.waveform[: round(1.1 * RATE)]).max() == np.abs(taken.waveform).max() > 0
        sound = to_one_shot(taken.waveform, RATE, target_rate=RATE, num_samples=RATE // 2).waveform
        assert np.argmax(np.abs(sound)) < 0.1 * RATE


def test_what_is_cut_is_not_in_the_sound(tmp_path):
    rng = np.random.default_rng(7)
    soundfile.write(
        tmp_path / "kick.wav", recording(hit("kick", rng), 1.2, floor("hiss", 3 * RATE, -50, rng)), RATE
    )
    taken = read_hit(tmp_path / "kick.wav")
    assert taken.cut == "1.2 s of noise before the hit"
    sound = to_one_shot(taken.waveform, RATE, target_rate=RATE, num_samples=RATE // 2).waveform
    power, hz = np.abs(np.fft.rfft(sound)) ** 2, np.fft.rfftfreq(len(sound), 1 / RATE)
    assert power[hz < 150].sum() > 0.9 * power.sum()


def test_silence_is_still_refused(tmp_path):
    soundfile.write(tmp_path / "silent.wav", np.zeros(70 * RATE), RATE)
    taken = read_hit(tmp_path / "silent.wav")
    with pytest.raises(AudioError, match="silent"):
        to_one_shot(taken.waveform, RATE, target_rate=RATE, num_samples=RATE)
