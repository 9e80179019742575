from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae.checkpoint import disk
from vae.checkpoint.disk import DiskError
from vae.data import rows
from vae.data.pools import in_order
from vae.data.rows import CHECKED_EVERY, RowWriter, digests_of, lengths_of


@given(
    arrays.arrays(
        np.float32,
        arrays.array_shapes(min_dims=2, max_dims=2, max_side=8),
        elements=st.sampled_from([0, 1, -2]),
    ),
    st.data(),
)
def test_rows_on_disk_are_indexed_like_an_array(waveforms: np.ndarray, data: st.DataObject) -> None:
    writer = RowWriter(waveforms.shape[1])
    for waveform in waveforms:
        writer.add(waveform)
    found = writer.rows()
    assert (len(found), found.shape, found.dtype) == (len(waveforms), waveforms.shape, waveforms.dtype)
    np.testing.assert_array_equal(found, waveforms)
    np.testing.assert_array_equal(np.stack(list(found)), waveforms)
    indices = data.draw(st.lists(st.integers(0, len(waveforms) - 1)))
    np.testing.assert_array_equal(found.take(indices), waveforms[indices])
    np.testing.assert_array_equal(found[np.array(indices, dtype=int), :2], waveforms[indices, :2])
    np.testing.assert_array_equal(found[1:3, ::2], waveforms[1:3, ::2])


def test_silence_at_the_end_takes_no_space(tmp_path) -> None:
    writer = RowWriter(1_000_000, tmp_path)
    for _ in range(10):
        writer.add(np.eye(1, 1_000_000, dtype=np.float32)[0])
    assert writer.rows().num_bytes == 40
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_is_made_again_and_never_kept(monkeypatch) -> None:
    monkeypatch.setattr(rows, "MOST_KEPT", 4 * 50)
    waveforms = np.random.default_rng(0).random((6, 20)).astype(np.float32)
    asked: list[int] = []
    writer = RowWriter(20)
    for number, waveform in enumerate(waveforms):
        again = partial(lambda index: asked.append(index) or waveforms[index], number)
        writer.add(waveform, again=None if number == 5 else again)
    found = writer.rows()
    assert found.num_bytes == 4 * 60
    assert found.made_again.tolist() == [False, False, True, True, True, False]
    np.testing.assert_array_equal(found[:], waveforms)
    np.testing.assert_array_equal(found[3], waveforms[3])
    np.testing.assert_array_equal(found.take([5, 4, 0])[:, 2:9], waveforms[[5, 4, 0], 2:9])
    assert sorted(asked) == [2, 3, 3, 4, 4]
    assert found.seconds_again() > 0 == found.take([0, 1]).seconds_again()


def test_rows_know_their_lengths_and_are_told_apart() -> None:
    waveforms = np.zeros((3, 9), np.float32)
    waveforms[0, 4] = waveforms[2, 8] = 1
    writer = RowWriter(9)
    for waveform in waveforms:
        writer.add(waveform)
    found = writer.rows().take([2, 0, 1])
    assert lengths_of(found).tolist() == [9, 5, 0] == lengths_of(waveforms[[2, 0, 1]]).tolist()
    assert digests_of(found) == digests_of(waveforms[[2, 0, 1]])
    assert len({*digests_of(found)}) == 3


def test_results_come_in_order_and_few_wait() -> None:
    started: list[int] = []
    taken: list[int] = []
    with ThreadPoolExecutor(3) as pool:

        def submit(piece: int):
            started.append(piece)
            return pool.submit(lambda: piece * piece)

        for result in in_order(submit, range(50), 4):
            taken.append(result)
            assert len(started) - len(taken) < 5
    assert taken == [n * n for n in range(50)]


def test_a_disk_that_fills_up_is_noticed_before_it_is_full(tmp_path, monkeypatch) -> None:
    free = 4 * 1000 * CHECKED_EVERY
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    writer = RowWriter(1000, tmp_path)
    for _ in range(2 * CHECKED_EVERY):
        writer.add(np.ones(1000, np.float32))
    free -= 1
    with pytest.raises(DiskError):
        writer.add(np.ones(1000, np.float32))
