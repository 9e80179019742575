"""The drum machine beside a model: its sounds as a checkpoint's own are, in waveform, spectrogram and latent."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumSound, synthesize
from vae.sound.levels import PEAK
from vae.sound.measures.pairs import mono
from vae.sound.one_shot import fit_length, resample, to_one_shot

if TYPE_CHECKING:
    from vae.checkpoint.codec import Codec

CACHED = 16
"""A recipe is asked for its latent, its spectrogram and its sound, one after the other."""


class Synthesis:
    """Synthesises for one codec."""

    def __init__(self, codec: "Codec") -> None:
        self._codec = codec
        self._cached_waveform = lru_cache(maxsize=CACHED)(self._waveform)
        self._cached_latent = lru_cache(maxsize=CACHED)(self._latent)

    def waveform(self, sound: DrumSound) -> NDArray[np.float32]:
        """The sound at the codec's rate, as long as the codec's longest at most, (samples,) or (2, samples)."""
        return self._cached_waveform(_Key(sound)).copy()

    def spectrogram(self, sound: DrumSound) -> NDArray[np.float32]:
        """Its scaled spectrogram (bands, frames), as the model has them."""
        return self._codec.model_spectrogram(self._prepared(_Key(sound)))

    def latent(self, sound: DrumSound, *, refined: bool = True) -> NDArray[np.float32]:
        """The latent (latent_dim,) that the codec encodes it to; without refinement it is found much sooner."""
        return self._cached_latent(_Key(sound), refined)

    def _waveform(self, key: "_Key") -> NDArray[np.float32]:
        heard = resample(synthesize(key.sound), SAMPLE_RATE, self._codec.sample_rate)
        if self._codec.channels == 1:
            heard = mono(heard)
        if heard.shape[-1] > self._codec.num_samples:
            heard = fit_length(heard, self._codec.num_samples)
        return heard * np.float32(PEAK / float(np.abs(heard).max()))

    def _latent(self, key: "_Key", refined: bool) -> NDArray[np.float32]:
        waveform = self._cached_waveform(key)
        if refined:
            return self._codec.encode(waveform, self._codec.sample_rate)
        return self._codec.encode_spectrogram(self._codec.model_spectrogram(self._prepared(key)))

    def _prepared(self, key: "_Key") -> NDArray[np.float32]:
        rate, length = self._codec.sample_rate, self._codec.num_samples
        return to_one_shot(self._cached_waveform(key), rate, target_rate=rate, num_samples=length).waveform


class _Key:
    """A sound by what is heard of it, so that it can be looked up."""

    def __init__(self, sound: DrumSound) -> None:
        self.sound = sound
        self._heard = (sound.label, sound.engine, sound.seed, tuple(sorted(sound.parameters.items())))

    def __hash__(self) -> int:
        return hash(self._heard)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._heard == other._heard
