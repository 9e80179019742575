"""The shipped open-kits, and spectrograms of synthesised sounds that it has not learned."""

from pathlib import Path

import numpy as np
import torch

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.sound.audio import to_one_shot
from vae.sound.measures.pairs import mono
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

OPEN_KITS = Path(__file__).parents[2] / "checkpoints" / "open-kits"


def synthesised(config: SpectrogramConfig, count: int, seed: int) -> torch.Tensor:
    """Scaled spectrograms (count, bands, frames) of sounds long and short."""
    shape = {"target_rate": config.sample_rate, "num_samples": config.num_samples}
    waves = [mono(synthesize(one)) for one in draw_library(count, seed=seed, whole=True)]
    shots = [to_one_shot(wave, 44100, **shape).waveform for wave in waves]
    return waveform_to_spectrogram(torch.from_numpy(np.stack(shots)), config)
