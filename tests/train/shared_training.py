"""A tiny training to start with `torch.distributed.run`: PRESET FOLDER EPOCHS, perhaps `resume` or `die` -> losses."""

import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
import torch

import vae.train.loop
from vae.errors import refusing
from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.model.thesis import SPECTROGRAM, ThesisConfig
from vae.model.train_config import TrainConfig
from vae.processes import World, joined
from vae.sound.spectrogram import SpectrogramConfig
from vae.train import step
from vae.train.loop import Trainer
from vae.train.progress import train

SIZES = {"studio": VAEConfig(latent_dim=4, channels=8), "thesis": ThesisConfig(4, (8,) * 5)}
NUMBERS = {"studio": SpectrogramConfig(), "thesis": SPECTROGRAM}


def make(name: str, folder: Path, epochs: int, world: World | None = None) -> Trainer:
    preset, numbers = PRESETS[name], NUMBERS[name]
    rows = np.random.default_rng(0).random((24, numbers.num_bands, numbers.num_frames)).astype(np.float16)
    return Trainer(
        rows,
        rows[:4],
        num_sounds=len(rows),
        model=preset.new_model(SIZES[name], seed=world.rank if world else 0),  # the first one's counts
        objective=preset.objective,
        spectrogram_config=numbers,
        config=TrainConfig(minutes=None, epochs=epochs, batch_size=7, average=0.9),  # 3 and 4 of a batch
        state_path=folder / "state.safetensors",
        world=world,
    )


def dies(trainer: Trainer) -> None:
    """Lets this process be killed after four steps."""
    real = trainer.step

    def step_or_die() -> None:
        if trainer.progress.step == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        real()

    trainer.step = step_or_die


def main(name: str, folder: str, epochs: str, what: str = "") -> None:
    torch.set_num_threads(1)
    step.has_fast_bfloat16 = lambda: False  # rounds where a batch's size decides
    vae.train.loop.SAVE_SECONDS = 0
    with refusing(Path(folder)), joined() as world:
        trainer = make(name, Path(folder), int(epochs), world)
        if what == "resume":
            trainer.restore()
        if what == "die" and not world.is_first:
            dies(trainer)
        train(trainer)
        print(json.dumps(trainer.progress.history))


if __name__ == "__main__":
    main(*sys.argv[1:])
