"""Recordings whose header was never finished: the length of their data is 0, though the data is there."""

import struct
from collections.abc import Iterator

_OPEN = 0xFFFFFFFF
_W64_DATA = bytes.fromhex("64617461f3acd3118cd100c04f8edb8a")


def with_its_length(content: bytes) -> bytes | None:
    """The same file with the length of its data; None if it isn't an unfinished recording.

    Knows WAV, RF64, AIFF, AU and Wave64.

    Args:
        content: the file, or its start.
    """
    start = content[:4]
    if len(content) < 12:
        return None
    if start in (b"RIFF", b"RF64", b"RIFX") and content[8:12] == b"WAVE":
        return _wav(content)
    if start == b"FORM" and content[8:12] in (b"AIFF", b"AIFC"):
        return _aiff(content)
    if start == b".snd" and len(content) > struct.unpack(">I", content[4:8])[0]:
        return content[:8] + struct.pack(">I", _OPEN) + content[12:]
    if start == b"riff" and (at := content.find(_W64_DATA)) > 0 and len(content) > at + 24:
        length = struct.pack("<Q", len(content) - at)
        return (
            content[:16]
            + struct.pack("<Q", len(content))
            + content[24 : at + 16]
            + length
            + content[at + 24 :]
        )
    return None


def _wav(content: bytes) -> bytes | None:
    order = ">" if content[:4] == b"RIFX" else "<"
    for at, name, size in _chunks(content, order):
        if name == b"data":
            length = len(content) - at - 8
            if size not in (0, _OPEN) or not length or _ends_well(content, at + 8, order):
                return None
            riff = b"RIFX" if order == ">" else b"RIFF"
            sizes = [struct.pack(f"{order}I", number) for number in (len(content) - 8, length)]
            return riff + sizes[0] + content[8 : at + 4] + sizes[1] + content[at + 8 :]
    return None


def _aiff(content: bytes) -> bytes | None:
    found = {name: at for at, name, _ in _chunks(content, ">")}
    common, data = found.get(b"COMM"), found.get(b"SSND")
    if common is None or data is None or len(content) < common + 18 or _ends_well(content, data + 16, ">"):
        return None
    channels, bits = struct.unpack(">H4xH", content[common + 8 : common + 16])
    length = len(content) - data - 8
    width = channels * ((bits + 7) // 8)
    if not width or length <= 8:
        return None
    mended = bytearray(content)
    mended[4:8] = struct.pack(">I", len(content) - 8)
    mended[common + 10 : common + 14] = struct.pack(">I", (length - 8) // width)
    mended[data + 4 : data + 8] = struct.pack(">I", length)
    return bytes(mended)


def _chunks(content: bytes, order: str, at: int = 12) -> Iterator[tuple[int, bytes, int]]:
    """Where each chunk begins, its name and its size, up to the first that leads beyond the end."""
    while at + 8 <= len(content):
        size = struct.unpack(f"{order}I", content[at + 4 : at + 8])[0]
        yield at, content[at : at + 4], size
        at += 8 + size + size % 2


def _ends_well(content: bytes, at: int, order: str) -> bool:
    """Whether chunks follow up to the very end: then the data is empty indeed."""
    while at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack(f"{order}I", content[at + 4 : at + 8])[0]
        if not name.isascii() or not name.decode().isprintable():
            return False
        at += 8 + size + size % 2
    return at in (len(content), len(content) + 1)
