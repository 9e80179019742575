"""Numbered folders, for hardware samplers that read WAV files and nothing else: one for each pad, with its takes."""

from collections.abc import Mapping

from explorer.kit.levelling import AS_IS
from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.voices import played
from explorer.kit.wav import plain_wav


def numbered_folders(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes the sounds in folders such as "01-snare": the sound itself is 01.wav, its variations follow.

    They hold no tags, which some samplers stumble over. Level and place of the pads are in them, as no file beside them
    could say it; at full scale or equally loud they are without the levels, which would undo that.
    """
    mixed = kit.options.level == AS_IS
    return {
        f"{pad.folder}/{number:02d}.wav": plain_wav(
            played(kit, pad, take.waveform, mixed=mixed),
            kit.options.sample_rate,
            bit_depth=kit.options.bit_depth,
        )
        for pad in kit.pads
        for number, take in enumerate(pad.takes, 1)
    }
