"""A mono sound and a stereo image -> two channels, whose mono sum is that sound.

The image of a sound, through its code, over its true mid, on the stereo files of Hydrogen's kits (four seconds each;
medians over the files of means over 24 mel bands; "tiles" are bands and frames 29 ms apart, down to -50 dB, in which
chance has its part, "bands" entire sounds, down to -40 dB):

                            level difference, dB       coherence
                              tiles    bands        tiles    bands
    225 files, the image       1.64     1.09        0.141    0.095
    the mid in both channels   2.19     1.90        0.476    0.525
    57 files of held-out kits  1.59     0.84        0.129    0.078
    the mid in both channels   2.04     1.71        0.321    0.269

By the measures of `vae.sound.measures`, every fifth of the 225 has a median of 1.09 dB and 0.110 (mono: 1.93, 0.488),
and every third of the 57 one of 0.94 dB and 0.104 (mono: 1.93, 0.367).

On a third of the 225, 16 bands and 4 moments had 1.47, 0.85, 0.130 and 0.073, with twice the numbers in the code.
"""

from functools import lru_cache

import numpy as np
import scipy
import torch
from numpy.typing import NDArray

from vae.sound.stereo.decorrelation import decorrelated
from vae.sound.stereo.grid import (
    HIGHEST_HZ,
    LOWEST_HZ,
    NUM_BANDS,
    Floats,
    bin_rates,
    erb_nodes,
    hats,
    over_moments,
)
from vae.sound.stereo.image import StereoImage
from vae.sound.stereo.transform import cross, forward, frame_seconds, inverse, power, window_length

_NUM_BANDS, _LOWEST_HZ, _HIGHEST_HZ = 24, 40.0, 20_000.0
_COMPARED_FRAMES = 3
_MOST_GAIN = 10.0
_BLOCK_SECONDS, _HELD_SECONDS = 0.0015, 0.02
"""The side is as loud as the image says, compared in blocks, or quieter: it may sound this much after its mid, never
before it."""
_TINY = 1e-10


def synthesise(mid: Floats, image: StereoImage | None, sample_rate: int, seed: int = 0) -> Floats:
    """The channels that have a mid and a stereo image; the same arguments give the same bits.

    The side is what the mid makes of itself, more in one channel than in the other, and a decorrelated version of the
    mid, which follows its level in every band and frame, so that attacks stay as sharp as they are:
    `left = mid + side`, `right = mid - side`. Inverse: `(left + right) / 2`, exactly but for rounding.

    Args:
        mid: (samples,) float32.
        image: None for mono.
        sample_rate: in Hz.
        seed: chooses the decorrelation.

    Returns:
        (2, samples) float32: left and right, at the level of the mid, so that their peak may be up to twice its peak
        and more; without an image, the mid twice.
    """
    if image is None or not len(mid):
        return np.stack([mid, mid])
    length = window_length(sample_rate)
    middle, other = forward(np.stack([mid, decorrelated(mid, sample_rate, seed)]), length)  # (frames, bins)
    bands, tiles = _bands(middle.shape[-1], sample_rate)
    times = over_moments(frame_seconds(len(middle), length, sample_rate))
    pan, wanted = (_product(times, (tiles @ values).T) for values in _mixing(image))  # (frames, bands)
    have, given = _product(power(middle), bands), _product(power(other), bands)
    shared = _product(cross(other, middle), bands)
    silent = _TINY * have.max() + np.float32(1e-30)
    overlap = _over_time(shared) / (_over_time(have) + silent)
    rest = np.maximum(given - 2 * overlap * shared + overlap**2 * have, 0)
    width = wanted * np.minimum(np.sqrt(have / (rest + silent)), _MOST_GAIN)
    side = _product(pan - width * overlap, bands.T) * middle + _product(width, bands.T) * other
    loudest = float(np.sqrt(pan**2 + wanted**2).max())
    difference = _not_before(inverse(side, len(mid)), mid * np.float32(loudest), sample_rate)
    return np.stack([mid + difference, mid - difference])


def _mixing(image: StereoImage) -> tuple[Floats, Floats]:
    """How much of the mid, and of a decorrelated sound of its level, is the side: (NUM_BANDS, NUM_MOMENTS) each.

    Of L = (1 + a) M + b D and R = (1 - a) M - b D, level difference and coherence give a and b.
    """
    ratio = 10 ** (image.level_db / 20)
    loud, alike = ratio**2 + 1, 2 * ratio * image.coherence
    pan = (ratio**2 - 1) / (loud + alike)
    width = np.sqrt(np.maximum((loud - alike) / (loud + alike) - pan**2, 0))
    return pan.astype(np.float32), width.astype(np.float32)


@lru_cache(maxsize=8)
def _bands(num_bins: int, sample_rate: int) -> tuple[Floats, Floats]:
    """Bands that the side is shaped in: weights of bins (bins, bands), and of an image's tiles (bands, NUM_BANDS)."""
    nodes = erb_nodes(_LOWEST_HZ, _HIGHEST_HZ, _NUM_BANDS)
    tiles = hats(nodes, erb_nodes(LOWEST_HZ, HIGHEST_HZ, NUM_BANDS))
    return hats(bin_rates(num_bins, sample_rate), nodes), tiles


def _product(left: NDArray[np.floating], right: NDArray[np.floating]) -> Floats:
    """The matrix product, as float32, in as many threads as `torch.set_num_threads` says.

    NumPy's own takes all cores, and keeps those that it does not need busy for a while: a render of 16 ms took 26 ms of
    processor time.
    """
    one, other = (torch.from_numpy(np.ascontiguousarray(side, dtype=np.float32)) for side in (left, right))
    found: Floats = (one @ other).numpy()
    return found


def _over_time(values: Floats) -> Floats:
    """Means (frames, bands) over neighbouring frames."""
    means: Floats = scipy.ndimage.uniform_filter1d(values, _COMPARED_FRAMES, axis=0, mode="constant")
    return means


def _not_before(side: Floats, loudest: Floats, sample_rate: int) -> Floats:
    """A side (samples,) without what sounds before an attack: made quieter where it is louder than its loudest.

    Bands that are shaped differently spread an attack by the reciprocal of their widths, forwards and backwards.
    """
    block = max(1, round(_BLOCK_SECONDS * sample_rate))
    is_, may_be = (_block_energies(one, block) for one in (side, loudest))
    held = round(_HELD_SECONDS * sample_rate / block)
    may_be = scipy.ndimage.maximum_filter1d(may_be, held + 1, origin=held // 2, mode="constant")
    gains = np.sqrt(np.minimum(1, may_be / (is_ + np.float32(1e-30))))
    edges = np.minimum(np.append(gains[0], gains), np.append(gains, gains[-1]))
    begin, end = edges[:-1, None], edges[1:, None]
    changed = np.flatnonzero((begin < 1) | (end < 1))
    ramp = np.linspace(0, 1, block, endpoint=False, dtype=np.float32)
    quieter = np.pad(side, (0, -len(side) % block)).reshape(-1, block)
    quieter[changed] *= begin[changed] + (end - begin)[changed] * ramp
    return quieter.ravel()[: len(side)]


def _block_energies(waveform: Floats, block: int) -> Floats:
    """Sum of the squares (blocks,); the last block may be a part."""
    padded = np.pad(waveform, (0, -len(waveform) % block)).reshape(-1, block)
    energies: Floats = np.einsum("ij,ij->i", padded, padded)
    return energies
