"""Runs a training with a progress bar: time left and error in dB; Ctrl-C stops it between steps."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import torch
from tqdm import tqdm

from vae.model.losses import envelope_error
from vae.train.loop import Trainer

MEASURE_SECONDS = 10
SIGNALS = [signal.SIGINT, signal.SIGTERM]


def train(trainer: Trainer, *, progress: bool = True) -> None:
    """Runs a training with a bar.

    Ctrl-C and a request to terminate take effect between two steps, so that resuming is exact; a second Ctrl-C stops at
    once, and only the last saved state can be resumed. Several processes stop after the same step, and the first has a
    bar.

    Raises:
        KeyboardInterrupt: it was stopped; everything is saved.
        LostProcessError: another process has ended.
        TrainingError: the loss is no longer finite.
        OSError: the state cannot be saved.
    """
    epochs, timed = trainer.config.epochs, trainer.config.epochs is None
    total = trainer.config.seconds if epochs is None else epochs * trainer.steps_per_epoch

    def now() -> float:
        return min(total, trainer.progress.seconds if timed else trainer.progress.step)

    unit = "s" if timed else "step"
    bar_format = "{l_bar}{bar}| {n:.0f}/{total:.0f} " + unit + " [{elapsed}<{remaining}{postfix}]"
    hidden = None if progress and trainer.world.is_first else True
    with (
        tqdm(total=total, initial=now(), desc="Training", bar_format=bar_format, disable=hidden) as bar,
        _interrupts() as asked,
    ):
        measured, epoch = 0.0, 0

        def report(state: Trainer) -> None:
            nonlocal measured, epoch
            if state.world.any(bool(asked)):
                raise KeyboardInterrupt
            if bar.disable:
                return
            bar.n = now()
            if len(state.progress.history) > epoch and time.monotonic() - measured > MEASURE_SECONDS:
                error = f"{validation_db(state):.2f} dB"
                bar.set_postfix_str(f"validation {error}", refresh=False)
                measured, epoch = time.monotonic(), len(state.progress.history)
            bar.refresh() if bar.n >= total else bar.update(0)

        trainer.run(report)


@torch.no_grad()
def validation_db(trainer: Trainer) -> float:
    """Mean envelope error, in dB, of the averaged model on the validation sounds; latents are not refined."""
    total = 0.0
    for target in trainer.validation_batches():
        decoded = trainer.average.decode(trainer.average.encode(target)[0])
        total += float(envelope_error(decoded, target, trainer.spectrogram_config)) * len(target)
    return trainer.spectrogram_config.range_db * total / len(trainer.validation)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Collects stop signals in a list; a second one of the same kind has its usual effect."""
    asked: list[int] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def note(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(number, before[signal.Signals(number)])

    for number in SIGNALS:
        signal.signal(number, note)
    try:
        yield asked
    finally:
        for number in SIGNALS:
            signal.signal(number, before[number])
