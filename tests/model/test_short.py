"""Models of the first frames alone, which make it cheap to refine short sounds."""

import pytest
import torch

from vae.model.short import frames_needed, later_change, shortened
from vae.model.studio import GRID, VAE, VAEConfig

FRAMES = 121


@pytest.fixture(scope="module", params=[0, 12])
def model(request) -> VAE:
    torch.manual_seed(0)
    config = VAEConfig(num_frames=FRAMES, latent_dim=24, channels=16, bottleneck=8, coarse_dims=request.param)
    made = VAE(config)
    made.start(torch.rand(40, 128, FRAMES))
    return made.eval().requires_grad_(False)


def test_the_first_frames_are_nearly_those_of_the_whole_model(model):
    z = torch.randn(3, model.latent_dim)
    whole, short = model.decode(z), shortened(model, 3 * GRID).decode(z)
    assert short.shape == (3, 128, 3 * GRID)
    difference = (short - whole[..., : 3 * GRID]).abs()
    assert difference[..., : 2 * GRID].mean() < 0.02 * whole.std()
    assert difference[..., : 2 * GRID].mean() < 0.1 * (whole[..., GRID:] - whole[..., :-GRID]).abs().mean()


def test_all_frames_are_the_model_itself(model):
    assert shortened(model, FRAMES) is model


def test_later_changes_are_those_of_the_linear_maps(model):
    squares = later_change(model)
    assert squares.shape == (8 + 1, model.latent_dim, model.latent_dim)
    assert not squares[-1].any()
    for parameter in model.decoder.last.parameters():
        parameter.zero_()  # the linear maps alone
    z, moved = torch.randn(2, model.latent_dim), torch.randn(2, model.latent_dim)
    changed = (model.decode(z + moved) - model.decode(z))[..., 5 * GRID :].square().sum((1, 2))
    torch.testing.assert_close(((moved @ squares[5]) * moved).sum(1), changed, rtol=0.01, atol=0.01)


def test_a_sound_needs_its_frames_and_a_column_of_silence():
    spectrogram = torch.zeros(128, FRAMES)
    assert frames_needed(spectrogram) == 2 * GRID
    spectrogram[5, 30] = 0.5
    assert frames_needed(spectrogram) == 4 * GRID
    spectrogram[5, 110] = 0.05
    assert frames_needed(spectrogram) == 4 * GRID
    spectrogram[5, 110] = 0.5
    assert frames_needed(spectrogram) == FRAMES
