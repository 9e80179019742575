"""The trained network, which is part of Hitmap: every checkpoint with the studio's spectrogram uses it."""

from functools import lru_cache
from pathlib import Path

from safetensors.torch import load_file, save

from vae.between.grid import Grid, grid_of
from vae.between.network import BetweenNet
from vae.files import write_atomically
from vae.sound.spectrogram import SpectrogramConfig

FILE = Path(__file__).parent / "between.safetensors"
MADE_FOR = SpectrogramConfig()


def save_weights(net: BetweenNet, path: Path = FILE) -> None:
    """Writes a network in half precision; inverse: `load_net`."""
    tensors = {name: tensor.half().contiguous() for name, tensor in net.state_dict().items()}
    write_atomically(path, save(tensors))


@lru_cache(maxsize=2)
def load_net(path: Path = FILE) -> BetweenNet:
    """The trained network, in `eval()` mode and float32; read once."""
    net = BetweenNet(grid_of(MADE_FOR))
    net.load_state_dict({name: tensor.float() for name, tensor in load_file(path).items()})
    return net.requires_grad_(False).eval()


def fits(grid: Grid) -> bool:
    """Whether the network was made for spectrograms like these."""
    return grid.config == MADE_FOR
