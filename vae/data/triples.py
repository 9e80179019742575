"""Truth about what lies between two sounds: pairs of ends, and the sound that really is half way between them.

Three sources of truth cost nothing: two settings of one engine of the drum machine and the setting half way; a sound
that is retuned, re-damped or re-tilted both ways; and drums made of a few sines at two pitches. Knows no model.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.engine import Engine, Range, spread
from vae.drum_machine.parts import NUM_SAMPLES, SAMPLE_RATE
from vae.drum_machine.sound import DrumSound, synthesize
from vae.sound.audio import Wave, to_one_shot
from vae.sound.levels import PEAK
from vae.sound.measures import FINE, envelope_db

HELD_OUT_ENGINES = (
    ("kick", "fm"),
    ("snare", "two_bands"),
    ("tom", "bridged_t"),
    ("closed_hat", "ring"),
    ("open_hat", "noise"),
    ("cymbal", "ride"),
    ("clap", "crowd"),
    ("conga", "bongo"),
    ("cowbell", "agogo"),
    ("rim", "clave"),
    ("shaker", "cabasa"),
    ("fx", "zap"),
)
"""Label and name of the engines that nothing learns to mix from, so that mixing is measured on sounds of a new kind."""

HALF_WAY = (0.0, 0.5, 1.0)
MOVED = 3
"""Two settings of one engine differ in at most this many parameters: one drum, tuned and damped in two ways."""
LEAST_GAP_DB = 4.0
TRIES = 200
TILT_CENTRE_HZ, TILT_LOWEST_HZ, TILT_RANGE = 700.0, 40.0, 1e3
FADE_SECONDS = 0.005


@dataclass(frozen=True, eq=False)
class Triple:
    """Two sounds and the one that is half way between them.

    Attributes:
        kind: what the three differ in.
        ends: (2, samples) float32, peak 0.95, onset at the start; at 44.1 kHz, or at the rate that was asked for.
        middle: (samples,), likewise.
        middle_hz: the fundamental of the middle, where it has one that is known.
    """

    kind: str
    ends: Wave
    middle: Wave
    middle_hz: float | None = None


def engines(*, held_out: bool) -> list[Engine]:
    """The engines of `HELD_OUT_ENGINES`, or all others; those that rise have no place in either."""
    return [
        engine
        for label, family in ENGINES.items()
        for name, engine in family.items()
        if not engine.rises and ((label, name) in HELD_OUT_ENGINES) == held_out
    ]


def settings_line(
    engine: Engine,
    ranges: Mapping[str, Range],
    rng: np.random.Generator,
    shares: Sequence[float],
    seeds: Sequence[int],
    *,
    moved: int,
) -> Wave:
    """Sounds of one engine on the way from one random setting to another.

    Args:
        engine: makes them.
        ranges: those of its parameters, and of the parts of the chain that are on.
        rng: draws both settings.
        shares: how far on the way each sound is, 0 to 1; times, frequencies and ratios move evenly in octaves.
        seeds: the seed of each.
        moved: the number of parameters in which the settings differ, at most all.

    Returns:
        (shares, samples) float32.
    """
    names = list(ranges)
    first, second = rng.uniform(size=(2, len(names)))
    stay = np.ones(len(names), bool)
    stay[rng.choice(len(names), min(moved, len(names)), replace=False)] = False
    second[stay] = first[stay]

    def at(share: float, seed: int) -> Wave:
        places = (1 - share) * first + share * second
        settings = {
            name: spread(name, *ranges[name], float(place)) for name, place in zip(names, places, strict=True)
        }
        return synthesize(DrumSound(engine.label, engine.name, settings, seed, "between", "between"))

    return np.stack([at(share, seed) for share, seed in zip(shares, seeds, strict=True)])


def synthesised(
    engine: Engine, rng: np.random.Generator, shares: Sequence[float] = HALF_WAY, *, moved: int = MOVED
) -> Wave:
    """`settings_line` of an engine without effects, all sounds with one seed: (shares, samples) float32."""
    seeds = [int(rng.integers(2**31 - 1))] * len(shares)
    return settings_line(engine, engine.ranges, rng, shares, seeds, moved=moved)


def synthesised_triples(kind: str, chosen: Sequence[Engine], each: int, *, seed: int) -> Iterator[Triple]:
    """`each` triples of every engine, their ends at least `LEAST_GAP_DB` apart; first one of each, then the next ones.

    An engine of which two settings are hardly ever so far apart gives fewer.
    """
    for turn in range(each):
        for number, engine in enumerate(chosen):
            rng = np.random.default_rng([seed, turn, number])
            for _ in range(TRIES):
                first, middle, last = (_one_shot(one) for one in synthesised(engine, rng))
                if envelope_db(first, last, SAMPLE_RATE, FINE) >= LEAST_GAP_DB:
                    yield Triple(kind, np.stack([first, last]), middle)
                    break


def retuned(waveform: Wave, sample_rate: int, semitones: float) -> Wave:
    """A sound (samples,) played faster by some semitones, or slower below 0: pitch and length together."""
    if semitones == 0:
        return _one_shot(waveform, sample_rate)
    moved = soxr.resample(waveform, sample_rate * 2 ** (semitones / 12), sample_rate)
    return _one_shot(moved, sample_rate, len(waveform))


def redamped(waveform: Wave, sample_rate: int, per_second: float) -> Wave:
    """A sound (samples,) times exp(-rate · time)."""
    time = np.arange(len(waveform)) / sample_rate
    return _one_shot(waveform * np.exp(-per_second * time), sample_rate)


def retilted(waveform: Wave, sample_rate: int, db_per_octave: float) -> Wave:
    """A sound (samples,) with the slope of its spectrum changed around 700 Hz, evenly above 40 Hz."""
    spectrum = np.fft.rfft(waveform, 2 * len(waveform))
    frequencies = np.fft.rfftfreq(2 * len(waveform), 1 / sample_rate)
    octaves = np.log2(np.maximum(frequencies, TILT_LOWEST_HZ) / TILT_CENTRE_HZ)
    gains = np.clip(10 ** (db_per_octave * octaves / 20), 1 / TILT_RANGE, TILT_RANGE)
    return _one_shot(np.fft.irfft(spectrum * gains)[: len(waveform)], sample_rate)


CHANGES: dict[str, tuple[Callable[[Wave, int, float], Wave], tuple[float, float, float]]] = {
    "retuned": (retuned, (-5.0, 0.0, 5.0)),
    "re-damped": (redamped, (0.0, 6.0, 12.0)),
    "re-tilted": (retilted, (-4.0, 0.0, 4.0)),
}
"""What is done to a real sound, by kind: the change, and its amounts at one end, in the middle and at the other end."""


def changed(kind: str, waveform: Wave, sample_rate: int) -> Triple:
    """The triple that one of `CHANGES` makes of a real sound (samples,)."""
    change, amounts = CHANGES[kind]
    first, middle, last = (change(waveform, sample_rate, amount) for amount in amounts)
    return Triple(kind, np.stack([first, last]), middle)


def tom(hz: float) -> Wave:
    """A tom: a sine that settles on its pitch from a little above, with a click."""
    time = np.arange(NUM_SAMPLES) / SAMPLE_RATE
    curve = hz * (1 + 0.06 * np.exp(-time / 0.02))
    click = np.random.default_rng(0).standard_normal(NUM_SAMPLES) * 0.05 * np.exp(-time / 0.003)
    wave = np.sin(2 * np.pi * np.cumsum(curve) / SAMPLE_RATE) * np.exp(-time / 0.17) + click
    return _made(wave * np.minimum(1, time / 0.001))


def tone(hz: float) -> Wave:
    """A tone of six harmonics, each weaker and shorter than the one below."""
    time = np.arange(NUM_SAMPLES) / SAMPLE_RATE
    numbers = np.arange(1, 7)[:, None]
    harmonics = np.sin(2 * np.pi * hz * numbers * time) * np.exp(-time * np.sqrt(numbers) / 0.3)
    return _made((harmonics / numbers**1.5).sum(0) * np.minimum(1, time / 0.001))


LADDERS: dict[str, tuple[Callable[[float], Wave], tuple[float, ...]]] = {
    "toms": (tom, (70.0, 110.0, 170.0, 260.0, 400.0)),
    "tones": (tone, (140.0, 220.0, 340.0, 520.0, 800.0)),
}
"""The drums of the pitch ladders: how each is made, and the lowest pitch of each rung in Hz."""
STEPS = (3, 5, 7, 12)
"""How far apart the ends of a ladder's rung are, in semitones."""


def ladder(kind: str, semitones: float) -> Iterator[Triple]:
    """Pairs of one of `LADDERS` that are some semitones apart, with the one at the pitch between them."""
    drum, pitches = LADDERS[kind]
    for low in pitches:
        middle = low * 2 ** (semitones / 24)
        ends = np.stack([drum(low), drum(low * 2 ** (semitones / 12))])
        yield Triple(f"{kind}, {semitones:g} semitones", ends, drum(middle), middle)


def _made(wave: np.ndarray) -> Wave:
    fade = int(FADE_SECONDS * SAMPLE_RATE)
    wave[-fade:] *= np.linspace(1, 0, fade)
    made: Wave = (wave * (PEAK / np.abs(wave).max())).astype(np.float32)
    return made


def _one_shot(waveform: np.ndarray, sample_rate: int = SAMPLE_RATE, num_samples: int | None = None) -> Wave:
    """A sound prepared as every sound of a library is."""
    shape = {"target_rate": sample_rate, "num_samples": num_samples or len(waveform)}
    return to_one_shot(waveform.astype(np.float32), sample_rate, **shape).waveform
