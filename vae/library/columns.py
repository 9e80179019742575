"""Columns in a file: an .npz of NumPy whose arrays are not packed, so that large ones can stay on the disk.

An .npz, because `np.load` reads it too, it replaces the one of before, and a zip archive knows when it is damaged.
"""

import os
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

ALIGNMENT = 64
ALIGNED = 0xD935
"""The kind of extra field in which archives hold what aligns their members; Android's zipalign uses it."""
MAPPED_FROM = 2**28
"""Bytes from which on an array stays on the disk until its parts are used: the latents of some 230,000 sounds.

What is mapped ends the process if its file is cut or overwritten in place (`cp`), and saves little: 110 MB of the 770
that a server with 100,000 sounds takes. The file is read once in either case, to check its sums.
"""
CAN_REPLACE_MAPPED = os.name != "nt"
"""Windows cannot replace a file while it is mapped."""
_LOCAL, _PADDED, _ZIP64 = struct.Struct("<26xHH"), struct.Struct("<HHH"), 20
"""Before a member: the lengths of its name and its extra fields; the field that aligns it; bytes of that for sizes."""
_CHUNK = 2**20


def write_columns(file: BinaryIO, columns: Mapping[str, NDArray[Any]]) -> None:
    """Writes arrays of numbers under their names, each aligned in the file."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, column in columns.items():
            member = zipfile.ZipInfo(f"{name}.npy")
            head = _LOCAL.size + len(member.filename.encode()) + _ZIP64 + _PADDED.size
            padding = -(archive.start_dir + head) % ALIGNMENT
            member.extra = _PADDED.pack(ALIGNED, 2 + padding, ALIGNMENT) + bytes(padding)
            with archive.open(member, "w", force_zip64=True) as opened:
                npy.write_array(opened, np.asarray(column, order="C"), allow_pickle=False)


def read_columns(path: Path, is_wanted: Callable[[str], bool]) -> dict[str, NDArray[Any]]:
    """Reads arrays by name; those that are large and not packed are mapped, read-only, once they are checked.

    Raises:
        OSError, ValueError, zipfile.BadZipFile, and all else in `library.DAMAGED`: the file is not such an archive.
    """
    columns = {}
    with open(path, "rb") as file, zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = member.filename.removesuffix(".npy")
            if name == member.filename or not is_wanted(name):
                continue
            stored = member.compress_type == zipfile.ZIP_STORED
            large = member.file_size >= MAPPED_FROM
            if stored and large and CAN_REPLACE_MAPPED:
                columns[name] = _mapped(path, file, archive, member)
            else:
                with archive.open(member) as opened:
                    columns[name] = npy.read_array(opened, allow_pickle=False)
    return columns


def _mapped(path: Path, file: BinaryIO, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> NDArray[Any]:
    with archive.open(member) as opened:
        while opened.read(_CHUNK):  # checks the sum
            pass
    with archive.open(member) as opened:
        version = npy.read_magic(opened)
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, in_columns, dtype = read_header(opened)
        head = opened.tell()
    file.seek(member.header_offset)
    start = member.header_offset + _LOCAL.size + sum(_LOCAL.unpack(file.read(_LOCAL.size))) + head
    size = int(np.prod(shape, dtype=object)) * dtype.itemsize
    if dtype.hasobject or in_columns or size != member.file_size - head:
        raise ValueError("not an array of numbers")
    return np.asarray(np.memmap(path, dtype, "r", start, shape))
