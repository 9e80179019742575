"""Where the model runs: "auto", "cpu", "cuda" or "mps" -> a device of torch, or one sentence on why it cannot be used.

Works without torch until a device is chosen. Waveforms, spectrograms and phase stay on the CPU; models and what they
minimise follow the device of their tensors.

Devices agree but for rounding. On 24 synthesised sounds, `open-kits` on a CPU with and without oneDNN, whose rounding
differs as another device's does, decodes the same latent to the same levels within 0.0001 dB. Refinement (15 steps that
each follow the last) spreads that to 0.003 dB on average, 0.5 dB in the worst cell of all sounds, and 0.008 dB of the
worst sound's envelope error; of most sounds it spreads nothing. A device is tested to agree within 0.008 dB in every
cell, and within 0.08 dB on average after refinement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from vae.errors import HitmapError

if TYPE_CHECKING:
    import torch

AUTO, CPU = "auto", "cpu"
ACCELERATORS = ("cuda", "mps")
"""In the order in which "auto" tries them."""

NAMES = (AUTO, CPU, *ACCELERATORS)

DeviceName = Annotated[
    str,
    typer.Option("--device", help="Where the model runs: auto, cpu, cuda (NVIDIA, AMD) or mps (Apple)."),
]

_ALLOCATION_FAILED = (
    "out of memory",  # CUDA and Metal
    "DefaultCPUAllocator",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
)


class DeviceError(HitmapError):
    """A device that is not there, or whose memory is full; the message is one sentence."""


def choose_device(name: str) -> "torch.device":
    """The device of a name in `NAMES`; "auto" is the first accelerator that works, otherwise the CPU.

    On CUDA, convolutions keep all bits of float32 and give the same bits each time, so that sounds differ from those of
    the CPU by rounding alone.

    Raises:
        DeviceError: there is no such name, or no such device on this computer.
    """
    import torch

    if name not in NAMES:
        raise DeviceError(f"There is no device {name!r}: choose one of {', '.join(NAMES)}.")
    if name == AUTO:
        name = next((one for one in ACCELERATORS if why_not(one) is None), CPU)
    elif name in ACCELERATORS and (reason := why_not(name)):
        raise DeviceError(f"{reason}, or use --device cpu.")
    if name == "cuda":
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.deterministic = True
    return torch.device(name)


def why_not(accelerator: str) -> str | None:
    """Why an accelerator cannot be used here and what to do, without a full stop; None if it works."""
    import torch

    if accelerator == "mps":
        there, advice = torch.backends.mps.is_available(), "it needs a Mac with Apple silicon and macOS 14"
    elif torch.version.cuda is None and torch.version.hip is None:
        there, advice = False, "this PyTorch is a build without it, so install one with it (pytorch.org)"
    else:
        there, advice = torch.cuda.is_available(), "check the driver with nvidia-smi"
    if not there:
        return f"There is no device {accelerator} here: {advice}"
    try:
        torch.ones(2, device=accelerator).sum().item()
    except RuntimeError as error:
        return f"The device {accelerator} does not work ({_first_line(error)}): update its driver"
    return None


def name_of(device: "torch.device") -> str:
    """A device as a person calls it: "cuda (NVIDIA H100)"."""
    import torch

    return f"cuda ({torch.cuda.get_device_name(device)})" if device.type == "cuda" else device.type


@contextmanager
def within_memory(device: "torch.device", lower: str = "") -> Iterator[None]:
    """Turns an allocation that failed into one sentence.

    Args:
        device: where the work is done.
        lower: what takes less memory if it is lowered, such as "--batch-size (now 32)".

    Raises:
        DeviceError: the memory is full.
    """
    try:
        yield
    except MemoryError as error:
        raise _full(CPU, lower) from error
    except RuntimeError as error:  # also torch.OutOfMemoryError
        if not any(sign in str(error) for sign in _ALLOCATION_FAILED):
            raise
        raise _full(CPU if "DefaultCPUAllocator" in str(error) else device.type, lower) from error


def _full(kind: str, lower: str) -> DeviceError:
    where = "The memory of this computer" if kind == CPU else f"The memory of the device {kind}"
    advice = [f"lower {lower}"] if lower else []
    advice += ["close other programs"] if kind == CPU else ["use --device cpu"]
    return DeviceError(f"{where} is full: {', or '.join(advice)}.")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
