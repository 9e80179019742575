"""The beat as a MIDI file, on the keys of `explorer.kit.notes`."""

import io
from collections.abc import Mapping

import mido

from explorer.kit.hits import BEATS, bars, hits
from explorer.kit.kit import Kit

DRUM_CHANNEL = 9
TICKS_PER_BEAT = 480
NOTE_TICKS = 60


def midi_bytes(kit: Kit, notes: Mapping[int, int]) -> bytes:
    """Returns one round of a kit's song as a MIDI file on the drum channel, swing included.

    Args:
        kit: the kit.
        notes: the key of each pad that holds a sound.
    """
    events = []
    for hit in hits(kit):
        start, note = round(hit.beat * TICKS_PER_BEAT), notes[hit.pad]
        end = min(start + NOTE_TICKS, round(hit.ends * TICKS_PER_BEAT))
        events.append((start, 1, note, hit.velocity))
        events.append((end, 0, note, 0))
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("track_name", name="Hitmap"))
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(kit.pattern.tempo)))
    track.append(mido.MetaMessage("time_signature", numerator=4, denominator=4))
    now = 0
    for start, on, note, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=DRUM_CHANNEL, note=note, velocity=velocity, time=start - now))
        now = start
    track.append(mido.MetaMessage("end_of_track", time=max(0, bars(kit) * BEATS * TICKS_PER_BEAT - now)))
    buffer = io.BytesIO()
    mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_BEAT, tracks=[track]).save(file=buffer)
    return buffer.getvalue()
