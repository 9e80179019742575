"""The pattern as a MIDI file, on the keys of `explorer.kit.sfz`."""

import io
from collections.abc import Sequence

import mido

from explorer.kit.kit import Pattern
from explorer.kit.loop import step_beats
from explorer.kit.sfz import FIRST_NOTE

DRUM_CHANNEL = 9
TICKS_PER_BEAT = 480
NOTE_TICKS = 60


def midi_bytes(pattern: Pattern, pads: Sequence[int]) -> bytes:
    """Returns the pattern as a MIDI file of one bar, on the drum channel and the keys of `sfz_text`, swing included.

    Args:
        pattern: the pattern.
        pads: indices of the pads that hold a sound; the others are left out.
    """
    events = []
    for pad in pads:
        for step, velocity in enumerate(pattern.steps[pad]):
            if velocity:
                start = round(step_beats(step, pattern.swing) * TICKS_PER_BEAT)
                events.append((start, 1, pad, velocity))
                events.append((start + NOTE_TICKS, 0, pad, 0))
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("track_name", name="Hitmap"))
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(pattern.tempo)))
    track.append(mido.MetaMessage("time_signature", numerator=4, denominator=4))
    now = 0
    for start, on, pad, velocity in sorted(events):
        kind, note = ("note_on" if on else "note_off"), FIRST_NOTE + pad
        track.append(mido.Message(kind, channel=DRUM_CHANNEL, note=note, velocity=velocity, time=start - now))
        now = start
    track.append(mido.MetaMessage("end_of_track", time=4 * TICKS_PER_BEAT - now))
    buffer = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_BEAT, tracks=[track]).save(file=buffer)
    return buffer.getvalue()
