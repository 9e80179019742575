"""Writes a site: a folder that any web server serves, and in which every sound is made by the visitor's browser."""

import json
import shutil
from base64 import b64decode
from collections.abc import Callable, Sequence
from pathlib import Path

from explorer.page.link_card import PICTURE
from explorer.page.parts import STATIC
from explorer.publish.engine_files import write_engine
from explorer.publish.page import SCRIPTS, STYLE, page, style
from explorer.publish.readme import readme
from explorer.server.cards import card
from explorer.server.maps.files import map_file, names_file
from explorer.sound.shelf import Shelf
from vae.checkpoint.files import CheckpointError
from vae.errors import HitmapError
from vae.files import is_portable, recover, replacing_folder

RUNTIME = Path(__file__).with_name("runtime")
NOTE = "site.json"
"""Says that a folder is a site, which the next one may replace."""
FORMAT = 1


class SiteError(HitmapError):
    """A site that cannot be written; the message is one sentence."""


def shelf_of(folders: Sequence[Path]) -> Shelf:
    """The checkpoint folders as a shelf, the first as the default.

    Raises:
        CheckpointError: two of them have one name, or a name that not every web server can serve.
    """
    named: dict[str, Path] = {}
    for folder in folders:
        whole = folder.expanduser().resolve()
        if not whole.is_dir():
            raise CheckpointError(f'There is no checkpoint folder "{folder}".')
        if whole.name in named:
            raise CheckpointError(f'Two of the checkpoints are called "{whole.name}": rename one.')
        if not is_portable(whole.name):
            raise CheckpointError(
                f'A checkpoint cannot be published under the name "{whole.name}": rename it.'
            )
        named[whole.name] = whole
    return Shelf(named, next(iter(named)))


def write_site(
    out: Path, shelf: Shelf, root: str = "", told: Callable[[str], None] = lambda name: None
) -> int:
    """Writes the site of these checkpoints, or replaces the site in that folder; whole or not at all.

    Args:
        out: the folder.
        shelf: the checkpoints.
        root: the whole address at which it will be, for link cards; empty if that is not known.
        told: called with the name of each checkpoint before it is written.

    Returns:
        Its size in bytes.

    Raises:
        SiteError: the folder holds something else, or lies in a checkpoint.
        CheckpointError: a checkpoint cannot be read, or not be played in a browser.
        OSError: the folder cannot be written.
    """
    check_place(out, shelf)
    for name in shelf.names:
        shelf.check(name)
    recover(out)
    with replacing_folder(out) as new:
        _write_page(new, shelf, root)
        for name in shelf.names:
            told(name)
            _write_checkpoint(new / "checkpoints" / name, shelf, name)
        note = {"app": "hitmap", "format": FORMAT, "checkpoints": shelf.names}
        (new / NOTE).write_text(json.dumps(note, indent=1) + "\n", "utf-8")
        return sum(path.stat().st_size for path in new.rglob("*") if path.is_file())


def check_place(out: Path, shelf: Shelf) -> None:
    """Makes sure that a site replaces nothing but a site.

    Raises:
        SiteError: the folder is something else, or lies in a checkpoint.
    """
    if any(out.resolve().is_relative_to(folder.resolve()) for folder in shelf.folders.values()):
        raise SiteError(f"{out.name} would lie in a checkpoint: choose a place outside of it.")
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not _is_site(out):
        raise SiteError(f"{out.name} exists and is not a site, so it is not replaced: choose another folder.")


def _is_site(folder: Path) -> bool:
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(note, dict) and note.get("app") == "hitmap"


def _write_page(folder: Path, shelf: Shelf, root: str) -> None:
    (folder / SCRIPTS).mkdir(parents=True)
    for path in [*STATIC.rglob("*.js"), *STATIC.rglob("*.svg"), PICTURE]:
        copy = folder / SCRIPTS / path.relative_to(STATIC)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    shutil.copytree(RUNTIME, folder / "runtime")
    texts = {STYLE: style(), "index.html": page(shelf, root), "README.md": readme(shelf)}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    (folder / ".nojekyll").touch()  # GitHub Pages would leave files out


def _write_checkpoint(folder: Path, shelf: Shelf, name: str) -> None:
    write_engine(folder, shelf.folders[name])
    for file, content in (map_file(shelf, name).values(), names_file(shelf, name).values()):
        (folder / file).write_bytes(b64decode(content))
    (folder / "card.json").write_text(json.dumps(card(shelf, name)), "utf-8")
