"""The choice of a device: what works is used, what does not is one sentence, and so is a memory that is full."""

from collections.abc import Callable
from inspect import signature
from typing import NoReturn

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

import explorer.app
import explorer.calibrate
import vae.evaluate.__main__
import vae.generate
import vae.library.build
import vae.train.__main__
import vae.train.between.__main__
from vae import device
from vae.device import NAMES, DeviceError, choose_device, name_of, why_not, within_memory


def broken(*args: object, **options: object) -> NoReturn:
    raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nCompile with …")


def test_auto_is_the_first_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    works = {"cuda": False, "mps": True}
    monkeypatch.setattr(device, "why_not", lambda name: None if works[name] else "There is none")
    assert choose_device("auto").type == "mps"
    works["cuda"] = True
    assert choose_device("auto").type == "cuda"
    works.update(cuda=False, mps=False)
    assert choose_device("auto").type == "cpu"
    assert name_of(choose_device("auto")) == "cpu"


def test_every_name_is_a_device_or_a_sentence() -> None:
    for name in NAMES:
        if name in device.ACCELERATORS and why_not(name):
            with pytest.raises(
                DeviceError, match=rf"^There is no device {name} here: .*, or use --device cpu\.$"
            ):
                choose_device(name)
        else:
            assert choose_device(name).type == name or name == "auto"
    with pytest.raises(DeviceError, match=r"no device 'gpu': choose one of auto, cpu, cuda, mps\."):
        choose_device("gpu")


def test_cuda_computes_as_exactly_as_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "why_not", lambda name: None)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", True)
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", False)
    assert choose_device("cuda").type == "cuda"
    assert not torch.backends.cudnn.allow_tf32
    assert torch.backends.cudnn.deterministic


def test_a_device_that_is_there_and_does_not_work_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch, "ones", broken)
    with pytest.raises(
        DeviceError, match=r"^The device mps does not work \(CUDA error: no kernel .* device\): .*\.$"
    ):
        choose_device("mps")


@pytest.mark.parametrize("build", ["cuda", "hip"])
def test_a_build_that_could_and_finds_nothing_says_where_to_look(
    build: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.version, build, "12.6")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="no device cuda here: check the driver with nvidia-smi, or"):
        choose_device("cuda")


@pytest.mark.parametrize("shape", [torch.empty, np.empty])
def test_more_than_this_computer_has_is_one_sentence(shape: object) -> None:
    """A real allocation of a petabyte, by torch and by NumPy, whose errors differ."""
    with (
        pytest.raises(DeviceError) as found,
        within_memory(torch.device("cuda"), "--batch-size (now 32)"),
    ):
        shape(10**15)  # type: ignore[operator]
    assert str(found.value) == (
        "The memory of this computer is full: lower --batch-size (now 32), or close other programs."
    )


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB."),
        RuntimeError("MPS backend out of memory (MPS allocated: 9.05 GB)."),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    ],
)
def test_a_full_accelerator_is_one_sentence(error: RuntimeError) -> None:
    with pytest.raises(DeviceError) as found, within_memory(torch.device("cuda")):
        raise error
    assert str(found.value) == "The memory of the device cuda is full: use --device cpu."


@pytest.mark.parametrize(
    ("command", "default"),
    [
        (vae.train.__main__.main, "auto"),
        (vae.train.between.__main__.main, "auto"),
        (vae.evaluate.__main__.main, "auto"),
        (vae.library.build.main, "auto"),
        (explorer.calibrate.main, "auto"),
        (vae.generate.main, "cpu"),
        (explorer.app.main, "cpu"),
    ],
)
def test_commands_that_run_a_model_take_a_device(command: Callable[..., None], default: str) -> None:
    assert signature(command).parameters["device"].default == default
    program = typer.Typer()
    program.command()(command)
    assert "--device" in CliRunner().invoke(program, ["--help"], env={"COLUMNS": "200"}).stdout


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="no kernel") as found, within_memory(torch.device("cpu")):
        broken()
    assert not isinstance(found.value, DeviceError)
