"""A training under its bar: it ends by itself, or between two steps when it is asked to stop."""

import signal
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_trainer import NUMBERS, make_trainer

from vae.model.losses import envelope_error
from vae.train.progress import train, validation_db

ROWS = np.random.default_rng(0).random((12, NUMBERS.num_bands, NUMBERS.num_frames)).astype(np.float16)


def test_it_takes_every_step_and_leaves_signals_as_they_were(tmp_path: Path) -> None:
    trainer, before = make_trainer(tmp_path, ROWS), signal.getsignal(signal.SIGINT)
    train(trainer, progress=False)
    assert trainer.progress.step == 2 * trainer.steps_per_epoch
    assert signal.getsignal(signal.SIGINT) is before


def test_asked_to_stop_it_ends_between_two_steps_and_goes_on_from_there(tmp_path: Path) -> None:
    trainer, before = make_trainer(tmp_path, ROWS), signal.getsignal(signal.SIGTERM)
    real = trainer.step

    def step() -> None:
        if trainer.progress.step == 3:
            signal.raise_signal(signal.SIGTERM)  # in the middle of the fourth
        real()

    trainer.step = step
    with pytest.raises(KeyboardInterrupt):
        train(trainer, progress=False)
    assert trainer.progress.step == 4
    assert signal.getsignal(signal.SIGTERM) is before
    again = make_trainer(tmp_path, ROWS)
    again.restore()
    assert again.progress.step == 4
    train(again, progress=False)
    assert again.progress.step == 2 * again.steps_per_epoch


def test_the_error_that_is_shown_is_the_mean_of_the_validation_sounds_in_db(tmp_path: Path) -> None:
    trainer = make_trainer(tmp_path, ROWS)
    targets = torch.tensor(ROWS[:4], dtype=torch.float32)
    with torch.no_grad():
        decoded = trainer.average.decode(trainer.average.encode(targets)[0])
    wanted = NUMBERS.range_db * float(envelope_error(decoded, targets, NUMBERS))
    assert validation_db(trainer) == pytest.approx(wanted, rel=1e-3)
