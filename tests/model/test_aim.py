"""The slope of the error that encoding lowers is that of the errors which it is made of."""

import pytest
import torch
import torch.nn.functional as F

from vae.model import aim
from vae.model.losses import cell_error, envelope_errors, log_envelope, onset_error
from vae.model.presets import PRESETS
from vae.sound.measures import COARSE, FINE
from vae.sound.spectrogram import SpectrogramConfig, ungated_power

CONFIGS = {name: preset.spectrogram_config for name, preset in PRESETS.items()}
WHOLE = SpectrogramConfig(num_samples=44_100)


def pair(config: SpectrogramConfig, frames: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Spectrograms (3, bands, frames) that fall to silence, and others that go below 0 and above 1."""
    noise = torch.Generator().manual_seed(0)
    falling = torch.linspace(1, -0.4, frames)
    sounds = (falling + 0.3 * torch.rand(3, config.num_bands, frames, generator=noise)).clamp(0, 1)
    return sounds, sounds + 0.1 * torch.randn(sounds.shape, generator=noise)


def error_of(decoded: torch.Tensor, sounds: torch.Tensor, config: SpectrogramConfig) -> torch.Tensor:
    """The error of all sounds together."""
    share = sounds.shape[-1] / config.num_frames
    cells = cell_error(decoded, sounds) + aim.ONSET_WEIGHT * onset_error(decoded, sounds)
    coarse, fine = (envelope_errors(decoded, sounds, config, grain).sum() for grain in (COARSE, FINE))
    return share * len(sounds) * cells + aim.COARSE_WEIGHT * coarse + fine


@pytest.mark.parametrize("share", [1, 3])
@pytest.mark.parametrize("name", CONFIGS)
def test_it_is_the_gradient_of_the_losses(name, share, monkeypatch):
    monkeypatch.setattr(aim, "ROUNDED", 1e-12)
    config = CONFIGS[name]
    sounds, decoded = pair(config, config.num_frames // share)
    decoded.requires_grad_(True)
    (wanted,) = torch.autograd.grad(error_of(decoded, sounds, config), decoded)
    found = aim.Aim(sounds, config).slope(decoded.detach())
    assert torch.allclose(found, wanted, atol=1e-3 * float(wanted.abs().max()))


def test_it_turns_gently_where_the_sound_is_met():
    config = CONFIGS["studio"]
    sounds, _ = pair(config, 64)
    below, above, far = (aim.Aim(sounds, config).slope(sounds + off) for off in (-1e-6, 1e-6, 0.1))
    assert (above - below).abs().max() < 0.01 * far.abs().max()


def test_an_envelope_of_even_frames_is_the_mean_of_whole_blocks():
    sounds, _ = pair(WHOLE, WHOLE.num_frames)
    frames = WHOLE.num_frames // COARSE.frames * COARSE.frames
    power = F.avg_pool1d(ungated_power(sounds, WHOLE)[..., :frames], COARSE.frames)
    mels = aim.envelope_maps(WHOLE, COARSE, WHOLE.num_frames, sounds.device)[0]
    wanted = 1 - 10 * (mels @ power).log10() / WHOLE.floor_db
    assert torch.allclose(log_envelope(sounds, WHOLE, COARSE), wanted, atol=1e-5)
