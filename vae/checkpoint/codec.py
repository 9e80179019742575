"""Waveform <-> latent: the only way to play the model. Knows nothing about libraries, maps or recipes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import overload

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from vae.between.names import Way
from vae.between.ways import between
from vae.checkpoint.meant import check_rate, checked, is_one_sound
from vae.checkpoint.playing import SoundShape, finished, heard_hops
from vae.checkpoint.pretrained import Pretrained
from vae.checkpoint.weights import Checkpoint, digest_of
from vae.device import within_memory
from vae.model.closest import Closest
from vae.model.detail import Detail
from vae.model.refine import Refiner
from vae.model.short import Later, frames_needed
from vae.sound.audio import AudioError, to_one_shot
from vae.sound.spectrogram import waveform_to_spectrogram
from vae.sound.stereo.image import CODE_SIZE, StereoImage, code_of

BATCH = 32


class Codec(Pretrained):
    """Encodes one-shots to latents and decodes latents to one-shots; same input, same bits out.

    The model runs where the checkpoint was loaded to, all else on the CPU. Another device's sounds differ by rounding.

    A latent is the model's, of the mono sum of the channels; after it, if sounds may be stereo, the code of an image
    (`vae.sound.stereo`); after that, if the checkpoint has any, what the model misses (`vae.model.detail`).

    Attributes:
        config: the checkpoint's config.json, as JSON values.
        preset: the preset that the checkpoint was trained with.
        spectrogram_config: the settings of its spectrograms.
        is_stereo: whether its sounds may be stereo.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Keeps one model for all threads, which may call it at once: nothing of it changes."""
        super().__init__(checkpoint)
        self._phase = checkpoint.phase
        self._later = Later(checkpoint.model)
        self.spectrogram_config = checkpoint.spectrogram_config
        self.preset = checkpoint.preset
        self.is_stereo = checkpoint.config.get("stereo") is True
        self._detail = Detail(self.spectrogram_config) if checkpoint.config.get("detail") is True else None
        refine = Refiner(self._model, self.spectrogram_config, self._later) if self.preset.refined else None
        self._closest = Closest(self._model, refine, self._detail)

    @property
    def device(self) -> torch.device:
        """Where the model runs."""
        return self._model.device

    @property
    def sample_rate(self) -> int:
        """Sample rate of the decoded waveforms in Hz."""
        return self.spectrogram_config.sample_rate

    @property
    def num_samples(self) -> int:
        """Length of the longest sound in samples; of every sound, unless `spectrogram_config.ends_freely`."""
        return self.spectrogram_config.num_samples

    @property
    def channels(self) -> int:
        """The most channels of a sound: 2 if some are stereo."""
        return 2 if self.is_stereo else 1

    @property
    def latent_dim(self) -> int:
        """Number of dimensions of a latent."""
        return self._model.latent_dim + (CODE_SIZE if self.is_stereo else 0) + self.detail_dims

    @property
    def detail_dims(self) -> int:
        """How many of them, the last ones, are what the model misses."""
        return self._detail.size if self._detail else 0

    @property
    def refine_steps(self) -> int:
        """How many steps refine a latent."""
        return self._closest.steps

    def digest(self) -> str:
        """Tells models apart: `digest_of` weights and settings."""
        return digest_of(self._model, self.config)

    def image(self, z: NDArray[np.float32]) -> StereoImage | None:
        """The stereo image of a latent (latent_dim,); None if its sound is mono."""
        return StereoImage.from_code(z[self._model.latent_dim :][:CODE_SIZE]) if self.is_stereo else None

    def describe(self, z: NDArray[np.float32]) -> SoundShape:
        """Channels and length of the sound of a latent (latent_dim,), without a search for its phase."""
        with torch.inference_mode():
            hops = heard_hops(torch.from_numpy(self.decode_spectrogram(z)), self.spectrogram_config)
        samples = self.spectrogram_config.samples_of(hops.shape[-1])
        return SoundShape(1 if self.image(z) is None else 2, samples)

    def encode(
        self, waveform: NDArray[np.float32] | Sequence[NDArray[np.float32]], sample_rate: int
    ) -> NDArray[np.float32]:
        """The posterior mean of a sound, refined if the preset says so (`vae.model.refine`).

        Inverse: `decode`. Lost on the way: what `to_one_shot` cuts (silence before the onset, everything after the
        longest sound, the level), and what the latent cannot hold.

        Args:
            waveform: float32 (samples,), mono, or (2, samples), stereo, of any length, or a sequence of such; an array
                of any other number of rows is a sequence of mono sounds.
            sample_rate: its sample rate in Hz.

        Returns:
            float32 (latent_dim,), or (batch, latent_dim) of a sequence.

        Raises:
            AudioError: a waveform is empty or silent, or the shape or the rate cannot be meant.
            DeviceError: the memory of the device is full.
        """
        check_rate(sample_rate)
        if is_one_sound(waveform):
            latent: NDArray[np.float32] = self.encode([waveform], sample_rate)[0]
            return latent
        sounds = [checked(one, sample_rate) for one in waveform]
        if not sounds:
            raise AudioError("There are no samples to encode.")
        shape = {"target_rate": self.sample_rate, "num_samples": self.num_samples}
        prepared = [to_one_shot(one, sample_rate, **shape) for one in sounds]
        return self.encode_one_shots(
            np.stack([one.waveform for one in prepared]), [one.stereo for one in prepared]
        )

    def encode_one_shots(
        self,
        waveforms: NDArray[np.float32],
        images: Sequence[StereoImage | None] | None = None,
        *,
        refine_steps: int | None = None,
    ) -> NDArray[np.float32]:
        """`encode` of prepared sounds: float32 (batch, latent_dim).

        Args:
            waveforms: float32 (batch, num_samples), mono, as `to_one_shot` makes them.
            images: the stereo image of each; None if all are mono.
            refine_steps: steps of `vae.model.refine`, if the preset has any; `Codec.refine_steps` if None.
        """
        with within_memory(self.device):
            batches = torch.split(torch.from_numpy(np.ascontiguousarray(waveforms)), BATCH)
            found = [self._encode(batch, refine_steps) for batch in batches]
        latents, details = (torch.cat(parts).numpy() for parts in zip(*found, strict=True))
        if self.is_stereo:
            codes = [code_of(image) for image in images or [None] * len(latents)]
            latents = np.concatenate([latents, np.stack(codes)], axis=1)
        return np.concatenate([latents, details], axis=1)

    def _encode(self, waveforms: torch.Tensor, steps: int | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Latents of the model (batch, dims), and what it misses (batch, detail_dims)."""
        heard = waveform_to_spectrogram(waveforms, self.spectrogram_config)
        latents, missed = self._closest(heard.to(self.device), [frames_needed(one) for one in heard], steps)
        return latents.cpu(), missed.cpu()

    def spectrogram(self, waveform: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled spectrogram, float32 (bands, hops), of a waveform (samples,), mono, of any length at `sample_rate`."""
        even = replace(self.spectrogram_config, full_frames=0, cell_growth=1.0)
        with within_memory(self.device), torch.inference_mode():
            return waveform_to_spectrogram(torch.tensor(waveform)[None], even)[0].numpy()

    def model_spectrogram(self, waveform: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled spectrogram in the model's own frames, float32 (bands, frames), of a waveform (num_samples,), mono."""
        whole = torch.from_numpy(waveform)[None]
        with within_memory(self.device), torch.inference_mode():
            return waveform_to_spectrogram(whole, self.spectrogram_config)[0].numpy()

    def encode_spectrogram(self, spectrogram: NDArray[np.float32]) -> NDArray[np.float32]:
        """The posterior mean, not refined, of a scaled spectrogram (bands, frames), mono: float32 (latent_dim,)."""
        with within_memory(self.device), torch.inference_mode():
            mean = self._model.encode(torch.from_numpy(spectrogram)[None].to(self.device))[0][0].cpu()
        return F.pad(mean, (0, self.latent_dim - len(mean))).numpy()

    def decode_spectrogram(self, z: NDArray[np.float32]) -> NDArray[np.float32]:
        """Scaled spectrogram in [0, 1], float32 (bands, frames), of a latent (latent_dim,)."""
        spectrogram: NDArray[np.float32] = self.decode_spectrograms(z[None])[0]
        return spectrogram

    def decode_spectrograms(self, latents: NDArray[np.float32]) -> NDArray[np.float32]:
        """`decode_spectrogram` of (batch, latent_dim): (batch, bands, frames), sooner, and different by rounding."""
        with within_memory(self.device), torch.inference_mode():
            placed = torch.tensor(latents, dtype=torch.float32, device=self.device)
            decoded = self._model.decode(placed[:, : self._model.latent_dim])
            return (decoded + self._missed(placed)).clamp(0, 1).cpu().numpy()

    def _missed(self, latents: torch.Tensor) -> torch.Tensor | float:
        """What is added to what the model decodes: (batch, bands, frames), or 0 for latents without it."""
        found = latents[:, self.latent_dim - self.detail_dims :]
        return self._detail.shown(found) if self._detail and found.shape[1] else 0.0

    def keeping_silence(self, z: NDArray[np.float32], varied: NDArray[np.float32]) -> NDArray[np.float32]:
        """A varied latent (latent_dim,) without most of what would sound after the sound of `z` has ended.

        Where sounds do not end freely, `varied` itself: what was shared of them keeps its sound.
        """
        if not self.spectrogram_config.ends_freely:
            return varied
        mono = self._model.latent_dim
        frames = frames_needed(torch.from_numpy(self.decode_spectrogram(z)))
        with within_memory(self.device):
            change = torch.tensor((varied - z)[:mono], device=self.device)
            quiet = self._later.silenced(change, frames).cpu().numpy()
        return np.concatenate([z[:mono] + quiet, varied[mono:]])

    def between(
        self, spectrograms: Sequence[NDArray[np.float32]], weights: Sequence[float], way: Way
    ) -> NDArray[np.float32]:
        """What lies between scaled spectrograms (bands, frames): (bands, frames); see `vae.between.ways.between`."""
        with within_memory(self.device), torch.inference_mode():
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
            (count,) and its derivatives (count, latent_dim), which are 0 after the model's own dimensions.
        """
        whole = torch.tensor(z[None], device=self.device)
        mono = whole[:, : self._model.latent_dim]
        rows = mono.repeat(count, 1).requires_grad_(True)
        with within_memory(self.device), torch.enable_grad():
            values = measure((self._model.decode(rows) + self._missed(whole)).clamp(0, 1).cpu())
            (found,) = torch.autograd.grad(values.diagonal().sum(), rows)
        return values[0].detach(), F.pad(found.cpu(), (0, self.latent_dim - mono.shape[1]))

    @overload
    def decode(
        self, z: NDArray[np.float32], n_iter: int | None = None, seed: int = 0
    ) -> NDArray[np.float32]: ...

    @overload
    def decode(
        self, z: Sequence[NDArray[np.float32]], n_iter: int | None = None, seed: int = 0
    ) -> list[NDArray[np.float32]]: ...

    def decode(
        self,
        z: NDArray[np.float32] | Sequence[NDArray[np.float32]],
        n_iter: int | None = None,
        seed: int = 0,
    ) -> NDArray[np.float32] | list[NDArray[np.float32]]:
        """The sound of a latent, at a peak of 0.95.

        Args:
            z: float32 (latent_dim,), or several of them: (batch, latent_dim) or a sequence.
            n_iter: rounds of phase reconstruction; 0 for the inverse transform with zero phase; None for as many as
                the phase method has by itself.
            seed: seed of the phase method (`vae.sound.phase`): the grain of noise and the initial phase.

        Returns:
            float32 in [-1, 1]: (samples,) for mono, (2, samples) for stereo; a list of them for several latents.
        """
        if isinstance(z, np.ndarray) and z.ndim == 1:
            return self.spectrogram_to_waveform(self.decode_spectrogram(z), n_iter, seed, image=self.image(z))
        return [self.decode(one, n_iter, seed) for one in z]

    def spectrogram_to_waveform(
        self,
        spectrogram: NDArray[np.float32],
        n_iter: int | None = None,
        seed: int = 0,
        *,
        image: StereoImage | None = None,
    ) -> NDArray[np.float32]:
        """The sound of a scaled spectrogram and a stereo image.

        Args:
            spectrogram: float32 (bands, frames).
            n_iter, seed: as in `decode`.
            image: makes two channels of it; None for mono.

        Returns:
            float32 (samples,) or (2, samples), peak 0.95 unless silent.
        """
        with within_memory(self.device), torch.inference_mode():
            hops = heard_hops(torch.from_numpy(spectrogram), self.spectrogram_config)
            waveform = self._phase(hops, self.spectrogram_config, n_iter=n_iter, seed=seed).numpy()
        return finished(waveform, image, self.spectrogram_config, seed)
