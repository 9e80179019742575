"""The formats that a kit is exported in, listed in `FORMATS`: each is a function from a rendered kit to files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from explorer.kit.kit import PADS
from explorer.kit.loop import mix_loop
from explorer.kit.midi import midi_bytes
from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.ableton import ableton_files
from explorer.kit.samplers.decent import decent_files
from explorer.kit.samplers.folders import numbered_folders
from explorer.kit.samplers.hydrogen import hydrogen_files
from explorer.kit.samplers.mpc import mpc_files
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from vae.recipes.sheet import KitError
from vae.recipes.text import to_json

Write = Callable[[RenderedKit], Mapping[str, bytes]]
"""Returns files by name, none if the kit has nothing for them; the same kit gives the same bytes."""


@dataclass(frozen=True)
class KitFormat:
    """A format of a kit.

    Attributes:
        name: what requests call it; it never changes.
        title: what people call it.
        words: one line on who reads it, and how.
        write: writes its files.
    """

    name: str
    title: str
    words: str
    write: Write


def wav_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes every take as a WAV file tagged with its name and recipe."""
    options = kit.options
    return {
        take.name: tagged_wav(
            take.waveform,
            options.sample_rate,
            bit_depth=options.bit_depth,
            title=pad.sound.name,
            comment=to_json(take.recipe),
        )
        for pad in kit.pads
        for take in pad.takes
    }


def sfz_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes an instrument for samplers that read SFZ, and its sounds."""
    pads = [(pad.index, pad.note, [take.name for take in pad.played], pad.sound) for pad in kit.pads]
    return {**wav_files(kit), f"{kit.options.stem}.sfz": sfz_text(pads).encode("utf-8")}


def midi_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes the beat as MIDI, if it has a hit."""
    if not kit.is_played:
        return {}
    return {"pattern.mid": midi_bytes(kit.kit, {pad.index: pad.note for pad in kit.pads})}


def loop_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes the beat as audio, if it has a hit."""
    if not kit.is_played:
        return {}
    options = kit.options
    takes = {pad.index: [take.waveform for take in pad.played] for pad in kit.pads}
    mixed = mix_loop(
        [takes.get(pad, []) for pad in range(PADS)],
        kit.kit,
        options.sample_rate,
        bars=options.bars,
        mono=options.mono,
    )
    tags = {"title": "Loop", "comment": f"{kit.kit.pattern.tempo:g} bpm"}
    wav = tagged_wav(mixed, options.sample_rate, bit_depth=options.bit_depth, whole=True, **tags)
    return {"loop.wav": wav}


FORMATS: tuple[KitFormat, ...] = (
    KitFormat("sfz", "SFZ and WAV", "sforzando, sfizz, Bitwig and most samplers", sfz_files),
    KitFormat("decentsampler", "DecentSampler", "A preset for the free plug-in", decent_files),
    KitFormat("hydrogen", "Hydrogen", "A drum kit to import there", hydrogen_files),
    KitFormat("mpc", "Akai MPC", "A drum program for MPC and Force", mpc_files),
    KitFormat("ableton", "Ableton Live", "A Drum Rack for Live 12.1 and later", ableton_files),
    KitFormat("folders", "Numbered folders", "Plain WAV files for hardware samplers", numbered_folders),
)
"""Every format that a kit can be exported in; the first one is usual."""

ALWAYS: tuple[Write, ...] = (midi_file, loop_file)
"""What every export holds, besides recipes.json."""


def format_named(name: str) -> KitFormat:
    """Returns the format of a name.

    Raises:
        KitError: there is none.
    """
    for known in FORMATS:
        if known.name == name:
            return known
    raise KitError(f"A kit is exported as one of {', '.join(known.name for known in FORMATS)}.")
