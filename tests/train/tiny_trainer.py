"""A trainer of a tiny model on rows that are given."""

from pathlib import Path

import numpy as np

from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.loop import Trainer

NUMBERS = SpectrogramConfig()


def make_trainer(state: Path, rows: np.ndarray) -> Trainer:
    preset = PRESETS["studio"]
    return Trainer(
        rows,
        rows[:4],
        num_sounds=len(rows),
        model=preset.new_model(VAEConfig(latent_dim=4, channels=8), seed=0),
        objective=preset.objective,
        spectrogram_config=NUMBERS,
        config=TrainConfig(minutes=None, epochs=2, batch_size=4),
        state_path=state / "state.safetensors",
    )
