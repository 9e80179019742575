"""Rows of training sets of any size: which ones a step learns, and how they are read."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_trainer import make_trainer

from vae.train import batches
from vae.train.batches import Batches, Windows
from vae.train.packed import Packed, pack, read_packed, read_rows, write_packed

WINDOWS = Windows(count=1000, batch_size=16, steps=10, seed=0)
ALL = slice(0, 16)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Packed:
    """(1000, 2, 3) on disk, each row with its own number, learned in windows of ten steps."""
    monkeypatch.setattr(batches, "MOST_DRAWN", 999)
    monkeypatch.setattr(batches, "BLOCK", 8)
    monkeypatch.setattr(batches, "WINDOW_BYTES", 10 * 16 * 12)
    rows = np.arange(1000, dtype=np.float16).repeat(6).reshape(1000, 2, 3)
    write_packed(tmp_path / "rows.packed", (2, 3), pack(rows), "these")
    found = read_packed(tmp_path / "rows.packed", "these")
    assert found
    return found


def learned(found: Batches, steps: range) -> np.ndarray:
    """The numbers of the rows of some steps."""
    generator = torch.Generator()
    return np.array([found.ask(step, generator)()[:, 0, 0].numpy() for step in steps])


def test_a_pass_through_many_rows_has_each_once(many: Packed) -> None:
    rows = learned(Batches(many, batch_size=16, seed=0, share=ALL), range(2 * 62))
    for turn in (rows[:62], rows[62:]):
        assert len(np.unique(turn)) == turn.size == 992  # less than a batch is left for another pass
    assert not np.array_equal(rows[:62], rows[62:])


def test_the_order_is_the_seeds_and_starts_at_any_step(many: Packed) -> None:
    make: Callable[[int], Batches] = lambda seed: Batches(many, batch_size=16, seed=seed, share=ALL)  # noqa: E731
    whole = learned(make(0), range(80))
    np.testing.assert_array_equal(learned(make(0), range(37, 80)), whole[37:])
    assert not np.array_equal(learned(make(1), range(80)), whole)


def test_processes_share_the_batches_of_one(many: Packed) -> None:
    whole = learned(Batches(many, batch_size=16, seed=0, share=ALL), range(70))
    parts = [
        learned(Batches(many, batch_size=16, seed=0, share=share), range(70))
        for share in (slice(0, 5), slice(5, 16))
    ]
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), whole)


def test_a_window_has_blocks_from_all_over_the_file_in_another_order() -> None:
    rows = WINDOWS.rows(0, 0)
    assert rows.shape == (10, 16)
    assert len(set(rows.ravel() // batches.BLOCK)) <= 3  # read in as few pieces
    far = Windows(count=100_000, batch_size=32, steps=256, seed=0).rows(0, 0)
    blocks = np.unique(far // batches.BLOCK)
    assert len(blocks) == 64
    assert blocks.min() < 100 and blocks.max() > 680  # of 782
    assert all(len(set(one // batches.BLOCK)) > 16 for one in far)  # a step learns from all of them


def test_there_are_never_more_than_two_windows_in_memory(many: Packed) -> None:
    found = Batches(many, batch_size=16, seed=0, share=ALL)
    for step in range(130):
        found.ask(step, torch.Generator())()
        assert len(found._read) == 2
        turn, window, _ = WINDOWS.place(step)
        assert list(found._read) == [(turn, window), WINDOWS.after(turn, window)]


def test_few_rows_are_drawn_from_the_generator_in_the_order_of_the_file() -> None:
    rows = np.arange(50, dtype=np.float16).reshape(50, 1, 1)
    found = Batches(rows, batch_size=8, seed=0, share=slice(0, 8))
    taken = found.ask(0, torch.Generator().manual_seed(3))()[:, 0, 0]
    expected = torch.randint(50, (8,), generator=torch.Generator().manual_seed(3))
    assert torch.equal(taken.long(), expected.sort().values)


@pytest.mark.parametrize("indices", [[], [7], [0, 1, 2], [5, 4], [3, 3, 4, 9, 999], [998, 999]])
def test_packed_rows_are_those_that_were_packed(many: Packed, indices: list[int]) -> None:
    whole = np.arange(1000, dtype=np.float16).repeat(6).reshape(1000, 2, 3)
    wanted = np.array(indices, dtype=int)
    np.testing.assert_array_equal(read_rows(many, wanted), whole[wanted])
    np.testing.assert_array_equal(read_rows(whole, wanted), whole[wanted])
    assert many.shape == whole.shape and many.dtype == whole.dtype
    np.testing.assert_array_equal(many[7], whole[7])
    np.testing.assert_array_equal(many[990::-100], whole[990::-100])
    np.testing.assert_array_equal(many, whole)


def test_a_file_that_was_cut_changed_or_is_gone_is_an_error(many: Packed) -> None:
    assert read_packed(many.path, "others") is None
    content = many.path.read_bytes()
    row = np.array([3])
    with open(many.path, "r+b") as file:
        file.truncate(int(many.ends[3]) + 2)
    assert read_packed(many.path) is None
    with pytest.raises(OSError, match="cut or changed"):
        read_rows(many, row)
    many.path.write_bytes(content[: many.ends[3]] + bytes(len(content) - many.ends[3]))
    with pytest.raises(OSError, match="cut or changed"):
        read_rows(many, row)
    many.path.unlink()
    assert read_packed(many.path) is None
    with pytest.raises(FileNotFoundError):
        read_rows(many, row)


@pytest.mark.parametrize("lost", ["rows.json", "rows.ends"])
def test_without_what_lies_beside_them_there_are_no_rows(many: Packed, lost: str) -> None:
    (many.path.parent / lost).write_bytes(b"")
    assert read_packed(many.path) is None
    (many.path.parent / lost).unlink()
    assert read_packed(many.path) is None


def test_a_training_on_many_rows_goes_on_with_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MOST_DRAWN", 10)
    monkeypatch.setattr(batches, "BLOCK", 2)
    monkeypatch.setattr(batches, "WINDOW_BYTES", 2 * 4 * 128 * 173 * 2)
    rows = np.random.default_rng(0).random((24, 128, 173)).astype(np.float16)
    whole, first, second = (make_trainer(tmp_path / name, rows) for name in ("whole", "parts", "parts"))
    for _ in range(9):
        whole.step()
    for _ in range(4):
        first.step()
    first.save()
    second.restore()
    for _ in range(5):
        second.step()
    for name, tensor in whole.model.state_dict().items():
        assert torch.equal(tensor, second.model.state_dict()[name]), name
