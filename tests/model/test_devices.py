"""Models and what they minimise follow the device of their tensors.

Without an accelerator at hand they run on torch's "meta" device, which works out the shape and type of every result
without computing it, under a guard that lets no operation mix devices. Where there is an accelerator, it has to agree
with the CPU.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from vae.device import ACCELERATORS, choose_device, why_not
from vae.model import losses
from vae.model.presets import PRESETS
from vae.model.refine import refine
from vae.model.studio import VAEConfig
from vae.model.thesis import ThesisConfig
from vae.model.train_config import TrainConfig
from vae.train import step
from vae.train.step import Stepper

SIZES = {"studio": VAEConfig(latent_dim=6, channels=8), "thesis": ThesisConfig(6, (8,) * 5)}
REAL = [name for name in ACCELERATORS if why_not(name) is None]
AGREE = 2e-3
"""Largest difference of a scaled level between devices, 0.16 dB; rounding alone makes a few millionths."""

META = torch.device("meta")


class OneDevice(TorchDispatchMode):
    """Refuses operations on tensors of several devices, single numbers aside, as accelerators do."""

    COPIES = ("aten::_to_copy", "aten::copy_")

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        found = [one for one in tree_leaves((args, kwargs)) if isinstance(one, torch.Tensor)]
        places = {one.device.type for one in found if one.ndim}
        if len(places) > 1 and func.name().split(".")[0] not in self.COPIES:
            raise RuntimeError(f"{func.name()} mixes the devices {sorted(places)}.")
        return func(*args, **(kwargs or {}))


class _NoAutocast(torch.autocast):
    """Autocast does not know the device "meta"; where it is off, it makes no difference."""

    def __init__(self, device_type: str, *rest: Any, enabled: bool = True) -> None:
        assert device_type == "meta", "autocast is of the tensors' device"
        super().__init__("cpu", *rest, enabled=False)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No operation mixes devices while this lasts, and none may ask for autocast on the CPU."""
    monkeypatch.setattr(torch, "autocast", _NoAutocast)
    losses._mel_of_bands.cache_clear()
    with OneDevice():
        yield
    losses._mel_of_bands.cache_clear()


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
    model = preset.new_model(SIZES[name], seed=0)
    model.start(target_of(name))
    model.to(META)
    groups = [{"params": list(model.parameters()), "factor": 1.0}]
    optimizer = torch.optim.AdamW(groups)
    stepper = Stepper(model, preset.objective, preset.spectrogram_config, optimizer)
    generator, config = torch.Generator().manual_seed(0), TrainConfig(batch_size=4)
    stepper.step(target_of(name).to(META), generator, config, index=0, done=0.5)
    assert [one.device for one in read] == [META] * 3
    gradients = [one.grad for one in model.parameters()]
    assert {one.device for one in gradients if one is not None} == {model.device} == {META}


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("name", PRESETS)
def test_encoding_and_refining_stay_on_their_device(name: str) -> None:
    preset, target = PRESETS[name], target_of(name).to(META)
    model = preset.new_model(SIZES[name], seed=0).to(META).eval().requires_grad_(False)
    mean, log_variance = model.encode(target)
    refined = refine(model, target, mean, preset.spectrogram_config, steps=2) if preset.refined else mean
    rebuilt = model.reconstruct(model.posterior(model.rescale(target))[0])
    for one in (mean, log_variance, refined, rebuilt, model.decode(refined)):
        assert one.device == META


@pytest.mark.usefixtures("guarded")
def test_a_model_starts_where_it_is() -> None:
    model = PRESETS["studio"].new_model(SIZES["studio"], seed=0).to(META)
    model.start(target_of("studio").to(META))
    assert {one.device for one in model.state_dict().values()} == {META}


def test_training_draws_the_same_noise_wherever_it_runs() -> None:
    """The generator is the CPU's: on another device, the draws would be others."""
    preset = PRESETS["studio"]
    model = preset.new_model(SIZES["studio"], seed=0)
    weights = {"envelope": 1.0, "onset": 1.0}
    generator = torch.Generator().manual_seed(3)
    preset.objective(model, target_of("studio"), generator, weights, preset.spectrogram_config)
    expected = torch.Generator().manual_seed(3)
    torch.randn(4, 6, generator=expected)
    assert torch.equal(generator.get_state(), expected.get_state())


@pytest.mark.skipif(not REAL, reason="there is no accelerator here")
@pytest.mark.parametrize("device", REAL)
@pytest.mark.parametrize("name", PRESETS)
def test_a_device_agrees_with_the_cpu(device: str, name: str) -> None:
    preset, target = PRESETS[name], target_of(name)
    config, found = preset.spectrogram_config, []
    for place in (torch.device("cpu"), choose_device(device)):
        model = preset.new_model(SIZES[name], seed=0)
        model.start(target)
        model.to(place).eval().requires_grad_(False)
        mean = model.encode(target.to(place))[0]
        refined = refine(model, target.to(place), mean, config) if preset.refined else mean
        found.append((model.decode(mean).cpu(), model.decode(refined).cpu()))
    for cpu, other in zip(*found, strict=True):
        torch.testing.assert_close(other, cpu, rtol=0, atol=AGREE)
