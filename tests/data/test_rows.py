from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae.checkpoint import disk
from vae.checkpoint.disk import DiskError
from vae.data.pools import in_order
from vae.data.rows import CHECKED_EVERY, RowWriter


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
    rows = writer.rows()
    assert (len(rows), rows.shape, rows.dtype) == (len(waveforms), waveforms.shape, waveforms.dtype)
    np.testing.assert_array_equal(rows, waveforms)
    np.testing.assert_array_equal(np.stack(list(rows)), waveforms)
    indices = data.draw(st.lists(st.integers(0, len(waveforms) - 1)))
    np.testing.assert_array_equal(rows.take(indices), waveforms[indices])
    np.testing.assert_array_equal(rows[np.array(indices, dtype=int), :2], waveforms[indices, :2])
    np.testing.assert_array_equal(rows[1:3, ::2], waveforms[1:3, ::2])


def test_silence_at_the_end_takes_no_space(tmp_path) -> None:
    writer = RowWriter(1_000_000, tmp_path)
    for _ in range(10):
        writer.add(np.eye(1, 1_000_000, dtype=np.float32)[0])
    writer.rows()
    assert writer._file.seek(0, 2) == 40_000_000
    assert list(tmp_path.iterdir()) == []


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
