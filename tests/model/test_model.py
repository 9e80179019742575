import pytest
import torch

from vae.model.losses import cell_error, envelope_error, kl_divergence
from vae.model.studio import VAE, VAEConfig
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

CONFIG = VAEConfig(latent_dim=16, channels=8)


@pytest.fixture(scope="module")
def spectrograms(drum_set) -> torch.Tensor:
    return waveform_to_spectrogram(torch.from_numpy(drum_set.waveforms), SpectrogramConfig())


def test_shapes_hold_for_any_number_of_frames():
    for frames in (173, 64, 65):
        model = VAE(VAEConfig(num_frames=frames, latent_dim=4, channels=8))
        mean, log_variance = model.encode(torch.rand(3, 128, frames))
        assert mean.shape == log_variance.shape == (3, 4)
        assert model.decode(mean).shape == (3, 128, frames)


def test_it_starts_as_principal_components(spectrograms):
    torch.manual_seed(0)
    model = VAE(VAEConfig(latent_dim=40, channels=8))
    before = cell_error(model.decode(model.encode(spectrograms)[0]), spectrograms)
    model.start(spectrograms)
    after = cell_error(model.decode(model.encode(spectrograms)[0]), spectrograms)
    assert after < 0.1 * before
    assert after < 0.02


def test_more_dimensions_than_sounds_start_without_trouble(spectrograms):
    model = VAE(VAEConfig(latent_dim=40, channels=8))
    model.start(spectrograms[:5])
    assert torch.isfinite(model.decode(model.encode(spectrograms[:5])[0])).all()


def test_reparameterisation_has_the_posteriors_mean_and_deviation():
    mean, log_variance = torch.full((20_000, 2), 3.0), torch.log(torch.tensor([0.25, 4.0])).expand(20_000, 2)
    noise = torch.randn(20_000, 2, generator=torch.Generator().manual_seed(0))
    samples = VAE.reparameterize(mean, log_variance, noise)
    assert torch.allclose(samples.mean(0), torch.tensor([3.0, 3.0]), atol=0.05)
    assert torch.allclose(samples.std(0), torch.tensor([0.5, 2.0]), atol=0.05)
    assert torch.equal(VAE.reparameterize(mean, log_variance, torch.zeros_like(mean)), mean)


def test_kl_is_zero_only_for_the_standard_normal():
    zero = torch.zeros(5, 3)
    assert torch.equal(kl_divergence(zero, zero), torch.zeros(3))
    assert (kl_divergence(zero + 1, zero) == 0.5).all()
    assert (kl_divergence(zero, zero - 2) > 0).all()


def test_losses_are_zero_for_the_same_and_grow_with_the_error(spectrograms):
    config = SpectrogramConfig()
    for loss in (cell_error, lambda a, b: envelope_error(a, b, config)):
        errors = [float(loss((spectrograms + shift).clamp(0, 1), spectrograms)) for shift in (0, 0.02, 0.1)]
        assert errors[0] < 1e-6
        assert errors[0] < errors[1] < errors[2]
