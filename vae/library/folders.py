"""What was in folders when a map was last brought up to date with them: `folders.json` in a checkpoint.

Knows files by path, size, time and content, but no sounds.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from vae.files import hash_file, write_atomically

FILE_NAME = "folders.json"
FORMAT = 1


@dataclass(frozen=True)
class Stamp:
    """What tells that a file is as it was.

    Attributes:
        size: in bytes.
        time: when it was last changed, in ns.
        digest: of its content, in hexadecimal; "" if it was never read for this.
    """

    size: int
    time: int
    digest: str = ""

    @classmethod
    def of(cls, file: Path, before: "Stamp | None" = None) -> "Stamp":
        """The stamp of a file; its content is read only if size or time are not as before.

        Raises:
            OSError: it cannot be read.
        """
        facts = os.stat(file)
        if before and (facts.st_size, facts.st_mtime_ns) == (before.size, before.time):
            return before
        digest = hashlib.blake2b(digest_size=16)
        hash_file(file, digest)
        return cls(facts.st_size, facts.st_mtime_ns, digest.hexdigest())

    @classmethod
    def unread(cls, file: Path) -> "Stamp":
        """The stamp of a file whose content is taken on trust.

        Raises:
            OSError: it is not there.
        """
        facts = os.stat(file)
        return cls(facts.st_size, facts.st_mtime_ns)


Stamps = dict[str, Stamp]
"""By path, as in `Found.path`."""


@dataclass(frozen=True)
class Changes:
    """What happened in a folder: paths as in `Stamps`.

    Attributes:
        now: what is there.
        new: files that were not there.
        changed: files with another content.
        moved: the old path of each file that is known by another.
        gone: files that are not there any more, and did not move.
    """

    now: Stamps
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


def compare(before: Stamps, files: Iterable[tuple[str, Path]]) -> Changes:
    """Compares a folder with how it was; reads only files that are new, or of another size or time.

    Args:
        before: how it was.
        files: all paths, and where each lies.

    Raises:
        OSError: a file cannot be read.
    """
    now = {path: Stamp.of(file, before.get(path)) for path, file in files}
    away = {stamp.digest: path for path, stamp in before.items() if path not in now and stamp.digest}
    moved = {
        path: away.pop(stamp.digest)
        for path, stamp in now.items()
        if path not in before and stamp.digest in away
    }
    return Changes(
        now=now,
        new=tuple(path for path in now if path not in before and path not in moved),
        changed=tuple(
            path for path, stamp in now.items() if path in before and stamp.digest != before[path].digest
        ),
        moved=moved,
        gone=tuple(path for path in before if path not in now and path not in moved.values()),
    )


def read_folders(checkpoint: Path) -> dict[str, Stamps]:
    """The stamps of every folder, by its absolute path; nothing if the file is missing or damaged.

    Then all files are known by their paths alone, and what is new is found to be on the map by its sound.
    """
    try:
        found = json.loads((checkpoint / FILE_NAME).read_text(encoding="utf-8"))
        return {
            folder: {
                path: Stamp(int(size), int(time), str(digest))
                for path, (size, time, digest) in stamps.items()
            }
            for folder, stamps in found["folders"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_folders(checkpoint: Path, folders: dict[str, Stamps]) -> None:
    """The inverse of `read_folders`, atomic."""
    listed = {
        folder: {path: (stamp.size, stamp.time, stamp.digest) for path, stamp in stamps.items()}
        for folder, stamps in folders.items()
    }
    write_atomically(checkpoint / FILE_NAME, json.dumps({"format": FORMAT, "folders": listed}).encode())
