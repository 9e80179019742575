"""Models and what they minimise follow the device of their tensors.

Without an accelerator at hand they run on torch's "meta" device, under a guard that lets no operation mix devices.
Where there is an accelerator, it has to agree with the CPU.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.model.one_device import META, on_one_device
from vae import Codec
from vae.checkpoint.weights import save_checkpoint
from vae.device import ACCELERATORS, choose_device, why_not
from vae.model.closest import Closest
from vae.model.interface import Model
from vae.model.presets import PRESETS, Preset
from vae.model.refine import Refiner
from vae.model.train_config import TrainConfig
from vae.train import step
from vae.train.step import Stepper

SIZES: dict[str, dict[str, Any]] = {
    "studio": {"latent_dim": 6, "channels": 8, "num_frames": PRESETS["studio"].spectrogram_config.num_frames},
    "thesis": {"latent_dim": 6, "filters": (8,) * 5},
}
REAL = [name for name in ACCELERATORS if why_not(name) is None]
NEEDED = [32, 48, 121, 48]
"""Frames of every sound that refinement looks at."""

SAME_LATENT, REFINED = 1e-4, 1e-3
"""Largest differences of decoded levels, on the scale of 0 to 1: of the worst cell, and after refinement on average."""


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No operation mixes devices meanwhile."""
    with on_one_device(monkeypatch):
        yield


def model_of(name: str) -> Model:
    return PRESETS[name].new_model(PRESETS[name].model_config(**SIZES[name]), seed=0)


def closest(model: Model, preset: Preset) -> Closest:
    return Closest(model, Refiner(model, preset.spectrogram_config) if preset.refined else None, None)


def target_of(preset: str) -> torch.Tensor:
    config = PRESETS[preset].spectrogram_config
    return torch.rand(4, config.num_bands, config.num_frames, generator=torch.Generator().manual_seed(0))


@pytest.mark.usefixtures("guarded")
def test_the_guard_refuses_what_is_elsewhere() -> None:
    with pytest.raises(RuntimeError, match="device"):
        torch.ones(3, 2, device=META) @ torch.ones(2, 3)
    with pytest.raises(RuntimeError, match="device"):
        torch.ones(2, device=META) + torch.ones(2)


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("name", PRESETS)
def test_a_step_of_training_stays_on_its_device(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    preset, read = PRESETS[name], []

    def values(*found: torch.Tensor) -> step.StepLosses:
        read.extend(found)
        return step.StepLosses(0.0, 0.0, 0.0)

    monkeypatch.setattr(step, "_read", values)
    model = model_of(name)
    model.start(target_of(name))
    model.to(META)
    groups = [{"params": list(model.parameters()), "factor": 1.0}]
    optimizer = torch.optim.AdamW(groups)
    stepper = Stepper(model, preset.objective, preset.spectrogram_config, optimizer)
    config = TrainConfig(batch_size=4)
    stepper.step(
        target_of(name).to(META),
        torch.zeros(4, model.config.latent_dim, device=META),
        config,
        index=0,
        done=0.5,
    )
    assert [one.device for one in read] == [META] * 3
    gradients = [one.grad for one in model.parameters()]
    assert {one.device for one in gradients if one is not None} == {model.device} == {META}


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("name", PRESETS)
def test_encoding_and_refining_stay_on_their_device(name: str) -> None:
    preset, target = PRESETS[name], target_of(name).to(META)
    model = model_of(name).to(META).eval().requires_grad_(False)
    mean, log_variance = model.encode(target)
    refined = closest(model, preset)(target, NEEDED, steps=2)[0]
    rebuilt = model.reconstruct(model.posterior(model.rescale(target))[0])
    for one in (mean, log_variance, refined, rebuilt, model.decode(refined)):
        assert one.device == META


@pytest.mark.usefixtures("guarded")
def test_a_model_starts_where_it_is() -> None:
    model = model_of("studio").to(META)
    model.start(target_of("studio").to(META))
    assert {one.device for one in model.state_dict().values()} == {META}


@contextmanager
def elsewhere(name: str) -> Iterator[torch.device]:
    """A device, or the CPU with other kernels, which round otherwise."""
    if name in REAL:
        yield choose_device(name)
        return
    with torch.backends.mkldnn.flags(enabled=False):
        yield torch.device("cpu")


@pytest.mark.filterwarnings("ignore:TF32")
@pytest.mark.parametrize("other", [*REAL, "other kernels"])
@pytest.mark.parametrize("name", PRESETS)
def test_a_device_agrees_with_the_cpu(other: str, name: str) -> None:
    preset, target = PRESETS[name], target_of(name)
    model = model_of(name)
    model.start(target)
    model.eval().requires_grad_(False)

    def both(device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
        here = model.to(device)
        mean = here.encode(target.to(device))[0]
        refined = closest(here, preset)(target.to(device), NEEDED, steps=10)[0]
        return here.decode(mean).cpu(), here.decode(refined).cpu()

    plain, refined = both(torch.device("cpu"))
    with elsewhere(other) as device:
        other_plain, other_refined = both(device)
    torch.testing.assert_close(other_plain, plain, rtol=0, atol=SAME_LATENT)
    assert float((other_refined - refined).abs().mean()) < REFINED


@pytest.mark.skipif(not REAL, reason="there is no accelerator here")
@pytest.mark.parametrize("device", REAL)
def test_the_codec_sounds_the_same_on_a_device(device: str, tmp_path: Path) -> None:
    preset = PRESETS["studio"]
    save_checkpoint(tmp_path, model_of("studio").eval(), preset.spectrogram_config, {})
    here, there = Codec.load(tmp_path), Codec.load(tmp_path, choose_device(device))
    assert there.device.type == device
    time = np.arange(44_100) / 44_100
    sound = (np.sin(1400 * time) * np.exp(-9 * time)).astype(np.float32)
    z = there.encode(sound, 44_100)
    assert np.array_equal(z, there.encode(sound, 44_100))
    assert np.array_equal(there.decode(z), there.decode(z))
    np.testing.assert_allclose(
        there.decode_spectrogram(z), here.decode_spectrogram(z), rtol=0, atol=SAME_LATENT
    )
    np.testing.assert_allclose(
        here.encode_spectrogram(here.spectrogram(sound)),
        there.encode_spectrogram(there.spectrogram(sound)),
        atol=1e-3,
    )
    values, slopes = there.slopes(z, lambda decoded: decoded.mean((1, 2))[:, None], 1)
    assert values.shape == (1,) and slopes.shape == (1, 6)
