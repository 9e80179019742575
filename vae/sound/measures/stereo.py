"""Errors of a stereo image: how far level differences and coherence of the channels are from the original's."""

import numpy as np

from vae.sound.levels import is_silent, match_level
from vae.sound.measures.mel import stft
from vae.sound.measures.pairs import two_channels, with_length

N_FFT, HOP = 1024, 256
EDGES_HZ = (0, 200, 400, 700, 1100, 1700, 2600, 4000, 6200, 9500, 15_500)
"""Bands of about three critical bands each; what lies above the last is not heard as a place."""
FRAMES = 16
"""Frames of a tile, 93 ms at 44.1 kHz: enough of them for noise to show its coherence."""
RANGE_DB = 40.0
"""Tiles of the original farther than this under its loudest do not count."""
MOST_DB = 30.0
"""Level differences beyond this are heard as one channel alone."""
EPSILON = 1e-12


def width_db(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float | None:
    """Mean absolute error of the level difference between the channels, in dB, over the audible tiles.

    Tiles are ten bands by 93 ms, after Breebaart et al. (2005), "Parametric coding of stereo audio". Silence counts as
    entirely wrong.

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length; a mono one stands for two channels that are alike.
        sample_rate: in Hz.

    Returns:
        0 to 60; None if both are mono.
    """
    if reference.ndim == decoded.ndim == 1:
        return None
    if is_silent(decoded):
        return 2 * MOST_DB
    (theirs, _, audible), (ours, _, _) = _images(reference, decoded, sample_rate)
    return float(np.abs(ours - theirs)[audible].mean()) if audible.any() else 0.0


def coherence_error(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> float | None:
    """Mean absolute error of the coherence of the channels, over the audible tiles that both channels share.

    Coherence is the correlation of a tile's bins in both channels: 1 for one place, 0 for a room, -1 for channels that
    cancel out. Tiles as in `width_db`, without those of which one channel of the original holds next to nothing.

    Args:
        reference: the original, (samples,) or (2, samples).
        decoded: the same of any length; a mono one stands for two channels that are alike.
        sample_rate: in Hz.

    Returns:
        0 to 2; None if both are mono.
    """
    if reference.ndim == decoded.ndim == 1:
        return None
    if is_silent(decoded):
        return 2.0
    (place, theirs, audible), (_, ours, _) = _images(reference, decoded, sample_rate)
    shared = audible & (np.abs(place) < MOST_DB)
    return float(np.abs(ours - theirs)[shared].mean()) if shared.any() else 0.0


Image = tuple[np.ndarray, np.ndarray, np.ndarray]


def _images(reference: np.ndarray, decoded: np.ndarray, sample_rate: int) -> tuple[Image, Image]:
    """The images of both sounds, in tiles of one grid."""
    length = max(reference.shape[-1], decoded.shape[-1])
    theirs, ours = (with_length(two_channels(one), length) for one in (reference, decoded))
    return _image(theirs, sample_rate), _image(match_level(ours, theirs), sample_rate)


def _image(sound: np.ndarray, sample_rate: int) -> Image:
    """Level difference in dB, coherence, and whether it is audible, of each tile: (bands, tiles) each."""
    left, right = stft(sound, N_FFT, HOP)  # (bins, frames) each
    powers = [_tiles(np.abs(one) ** 2, sample_rate) for one in (left, right)]
    product = _tiles((left * right.conj()).real, sample_rate)
    total = powers[0] + powers[1]
    trace = max(total.max() * 10 ** (-(RANGE_DB + MOST_DB) / 10), EPSILON)
    ratio = 10 * np.log10((powers[0] + trace) / (powers[1] + trace))
    coherence = product / np.maximum(np.sqrt(powers[0] * powers[1]), trace)
    return np.clip(ratio, -MOST_DB, MOST_DB), coherence, total > total.max() * 10 ** (-RANGE_DB / 10)


def _tiles(cells: np.ndarray, sample_rate: int) -> np.ndarray:
    """Sums of cells (bins, frames) over the bins of each band and the frames of each tile: (bands, tiles)."""
    edges = [round(edge * N_FFT / sample_rate) for edge in EDGES_HZ if edge < sample_rate / 2]
    by_band = np.add.reduceat(cells[: edges[-1]], edges[:-1], axis=0)
    summed: np.ndarray = np.add.reduceat(by_band, np.arange(0, cells.shape[1], FRAMES), axis=1)
    return summed
