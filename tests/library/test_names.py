"""Sounds are found by name and label, and what is asked for in vain is answered with what there is."""

import io
import zipfile

import numpy as np
import pytest

from vae.library.library import FILE_NAME, Library, LibraryError
from vae.library.names import UnknownNameError, sound_named, sounds_with_label


def test_names_are_found_whatever_their_case(library):
    assert sound_named(library, library.names[9]) == sound_named(library, library.names[9].upper()) == 9
    with pytest.raises(UnknownNameError, match=r"no sound named '§§§§' here\.$"):
        sound_named(library, "§§§§")
    with pytest.raises(UnknownNameError, match="near it are 'Kick"):
        sound_named(library, "Kick 88")


def test_labels_are_found_and_an_unknown_one_lists_those_that_there_are(library):
    assert sounds_with_label(library, "snare").tolist() == np.flatnonzero(np.arange(80) % 4 == 1).tolist()
    with pytest.raises(UnknownNameError, match="no label 'gong' here, but clap, closed_hat, kick, snare"):
        sounds_with_label(library, "gong")


def test_an_encrypted_library_is_refused_in_one_sentence(library, tmp_path):
    library.save(tmp_path)
    content = bytearray((tmp_path / FILE_NAME).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        heads = [one.header_offset for one in file.infolist()]
        directory = file.start_dir
    for head in heads:
        content[head + 6] |= 1
    while content[directory : directory + 4] == b"PK\x01\x02":
        content[directory + 8] |= 1
        lengths = (content[directory + k : directory + k + 2] for k in (28, 30, 32))
        directory += 46 + sum(int.from_bytes(length, "little") for length in lengths)
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(LibraryError, match="damaged"):
        Library.load(tmp_path)
