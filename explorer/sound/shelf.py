"""The checkpoints that one server offers: found by name, loaded on first use, then kept.

Holds nothing about visitors: every request names the checkpoint it means.
"""

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from vae.checkpoint.files import CheckpointError, called, check_weights, fingerprint, load_config
from vae.checkpoint.hub import find_folder
from vae.data.originals import find_roots
from vae.device import CPU, choose_device
from vae.library.library import FILE_NAME, Library

if TYPE_CHECKING:
    from explorer.sound.render import Renderer

DEFAULT = "drum-machine"
KEPT = 4

Stamp = tuple[int, int]
"""When a file was last changed, in ns, and its size."""


class Shelf:
    """Named checkpoint folders. A library that is replaced, because sounds were added, is read anew.

    Attributes:
        folders: the folder of each name.
        default: the name to use when none is given.
        device: where their models run, a name in `vae.device.NAMES`.
    """

    def __init__(self, folders: Mapping[str, Path], default: str, device: str = CPU):
        if default not in folders:
            raise CheckpointError(f"There is no checkpoint {_shown(default)}.")
        self.folders = dict(folders)
        self.default = default
        self.device = device
        self._loading = Lock()
        self._stamps: dict[str, Stamp] = {}
        self._libraries = lru_cache(maxsize=KEPT)(self._load_library)
        self._renderers = lru_cache(maxsize=KEPT)(self._load_renderer)

    @property
    def names(self) -> list[str]:
        """The names to choose from, in display order."""
        return list(self.folders)

    def check(self, name: str = "") -> None:
        """Checks everything that can be read without torch.

        Raises:
            CheckpointError: the checkpoint is unknown, damaged, or not one of Hitmap's.
            LibraryError: its library is missing or damaged.
        """
        folder = self._folder(name)
        load_config(folder)
        check_weights(folder)
        self.library(name)

    def library(self, name: str = "") -> Library:
        """A checkpoint's library as its file is now; the default's for an empty name. Raises like `check`."""
        folder, name = self._folder(name), name or self.default
        with self._loading:
            return self._libraries(name, self._stamp(name, folder))

    def renderer(self, name: str = "") -> "Renderer":
        """A checkpoint's renderer; loads torch and the weights the first time. Raises like `check`."""
        folder, name = self._folder(name), name or self.default
        with self._loading:
            return self._renderers(name, self._stamp(name, folder))

    def fingerprint(self, name: str = "") -> str:
        """Twelve hex digits that identify what a checkpoint's sounds depend on: its configuration, weights and library.

        Raises like `check`.
        """
        self.check(name)
        folder = self._folder(name)
        files = sorted(path for path in folder.iterdir() if path.is_file())
        return _fingerprint(folder, tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in files))

    def _folder(self, name: str) -> Path:
        if not isinstance(name, str) or (name and name not in self.folders):
            raise CheckpointError(f"There is no checkpoint {_shown(name)} here.")
        return self.folders[name or self.default]

    def _stamp(self, name: str, folder: Path) -> Stamp | None:
        """Time and size of a library's file, which sounds are added to meanwhile; the last ones if it is away."""
        with suppress(OSError):
            facts = (folder / FILE_NAME).stat()
            self._stamps[name] = facts.st_mtime_ns, facts.st_size
        return self._stamps.get(name)

    def _load_library(self, name: str, stamp: Stamp | None) -> Library:
        return Library.load(self.folders[name])

    def _load_renderer(self, name: str, stamp: Stamp | None) -> "Renderer":
        from explorer.sound.render import Renderer
        from vae.checkpoint.codec import Codec

        codec = Codec.load(self.folders[name], choose_device(self.device))
        folders = [*codec.config.get("training", {}).get("data", []), *codec.config.get("added", [])]
        roots = find_roots([Path(folder) for folder in folders])
        return Renderer(codec, self._libraries(name, stamp), roots=roots)


@lru_cache(maxsize=16)
def _fingerprint(folder: Path, stamps: tuple[tuple[int, int], ...]) -> str:
    """Computed again only when a file's time or size changes."""
    return fingerprint(folder)


def find_checkpoints(root: Path, chosen: str | None = None, device: str = CPU) -> Shelf:
    """The shelf of every checkpoint folder under `root`, and the chosen one if it is elsewhere.

    Args:
        root: the folder that holds checkpoint folders.
        chosen: a name under `root`, a path to a checkpoint folder, or `user/name` on the Hub; the default when None.
        device: where their models run.

    Raises:
        CheckpointError: there is no such checkpoint, or there are none.
        HubError: it is on the Hub, but cannot be had.
    """
    found = sorted(path.parent for path in root.glob("*/config.json"))
    folders = {path.name: path for path in found if path.suffix != ".partial"}
    if chosen is None and not folders:
        raise CheckpointError(
            f"There are no checkpoints in {root.name}/; train one with python -m vae.train."
        )
    if chosen is None:
        return Shelf(folders, DEFAULT if DEFAULT in folders else next(iter(folders)), device)
    if chosen not in folders:
        path = find_folder(chosen)
        if not path.is_dir():
            known = ", ".join(folders) or "none"
            raise CheckpointError(f"There is no checkpoint {_shown(chosen)}; there are: {known}.")
        chosen = called(path.resolve())
        folders = {chosen: path.resolve(), **{n: p for n, p in folders.items() if n != chosen}}
    return Shelf(folders, chosen, device)


def _shown(name: object) -> str:
    text = "".join(c for c in str(name)[:60] if c.isprintable())
    return f'"{text}"'
