"""Finds the sound files below data folders: the path and kit of each, and the files that are not sounds.

Reads no audio.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vae.data.naming.drumkit import DRUMKIT_FILE, on_disk, read_drumkit
from vae.data.naming.drums import label_of
from vae.errors import HitmapError
from vae.sound.decoding import is_audio

if TYPE_CHECKING:
    from vae.drum_machine.sound import DrumSound

DRUM_MACHINE_FILE = "drum_machine.json"
DESCRIPTIONS = (DRUMKIT_FILE, DRUM_MACHINE_FILE)
SOUNDFONT_EXTENSION = ".sf2"
AUDIO_EXTENSIONS = frozenset(
    [
        *(
            ".wav",
            ".wave",
            ".w64",
            ".rf64",
            ".bwf",
            ".flac",
            ".aif",
            ".aiff",
            ".aifc",
            ".ogg",
            ".oga",
            ".opus",
        ),
        *(".mp3", ".mp2", ".au", ".snd", ".caf", ".m4a", ".aac", ".wma", SOUNDFONT_EXTENSION),
    ]
)
"""Files with these endings are meant to be audio: if they cannot be read, the report says why."""


class DataError(HitmapError):
    """A data folder that cannot be used; the message is one sentence."""


class NoSoundError(DataError):
    """A data folder without a sound."""


class GoneError(DataError):
    """A data folder that is not there, or no longer: its disk may be away."""


@dataclass(frozen=True)
class LeftOut:
    """A file or folder that gives no sound.

    Attributes:
        path: Relative to the data folder it lies in.
        reason: One sentence.
    """

    path: str
    reason: str


@dataclass(frozen=True)
class Found:
    """A file that may be a sound.

    Attributes:
        root: Data folder it was found in.
        file: Its absolute path.
        path: Its path relative to a data root ("KIT/file.wav"), which a checkpoint remembers.
        kit: Kit it belongs to.
        instruments: Names of the instruments that play it, according to its kit's description.
        drum_machine: What it was synthesised from, if the drum machine wrote it.
    """

    root: Path
    file: Path
    path: Path
    kit: str
    instruments: tuple[str, ...] = ()
    drum_machine: "DrumSound | None" = None

    @property
    def inside(self) -> Path:
        """Its path below the data folder; the name of a single file."""
        return self.file.relative_to(self.root) if self.file != self.root else Path(self.file.name)


def scan(folders: Sequence[Path], exclude: Sequence[Path] = ()) -> tuple[list[Found], list[LeftOut]]:
    """Looks for sounds in folders (or single files), following links but never in circles.

    The kit of a file is the folder with a kit's description that it lies in, at whatever depth, otherwise the
    first folder below the data folder. Category folders ("Kicks" beside "Snares") are not kits: the first folder
    below them is, otherwise the data folder. Files directly in a data folder belong to a kit of its name. Kits of
    the same name in two data folders stay apart.

    Args:
        folders: Data folders.
        exclude: Files or folders to skip without mention, as paths or relative to a data folder.

    Returns:
        The sounds found and the files left out, both in an order that depends only on names.

    Raises:
        DataError: A data folder does not exist.
    """
    found: list[Found] = []
    left_out: list[LeftOut] = []
    root_of_kit: dict[str, Path] = {}
    for folder in folders:
        root = Path(os.path.abspath(folder))
        if not root.exists():
            raise DataError(f"The data folder {root.name} does not exist.")
        skipped = {_real(path) for entry in exclude for path in (Path(entry), root / entry)}
        for item in _scan_root(root, _files_below(root, skipped, left_out), left_out):
            if root_of_kit.setdefault(item.kit, root) != root:
                item = replace(item, kit=f"{item.kit} ({shown(root.parent.name)})")
            found.append(item)
    return found, left_out


def check_there(one: Found) -> None:
    """Makes sure that a file is missing for itself, and not because its whole data folder is.

    Raises:
        GoneError: the data folder is missing or empty.
        OSError: it cannot be read.
    """
    if one.file.exists() or one.root.is_file():
        return
    if not one.root.is_dir() or next(one.root.iterdir(), None) is None:
        raise GoneError(f"The data folder {one.root.name} went away: its disk may have been removed.")


def _scan_root(root: Path, files: list[Path], left_out: list[LeftOut]) -> list[Found]:
    described = {file.parent for file in files if _is_drumkit(file)}
    sounds = [file for file in files if not _is_description(file) and may_be_sound(file)]
    is_kit = root in described or any(file.parent == root for file in sounds)
    base = root.parent if is_kit or root.is_file() else root
    descriptions = _read_descriptions(files, base, left_out)
    categories = _category_folders(sounds, root, described)
    no_sounds = sorted({*files} - {*sounds} - {*filter(_is_description, files)})
    left_out += [LeftOut(shown(file.relative_to(base)), "This is not an audio file.") for file in no_sounds]
    found = []
    for file in sounds:
        path, about = file.relative_to(base), descriptions.get(file, [])
        if isinstance(about, list):
            kit = next((each.name for each in file.parents if each in described), None)
            kit = kit or _kit_of(file, root, categories)
            found.append(Found(root, file, path, " ".join(shown(kit).split()) or "Sounds", tuple(about)))
        else:
            found.append(Found(root, file, path, about.kit, drum_machine=about))
    return found


def _is_drumkit(file: Path) -> bool:
    return file.name.casefold() == DRUMKIT_FILE


def _is_description(file: Path) -> bool:
    return _is_drumkit(file) or file.name in DESCRIPTIONS


def shown(path: Path | str) -> str:
    """A path or name as text that can be printed: undecodable bytes become question marks."""
    text = path.as_posix() if isinstance(path, Path) else path
    return text.encode(errors="replace").decode()


def _real(path: Path) -> Path:
    """The path with links resolved; a link to itself, on which `Path.resolve` fails, resolves to itself."""
    return Path(os.path.realpath(path))


def _files_below(root: Path, skipped: set[Path], left_out: list[LeftOut]) -> list[Path]:
    if root.is_file():
        return [root]
    files: list[Path] = []
    seen = {_real(root)}

    def leave_out(path: Path, reason: str) -> None:
        left_out.append(LeftOut(shown(path.relative_to(root)) or ".", reason))

    def complain(error: OSError) -> None:
        leave_out(Path(error.filename), "This folder may not be read.")

    for parent, folders, names in os.walk(root, followlinks=True, onerror=complain):
        kept = []
        for name in sorted(folders):
            path = Path(parent, name)
            real = _real(path)
            if real in skipped:
                continue
            if name.startswith("."):
                leave_out(path, "Hidden folders are not searched.")
            elif real in seen:
                leave_out(path, "This link leads to a folder that is searched anyway.")
            else:
                seen.add(real)
                kept.append(name)
        folders[:] = kept
        for name in sorted(names):
            path = Path(parent, name)
            if skipped and _real(path) in skipped:
                continue
            if name.startswith("."):
                leave_out(path, "Hidden files are not read.")
            elif not path.is_file():
                leave_out(path, "This is no regular file, or a link that leads nowhere.")
            else:
                files.append(path)
    return files


def may_be_sound(file: Path) -> bool:
    """Judges by the extension, otherwise asks what reads audio: a WAV file named .txt is still a WAV file."""
    return file.suffix.lower() in AUDIO_EXTENSIONS or is_audio(file)


def _read_descriptions(
    files: list[Path], base: Path, left_out: list[LeftOut]
) -> "dict[Path, list[str] | DrumSound]":
    """For every described file, the instruments of its kit that play it, or the drum machine's sound."""
    descriptions: dict[Path, list[str] | DrumSound] = {}
    below: dict[Path, list[str]] = {}
    for file in files:
        for folder in file.parents:
            below.setdefault(folder, []).append(file.relative_to(folder).as_posix())
            if folder == base:
                break
    for file in files:
        try:
            if _is_drumkit(file):
                about: Mapping[str, Any] = read_drumkit(file)
            elif file.name == DRUM_MACHINE_FILE:
                from vae.drum_machine.library import read_index

                about = read_index(file.parent)
            else:
                continue
        except ValueError as error:
            left_out.append(LeftOut(shown(file.relative_to(base)), str(error)))
            continue
        about = on_disk(about, below[file.parent])
        descriptions |= {file.parent / name: description for name, description in about.items()}
    return descriptions


def _category_folders(sounds: list[Path], root: Path, described: set[Path]) -> set[Path]:
    """Folders named after labels, if most of their sibling folders are too."""
    children: dict[Path, set[Path]] = {}
    for file in sounds:
        for folder in file.parents:
            if folder == root or root not in folder.parents:
                break
            children.setdefault(folder.parent, set()).add(folder)
    categories: set[Path] = set()
    for siblings in children.values():
        named = {folder for folder in siblings - described if label_of(folder.name) is not None}
        if 2 * len(named) > len(siblings):
            categories |= named
    return categories


def _kit_of(file: Path, root: Path, categories: set[Path]) -> str:
    if root.is_file():
        return root.stem if root.suffix.lower() == SOUNDFONT_EXTENSION else root.parent.name
    if file.suffix.lower() == SOUNDFONT_EXTENSION:
        return file.stem
    below = [folder for folder in reversed(file.parents) if root in folder.parents]
    return next((folder.name for folder in below if folder not in categories), root.name)
