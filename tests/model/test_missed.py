"""What the model misses: closer than the model alone and than its coarse mean, ending where the sound does."""

import pytest
import torch
from unlearned import OPEN_KITS, synthesised

from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.model.detail import BANDS, FRAMES, Detail
from vae.model.losses import envelope_errors
from vae.model.short import by_frames, frames_needed
from vae.sound.spectrogram import SpectrogramConfig

COUNT = 10


@pytest.fixture(scope="module")
def shipped() -> Checkpoint:
    return load_checkpoint(OPEN_KITS)


@pytest.fixture(scope="module")
def sounds(shipped) -> torch.Tensor:
    """Scaled spectrograms that the shipped model has not learned."""
    return synthesised(shipped.spectrogram_config, COUNT, seed=11)


@pytest.fixture(scope="module")
def decoded(shipped, sounds) -> torch.Tensor:
    """What the model makes of the posterior means."""
    with torch.no_grad():
        return shipped.model.decode(shipped.model.encode(sounds)[0]).clamp(0, 1)


@pytest.fixture(scope="module")
def detail(shipped) -> Detail:
    return Detail(shipped.spectrogram_config)


def needed(sounds: torch.Tensor) -> list[int]:
    return [frames_needed(one) for one in sounds]


def found_in(detail, sounds, decoded, **options) -> torch.Tensor:
    """The images of sounds of any length."""
    found = torch.zeros(len(sounds), detail.size)
    for frames, chosen in by_frames(needed(sounds)).items():
        found[chosen] = detail.find(sounds[chosen, :, :frames], decoded[chosen, :, :frames], **options)
    return found


def errors(shown, sounds, detail) -> float:
    return float(envelope_errors(shown, sounds, detail.config).mean())


def test_it_is_closer_than_the_model_and_than_the_mean_of_what_is_missed(detail, sounds, decoded):
    found = found_in(detail, sounds, decoded)
    unmoved = found_in(detail, sounds, decoded, steps=0)
    with_detail = errors(decoded + detail.shown(found), sounds, detail)
    assert with_detail < 0.75 * errors(decoded + detail.shown(unmoved), sounds, detail)
    assert with_detail < 0.5 * errors(decoded, sounds, detail)


def test_the_model_does_most_of_it(detail, sounds, decoded):
    nothing = torch.zeros_like(sounds)
    alone = detail.shown(found_in(detail, sounds, nothing))
    found = decoded + detail.shown(found_in(detail, sounds, decoded))
    assert errors(found, sounds, detail) < 0.6 * errors(alone, sounds, detail)


def test_it_ends_where_the_sound_does(detail, sounds, decoded):
    frames = needed(sounds)
    rows = detail.config.num_bands // BANDS
    assert len(set(frames)) > 1
    for numbers, count in zip(found_in(detail, sounds, decoded), frames, strict=True):
        last = rows * -(-count // FRAMES)
        assert numbers[:last].any() and not numbers[last:].any()
        shown = detail.shown(numbers[None])[0]
        assert not shown[:, count + FRAMES :].any()


def test_a_sounds_detail_is_found_by_itself(detail, sounds, decoded):
    together = found_in(detail, sounds, decoded)
    alone = found_in(detail, sounds[:1], decoded[:1])
    assert torch.allclose(together[:1], alone, atol=2e-3)


@pytest.mark.parametrize("samples", [44_100, 44_400])
def test_an_even_image_is_shown_as_it_is(samples):
    detail = Detail(SpectrogramConfig(num_samples=samples))
    frames = detail.config.num_frames
    shown = detail.shown(torch.full((1, detail.size), 0.25))
    assert shown.shape == (1, detail.config.num_bands, frames)
    assert torch.allclose(shown[..., : frames - 2 * FRAMES], torch.tensor(0.25))
