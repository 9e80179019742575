"""Whatever a library's file holds, it opens or is refused with one sentence: the one reader knows every way to fail."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vae.library import columns
from vae.library.library import FILE_NAME, Library, LibraryError

LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
LENGTHS = {LOCAL: 30, CENTRAL: 46, END: 22}
HEADS = [
    *(
        b"",
        b"((((",
        b"'''",
        b"{1: 2, 'descr': 3}",
        b"  x",
        b"[" * 3000,
        b"-" * 5000,
        b"\xff\xfe",
        b"{'descr': ",
    ),
    *(
        b"{'descr': %s, 'fortran_order': False, 'shape': %s}" % (kind, shape)
        for kind in (b"'<f4'", b"'|O'", b"'<M8[s]'", b"('<f4', (2,))", b"[()]", b"[('a', 1)]", b"'nothing'")
        for shape in (b"(8, 2)", b"(-1,)", b"(99999999999, 99)", b"(True,)", b"'ab'", b"()")
    ),
]


@pytest.fixture(scope="module")
def content(library_of: Callable[..., Library], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("library")
    library_of(8, 2).save(folder)
    return (folder / FILE_NAME).read_bytes()


def opens_or_says_why(folder: Path, content: bytes) -> bool:
    (folder / FILE_NAME).write_bytes(content)
    try:
        Library.load(folder)
    except LibraryError as error:
        assert str(error).startswith(FILE_NAME) and str(error).endswith(".")
        return False
    return True


@pytest.fixture(params=[False, True], ids=["read", "mapped"], autouse=True)
def _mapped(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All arrays are read, as those of small libraries are, or stay in the file."""
    if request.param:
        monkeypatch.setattr(columns, "MAPPED_FROM", 0)


@pytest.mark.parametrize("record", LENGTHS, ids=["local", "central", "end"])
def test_any_flag_of_the_zip(content: bytes, tmp_path: Path, record: bytes) -> None:
    start = content.index(record)
    refused = 0
    for offset in range(4, LENGTHS[record]):
        for value in {0, 1, 8, 0x40, 0xFF} - {content[start + offset]}:
            changed = bytearray(content)
            changed[start + offset] = value
            refused += not opens_or_says_why(tmp_path, bytes(changed))
    assert refused > 10


def packed(content: bytes, method: int, **members: bytes) -> bytes:
    """The same library packed in another way, or with other arrays."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.removesuffix(".npy"), old.read(name)))
    return made.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_any_way_to_pack(content: bytes, tmp_path: Path, method: int) -> None:
    other = packed(content, method)
    assert opens_or_says_why(tmp_path, other)
    rng = np.random.default_rng(method)
    for _ in range(40):
        changed = bytearray(other)
        for at in rng.integers(len(other), size=4):
            changed[at] = rng.integers(256)
        opens_or_says_why(tmp_path, bytes(changed))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_any_head_of_an_array(content: bytes, tmp_path: Path, version: int) -> None:
    for head in HEADS:
        length = struct.pack("<H" if version == 1 else "<I", len(head))
        array = b"\x93NUMPY" + bytes([version, 0]) + length + head + bytes(64)
        latents, names = (
            packed(content, zipfile.ZIP_STORED, **{name: array}) for name in ("latents", "names.utf8")
        )
        opens_or_says_why(tmp_path, latents)
        assert not opens_or_says_why(tmp_path, names)
