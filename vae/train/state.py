"""The state that a training leaves on disk, and checks that it belongs to the training that resumes."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from vae.errors import HitmapError
from vae.train.packed import Packed

FILE_NAME = "state.safetensors"
MAY_CHANGE = ("minutes", "epochs")
FOLLOW_FROM_SOUNDS = ("variants", "patience")
NAMED_ROWS = 16


class TrainingError(HitmapError):
    """Training that cannot start or go on; the message is one sentence."""


@dataclass
class Progress:
    """The progress of a training; saved as JSON beside the tensors."""

    step: int = 0
    seconds: float = 0.0
    best: float = math.inf
    best_epoch: int = 0
    stopped: bool = False
    sums: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    history: list[dict[str, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Note:
    """What a state says about itself, beside its tensors.

    Attributes:
        progress: the progress of the training.
        config: the fields of its `TrainConfig`.
        sounds: `digest_of` its training set; "" in states older than this field.
    """

    progress: Progress
    config: dict[str, Any]
    sounds: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the training has ended, early or not."""
        progress, epochs, minutes = self.progress, self.config.get("epochs"), self.config.get("minutes")
        if progress.stopped:
            return True
        if epochs is not None:
            return bool(len(progress.history) >= epochs)
        return minutes is not None and progress.seconds >= 60 * minutes


def digest_of(features: np.ndarray | Packed, num_validated: int) -> str:
    """SHA-256 of a training set (rows, bands, frames): its size, some rows, and the number of validation sounds."""
    digest = hashlib.sha256(json.dumps([features.shape, str(features.dtype), num_validated]).encode())
    for row in np.linspace(0, len(features) - 1, NAMED_ROWS).astype(int):
        digest.update(np.ascontiguousarray(features[row]).tobytes())
    return digest.hexdigest()


def read_note(path: Path) -> Note:
    """Reads what a state says about itself, without its tensors.

    Raises:
        TrainingError: the file is missing, damaged, or not a state.
    """
    try:
        with safe_open(path, "numpy") as file:
            note = file.metadata()
        progress, config = json.loads(note["progress"]), json.loads(note["config"])
        found = Note(Progress(**progress), dict(config), note.get("sounds", ""))
        found.is_done  # noqa: B018 - fails if a field is not a number
    except FileNotFoundError as error:
        raise TrainingError(f"There is no training to resume in {path.parent.name}.") from error
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise TrainingError(f"{path.name} is damaged and cannot be resumed.") from error
    return found


def check_same(path: Path, note: Note, config: Mapping[str, Any], sounds: str | None = None) -> None:
    """Makes sure that a state belongs to the training that resumes; only the length may change.

    Sounds are not compared if the state is older than that field.

    Args:
        path: the file of the state.
        note: what the state says about itself.
        config: the fields of the `TrainConfig` that resumes.
        sounds: `digest_of` its training set; not compared if None.

    Raises:
        TrainingError: it belongs to another training.
    """
    changed = [
        name
        for name, value in config.items()
        if name not in MAY_CHANGE and note.config.get(name, value) != value
    ]
    for name in changed:
        if name not in FOLLOW_FROM_SOUNDS:
            raise TrainingError(
                f"{path.parent.name} holds a training with {name.replace('_', ' ')} {note.config[name]}, not"
                f" {config[name]}: resume it with the options it was started with, or choose another --out."
            )
    if changed or (sounds and note.sounds and sounds != note.sounds):
        raise TrainingError(
            f"{path.parent.name} holds a training on other sounds: resume it with the sounds it was started with, or"
            " choose another --out."
        )


def check_nothing_lost(out: Path, state: Path) -> None:
    """Makes sure that a new training does not throw away an unfinished one.

    Args:
        out: the checkpoint folder.
        state: the folder of its training's state.

    Raises:
        TrainingError: an unfinished training is there.
    """
    path, made = state / FILE_NAME, out / "config.json"
    try:
        note = read_note(path)
    except TrainingError:
        return  # nothing that could be resumed
    shipped = note.is_done and made.is_file() and made.stat().st_mtime >= path.stat().st_mtime
    if note.progress.step and not shipped:
        raise TrainingError(
            f"An unfinished training of {out.name} is here, {note.progress.step} steps in: continue with --resume, or"
            f" delete {state.name} to start anew."
        )
