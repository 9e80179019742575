"""Band levels -> magnitudes of the Fourier bins that have these bands, grained where they are noisy. Knows no phase.

As `vae.sound.inverse.texture`, closer and in less time: levels that are spread over the bins of overlapping bands are
blurred, and one step of non-negative deconvolution (Richardson 1972, Lucy 1974) sharpens them. With an exponent over
1 it makes up for the blur of its own spreading. Envelope errors in dB, median and mean, and the error of the bands,
of 62 validation sounds of three kits with the phase of their originals, so that the bins alone differ:

                                           true spectrograms        decoded by the model
                                           envelope       bands     envelope
    one step (`texture.py`)                0.396  0.512   0.24      0.942  1.200
    one, exponent 1.3 (this)               0.327  0.480   0.20      0.941  1.193
    one, exponent 1.5                      0.313  0.479   0.21      0.953  1.195
    one, exponent 1.7                      0.308  0.492   0.25      0.976  1.204
    two                                    0.383  0.506             0.941  1.200
    one, then one with 1.5                 0.356  0.490   0.11      0.940  1.198
    three with 1.5                         0.329  0.487   0.07      0.944  1.198
    three, from sharper partials           0.341  0.488             0.944  1.198

Bands that are met exactly are no better: on half of the sounds, 30 steps have 0.390 and 0.537, as 4 steps do (0.003
and 0.096 of bands). The rest is how a band's power lies within it, which its level does not say.
"""

from functools import lru_cache

import torch

from vae.sound.inverse.texture import EPSILON, gathering, grain, noisiness, root, spreading
from vae.sound.spectrogram import SpectrogramConfig, scaled_to_power, spectrogram_to_magnitude

EXPONENT = 1.3
"""Of the correction: over 1, because spreading it over overlapping bands blurs it too."""

DEPTH = 1.4
"""Of the grain in dB. Its own is too shallow: divided by the level of its bands it varies less, and rounds of phase
smooth what is left. Flatness gap in dB of the 62 sounds, true and decoded by the shipped open-kits, at envelope errors
that differ by less than 0.02 dB: 0.210 and 0.698 with 1, 0.134 and 0.598 with 1.25, 0.117 and 0.570 with 1.4, 0.125 and
0.581 with 1.5."""

LEAST = 1e-20
"""Ratios of powers are no smaller: numbers below 1e-38 take ten times as long."""


@lru_cache(maxsize=8)
def _log_grain(config: SpectrogramConfig, seed: int) -> torch.Tensor:
    """(bins, hops): the logarithm of `texture.grain`, `DEPTH` times as deep, with a mean power of 1."""
    deep = DEPTH * grain(config, seed).clamp_min(EPSILON).log()
    return deep - deep.exp().mean(1, keepdim=True).log()


def magnitude_of_bins(spectrogram: torch.Tensor, config: SpectrogramConfig, *, seed: int = 0) -> torch.Tensor:
    """Magnitudes of the Fourier bins that have the bands of a scaled spectrogram, grained where it is noisy.

    Inverse, except for the phase: `waveform_to_spectrogram`.

    Args:
        spectrogram: float32 (num_bands, hops), 0 = floor; at most as many hops as the longest sound has.
        config: the settings it was made with.
        seed: seed of the noise, which is the same from the first hop on, however long the sound.

    Returns:
        float32 (num_bins, hops).
    """
    if config.bands == "bins":
        return spectrogram_to_magnitude(spectrogram[None], config)[0]
    gather, spread = gathering(config), spreading(config)
    power = scaled_to_power(spectrogram, config)
    found = spread @ power
    found *= (spread @ noisiness(power)).mul_(_log_grain(config, seed)[:, : power.shape[-1]]).exp_()
    lost = power.div_((gather @ found).clamp_min_(EPSILON)).clamp_min_(LEAST)
    found *= spread @ lost.log_().mul_(EXPONENT).exp_()  # a quarter of the time of `pow`
    return root(found).mul_(10 ** (config.full_scale_db / 20))
