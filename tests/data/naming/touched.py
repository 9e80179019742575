"""Folders of files with nothing but names, and what their names say."""

from pathlib import Path

from vae.data.naming.collection import Naming, name_collection
from vae.data.scan import scan


def touch(root: Path, *paths: str) -> Path:
    """Files that begin like sounds; nothing else of them is read."""
    for path in paths:
        file = root / f"{path}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"RIFF")
    return root


def named(*roots: Path) -> dict[str, Naming]:
    found, _ = scan(roots)
    return {one.file.stem: naming for one, naming in zip(found, name_collection(found).namings, strict=True)}


def labels(*roots: Path) -> dict[str, str | None]:
    return {name: naming.label for name, naming in named(*roots).items()}
