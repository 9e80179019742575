"""What an exported kit holds. A kit format is a function from a rendered kit to files, and an entry in `FORMATS`."""

from collections.abc import Callable, Mapping

from explorer.kit.loop import mix_loop
from explorer.kit.midi import midi_bytes
from explorer.kit.rendered import RenderedKit
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from vae.recipes.text import to_json

KitFormat = Callable[[RenderedKit], Mapping[str, bytes]]
"""The files of one format by name; none where the kit has nothing for it. The same kit gives the same bytes."""


def wav_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Every take as a WAV file that names its sound and its recipe."""
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
    """An instrument for samplers that read SFZ."""
    pads = [(pad.index, [take.name for take in pad.played], pad.sound.level) for pad in kit.pads]
    return {"kit.sfz": sfz_text(pads).encode("utf-8")}


def midi_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """The pattern as MIDI, if it has a hit."""
    if not kit.is_played:
        return {}
    return {"pattern.mid": midi_bytes(kit.pattern, [pad.index for pad in kit.pads])}


def loop_file(kit: RenderedKit) -> Mapping[str, bytes]:
    """The pattern as sound, if it has a hit."""
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
"""All that is written beside recipes.json."""
