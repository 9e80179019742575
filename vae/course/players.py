"""Players of sounds, side by side in a notebook: as loud as each other, so that the ear compares the rest."""

import base64
import html
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vae.sound.audio import wav_bytes
from vae.sound.levels import PEAK, match_level


def players(sounds: Mapping[str, NDArray[np.float32]], sample_rate: int) -> str:
    """A row of players as HTML, by title; every sound has the energy of the first.

    Args:
        sounds: (samples,) or (2, samples) each.
        sample_rate: of all, in Hz.
    """
    first = next(iter(sounds.values()))
    levelled = [match_level(one, first) for one in sounds.values()]
    loudest = max((float(np.abs(one).max()) for one in levelled), default=0.0)
    gain = PEAK / loudest if loudest > 0 else 1.0
    parts = []
    for title, sound in zip(sounds, levelled, strict=True):
        data = base64.b64encode(wav_bytes(sound * np.float32(gain), sample_rate)).decode()
        player = f'<audio controls preload="auto" style="width: 210px" src="data:audio/wav;base64,{data}">'
        parts.append(
            f'<figure style="margin: 4px"><figcaption>{html.escape(title)}</figcaption>{player}</audio></figure>'
        )
    return f'<div style="display: flex; flex-wrap: wrap">{"".join(parts)}</div>'


def play(sounds: Mapping[str, NDArray[np.float32]], sample_rate: int) -> None:
    """Shows `players` below a cell."""
    from IPython.display import HTML, display

    display(HTML(players(sounds, sample_rate)))  # type: ignore[no-untyped-call]
