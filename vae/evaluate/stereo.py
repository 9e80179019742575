"""Stereo among the measures: the channels of originals, and the stereo images that a decoded sound should have."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset
from vae.data.originals import read_original
from vae.sound.stereo.image import StereoImage
from vae.sound.stereo.synthesis import synthesise


def as_heard(codec: Codec, sounds: Dataset, index: int, roots: Sequence[Path]) -> np.ndarray | None:
    """The original of a sound as it is heard: (2, samples) if it is stereo, (samples,) if it is mono.

    Args:
        codec: decides whether there is stereo at all.
        sounds: the data set.
        index: of the sound.
        roots: where its file may be, from `find_roots`.

    Returns:
        None if stereo cannot be measured: the checkpoint is mono, or the original of a stereo sound is missing.
    """
    if codec.channels == 1:
        return None
    waveform = np.asarray(sounds.waveforms[index])
    if sounds.stereo[index] is None:
        return waveform
    shape = {"sample_rate": codec.sample_rate, "num_samples": len(waveform)}
    original = read_original(sounds.sources[index], **shape, roots=roots, stereo=True)
    return None if original is None or original.ndim == 1 else original


def with_channels(codec: Codec, waveform: np.ndarray, image: StereoImage | None) -> np.ndarray:
    """A mono sound (samples,) with its true stereo image, where the checkpoint is stereo: the ceiling of stereo."""
    if codec.channels == 1 or image is None:
        return waveform
    return synthesise(waveform, image, codec.sample_rate)
