"""Reads a kit from a file: an exported zip, or a recipes.json written by an export or by `python -m vae.generate`.

A zip may come from anyone, so it is never unpacked: one entry is read, up to a limit, and no name in it is used.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from explorer.kit.kit import MAX_KIT_BYTES, PADS, Kit, kit_of
from vae.recipes.sheet import FILE_NAME, FOREIGN, MAX_LIST_BYTES, KitError, read_sheet

MAX_ZIP_BYTES = MAX_LIST_BYTES
MAX_ENTRIES = 200
MAX_DIRECTORY_BYTES = 64 * 1024


@dataclass(frozen=True)
class SavedKit:
    """A kit read from a file.

    Attributes:
        kit: the kit; for a list of sounds, the first eight without a pattern.
        fingerprints: those of its checkpoints when it was saved, by name.
        listed: number of sounds in the list; 0 for a kit.
    """

    kit: Kit
    fingerprints: Mapping[str, str]
    listed: int = 0


def open_kit(data: bytes) -> SavedKit:
    """Reads an exported zip, or a recipes.json; the exact inverse of `export_kit`.

    Raises:
        KitError: the data is no kit, damaged, too large, or from a newer Hitmap.
        RecipeError: one of its recipes is invalid.
    """
    if len(data) > MAX_ZIP_BYTES:
        raise KitError(f"A kit can be {MAX_ZIP_BYTES // 2**20} MB at most.")
    raw = _recipes_in(data) if data[:2] == b"PK" else data
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KitError(FOREIGN) from None
    sheet = read_sheet(text, PADS)
    if sheet.sounds is None:
        return SavedKit(kit_of(sheet.kit), sheet.fingerprints)
    sounds = [replace(sound, file=None) for sound in sheet.sounds]
    return SavedKit(Kit((*sounds, *[None] * (PADS - len(sounds)))), sheet.fingerprints, sheet.total)


def _recipes_in(data: bytes) -> bytes:
    """Reads recipes.json from a zip, at its top or one folder down; nothing else is unpacked."""
    if _directory_bytes(data) > MAX_DIRECTORY_BYTES:
        raise KitError(FOREIGN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            raw = _read_entry(archive)
    except KitError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
        raise KitError("This zip is damaged or locked and cannot be opened.") from None
    if len(raw) > MAX_KIT_BYTES:
        raise KitError(f"The {FILE_NAME} of a kit can be {MAX_KIT_BYTES // 1024} kB at most.")
    return raw


def _directory_bytes(data: bytes) -> int:
    """Size in bytes of a zip's central directory, which `zipfile` reads whole; 0 if there is none."""
    at = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[at + 12 : at + 16], "little") if at >= 0 else 0


def _read_entry(archive: zipfile.ZipFile) -> bytes:
    """Reads recipes.json, up to one byte past its limit."""
    entries = archive.infolist()
    found = [e for e in entries if e.filename.split("/")[-1] == FILE_NAME and e.filename.count("/") <= 1]
    if len(entries) > MAX_ENTRIES or not found:
        raise KitError(FOREIGN)
    chosen = min(found, key=lambda entry: len(entry.filename))
    if chosen.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise KitError(FOREIGN)
    with archive.open(chosen) as file:
        return file.read(MAX_KIT_BYTES + 1)
