"""The thesis's two measures, on a preset's own spectrogram: squared error of the cells and KL divergence."""

import numpy as np
import torch

from vae.checkpoint.weights import Checkpoint
from vae.data.rows import Rows
from vae.model.losses import kl_divergence
from vae.sound.spectrogram import waveform_to_spectrogram

BATCH = 32


@torch.inference_mode()
def posterior_measures(checkpoint: Checkpoint, waveforms: np.ndarray | Rows) -> tuple[np.ndarray, np.ndarray]:
    """Measures the encoder and decoder alone: the decoded posterior mean, without refinement or phase.

    Args:
        checkpoint: its model determines the scaling (`Model.rescale`): per file for the thesis, global for the studio.
        waveforms: float32 (N, samples) at the checkpoint's rate; may lie on disk.

    Returns:
        Mean squared error over the cells of the scaled spectrogram, (N,), and KL divergence from N(0, 1) in nats,
        (N, latent dimensions).
    """
    model, errors, divergences = checkpoint.model, [], []
    for start in range(0, len(waveforms), BATCH):
        batch = torch.from_numpy(waveforms[start : start + BATCH])
        spectrograms = waveform_to_spectrogram(batch, checkpoint.spectrogram_config)
        target = model.rescale(spectrograms.to(model.device))
        mean, log_variance = model.posterior(target)
        decoded = model.reconstruct(mean)
        errors.append((decoded - target).square().mean((1, 2)))
        pairs = zip(torch.split(mean, 1), torch.split(log_variance, 1), strict=True)
        divergences.append(torch.stack([kl_divergence(*pair) for pair in pairs]))
    return torch.cat(errors).cpu().numpy(), torch.cat(divergences).cpu().numpy()
