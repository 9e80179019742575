"""The end of a training: writes a checkpoint folder with library, map, measures and card, all or nothing."""

import csv
import io
from pathlib import Path
from typing import Any

from vae.checkpoint.codec import Codec
from vae.checkpoint.weights import save_checkpoint
from vae.data import report
from vae.data.training_set import TrainingSet
from vae.evaluate.evaluation import Evaluation
from vae.evaluate.measure import measure_folder
from vae.evaluate.report.card import CREDITS, write_report
from vae.files import replacing_folder, write_atomically
from vae.library.build import build_library
from vae.library.parts import finished_parts, parts_folder
from vae.model.presets import PRESETS
from vae.train.loop import Trainer


def finish(
    out: Path, trainer: Trainer, sounds: TrainingSet, training: dict[str, Any], credits: Path | None = None
) -> Evaluation:
    """Writes the checkpoint folder: weights, library and map, figures, card, and the report on every file.

    Args:
        out: the folder, replaced if it exists.
        trainer: the trainer, at the end of its training.
        sounds: its training set.
        training: the "training" entry of config.json.
        credits: Markdown on authors and licences, for the card.

    Returns:
        The figures of the new checkpoint.

    Raises:
        OSError: the folder cannot be written. The training's own state is left unchanged.
    """
    preset = PRESETS[training["preset"]]
    with replacing_folder(out) as folder:
        save_checkpoint(
            folder,
            trainer.best_model(),
            trainer.spectrogram_config,
            training,
            preset=training["preset"],
            stereo=preset.stereo,
            detail=preset.holds_detail(len(sounds.dataset.names)),
        )
        write_atomically(folder / "history.csv", history_csv(trainer))
        write_atomically(folder / report.FILE_NAME, report.report_csv(sounds))
        codec = Codec.load(folder, trainer.device)  # with the stored weights, rounded to half precision
        build_library(codec, sounds.dataset, sounds.held_out, parts=parts_folder(out)).save(folder)
        evaluation = measure_folder(folder, sounds, baselines=True, device=trainer.device)
        if credits:
            write_atomically(folder / CREDITS, credits.read_bytes())
        write_report(folder, out.name, codec, evaluation, sounds.dataset)
    finished_parts(out)
    return evaluation


def history_csv(trainer: Trainer) -> bytes:
    """Every epoch's losses as comma-separated text."""
    text = io.StringIO()
    rows = trainer.progress.history
    writer = csv.DictWriter(text, rows[0].keys() if rows else ["epoch"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
