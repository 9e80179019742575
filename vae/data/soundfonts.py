"""Single sounds from SoundFont files (.sf2), as further sounds to train on.

Needs sf2utils, which only training needs. From a General MIDI font it takes the drums of bank 128 and the
plucked, struck and effect instruments; from any other font, every sample.
"""

import logging
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae.sound.audio import AudioError

if TYPE_CHECKING:
    from sf2utils.sample import Sf2Sample
    from sf2utils.sf2parse import Sf2File

DRUM_BANK = 128
# General MIDI: keyboards and mallets, guitars and basses, pizzicato to timpani, orchestra hit,
# sitar to kalimba, percussion and sound effects.
STRUCK_PROGRAMS = frozenset([*range(16), *range(24, 40), 45, 46, 47, 55, *range(104, 109), *range(112, 128)])
MAX_SECONDS = 8.0
LOOP_SECONDS = 1.0


@dataclass(frozen=True)
class FontSample:
    """One sample of a font: its index there, its name, (samples,) float32 in [-1, 1], its rate in Hz.

    Of a stereo pair, `waveform` is the mean, and `stereo` holds the two, left and right: (2, samples).
    """

    index: int
    name: str
    waveform: np.ndarray
    sample_rate: int
    stereo: np.ndarray | None = None


def read_soundfont(path: Path, *, only: int | None = None) -> list[FontSample]:
    """Reads the samples of a font: stereo pairs also mixed to mono, looped ones ringing for a second.

    Args:
        path: The .sf2 file.
        only: Index of a single sample to read.

    Raises:
        AudioError: sf2utils is not installed, or the file is not a readable font.
    """
    try:
        from sf2utils.sf2parse import Sf2File
    except ImportError:
        raise AudioError("A soundfont is read only where the package sf2utils is installed.") from None
    logging.getLogger().addFilter(_is_no_remark_on_a_sample)  # never removed: several threads read fonts
    try:
        with path.open("rb") as file:
            font = Sf2File(file)
            headers = font.samples[:-1]  # The last one is a sentinel.
            wanted = _wanted(font, len(headers)) if only is None else {only} & {*range(len(headers))}
            partners = {i: _partner(headers, i) for i in wanted}
            firsts = [i for i in sorted(wanted) if (other := partners[i]) not in wanted or i < (other or 0)]
            return [_sample(headers, i, partners[i]) for i in firsts]
    except (OSError, ValueError, LookupError, AttributeError, TypeError, EOFError, struct.error) as error:
        raise AudioError(f"{path.name} is not a soundfont that can be read.") from error


def _is_no_remark_on_a_sample(record: logging.LogRecord) -> bool:
    """False for the parser's warnings, which call the loop of every one-shot too short."""
    return not record.getMessage().startswith(("Sample ", "Bag "))


def _wanted(font: "Sf2File", num_samples: int) -> set[int]:
    presets = [preset for preset in font.presets if preset.bags]
    if not any(preset.bank == DRUM_BANK for preset in presets):
        return {*range(num_samples)}
    index_of = {id(sample): index for index, sample in enumerate(font.samples[:num_samples])}
    return {
        index_of[id(sample)]
        for preset in presets
        if preset.bank == DRUM_BANK or (preset.bank == 0 and preset.preset in STRUCK_PROGRAMS)
        for instrument in preset.instruments
        if instrument is not None
        for sample in instrument.samples
        if id(sample) in index_of
    }


def _partner(headers: "list[Sf2Sample]", index: int) -> int | None:
    """The other channel of a stereo pair: adjacent, with the same name, length and rate (links are often empty)."""
    if headers[index].is_mono:
        return None
    for other in (index - 1, index + 1):
        if 0 <= other < len(headers) and _pair_key(headers[other]) == _pair_key(headers[index]):
            return other
    return None


def _pair_key(header: "Sf2Sample") -> tuple[str, int, int, bool]:
    return _plain_name(header), header.duration, header.sample_rate, bool(header.is_mono)


def _plain_name(header: "Sf2Sample") -> str:
    """The name without "(L)", which may be cut short by a font's limit of 20 letters."""
    return re.sub(r"\s*\([LR]?\)?$", "", header.name.strip())


def _sample(headers: "list[Sf2Sample]", index: int, partner: int | None) -> FontSample:
    header = headers[index]
    pair = [index] if partner is None else sorted((index, partner), key=lambda one: not headers[one].is_left)
    channels = np.stack([_samples_of(headers[one]) for one in pair])
    limit = int(MAX_SECONDS * header.sample_rate)
    start, end = header.start_loop, header.end_loop
    if 32 <= start < end - 32 and end <= channels.shape[1] < limit:
        ringing = int(LOOP_SECONDS * header.sample_rate)
        channels = np.stack([_ring_out(one[:end], start, ringing) for one in channels])
    channels = channels[:, :limit]
    mono: np.ndarray = channels.mean(axis=0, dtype=np.float32)
    stereo = None if partner is None else channels
    return FontSample(index, _plain_name(header), mono, header.sample_rate, stereo)


def _samples_of(header: "Sf2Sample") -> np.ndarray:
    raw = np.frombuffer(header.raw_sample_data, dtype=np.uint8)
    if header.sample_width == 2:
        return raw.view("<i2").astype(np.float32) / 2**15
    padded = np.pad(raw.reshape(-1, 3), ((0, 0), (1, 0)))  # (samples, 4 bytes), the lowest one 0
    return padded.reshape(-1).view("<i4").astype(np.float32) / 2**31


def _ring_out(waveform: np.ndarray, loop_start: int, length: int) -> np.ndarray:
    """Repeats the loop, fading by 60 dB over `length` samples, as a player would."""
    rounds = int(np.ceil(length / (len(waveform) - loop_start)))
    tail = np.tile(waveform[loop_start:], rounds)[:length]
    return np.concatenate([waveform, tail * 10 ** (-3.0 * np.arange(length, dtype=np.float32) / length)])
