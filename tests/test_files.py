"""Files and folders are replaced whole, whatever interrupts, and whoever else writes them at once."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vae import files
from vae.files import is_portable, recover, replacing_file, replacing_folder, write_atomically


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"old")
    with pytest.raises(ZeroDivisionError), replacing_file(tmp_path / "a") as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert (tmp_path / "a").read_bytes() == b"old"
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_may_be_replaced_by_many_at_once_and_have_a_name_as_long_as_names_may_be(
    tmp_path: Path,
) -> None:
    path = tmp_path / ("n" * 255)
    contents = [bytes([number]) * 100_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_atomically(path, content), contents))
    assert path.read_bytes() in contents
    assert os.listdir(tmp_path) == [path.name]


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    with replacing_folder(target) as folder:
        (folder / "a").write_text("old")
    with pytest.raises(ZeroDivisionError), replacing_folder(target) as folder:
        (folder / "a").write_text("half")
        raise ZeroDivisionError
    assert (target / "a").read_text() == "old"
    with replacing_folder(target) as folder:
        (folder / "b").write_text("new")
    assert os.listdir(tmp_path) == ["mine"]
    assert os.listdir(target) == ["b"]


def test_what_a_killed_training_left_is_mended(tmp_path: Path) -> None:
    (tmp_path / "mine.123.old.partial").mkdir()
    (tmp_path / "mine.123.old.partial" / "config.json").touch()
    (tmp_path / "mine.124.partial").mkdir()
    (tmp_path / "mine.two.125.partial").mkdir()  # of another checkpoint
    recover(tmp_path / "mine")
    assert sorted(os.listdir(tmp_path)) == ["mine", "mine.two.125.partial"]
    assert os.listdir(tmp_path / "mine") == ["config.json"]
    (tmp_path / "mine" / ".state.safetensors.99.partial").touch()
    recover(tmp_path / "mine")
    assert os.listdir(tmp_path / "mine") == ["config.json"]


def test_folders_change_places_without_a_moment_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "old").touch()

    def renamed(self: Path, target: Path) -> None:
        raise AssertionError(f"{target} would be missing for a moment")

    monkeypatch.setattr(Path, "rename", renamed)
    with replacing_folder(tmp_path / "mine") as new:
        (new / "new").touch()
    assert os.listdir(tmp_path) == ["mine"]
    assert os.listdir(tmp_path / "mine") == ["new"]


def test_folders_are_replaced_where_they_cannot_change_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_exchange", lambda first, second: False)
    for content in ("old", "new"):
        with replacing_folder(tmp_path / "mine") as folder:
            (folder / content).touch()
    assert os.listdir(tmp_path) == ["mine"]
    assert os.listdir(tmp_path / "mine") == ["new"]


def test_an_interrupted_checkpoint_is_no_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"), replacing_folder(tmp_path / "mine") as folder:
        write_atomically(folder / "config.json", b"{}")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        *("", "CON", "con", "nul.wav", "Aux .txt", "COM1", "lpt9.tar.gz", "com³", "CONOUT$"),
        *("kit.", "kit ", "a:b", "a/b", "a\\b", "why?", "*", '"', "<", ">", "|", "tab\t", "nothing\0"),
    ],
)
def test_names_that_windows_refuses_are_known(name: str) -> None:
    assert not is_portable(name)


@pytest.mark.parametrize(
    "name", ["console", "com", "COM10", "nullify", "kit.1", ".hidden", "Größe", "太鼓 🥁", "a'b"]
)
def test_names_that_every_system_takes_are_known(name: str) -> None:
    assert is_portable(name)
