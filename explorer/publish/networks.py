"""The networks of a checkpoint as ONNX files for the browser: weights in half precision, computed in single precision.

The largest map, from a latent to all cells, is in none of them: decoder and encoder share it, and it would be there
twice (`explorer.publish.engine_files` writes it once).
"""

import math
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from vae.between.glide import glide
from vae.between.grid import Grid, grid_of
from vae.between.weights import load_net
from vae.model.studio import VAE

OPSET, IR_VERSION = 17, 8
FEW = 256
"""Constants with fewer values stay in single precision: they are numbers of the graph, not weights."""


class _Decoder(nn.Module):
    """Latent -> all of the spectrogram but what the fine linear map gives."""

    def __init__(self, model: VAE) -> None:
        super().__init__()
        self.model = model

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """(1, latent_dim) -> (1, bands, padded frames)."""
        model = self.model
        decoded: torch.Tensor = model.decoder(z)
        if not model.config.coarse_dims:
            return decoded
        return decoded + model.spread(model.coarse(z[:, model.config.fine_dims :]))


class _Encoder(nn.Module):
    """Spectrogram -> the part of the posterior mean that the linear maps miss."""

    def __init__(self, model: VAE) -> None:
        super().__init__()
        head = model.encoder.head
        self.body = model.encoder.layers[:-1]
        self.head = nn.Linear(head.in_features, model.config.latent_dim)
        self.head.weight = nn.Parameter(head.weight[: model.config.latent_dim].detach().contiguous())
        self.head.bias = nn.Parameter(head.bias[: model.config.latent_dim].detach())

    def forward(self, spectrogram: torch.Tensor) -> torch.Tensor:
        """(1, bands, padded frames) -> (1, latent_dim)."""
        mean: torch.Tensor = self.head(self.body(spectrogram[:, None]))
        return mean


class _Natural(nn.Module):
    """Two spectrograms and a share -> what the network puts between them."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.net = load_net(grid=grid)

    def forward(self, a: torch.Tensor, b: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        """(1, bands, frames) twice, and (1,) -> (1, bands, frames)."""
        mixed: torch.Tensor = self.net(a, b, share)[0]
        return mixed


class _Glide(nn.Module):
    """Two spectrograms and a share -> what transport alone puts between them."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self.grid = grid

    def forward(self, a: torch.Tensor, b: torch.Tensor, share: torch.Tensor) -> torch.Tensor:
        """(1, bands, frames) twice, and (1,) -> (1, bands, frames)."""
        return glide(a, b, share, self.grid)


def decoder(model: VAE) -> bytes:
    """ONNX: `z` (1, latent_dim) -> `out` (1, bands, padded frames), without the fine linear map."""
    return _exported(_Decoder(model), {"z": torch.zeros(1, model.config.latent_dim)})


def encoder(model: VAE) -> bytes:
    """ONNX: `spectrogram` (1, bands, padded frames) -> `out` (1, latent_dim), without the linear maps."""
    shape = (1, model.config.num_bands, model.config.padded_frames)
    return _exported(_Encoder(model), {"spectrogram": torch.zeros(shape)})


@lru_cache(maxsize=4)
def natural(grid: Grid) -> bytes:
    """ONNX: `a`, `b` (1, bands, frames) and `share` (1,) -> `out` (1, bands, frames), by the trained network."""
    return _exported(_Natural(grid), _ends(grid))


@lru_cache(maxsize=4)
def gliding(grid: Grid) -> bytes:
    """ONNX: the same by transport alone."""
    return _exported(_Glide(grid_of(grid.config)), _ends(grid))


def linear(parts: Mapping[str, int], dims: int) -> bytes:
    """ONNX: `z` (1, dims) -> `out` (1, cells), the product with a matrix that lies beside it.

    Args:
        parts: the file of each part of the matrix, its rows in half precision, and how many they are.
        dims: number of columns.
    """
    matrices, nodes = [], []
    for i, (file, rows) in enumerate(parts.items()):
        matrix = onnx.TensorProto(
            name=f"half{i}",
            data_type=onnx.TensorProto.FLOAT16,
            dims=[rows, dims],
            data_location=onnx.TensorProto.EXTERNAL,
        )
        matrix.external_data.add(key="location", value=file)
        matrices.append(matrix)
        nodes.append(onnx.helper.make_node("Cast", [matrix.name], [f"whole{i}"], to=onnx.TensorProto.FLOAT))
        nodes.append(onnx.helper.make_node("Gemm", ["z", f"whole{i}"], [f"part{i}"], transB=1))
    names = [f"part{i}" for i in range(len(parts))]
    nodes.append(onnx.helper.make_node("Concat", names, ["out"], axis=1))
    values = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, count])
        for name, count in (("z", dims), ("out", sum(parts.values())))
    ]
    graph = onnx.helper.make_graph(nodes, "linear", values[:1], values[1:], matrices)
    opset = onnx.helper.make_opsetid("", OPSET)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    return bytes(model.SerializeToString())


def _ends(grid: Grid) -> dict[str, torch.Tensor]:
    shape = (1, grid.bands, grid.config.num_frames)
    noise = torch.rand(2, *shape, generator=torch.Generator().manual_seed(0))
    return {"a": noise[0], "b": noise[1], "share": torch.tensor([0.3])}


def _exported(module: nn.Module, inputs: dict[str, torch.Tensor]) -> bytes:
    """A module as an ONNX file with weights in half precision; its output is `out`."""
    module.eval().requires_grad_(False)
    module(*inputs.values())  # tables are made before anything is traced
    torch.onnx.register_custom_op_symbolic("aten::exp2", _exp2, OPSET)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), torch.no_grad():
        file = Path(folder) / "network.onnx"
        warnings.simplefilter("ignore")  # of what is traced as a constant: all shapes are
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            file,
            dynamo=False,
            opset_version=OPSET,
            input_names=list(inputs),
            output_names=["out"],
        )
        return _halved(onnx.load(file))


def _exp2(graph: Any, exponent: Any) -> Any:
    """2 to the power of something, which the exporter of PyTorch does not know."""
    factor = graph.op("Constant", value_t=torch.tensor(math.log(2)))
    return graph.op("Exp", graph.op("Mul", exponent, factor))


def _halved(model: onnx.ModelProto) -> bytes:
    """A model whose weights are kept in half precision and made single precision where they are used."""
    kept: list[onnx.TensorProto] = []
    casts: list[onnx.NodeProto] = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < FEW or not _fits(values):
            kept.append(tensor)
            continue
        half = f"{tensor.name}.half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(onnx.helper.make_node("Cast", [half], [tensor.name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    _replace(model.graph.initializer, kept)
    _replace(model.graph.node, nodes)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _fits(values: np.ndarray) -> bool:
    """Whether values are weights that were trained in half precision: tables are rarely."""
    return bool(np.array_equal(values.astype(np.float16).astype(np.float32), values))


def _replace(field: Any, values: Sequence[Any]) -> None:
    del field[:]
    field.extend(values)
