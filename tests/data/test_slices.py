"""Loops and recordings with several hits are cut into all of them, where that is asked for."""

import json
from pathlib import Path

import numpy as np
import pytest
from made_sounds import RATE, load, noise, tone, write

from vae.data.originals import read_original

BEAT = RATE // 4


def loop(floor: float = 0.0, first: float = 0.0) -> tuple[np.ndarray, list[float]]:
    """Eight hits a quarter of a second apart that ring into each other, and the seconds at which they begin."""
    start = int(first * RATE)
    waveform = floor * np.random.default_rng(0).standard_normal(start + 9 * BEAT)
    for number in range(8):
        sound = tone(60.0 + number, decay=10.0) if number % 2 == 0 else 0.6 * noise(number, 0.2)
        at = start + number * BEAT
        waveform[at : at + len(sound)] += sound
    return (waveform / 1.6).astype(np.float32), [first + number * BEAT / RATE for number in range(8)]


@pytest.mark.parametrize(("floor", "first"), [(0.0, 0.0), (0.0, 0.5), (0.002, 0.7)])
def test_every_hit_of_a_loop_is_a_sound(tmp_path: Path, floor: float, first: float) -> None:
    waveform, places = loop(floor, first)
    write(tmp_path / "kit" / "break.wav", waveform)
    dataset = load(tmp_path, slices=True)
    assert [facts.path for facts in dataset.files] == [f"kit/break.wav#{number}" for number in range(1, 9)]
    np.testing.assert_allclose([facts.starts_at for facts in dataset.files], places, atol=0.012)
    assert [facts.cut for facts in dataset.files] == [f"hit {number} of 8" for number in range(1, 9)]
    assert dataset.names == tuple(f"Break Hit {number}" for number in range(1, 9))
    assert dataset.durations[:-1].max() <= BEAT / RATE + 0.02


def test_a_hit_of_a_loop_is_found_again(tmp_path: Path) -> None:
    write(tmp_path / "kit" / "break.wav", loop()[0])
    dataset = load(tmp_path, slices=True)
    for source, waveform in zip(json.loads(json.dumps(dataset.sources)), dataset.waveforms, strict=True):
        original = read_original(source, sample_rate=RATE, num_samples=RATE // 2, roots=[tmp_path])
        np.testing.assert_array_equal(original, waveform)


def test_one_shots_are_not_cut(tmp_path: Path) -> None:
    write(tmp_path / "kit" / "kick.wav", tone(60.0))
    write(tmp_path / "kit" / "snare.wav", noise(1))
    whole, cut = load(tmp_path), load(tmp_path, slices=True)
    assert whole.sources == cut.sources
    np.testing.assert_array_equal(
        whole.waveforms.take(range(2), axis=0), cut.waveforms.take(range(2), axis=0)
    )


def test_a_loop_is_one_sound_where_nobody_asks(tmp_path: Path) -> None:
    write(tmp_path / "kit" / "break.wav", loop()[0])
    assert [facts.path for facts in load(tmp_path).files] == ["kit/break.wav"]


@pytest.mark.parametrize(
    "part", [[0], [5, 2], [0, 0], ["0", "9"], "09", [-5, 100], [10**8, 10**9], {"0": 1}, [0.5, 100], 7]
)
def test_parts_that_cannot_be_meant_give_nothing(tmp_path: Path, part: object) -> None:
    write(tmp_path / "kit" / "break.wav", loop()[0])
    source = {"type": "file", "path": "kit/break.wav", "part": part}
    assert read_original(source, sample_rate=RATE, num_samples=RATE // 2, roots=[tmp_path]) is None
