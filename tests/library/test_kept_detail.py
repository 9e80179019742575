"""How many of a library's dimensions are what a model misses is kept with it."""

from dataclasses import replace

import numpy as np
import pytest

from vae.library.library import FILE_NAME, Library, LibraryError


def arrays_in(folder) -> dict[str, np.ndarray]:
    with np.load(folder / FILE_NAME) as file:
        return {name: file[name] for name in file.files}


def test_it_is_kept_and_libraries_of_before_have_none(library, tmp_path):
    replace(library, detail_dims=3).save(tmp_path)
    loaded = Library.load(tmp_path)
    assert (loaded.detail_dims, loaded.compared_dims) == (3, library.latents.shape[1] - 3)
    before = arrays_in(tmp_path)
    del before["detail_dims"]
    np.savez(tmp_path / FILE_NAME, **before)
    assert Library.load(tmp_path).detail_dims == 0


@pytest.mark.parametrize("number", [-1, 12, 1.5, [3]])
def test_a_number_that_cannot_be_is_refused(library, tmp_path, number):
    library.save(tmp_path)
    np.savez(tmp_path / FILE_NAME, **arrays_in(tmp_path) | {"detail_dims": np.array(number)})
    with pytest.raises(LibraryError, match="detail_dims"):
        Library.load(tmp_path)
