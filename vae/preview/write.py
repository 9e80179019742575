"""Writes a preview: a contact sheet with its pictures and sounds, report.csv, and labels.csv to be corrected."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from vae.data.dataset import Dataset
from vae.data.report import FILE_NAME as REPORT
from vae.data.report import dataset_csv
from vae.errors import HitmapError
from vae.files import replacing_folder
from vae.preview.given import BEFORE, FILE, FROM, KIT, LABEL, SURE
from vae.preview.media import write_media
from vae.preview.sheet import MEDIA, contact_sheet
from vae.sound.spectrogram import SpectrogramConfig
from vae.tables import to_csv

SHEET, LABELS, NOTE = "sheet.html", "labels.csv", "preview.json"
COLUMNS = (FILE, LABEL, BEFORE, SURE, FROM, "name", KIT)


class PreviewError(HitmapError):
    """A preview that cannot be written; the message is one sentence."""


@dataclass(frozen=True)
class Preview:
    """What a command would do with the sounds that it has read.

    Attributes:
        dataset: the sounds, and the files left out.
        used: (N,), whether each is used: "yes", "no" or more exactly.
        reasons: (N,), a sentence on each.
        config: the spectrogram that is learned.
        folders: the folders that were read.
    """

    dataset: Dataset
    used: Sequence[str]
    reasons: Sequence[str]
    config: SpectrogramConfig
    folders: Sequence[Path]


def preview_folder(out: Path) -> Path:
    """Where the preview of a checkpoint folder lies: beside it."""
    out = out if out.name else Path(os.path.abspath(out))
    return out.with_name(f"{out.name}.preview")


def write_preview(folder: Path, preview: Preview, *, progress: bool = True) -> list[str]:
    """Writes the folder, or replaces the preview in it; what a user changed there or added is kept.

    Args:
        folder: see `preview_folder`.
        preview: what to show.
        progress: show a progress bar on a terminal.

    Returns:
        Sentences for the user: where everything is.

    Raises:
        PreviewError: the folder is something else.
        OSError: it cannot be written.
    """
    check_preview(folder, preview.folders)
    dataset = preview.dataset
    own = _changed_by_user(folder)
    with replacing_folder(folder) as new:
        for path in own:
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, new / path.name)
        (new / MEDIA).mkdir(exist_ok=True)
        quiet = None if progress else True
        with tqdm(total=len(dataset), desc="Drawing", unit="sound", disable=quiet) as bar:
            write_media(new / MEDIA, dataset.waveforms, dataset.durations, preview.config, bar.update)
        page = contact_sheet(dataset, preview.used, preview.reasons, preview.config, preview.folders, folder)
        report = dataset_csv(dataset, preview.used, preview.reasons)
        contents = {SHEET: page.encode(), REPORT: report, LABELS: labels_csv(dataset)}
        names = {name: _free_name(new, name, content) for name, content in contents.items()}
        for name, content in contents.items():
            (new / names[name]).write_bytes(content)
        digests = {names[name]: _digest(content) for name, content in contents.items()}
        (new / NOTE).write_text(json.dumps({"written": digests}, indent=1) + "\n", "utf-8")
    kept = [
        f"{name} had been changed and is kept; the new one is {names[name]}"
        for name in names
        if names[name] != name
    ]
    return [
        f"see and hear every sound: {folder / names[SHEET]}",
        f"every file and its reason: {folder / names[REPORT]}",
        f"correct the labels in {folder / names[LABELS]}, then give it back with --labels",
        *kept,
    ]


def check_preview(folder: Path, sounds: Sequence[Path]) -> None:
    """Makes sure that a preview replaces nothing but a preview, and is not read as sounds next time.

    Args:
        folder: where it would be written.
        sounds: the folders that are read.

    Raises:
        PreviewError: the folder is something else, or lies among the sounds.
    """
    if any(Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(one)) for one in sounds):
        raise PreviewError(f"{folder.name} would lie among the sounds: choose a place outside of them.")
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / NOTE).is_file():
        raise PreviewError(f"{folder.name} exists and is not a preview, so it is not replaced: move it away.")


def labels_csv(dataset: Dataset) -> bytes:
    """The label of every sound, in the order of paths, as `read_given` takes it back."""
    rows: list[Mapping[str, object]] = [
        {
            FILE: dataset.files[index].path,
            LABEL: dataset.labels[index],
            BEFORE: dataset.labels[index],
            SURE: percent(dataset.label_confidences[index]),
            FROM: dataset.label_sources[index],
            "name": dataset.names[index],
            KIT: dataset.kits[index],
        }
        for index in sorted(range(len(dataset)), key=lambda index: dataset.files[index].path)
    ]
    return to_csv(COLUMNS, rows)


def percent(confidence: np.floating | float) -> int:
    """A whole number, because a spreadsheet may take a decimal point for something else."""
    return round(100 * float(confidence))


def _changed_by_user(folder: Path) -> list[Path]:
    """What lies in a preview folder and was not written by `write_preview`, or was changed since."""
    if not folder.is_dir():
        return []
    written: object = {}
    with suppress(OSError, ValueError, AttributeError):
        written = json.loads((folder / NOTE).read_text("utf-8")).get("written")
    known = written if isinstance(written, dict) else {}
    ours = (MEDIA, NOTE)
    others = [path for path in sorted(folder.iterdir()) if path.name not in ours]
    return [path for path in others if path.is_dir() or known.get(path.name) != _digest(path.read_bytes())]


def _free_name(folder: Path, name: str, content: bytes) -> str:
    """The name, or one with a number if another file has it."""
    free, number = name, 1
    while (folder / free).exists() and (folder / free).read_bytes() != content:
        number += 1
        free = f"{Path(name).stem}-{number}{Path(name).suffix}"
    return free


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
