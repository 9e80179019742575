"""Draws what lies between two sounds: a row of spectrograms for each way to mix, above one for the truth."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np

from vae.checkpoint.codec import Codec
from vae.data.dataset import Dataset
from vae.data.triples import CHANGES, tom
from vae.drum_machine.parts import SAMPLE_RATE
from vae.evaluate.between import TRUTH, Bench
from vae.evaluate.pictures import with_palette
from vae.library.library import Library
from vae.recipes.kinds import Latent, Mix
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
WAYS = tuple(dict.fromkeys(("crossfade", "lerp", DEFAULT_INTERPOLATION)))
TOM_HZ = 200.0
PITCHED = ("tom", "conga", "cowbell", "rim", "kick", "snare")
"""The labels to choose a real sound from, the most welcome first."""
SECONDS, HIGHEST_HZ, RANGE_DB = 0.5, 1_200.0, 50.0


class Morph(NamedTuple):
    """A way from one sound to another that is known.

    Attributes:
        title: what is shown above it.
        truth: the sound (samples,) at a share of the way, 0 to 1.
        sample_rate: in Hz.
    """

    title: str
    truth: Callable[[float], np.ndarray]
    sample_rate: int


def between_picture(codec: Codec, library: Library, unheard: Dataset) -> bytes:
    """Draws a low tom that becomes a high one, and a real sound from five semitones down to five up.

    Args:
        codec: the model.
        library: its library.
        unheard: real sounds that training never saw; without one, only the tom is drawn.

    Returns:
        A PNG file.
    """
    from matplotlib.figure import Figure

    bench = Bench(codec, library)
    morphs = [
        Morph(f"Tom, {TOM_HZ:g} to {2 * TOM_HZ:g} Hz", lambda share: tom(TOM_HZ * 2**share), SAMPLE_RATE)
    ]
    if len(unheard):
        morphs.append(_retuned(unheard, codec.sample_rate))
    figure = Figure(figsize=(5.4 * len(morphs) + 0.6, 1.2 * (len(WAYS) + 1) + 0.7), layout="constrained")
    parts = figure.subfigures(1, len(morphs), squeeze=False)[0]
    for number, (part, morph) in enumerate(zip(parts, morphs, strict=True)):
        part.suptitle(morph.title, fontsize=10)
        axes = part.subplots(len(WAYS) + 1, len(SHARES), sharex=True, sharey=True, squeeze=False)
        for row, (way, sounds) in zip(axes, ladder(bench, morph).items(), strict=True):
            _draw(row, codec, sounds)
            if number == 0:
                row[0].set_ylabel(f"{way}\n(default)" if way == DEFAULT_INTERPOLATION else way, fontsize=9)
        for axis, share in zip(axes[-1], SHARES, strict=True):
            axis.set_xlabel(f"{share:.0%}", fontsize=8)
    raw = io.BytesIO()
    figure.savefig(raw, dpi=100, format="png")
    return with_palette(raw)


def ladder(bench: Bench, morph: Morph) -> dict[str, np.ndarray]:
    """The sounds (shares, samples) on the way from the one end to the other, by each of `WAYS` and in truth."""
    truth = bench.prepared([morph.truth(share) for share in SHARES], morph.sample_rate)
    first, last = (Latent.from_array(z) for z in bench.codec.encode([truth[0], truth[-1]], bench.rate))
    found = {
        way: np.stack(
            [bench.heard(Mix((first, last), (1 - share, share), cast(Any, way))) for share in SHARES]
        )
        for way in WAYS
    }
    return found | {TRUTH: truth}


def _retuned(unheard: Dataset, sample_rate: int) -> Morph:
    """The most welcome of the sounds, retuned."""
    ranks = [PITCHED.index(label) if label in PITCHED else len(PITCHED) for label in unheard.labels]
    chosen = int(np.argmin(ranks))
    change, (low, _, high) = CHANGES["retuned"]
    waveform = np.asarray(unheard.waveforms[chosen])
    return Morph(
        f"{unheard.names[chosen]}, {-low:g} semitones down to {high:g} up",
        lambda share: change(waveform, sample_rate, low + share * (high - low)),
        sample_rate,
    )


def _draw(row: "np.ndarray[Any, np.dtype[Any]]", codec: Codec, sounds: np.ndarray) -> None:
    numbers = codec.spectrogram_config
    bands = int(np.searchsorted(numbers.band_frequencies(), HIGHEST_HZ))
    frames = round(SECONDS * numbers.sample_rate / numbers.hop_length)
    for axis, sound in zip(row, sounds, strict=True):
        levels = codec.spectrogram(sound)[:bands, :frames]
        lowest = levels.max() - RANGE_DB / numbers.range_db
        axis.imshow(levels, origin="lower", aspect="auto", cmap="magma", vmin=lowest, vmax=levels.max())
        axis.set_xticks([])
        axis.set_yticks([])
