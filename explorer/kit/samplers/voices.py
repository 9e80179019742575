"""A kit as any sampler understands it: pads with a key, sounds to play in turn, a level, a place and a choke group.

Pitch and decay, which every sampler shapes in its own way, are in the sounds already, so that all agree with the page.
SFZ, whose curves are known, has them as opcodes instead: `explorer.kit.sfz`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explorer.kit.loop import as_played
from explorer.kit.mix import Strip, mix
from explorer.kit.rendered import RenderedKit, RenderedPad
from explorer.kit.wav import tagged_wav, without_end
from vae.recipes.text import to_json


@dataclass(frozen=True, eq=False)
class Voice:
    """A pad of an instrument.

    Attributes:
        pad: the pad.
        files: the file names that its hits use in turn.
        strip: its level, place and choke group; pitch and decay are in the sounds.
        frames: length of each file in samples.
    """

    pad: RenderedPad
    files: tuple[str, ...]
    strip: Strip
    frames: tuple[int, ...]

    @property
    def name(self) -> str:
        """The name of the pad."""
        return self.pad.sound.name

    @property
    def note(self) -> int:
        """Its MIDI note."""
        return self.pad.note

    @property
    def level_db(self) -> float:
        """Its level in dB."""
        return self.pad.sound.level

    @property
    def pan(self) -> float:
        """Its place, from -1, left, to 1, right."""
        return self.pad.sound.pan


def voices(kit: RenderedKit, folder: str = "") -> tuple[tuple[Voice, ...], Mapping[str, bytes]]:
    """Returns the pads of a kit, and their sounds as WAV files by name, in a folder."""
    found, files = [], {}
    for pad in kit.pads:
        frames = []
        for take in pad.played:
            waveform = played(kit, pad, take.waveform)
            files[folder + take.name] = tagged_wav(
                waveform,
                kit.options.sample_rate,
                bit_depth=kit.options.bit_depth,
                title=pad.sound.name,
                comment=to_json(take.recipe),
                whole=True,
            )
            frames.append(waveform.shape[-1])
        found.append(Voice(pad, tuple(take.name for take in pad.played), _strip(kit, pad), tuple(frames)))
    return tuple(found), files


def played(
    kit: RenderedKit, pad: RenderedPad, waveform: NDArray[np.float32], *, mixed: bool = False
) -> NDArray[np.float32]:
    """Returns a sound with its pad's pitch and decay, without silence at its end.

    Args:
        kit: the kit.
        pad: the pad.
        waveform: one of its takes.
        mixed: with its level and place as well.
    """
    strip = _strip(kit, pad)
    if not mixed:
        strip = replace(strip, gain=1.0, left=1.0, right=1.0)
    options = kit.options
    return without_end(as_played(waveform, strip, options.sample_rate, mono=options.mono), options.bit_depth)


def _strip(kit: RenderedKit, pad: RenderedPad) -> Strip:
    strip = mix(kit.kit)[pad.index]
    if strip is None:
        raise ValueError("A rendered pad holds a sound.")
    return strip
