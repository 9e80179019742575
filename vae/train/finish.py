"""The end of a training: a checkpoint folder, whole or not at all.

vae/ does not know the explorer: the library and the map are made by `python -m explorer.library`, another process.
"""

import csv
import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from vae.checkpoint.codec import Codec
from vae.checkpoint.weights import save_checkpoint
from vae.data import report
from vae.data.training_set import TrainingSet
from vae.evaluate.card import CREDITS, write_report
from vae.evaluate.measure import measure_folder
from vae.files import replacing_folder, write_atomically
from vae.train.loop import Trainer
from vae.train.state import TrainingError

MOST_COMPARED = 3000
"""Sounds that the other ways of reconstruction learn from: they hold all of them in memory."""


def finish(
    out: Path, trainer: Trainer, sounds: TrainingSet, training: dict, credits: Path | None = None
) -> dict:
    """Writes the checkpoint folder: weights, library and map, figures, card, and the report on every file.

    Args:
        out: the folder, replaced where it exists.
        trainer: at the end of its training.
        sounds: what it was trained on.
        training: what config.json says of the training.
        credits: Markdown on authors and licences, for the card.

    Returns:
        What `vae.evaluate` measured.

    Raises:
        TrainingError: the library could not be made.
    """
    with replacing_folder(out) as folder:
        save_checkpoint(
            folder, trainer.best_model(), trainer.spectrogram_config, training, preset=training["preset"]
        )
        write_atomically(folder / "history.csv", history_csv(trainer))
        write_atomically(folder / report.FILE_NAME, report.report_csv(sounds))
        command = [sys.executable, "-m", "explorer.library", "--checkpoint", str(folder)]
        command += [part for path in training["data"] for part in ("--data", path)]
        command += [part for path in training["extra"] for part in ("--exclude", path)]
        if subprocess.run(command, check=False).returncode:
            raise TrainingError(
                "The library could not be made; the training is kept: run it again with --resume."
            )
        few = np.arange(0, len(sounds.waveforms), max(1, -(-len(sounds.waveforms) // MOST_COMPARED)))
        compared = replace(sounds, waveforms=sounds.waveforms.take(few, axis=0))
        result = measure_folder(folder, compared, baselines=True)
        if credits:
            write_atomically(folder / CREDITS, credits.read_bytes())
        write_report(folder, out.name, Codec.load(folder), result, sounds.dataset)
    return result


def history_csv(trainer: Trainer) -> bytes:
    """Every epoch's losses as comma-separated text."""
    text = io.StringIO()
    rows = trainer.progress.history
    writer = csv.DictWriter(text, rows[0].keys() if rows else ["epoch"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
