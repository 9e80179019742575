"""Waveform <-> latent: the only way to play the model. Knows nothing about libraries, maps or recipes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from numbers import Real
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from vae.between.names import Way
from vae.between.ways import between
from vae.checkpoint.weights import CPU, Checkpoint, load_checkpoint
from vae.device import within_memory
from vae.model.refine import refine
from vae.sound.audio import AudioError, to_one_shot
from vae.sound.decoding import SAMPLE_RATES
from vae.sound.levels import PEAK
from vae.sound.phase import N_ITER
from vae.sound.spectrogram import waveform_to_spectrogram

BATCH = 32
SHORTEST_SECONDS = 0.01
"""Many sounds that are all shorter than this are the frames of one."""


class SoundShape(NamedTuple):
    """The shape of a decoded sound.

    Attributes:
        channels: 1 for mono.
        num_samples: length of each channel.
    """

    channels: int
    num_samples: int


class Codec:
    """Encodes one-shots to latents and decodes latents to one-shots; same input, same bits out.

    The model runs where the checkpoint was loaded to, everything else on the CPU. On another device, sounds differ by
    rounding from the CPU's.

    Attributes:
        config: the checkpoint's config.json, as JSON values.
        preset: the preset that the checkpoint was trained with.
        spectrogram_config: the settings of its spectrograms.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Keeps one model for all threads; calls are serialised."""
        self._model = checkpoint.model
        self._phase = checkpoint.phase
        self.spectrogram_config = checkpoint.spectrogram_config
        self.preset = checkpoint.preset
        self.config = checkpoint.config
        self._lock = Lock()

    @classmethod
    def load(cls, folder: str | Path, device: torch.device = CPU) -> "Codec":
        """Reads a checkpoint folder.

        Args:
            folder: the folder.
            device: where its model runs; `vae.device.choose_device` finds one.

        Raises:
            CheckpointError: the folder cannot be used; the message says why.
            DeviceError: the device has too little memory for the model.
        """
        with within_memory(device):
            return cls(load_checkpoint(Path(folder), device))

    @property
    def device(self) -> torch.device:
        """Where the model runs."""
        return self._model.device

    @contextmanager
    def _working(self) -> Iterator[None]:
        """One piece of work at a time; a memory that is full is one sentence."""
        with self._lock, within_memory(self.device):
            yield

    @property
    def sample_rate(self) -> int:
        """Sample rate of the decoded waveforms in Hz."""
        return self.spectrogram_config.sample_rate

    @property
    def num_samples(self) -> int:
        """Length of every decoded waveform in samples."""
        return self.spectrogram_config.num_samples

    @property
    def channels(self) -> int:
        """Channels of the decoded waveforms: 1, mono."""
        return 1

    @property
    def latent_dim(self) -> int:
        """Number of dimensions of a latent."""
        return self._model.latent_dim

    def describe(self, z: NDArray[np.float32]) -> SoundShape:
        """Channels and length of the sound of a latent (latent_dim,), without decoding it."""
        return SoundShape(self.channels, self.num_samples)

    def encode(self, waveform: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
        """The posterior mean of a sound, refined if the preset says so (`vae.model.refine`).

        Inverse: `decode`. Lost on the way: what `to_one_shot` cuts (silence before the onset, everything after one
        second, the level), and what the latent cannot hold.

        Args:
            waveform: float32 (samples,) or (batch, samples), mono, any length.
            sample_rate: its sample rate in Hz.

        Returns:
            float32 (latent_dim,) or (batch, latent_dim).

        Raises:
            AudioError: a waveform is empty or silent, or the shape or the rate cannot be meant.
            DeviceError: the memory of the device is full.
        """
        waveform = _checked(waveform, sample_rate)
        if waveform.ndim == 1:
            latent: NDArray[np.float32] = self.encode(waveform[None], sample_rate)[0]
            return latent
        shape = {"target_rate": self.sample_rate, "num_samples": self.num_samples}
        prepared = np.stack([to_one_shot(one, sample_rate, **shape).waveform for one in waveform])
        with self._working():
            batches = torch.split(torch.from_numpy(prepared), BATCH)
            return torch.cat([self._encode(batch) for batch in batches]).numpy()

    def _encode(self, waveforms: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            spectrograms = waveform_to_spectrogram(waveforms, self.spectrogram_config).to(self.device)
            mean = self._model.encode(spectrograms)[0]
        if not self.preset.refined:
            return mean.cpu()
        return refine(self._model, spectrograms, mean, self.spectrogram_config).cpu()

    def spectrogram(self, waveform: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled spectrogram, float32 (bands, frames), of a waveform (num_samples,) at `sample_rate`."""
        with self._working(), torch.inference_mode():
            batch = torch.from_numpy(waveform)[None]
            return waveform_to_spectrogram(batch, self.spectrogram_config)[0].numpy()

    def encode_spectrogram(self, spectrogram: NDArray[np.float32]) -> NDArray[np.float32]:
        """The posterior mean, not refined, of a scaled spectrogram (bands, frames): float32 (latent_dim,)."""
        with self._working(), torch.inference_mode():
            return self._model.encode(torch.from_numpy(spectrogram)[None].to(self.device))[0][0].cpu().numpy()

    def decode_spectrogram(self, z: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled spectrogram in [0, 1], float32 (bands, frames), of a latent (latent_dim,)."""
        spectrogram: NDArray[np.float32] = self.decode_spectrograms(z[None])[0]
        return spectrogram

    def decode_spectrograms(self, latents: NDArray[np.float32]) -> NDArray[np.float32]:
        """`decode_spectrogram` of latents (batch, latent_dim): (batch, bands, frames), much faster than one by one.

        Each differs by rounding from the same latent decoded alone.
        """
        with self._working(), torch.inference_mode():
            placed = torch.tensor(latents, dtype=torch.float32, device=self.device)
            return self._model.decode(placed).clamp(0, 1).cpu().numpy()

    def between(
        self, spectrograms: Sequence[NDArray[np.float32]], weights: Sequence[float], way: Way
    ) -> NDArray[np.float32]:
        """What lies between scaled spectrograms (bands, frames): (bands, frames); see `vae.between.ways.between`."""
        with self._working(), torch.inference_mode():
            sounds = [torch.tensor(one) for one in spectrograms]
            return between(sounds, weights, way, self.spectrogram_config).numpy()

    def slopes(
        self, z: NDArray[np.float32], measure: Callable[[torch.Tensor], torch.Tensor], count: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Measures of the decoded spectrogram of a latent, and their derivatives with respect to the latent.

        Args:
            z: float32 (latent_dim,).
            measure: scaled spectrograms (B, bands, frames), on the CPU -> (B, count), each row from its own spectrogram
                alone.
            count: number of measures.

        Returns:
            (count,) and its derivatives (count, latent_dim).
        """
        rows = torch.tensor(z, device=self.device).repeat(count, 1).requires_grad_(True)
        with self._working(), torch.enable_grad():
            values = measure(self._model.decode(rows).clamp(0, 1).cpu())
            (found,) = torch.autograd.grad(values.diagonal().sum(), rows)
        return values[0].detach(), found.cpu()

    def decode(self, z: NDArray[np.float32], n_iter: int = N_ITER, seed: int = 0) -> NDArray[np.float32]:
        """The sound of a latent, at a peak of 0.95.

        Args:
            z: float32 (latent_dim,) or (batch, latent_dim).
            n_iter: rounds of phase reconstruction; 0 for the inverse transform with zero phase.
            seed: seed of the phase method (`vae.sound.phase`): the grain of noise and the initial phase.

        Returns:
            float32 (num_samples,) or (batch, num_samples) in [-1, 1].
        """
        if z.ndim == 2:
            return np.stack([self.decode(one, n_iter, seed) for one in z])
        return self.spectrogram_to_waveform(self.decode_spectrogram(z), n_iter, seed)

    def spectrogram_to_waveform(
        self, spectrogram: NDArray[np.float32], n_iter: int = N_ITER, seed: int = 0
    ) -> NDArray[np.float32]:
        """The sound of a scaled spectrogram (bands, frames): float32 (num_samples,), peak 0.95 unless silent."""
        with self._working(), torch.inference_mode():
            waveform: NDArray[np.float32] = self._phase(
                torch.from_numpy(spectrogram), self.spectrogram_config, n_iter=n_iter, seed=seed
            ).numpy()
        peak = float(np.abs(waveform).max())
        return waveform * np.float32(PEAK / peak) if peak > 0 else waveform


def _checked(waveform: NDArray[np.float32], sample_rate: int) -> NDArray[np.float32]:
    """A waveform, or a batch of them, as an array of numbers.

    Raises:
        AudioError: its shape or its rate cannot be meant; soundfile's (samples, channels) is not a batch of sounds.
    """
    sounds = np.asarray(waveform)
    if sounds.dtype.kind not in "fiu":
        raise AudioError("A waveform is an array of real numbers.")
    if not isinstance(sample_rate, Real) or not SAMPLE_RATES[0] <= float(sample_rate) <= SAMPLE_RATES[1]:
        raise AudioError(f"A sample rate lies between {SAMPLE_RATES[0]} and {SAMPLE_RATES[1]} Hz.")
    if sounds.ndim not in (1, 2):
        raise AudioError(f"A waveform has the shape (samples,) or (batch, samples), not {sounds.shape}.")
    if not len(sounds):
        raise AudioError("There are no samples to encode.")
    if sounds.ndim == 2 and len(sounds) > sounds.shape[1] < SHORTEST_SECONDS * sample_rate:
        raise AudioError(
            f"The shape {sounds.shape} is that of samples by channels: mix them down first, "
            "for instance with waveform.mean(axis=1)."
        )
    return sounds
