"""The trained network, which is part of Hitmap: every checkpoint with the studio's spectrogram uses it."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import load_file, save

from vae.between.grid import Grid, grid_of
from vae.between.network import BetweenNet
from vae.files import write_atomically
from vae.sound.spectrogram import SpectrogramConfig

FILE = Path(__file__).parent / "between.safetensors"
MADE_FOR = SpectrogramConfig()
WIDENING = SpectrogramConfig(full_frames=64, cell_growth=1.021, num_samples=4 * 44_100)
"""It also mixes these: their first frames are the same, and later ones follow their own clock.

With silence up to this length, whatever shorter: of 90 triples, half made, half recorded, the median error of the
middle over that of the dB average is 0.50 in even frames, 0.51 in these, and 0.93 if what follows a second is left out.
"""


def save_weights(net: BetweenNet, path: Path = FILE) -> None:
    """Writes a network in half precision; inverse: `load_net`."""
    tensors = {name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}
    write_atomically(path, save(tensors))


@lru_cache(maxsize=4)
def load_net(path: Path = FILE, grid: Grid | None = None) -> BetweenNet:
    """The trained network, in `eval()` mode and float32; read once.

    Args:
        path: file of the weights.
        grid: the spectrograms to mix, which `fits`; those it was made for if None.
    """
    net = BetweenNet(grid or grid_of(MADE_FOR))
    weights = {name: tensor.float() for name, tensor in load_file(path).items()}
    weights["position"] = _with_columns(weights["position"], net.position.shape[-1])
    net.load_state_dict(weights)
    return net.requires_grad_(False).eval()


def _with_columns(position: torch.Tensor, columns: int) -> torch.Tensor:
    """(1, channels, rows, before) -> (1, channels, rows, columns); beyond the last column, time stands still."""
    missing = max(0, columns - position.shape[-1])
    return torch.cat([position, position[..., -1:].expand(-1, -1, -1, missing)], -1)[..., :columns]


def seen_by_network(grid: Grid) -> Grid:
    """The grid of the spectrograms that the network is shown: at least as long as `WIDENING` where time widens."""
    if grid.config == MADE_FOR:
        return grid
    return grid_of(replace(grid.config, num_samples=max(grid.config.num_samples, WIDENING.num_samples)))


def fits(grid: Grid) -> bool:
    """Whether the network was made for spectrograms like these."""
    return grid.config == MADE_FOR or replace(grid.config, num_samples=WIDENING.num_samples) == WIDENING
