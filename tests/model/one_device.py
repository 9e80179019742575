"""A guard for code that has to follow the device of its tensors, where there is no device but the CPU.

Torch's "meta" device works out the shape and type of every result without computing it; under `OneDevice` no operation
may mix it with the CPU.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

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


@contextmanager
def on_one_device(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No operation mixes devices while this lasts, and none may ask for autocast on the CPU."""
    monkeypatch.setattr(torch, "autocast", _NoAutocast)
    with OneDevice():
        yield
