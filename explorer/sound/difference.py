"""How a decoded sound differs from its original: in each musical band, overall, and in a musician's words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.sound.channels import Waves
from vae.sound.descriptors import describe, descriptor_names
from vae.sound.measures import ENVELOPE_BANDS, envelope_error_cells
from vae.sound.measures.mel import mel_frequencies
from vae.sound.stereo.width import width_db

BANDS = (
    ("sub", 0, 80),
    ("bass", 80, 250),
    ("low mids", 250, 800),
    ("mids", 800, 2500),
    ("highs", 2500, 8000),
    ("air", 8000, 24_000),
)
"""Names and limits in Hz, as on the equaliser of a mixing desk."""

VERDICTS = (
    (1.0, "Hard to tell from the original."),
    (2.0, "Close to the original."),
    (4.0, "The same kind of sound, but clearly different."),
    (np.inf, "Far from the original."),
)
"""Limits of the envelope error in dB, and the verdict below each; most people just hear a change of about 1 dB."""

NOTICEABLE_DB, NOTICEABLE_RATIO, NOTICEABLE_MS, NOTICEABLE_WIDTH_DB = 1.5, 1.15, 5.0, 2.0


@dataclass(frozen=True)
class Band:
    """The error in one musical band.

    Attributes:
        name, low_hz, high_hz: as in `BANDS`.
        error_db: mean absolute envelope error; None if both sounds are silent.
        excess_db: mean error, above 0 if the decoded sound is too loud; None if both sounds are silent.
    """

    name: str
    low_hz: int
    high_hz: int
    error_db: float | None
    excess_db: float | None


def band_errors(
    reference: NDArray[np.float32], decoded: NDArray[np.float32], sample_rate: int
) -> tuple[Band, ...]:
    """The envelope error of `vae.sound.measures` in each musical band.

    Args:
        reference: (samples,), the original.
        decoded: (samples,), compared at equal energy.
        sample_rate: sample rate of both, in Hz.

    Returns:
        One `Band` for each of `BANDS`.
    """
    cells = envelope_error_cells(reference, decoded, sample_rate)  # (24, blocks)
    edges = mel_frequencies(ENVELOPE_BANDS + 2, sample_rate / 2)
    centres = edges[1:-1]
    found = []
    for name, low, high in BANDS:
        inside = cells[(centres >= low) & (centres < high)]
        heard = inside.count() > 0
        error, excess = (float(np.abs(inside).mean()), float(inside.mean())) if heard else (None, None)
        found.append(Band(name, low, high, error, excess))
    return tuple(found)


def in_words(
    reference: NDArray[np.float32], decoded: NDArray[np.float32], sample_rate: int, error_db: float
) -> list[str]:
    """Describes the difference as a musician would; the first sentence is the overall verdict.

    Args:
        reference: (samples,), the original.
        decoded: (samples,).
        sample_rate: sample rate of both, in Hz.
        error_db: `vae.sound.measures.envelope_db` of the two.

    Returns:
        Sentences, at least one.
    """
    said = [next(text for limit, text in VERDICTS if error_db < limit)]
    bands = band_errors(reference, decoded, sample_rate)
    excesses = [(band.excess_db, band.name) for band in bands if band.excess_db is not None]
    excess, name = max(excesses, key=lambda pair: abs(pair[0]), default=(0.0, ""))
    if abs(excess) >= NOTICEABLE_DB:
        said.append(f"{'Too much' if excess > 0 else 'Too little'} {name}: {abs(excess):.1f} dB.")
    names = descriptor_names()
    theirs, ours = (dict(zip(names, describe(one, sample_rate), strict=True)) for one in (reference, decoded))
    for name, more, less in (("brightness", "Brighter", "Duller"), ("decay", "Rings longer", "Ends earlier")):
        ratio = float(ours[name] / max(theirs[name], 1e-6))
        if max(ratio, 1 / max(ratio, 1e-6)) >= NOTICEABLE_RATIO:
            share = abs(ratio - 1)
            said.append(f"{more if ratio > 1 else less}, by {share:.0%}.")
    later = float(ours["attack"] - theirs["attack"])
    if abs(later) >= NOTICEABLE_MS:
        said.append(f"{'Softer' if later > 0 else 'Harder'} attack, by {abs(later):.0f} ms.")
    return said


def width_in_words(reference: Waves, decoded: Waves, sample_rate: int) -> list[str]:
    """Describes how much wider or narrower a sound is than its original; no sentence where that is hardly heard.

    Args:
        reference: (samples,), or (2, samples) for stereo: the original.
        decoded: likewise, of any length.
        sample_rate: sample rate of both, in Hz.
    """
    wider = width_db(decoded, sample_rate) - width_db(reference, sample_rate)
    if abs(wider) < NOTICEABLE_WIDTH_DB:
        return []
    return [f"{'Wider' if wider > 0 else 'Narrower'}, by {abs(wider):.0f} dB."]
