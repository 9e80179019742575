"""Other methods of reconstruction, measured beside the model: ceilings, PCA, near sounds, another checkpoint."""

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import CPU
from vae.data.rows import Rows
from vae.evaluate.reconstruction import Row, measure
from vae.model.detail import Detail
from vae.model.presets import REFERENCE
from vae.model.short import frames_needed
from vae.sound.audio import to_one_shot
from vae.sound.measures import ENVELOPE_FRAMES
from vae.sound.spectrogram import power_to_scaled, scaled_to_power

Reconstruct = Callable[[np.ndarray], np.ndarray]
"""Waveform (samples,) -> waveform (samples,)."""

NEAREST = 5
CEILING, AVERAGED = "phase ceiling", f"true, mean of {ENVELOPE_FRAMES} frames"
TRUE = (CEILING, AVERAGED)
"""The methods that know the true sound: their stereo image is the true one too."""
MOST_CELLS = 3000 * 128 * 173
"""The most cells of spectrograms that the baselines learn from, because they hold all of them in memory: 0.3 GB.

They are those of 3,000 sounds of a second.
"""


def baseline_methods(codec: Codec, training: np.ndarray | Rows) -> dict[str, Reconstruct]:
    """Two ceilings, principal components of the same dimension, and the mean of the 5 nearest training sounds.

    If latents hold what the model misses, also what is held then of what the mean of all training sounds misses.

    The phase ceiling is the true spectrogram with our phase. The second ceiling is the true spectrogram averaged over
    time except for its attack: the result of a model that knows every envelope but no fluctuation of noise.

    Args:
        codec: gives the spectrograms and the phase that all share.
        training: float32 (N, samples), the sounds that the model was trained on; evenly chosen ones if they are many.
    """
    cells = codec.spectrogram_config.num_bands * codec.spectrogram_config.num_frames
    chosen = range(0, len(training), max(1, math.ceil(len(training) * cells / MOST_CELLS)))
    spectrograms = [codec.model_spectrogram(training[index]).ravel() for index in chosen]
    flat = torch.from_numpy(np.stack(spectrograms))  # (N, cells)
    centre = flat.mean(0)
    basis = _principal_components(flat, centre, codec.latent_dim)
    detail = Detail(codec.spectrogram_config)

    def ceiling(waveform: np.ndarray) -> np.ndarray:
        return codec.model_spectrogram(waveform)

    def without_fluctuation(waveform: np.ndarray) -> np.ndarray:
        spectrogram = torch.from_numpy(codec.model_spectrogram(waveform))
        power = scaled_to_power(spectrogram, codec.spectrogram_config)
        width, attack = ENVELOPE_FRAMES, ENVELOPE_FRAMES // 2 + 1
        mean = F.avg_pool1d(power, width, 1, width // 2, count_include_pad=False)
        averaged = power_to_scaled(mean, codec.spectrogram_config)
        return torch.cat([spectrogram[:, :attack], averaged[:, attack:]], dim=1).numpy()

    def principal_components(waveform: np.ndarray) -> np.ndarray:
        spectrogram = codec.model_spectrogram(waveform)
        offsets = torch.from_numpy(spectrogram).ravel() - centre
        return ((offsets @ basis) @ basis.T + centre).reshape(spectrogram.shape).numpy()

    def mean_and_detail(waveform: np.ndarray) -> np.ndarray:
        spectrogram = torch.from_numpy(codec.model_spectrogram(waveform))[None]
        mean = centre.view(spectrogram.shape)
        frames = frames_needed(spectrogram[0])
        missed = detail.shown(detail.find(spectrogram[..., :frames], mean[..., :frames]))
        return (mean + missed)[0].numpy()

    def nearest_mean(waveform: np.ndarray) -> np.ndarray:
        spectrogram = torch.from_numpy(codec.model_spectrogram(waveform))
        distances = torch.cdist(spectrogram.reshape(1, -1), flat, p=1)[0]
        return flat[distances.argsort(stable=True)[:NEAREST]].mean(0).reshape(spectrogram.shape).numpy()

    def sounding(method: Reconstruct) -> Reconstruct:
        return lambda waveform: codec.spectrogram_to_waveform(np.clip(method(waveform), 0, 1))

    missed = (
        {f"mean, and {detail.size} numbers of detail": sounding(mean_and_detail)} if codec.detail_dims else {}
    )
    return {
        CEILING: sounding(ceiling),
        AVERAGED: sounding(without_fluctuation),
        f"PCA-{basis.shape[1]}": sounding(principal_components),
        f"mean of {NEAREST} nearest": sounding(nearest_mean),
        **missed,
    }


def _principal_components(flat: torch.Tensor, centre: torch.Tensor, dims: int) -> torch.Tensor:
    """Principal components (cells, rank) of (N, cells); the rank is at most `dims`."""
    rank = min(dims, len(flat) - 1)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return torch.svd_lowrank(flat - centre, q=min(2 * rank, *flat.shape), niter=2)[2][:, :rank]


def find_rival(
    folder: Path, config: dict[str, Any], *, given: Path | None = None, device: torch.device = CPU
) -> tuple[str, Codec] | None:
    """The checkpoint to compare with: the given one, or the reference preset beside `folder` if it is comparable.

    Raises:
        CheckpointError: the given one cannot be used, or was trained on sounds that are held out here.
    """
    found = given or folder.parent / REFERENCE
    if given is None and (not found.is_dir() or config.get("preset") == REFERENCE):
        return None
    codec = Codec.load(found, device)
    kept, needed = (set(one.get("training", {}).get("held_out", [])) for one in (codec.config, config))
    if needed <= kept:
        return found.name, codec
    if given is None:
        return None
    raise CheckpointError(
        f"{found.name} learned from sounds that are held out here: they cannot be compared."
    )


def rival_rows(rival: Codec, waveforms: Iterable[np.ndarray], sample_rate: int) -> Iterator[tuple[Row, Row]]:
    """Measures another checkpoint, with its Griffin-Lim and without phase reconstruction, sound by sound.

    It is measured at its own sample rate, against the original resampled to that: the frequencies that it leaves out do
    not count against it. What it cuts off at its end does.

    Args:
        rival: the other checkpoint's codec.
        waveforms: the originals, (samples,) each.
        sample_rate: their sample rate in Hz.
    """
    for waveform in waveforms:
        length = max(rival.num_samples, math.ceil(len(waveform) * rival.sample_rate / sample_rate))
        shape = {"target_rate": rival.sample_rate, "num_samples": length}
        original = to_one_shot(waveform, sample_rate, **shape).waveform
        spectrogram = rival.decode_spectrogram(rival.encode(original, rival.sample_rate))
        iterated, phaseless = (rival.spectrogram_to_waveform(spectrogram, rounds) for rounds in (None, 0))
        yield (
            measure(original, iterated, rival.sample_rate),
            measure(original, phaseless, rival.sample_rate),
        )
