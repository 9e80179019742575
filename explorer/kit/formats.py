"""The file formats of an exported kit: each is a function from a rendered kit to files, listed in `FORMATS`."""

from collections.abc import Callable, Mapping

from explorer.kit.loop import mix_loop
from explorer.kit.midi import midi_bytes
from explorer.kit.rendered import RenderedKit
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from vae.recipes.text import to_json

KitFormat = Callable[[RenderedKit], Mapping[str, bytes]]
"""Returns the files of one format by name, empty if the kit has nothing for it; the same kit gives the same bytes."""


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


def sfz_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes an instrument for samplers that read SFZ."""
    pads = [(pad.index, [take.name for take in pad.played], pad.sound.level) for pad in kit.pads]
    return {"kit.sfz": sfz_text(pads).encode("utf-8")}


def midi_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes the pattern as MIDI, if it has a hit."""
    if not kit.is_played:
        return {}
    return {"pattern.mid": midi_bytes(kit.pattern, [pad.index for pad in kit.pads])}


def loop_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes the pattern as audio, if it has a hit."""
    if not kit.is_played:
        return {}
    options = kit.options
    hits = {pad.index: [take.waveform for take in pad.played] for pad in kit.pads}
    levels = {pad.index: pad.sound.level for pad in kit.pads}
    rows = range(len(kit.pattern.steps))
    mixed = mix_loop(
        [hits.get(row, []) for row in rows],
        [levels.get(row, 0.0) for row in rows],
        kit.pattern,
        options.sample_rate,
        bars=options.bars,
    )
    tags = {"title": "Loop", "comment": f"{kit.pattern.tempo:g} bpm"}
    wav = tagged_wav(mixed, options.sample_rate, bit_depth=options.bit_depth, whole=True, **tags)
    return {"loop.wav": wav}


FORMATS: tuple[KitFormat, ...] = (wav_files, sfz_file, midi_file, loop_file)
"""Every format that is written alongside recipes.json."""
