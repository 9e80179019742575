"""Running a command as a user who can read everything and write nothing; only root can."""

import os
import sys
from pathlib import Path

import pytest

NOBODY = 65534
ROOT = Path(__file__).parents[1]

only_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be someone else"
)


def as_nobody(*command: object) -> list[str]:
    """A command that runs another one as nobody, from util-linux, which every Debian has.

    Where Python, this tree or what a `Path` names lies in a folder that is closed to others, nobody may read there all
    the same.
    """
    named = [
        Path(sys.executable).resolve(),
        ROOT / "app.py",
        *(one for one in command if isinstance(one, Path)),
    ]
    homes = [folder for one in named for folder in one.parents]
    closed = any(folder.stat().st_mode & 0o005 != 0o005 for folder in homes)
    reading = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"] if closed else []
    who = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    return ["setpriv", *who, *reading, *map(str, command)]
