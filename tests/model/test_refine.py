"""Refinement: closer than plain steps come in as many, each sound by itself, and no step where none was asked for."""

import pytest
import torch
from unlearned import OPEN_KITS, synthesised

from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.model.aim import COARSE_WEIGHT, ONSET_WEIGHT
from vae.model.closest import Closest
from vae.model.losses import cell_error, envelope_error, onset_error
from vae.model.refine import PRIOR_WEIGHT, STEPS, STEPS_BEFORE_DETAIL, Refiner
from vae.model.short import frames_needed
from vae.sound.measures import COARSE, FINE

COUNT = 12


@pytest.fixture(scope="module")
def shipped() -> Checkpoint:
    return load_checkpoint(OPEN_KITS)


@pytest.fixture(scope="module")
def sounds(shipped) -> torch.Tensor:
    """Scaled spectrograms that the shipped model has not learned."""
    return synthesised(shipped.spectrogram_config, COUNT, seed=5)


def mean_of(shipped, sounds):
    with torch.no_grad():
        return shipped.model.encode(sounds)[0]


def error_of(shipped, z, sounds) -> torch.Tensor:
    """What the steps lower, of all sounds together."""
    decoded, config = shipped.model.decode(z), shipped.spectrogram_config
    coarse, fine = (envelope_error(decoded, sounds, config, grain) for grain in (COARSE, FINE))
    rest = cell_error(decoded, sounds) + ONSET_WEIGHT * onset_error(decoded, sounds)
    return COARSE_WEIGHT * coarse + fine + rest + PRIOR_WEIGHT * z.square().mean()


def plain_steps(shipped, mean, sounds, steps: int) -> torch.Tensor:
    """The trivial method: Adam, at its best rate, on the same error."""
    z = mean.clone().requires_grad_(True)
    adam = torch.optim.Adam([z], 0.12, betas=(0.5, 0.9))
    for step in range(steps):
        adam.param_groups[0]["lr"] = 0.12 * (1 - step / steps) + 0.002
        (z.grad,) = torch.autograd.grad(len(z) * error_of(shipped, z, sounds), z)
        adam.step()
    return z.detach()


def test_it_comes_closer_than_plain_steps_do_in_as_many(shipped, sounds):
    mean = mean_of(shipped, sounds)
    refined = Refiner(shipped.model, shipped.spectrogram_config)(shipped.model, sounds, mean)
    plain = plain_steps(shipped, mean, sounds, STEPS)

    def heard(z) -> float:
        with torch.no_grad():
            decoded = shipped.model.decode(z)
        return float(envelope_error(decoded, sounds, shipped.spectrogram_config, COARSE))

    before, after, instead = heard(mean), heard(refined), heard(plain)
    assert before - after > 1.1 * (before - instead) > 0


def test_a_sound_is_refined_by_itself(shipped, sounds):
    closest = Closest(shipped.model, Refiner(shipped.model, shipped.spectrogram_config), None)
    needed = [frames_needed(one) for one in sounds]
    assert len(set(needed)) > 1

    def apart(steps: int) -> torch.Tensor:
        together = closest(sounds, needed, steps)[0]
        alone = [closest(sounds[i : i + 1], needed[i : i + 1], steps)[0] for i in range(COUNT)]
        return (together - torch.cat(alone)).norm(dim=1) / together.norm(dim=1)

    assert apart(1).max() < 2e-4
    assert apart(STEPS_BEFORE_DETAIL).max() < 0.01  # each step follows the last: rounding grows
    assert apart(STEPS).max() < 0.05


def test_no_step_is_no_change(shipped, sounds):
    mean = mean_of(shipped, sounds)
    refiner = Refiner(shipped.model, shipped.spectrogram_config)
    assert torch.equal(refiner(shipped.model, sounds, mean, steps=0), mean)
