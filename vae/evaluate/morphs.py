"""How evenly a morph moves, by every way of mixing, a plain crossfade of the two waveforms among them."""

from collections.abc import Callable, Iterator

import numpy as np
import torch

from vae.between.names import WAYS, Way
from vae.between.ways import between
from vae.data.rows import Rows
from vae.latent.half import Latents
from vae.latent.ops import lerp, slerp
from vae.latent.space import LatentSpace
from vae.model.interface import Model
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

PAIRS, STEPS = 200, 16
MOVING_PAIRS = 50
"""Pairs for the ways that move spectrograms, at most: each takes 0.3 s on two cores, and trainings wait for it."""

STILL = 1e-4
"""A morph whose mean step is at most this (0.008 dB of the 80) does not move, so its evenness is undefined."""


def smoothness(spectrograms: np.ndarray) -> float | None:
    """The largest step's distance over the mean step's: 1 is perfectly even.

    Args:
        spectrograms: (steps + 1, bands, frames), scaled; a distance is the mean absolute difference of the cells.

    Returns:
        1 to `steps`; None if nothing moves, because evenness is then undefined.
    """
    steps = np.abs(np.diff(spectrograms.astype(np.float64), axis=0)).mean((1, 2))
    return float(steps.max() / steps.mean()) if steps.mean() > STILL else None


def draw_pairs(count: int, *, pairs: int = PAIRS, seed: int = 0) -> Iterator[tuple[int, int]]:
    """Seeded pairs of two different sounds out of `count`, at least 2."""
    rng = np.random.default_rng(seed)
    for _ in range(pairs):
        first, second = rng.choice(count, 2, replace=False).tolist()
        yield first, second


def morph_measures(
    model: Model,
    config: SpectrogramConfig,
    latents: Latents,
    waveforms: np.ndarray | Rows,
    *,
    pairs: int = PAIRS,
    report: Callable[[], object] = lambda: None,
) -> dict[str, list[float | None]]:
    """`smoothness` of seeded random morphs between sounds.

    Args:
        model: decodes latents to spectrograms.
        config: the settings of the spectrograms.
        latents: (N, latent_dim), the library's, N at least 2; the model's own dimensions come first.
        waveforms: (N, samples), the same sounds.
        pairs: number of morphs.
        report: called after each morph.

    Returns:
        For each way of mixing, a figure per pair, or for the first `MOVING_PAIRS` of them.
    """
    weights = np.linspace(0, 1, STEPS + 1)
    shares = np.stack([1 - weights, weights], axis=1)  # (steps + 1, 2)
    own = slice(model.latent_dim)
    centre = LatentSpace(latents).centre[own]
    found: dict[str, list[float | None]] = {way: [] for way in (*WAYS, "lerp", "slerp", "crossfade")}

    @torch.inference_mode()
    def decode(z: np.ndarray) -> np.ndarray:
        decoded: np.ndarray = model.decode(torch.from_numpy(z).to(model.device)).clamp(0, 1).cpu().numpy()
        return decoded

    for number, pair in enumerate(draw_pairs(len(latents), pairs=pairs)):
        ends = latents[list(pair)][:, own]
        if number < MOVING_PAIRS:
            sounds = list(torch.from_numpy(decode(ends)))
            for way in WAYS:
                found[way].append(smoothness(_moved(sounds, shares, way, config)))
        found["lerp"].append(smoothness(decode(np.stack([lerp(ends, share) for share in shares]))))
        found["slerp"].append(smoothness(decode(np.stack([slerp(ends, share, centre) for share in shares]))))
        faded = torch.from_numpy((shares @ waveforms[list(pair)]).astype(np.float32))
        found["crossfade"].append(smoothness(waveform_to_spectrogram(faded, config).numpy()))
        report()
    return found


@torch.inference_mode()
def _moved(sounds: list[torch.Tensor], shares: np.ndarray, way: Way, config: SpectrogramConfig) -> np.ndarray:
    """What lies between two spectrograms (bands, frames) at shares (steps + 1, 2): (steps + 1, bands, frames)."""
    return torch.stack([between(sounds, share, way, config) for share in shares.tolist()]).numpy()
