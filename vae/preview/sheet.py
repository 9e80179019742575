"""The contact sheet: one HTML page that opens from disk, with a card for every sound and every file left out."""

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from vae.data.dataset import Dataset
from vae.data.originals import find_in_roots
from vae.data.scan import SOUNDFONT_EXTENSION, may_be_sound, shown
from vae.preview.media import pictured_seconds, stem
from vae.sound.spectrogram import SpectrogramConfig

MEDIA = "sheet"
PAGE = Path(__file__).parent / "page"
STYLES = ("sheet.css", "cards.css")
SCRIPTS = ("data.js", "player.js", "corrections.js", "cards.js", "main.js")
"""Each uses only those before it."""


def contact_sheet(
    dataset: Dataset,
    used: Sequence[str],
    reasons: Sequence[str],
    config: SpectrogramConfig,
    folders: Sequence[Path],
    place: Path,
) -> str:
    """The page.

    Args:
        dataset: the sounds and the files left out.
        used: (N,), whether each sound is used.
        reasons: (N,), a sentence on each.
        config: the spectrogram that is learned.
        folders: the folders that were read, for links to their files.
        place: the folder in which the page will lie, for the same.
    """
    links = _Links(folders, place)
    sounds = [
        {
            "file": facts.path,
            **links.to(facts.path),
            "name": dataset.names[index],
            "label": dataset.labels[index],
            "sure": round(100 * float(dataset.label_confidences[index])),
            "from": dataset.label_sources[index],
            "kit": dataset.kits[index],
            "used": used[index],
            "reason": reasons[index],
            "format": facts.format,
            "rate": facts.sample_rate,
            "channels": facts.channels,
            "seconds": round(facts.seconds, 3),
            "start": round(facts.starts_at, 3),
            "cut": facts.cut,
            "pictured": round(pictured_seconds(float(dataset.durations[index]), config), 3),
            "media": f"{MEDIA}/{stem(index)}",
        }
        for index, facts in enumerate(dataset.files)
    ]
    left_out = [{"file": one.path, **links.to(one.path), "reason": one.reason} for one in dataset.left_out]
    data = {
        "title": ", ".join(dict.fromkeys(shown(Path(os.path.abspath(one)).name) for one in folders)),
        "learned": config.num_samples / config.sample_rate,
        "sounds": sorted(sounds, key=lambda sound: str(sound["file"])),
        "leftOut": sorted(left_out, key=lambda one: str(one["file"])),
        "labels": [label for label, _ in Counter(dataset.labels).most_common()],
    }
    return _page(data)


def _page(data: dict[str, Any]) -> str:
    """Everything in one file. In a script, data may contain anything but "<", which JSON can write otherwise."""
    page = (PAGE / "sheet.html").read_text("utf-8")
    parts = {
        "/*STYLE*/": "".join((PAGE / name).read_text("utf-8") for name in STYLES),
        "/*SCRIPT*/": "".join(_without_imports((PAGE / name).read_text("utf-8")) for name in SCRIPTS),
        "/*DATA*/": json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c"),
    }
    for mark, text in parts.items():  # the data comes last, so that no mark in a name is replaced
        before, _, after = page.partition(mark)
        page = before + text + after
    return page


def _without_imports(script: str) -> str:
    """A module as part of one script: browsers load no module from a file."""
    return re.sub(r"^import [^;]*;\n|^export ", "", script, flags=re.MULTILINE)


class _Links:
    """Addresses of the files themselves, so that a browser can play them whole."""

    def __init__(self, folders: Sequence[Path], place: Path) -> None:
        roots = [Path(os.path.abspath(folder)) for folder in folders]
        self._roots = [root.parent if root.is_file() else root for root in roots]
        self._place = os.path.realpath(place)

    def to(self, path: str) -> dict[str, Any]:
        """The address as `link`, "" if the file is not found, and as `plays` whether a browser may play it whole."""
        file = find_in_roots(path, self._roots) or find_in_roots(path.rpartition("#")[0], self._roots)
        if file is None:
            return {"link": "", "plays": False}
        plays = may_be_sound(file) and file.suffix.lower() != SOUNDFONT_EXTENSION
        return {"link": self._address(file), "plays": plays}

    def _address(self, file: Path) -> str:
        """Relative where possible, so that the page can move with the sounds."""
        try:
            return quote(Path(os.path.relpath(file, self._place)).as_posix())
        except ValueError:  # on another drive
            return file.as_uri()
