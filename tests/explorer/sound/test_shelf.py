"""The shelf follows the files of its checkpoints."""

import shutil
from pathlib import Path

import numpy as np

from explorer.sound.shelf import Shelf
from vae.library.library import FILE_NAME, Library
from vae.library.sync import rows_of_library


def test_a_library_that_is_replaced_is_read_anew(checkpoints: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(checkpoints / "drum-machine", tmp_path / "mine"))
    shelf = Shelf({"mine": folder}, "mine")
    before = shelf.library()
    renderer = shelf.renderer()
    assert shelf.library() is before and shelf.renderer() is renderer
    rows_of_library(Library.load(folder), np.arange(len(before) - 1)).save(folder)
    assert len(shelf.library()) == len(shelf.renderer().library) == len(before) - 1
    (folder / FILE_NAME).rename(folder / "away.npz")
    assert len(shelf.library()) == len(before) - 1
