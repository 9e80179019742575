"""Fixtures for the tests of vae/: drum-machine sounds as a data set, and a codec that was never trained."""

import numpy as np
import pytest

from vae.data.dataset import Dataset


@pytest.fixture(scope="session")
def drum_set() -> Dataset:
    """Forty-eight sounds of the drum machine: all labels, each of them four times."""
    from vae.drum_machine.kits import draw_library
    from vae.drum_machine.sound import synthesize
    from vae.sound.audio import to_one_shot

    sounds = draw_library(count=48)
    numbers = {"target_rate": 44_100, "num_samples": 44_100}
    shots = [to_one_shot(synthesize(sound), 44_100, **numbers) for sound in sounds]
    return Dataset(
        waveforms=np.stack([shot.waveform for shot in shots]),
        names=tuple(sound.name for sound in sounds),
        labels=tuple(sound.label for sound in sounds),
        kits=tuple(sound.kit for sound in sounds),
        levels=np.array([shot.level_db for shot in shots], np.float32),
        durations=np.array([shot.duration for shot in shots], np.float32),
        label_sources=("kit",) * len(sounds),
        sources=tuple({"type": "drum_machine", **sound.to_json()} for sound in sounds),
    )


@pytest.fixture(scope="session")
def untrained_checkpoint(drum_set: Dataset):
    """A real tiny VAE, left at the principal components of `drum_set`."""
    import torch

    from vae.checkpoint.weights import Checkpoint
    from vae.model.studio import VAE, VAEConfig
    from vae.sound.spectrogram import SpectrogramConfig
    from vae.train.features import spectrograms

    numbers = SpectrogramConfig()
    torch.manual_seed(0)
    model = VAE(VAEConfig(latent_dim=12, channels=8)).eval().requires_grad_(False)
    sample = np.asarray(spectrograms(drum_set.waveforms, numbers), dtype=np.float32)
    model.start(torch.from_numpy(sample))
    config = {"preset": "studio", "model": model.config.to_dict(), "spectrogram": numbers.to_dict()}
    return Checkpoint(model, numbers, config)


@pytest.fixture(scope="session")
def untrained_codec(untrained_checkpoint):
    """The codec of `untrained_checkpoint`."""
    from vae.checkpoint.codec import Codec

    return Codec(untrained_checkpoint)
