"""The files in an exported kit, each as a pure function: tagged WAV, SFZ and MIDI.

SFZ: https://sfzformat.com. RIFF INFO: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications",
1991.
"""

import io
import re
import struct
from collections.abc import Sequence

import mido
import numpy as np
from numpy.typing import NDArray

from explorer.kit.kit import Pattern
from explorer.kit.loop import step_beats
from vae.sound.audio import wav_bytes

FIRST_NOTE = 36
DRUM_CHANNEL = 9
TICKS_PER_BEAT = 480
NOTE_TICKS = 60
PEAK = 0.999


def tagged_wav(
    waveform: NDArray[np.float32],
    sample_rate: int,
    *,
    bit_depth: int,
    title: str,
    comment: str,
    whole: bool = False,
) -> bytes:
    """A mono WAV file that names itself: title and comment as RIFF INFO (INAM, ICMT), in UTF-8.

    libsndfile writes these too, but drops a comment of more than some kilobytes, which a recipe may have.

    Args:
        waveform: (samples,); turned down where its peak passes 0.999.
        sample_rate: in Hz.
        bit_depth: 16 or 24.
        title: of the sound.
        comment: its recipe.
        whole: keep the silence at its end, which is left out otherwise.
    """
    loud = np.flatnonzero(np.abs(waveform) >= 2.0**-bit_depth)
    kept = waveform if whole else waveform[: loud[-1] + 1 if len(loud) else 1]
    wav = wav_bytes(kept * min(1.0, PEAK / max(np.abs(kept).max(), 1e-9)), sample_rate, bit_depth=bit_depth)
    info = b"INFO" + b"".join(
        _chunk(name, text.encode("utf-8") + b"\0")
        for name, text in ((b"INAM", title), (b"ICMT", comment), (b"ISFT", "Hitmap"))
    )
    body = wav[8:] + b"\0" * (len(wav) % 2) + _chunk(b"LIST", info)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def file_stem(number: int, label: str, name: str) -> str:
    """What to call a pad's file: "01-kick-808-long", plain ASCII, for pad 1 with a kick named "808 long"."""
    label, name = (re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") for text in (label, name))
    whole = name if name.startswith(label) else f"{label}-{name}".strip("-")
    return f"{number:02d}-{whole[:60].strip('-') or 'sound'}"


def sfz_text(pads: Sequence[tuple[int, Sequence[str], float]]) -> str:
    """An SFZ instrument: each pad on a key from C2 (MIDI note 36) on; several files of a pad take turns.

    Args:
        pads: (index of the pad from 0, its file names, its level in dB).
    """
    lines = ["// Made with Hitmap; recipes.json opens this kit there again.", ""]
    lines += ["<global> loop_mode=one_shot amp_veltrack=100 ampeg_release=0.05", ""]
    for index, names, level in pads:
        note = FIRST_NOTE + index
        turns = f" seq_length={len(names)}" if len(names) > 1 else ""
        lines.append(f"<group> key={note} pitch_keycenter={note} volume={level:.2f}{turns}")
        for position, name in enumerate(names, 1):
            lines.append(f"<region> sample={name}" + (f" seq_position={position}" if turns else ""))
    return "\n".join(lines) + "\n"


def midi_bytes(pattern: Pattern, pads: Sequence[int]) -> bytes:
    """The pattern as a MIDI file of one bar, on the drum channel and on the keys of `sfz_text`, swing included.

    Args:
        pattern: what is played.
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
