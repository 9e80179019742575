"""Reads descriptions of drum kits: which instruments play which file."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from vae.data.naming.words import path_key

DRUMKIT_FILE = "drumkit.xml"
LARGEST_DRUMKIT_FILE = 8_000_000

About = TypeVar("About")


def read_drumkit(path: Path) -> dict[str, list[str]]:
    """Reads Hydrogen's `drumkit.xml`: for every file of the kit, the instruments that play it.

    Raises:
        ValueError: The description cannot be read; the message is one sentence.
    """
    try:
        if path.stat().st_size > LARGEST_DRUMKIT_FILE:
            raise ValueError(f"{path.name} is too large to be a kit's description.")
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError, UnicodeError, LookupError) as error:
        raise ValueError(f"{path.name} cannot be read as a kit's description.") from error
    instruments: dict[str, list[str]] = {}
    for instrument in root.iterfind(".//{*}instrument"):
        name = (instrument.findtext("{*}name") or "").strip()
        for filename in instrument.iterfind(".//{*}filename"):
            if name and filename.text:
                written = filename.text.strip().replace("\\", "/")
                instruments.setdefault(written.rpartition("/")[2], []).append(name)
    return instruments


def on_disk(description: Mapping[str, About], names: list[str]) -> dict[str, About]:
    """What a description says about files, whose names it may write in another case or composition.

    Args:
        description: By file name or path, as written in the description.
        names: The files there are, in the same form.

    Returns:
        By name as it is on the disk. A file with exactly the name that is written comes before one that a file system
        would take for it.
    """
    exactly = {name: description[name] for name in names if name in description}
    rest = {path_key(name): about for name, about in description.items() if name not in exactly}
    alike = {name: rest[path_key(name)] for name in names if name not in exactly and path_key(name) in rest}
    return exactly | alike
