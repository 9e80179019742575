"""Effects: zaps, impacts, risers, reversed hits, glitches, vinyl, noise, blips."""

import numpy as np

from vae.drum_machine.engines import cymbal, snare
from vae.drum_machine.parts import (
    NUM_SAMPLES,
    SAMPLE_RATE,
    TIME,
    Engine,
    Settings,
    Wave,
    bandpass,
    click,
    decay,
    gain,
    glide,
    highpass,
    lowpass,
    noise,
    peak,
    saturate,
    semitones,
    sine,
    spread,
    square,
    triangle,
)


def zap(p: Settings, rng: np.random.Generator) -> Wave:
    """An exponential sweep, sometimes repeated: lasers."""
    period = 1.0 / p["repeat_hz"]
    local = TIME % period if p["shots"] > 0.5 else TIME
    hz = p["end_hz"] + p["start_hz"] * np.exp(-local / (p["sweep_ms"] / 1000.0))
    phase = 2.0 * np.pi * np.cumsum(np.minimum(hz, 16_000.0)) / SAMPLE_RATE
    wave = np.sin(phase - phase[0] + p["index"] * np.sin(1.5 * (phase - phase[0])))
    return saturate(wave, 12.0 * p["edge"]) * decay(p["decay_s"])


def impact(p: Settings, rng: np.random.Generator) -> Wave:
    """A sub that drops under a wide, darkening crash of noise."""
    sub = sine(glide(p["start_hz"], p["end_hz"], p["drop_s"])) * decay(p["decay_s"])
    boom = lowpass(noise(rng), p["noise_hz"]) * decay(0.7 * p["decay_s"])
    debris = highpass(noise(rng), 2000.0) * decay(0.15)
    return (
        peak(sub)
        + gain(p["noise_db"]) * peak(boom)
        + 0.3 * p["debris"] * peak(debris)
        + 0.3 * click(rng, 8.0, 4000.0)
    )


def riser(p: Settings, rng: np.random.Generator) -> Wave:
    """Noise and a tone that climb together and stop."""
    length = p["length_s"]
    progress = np.clip(TIME / length, 0.0, 1.0)
    swell = progress ** p["curve_ratio"] * (progress < 1.0)
    hz = p["start_hz"] * 2.0 ** (p["octaves"] * progress)
    tone = triangle(hz) + triangle(1.007 * hz)
    source = noise(rng)
    dark, bright = bandpass(source, 800.0, 0.7), highpass(source, 5000.0)
    hiss = (1.0 - progress) * peak(dark) + progress * peak(bright)
    return ((1.0 - p["hiss"]) * peak(tone) + p["hiss"] * hiss) * swell


def reversed_hit(p: Settings, rng: np.random.Generator) -> Wave:
    """A cymbal or a snare played backwards, ending where it began."""
    source = rng.choice(np.array([0, 1]), p=[p["drum"], 1.0 - p["drum"]])
    engine = (snare.ENGINES[2], cymbal.ENGINES[0])[source]
    hit = engine.render(
        {name: spread(name, *span, rng.random()) for name, span in engine.ranges.items()}, rng
    )
    length = int(p["length_s"] * SAMPLE_RATE)
    wave = np.zeros(NUM_SAMPLES)
    wave[:length] = (hit * decay(p["decay_s"]))[:length][::-1]
    return wave


def glitch(p: Settings, rng: np.random.Generator) -> Wave:
    """A tiny scrap of sound stuttering, each repeat cut short or pitched differently."""
    grain = int(SAMPLE_RATE * p["grain_ms"] / 1000.0)
    tone = square(p["tune_hz"]) + p["dirt"] * noise(rng) + sine(p["tune_hz"] * 2.7)
    wave = np.zeros(NUM_SAMPLES)
    window = np.minimum(1.0, np.minimum(np.arange(grain), np.arange(grain)[::-1]) / 20.0)
    for start in range(0, int(p["length_s"] * SAMPLE_RATE) - grain, grain):
        step = 2.0 ** (rng.integers(-2, 3) * p["jump_st"] / 12.0)
        scrap = tone[(np.arange(grain) * step).astype(int) + int(rng.integers(0, 4000))]
        wave[start : start + grain] = scrap * window * (rng.random() < 0.75 or start == 0)
    return wave * (0.4 + 0.6 * decay(p["length_s"]))


def vinyl(p: Settings, rng: np.random.Generator) -> Wave:
    """A needle drop or a stretch of groove: crackle, hiss, a thump and rumble."""
    ticks = (rng.random(NUM_SAMPLES) < p["ticks_hz"] / SAMPLE_RATE) * rng.exponential(1.0, NUM_SAMPLES)
    crackle = bandpass(ticks * rng.choice([-1.0, 1.0], NUM_SAMPLES), p["tick_hz"], 0.7)
    thump = sine(glide(90.0, 45.0, 0.03)) * decay(0.2) + 0.5 * click(rng, 12.0, 2500.0)
    surface = bandpass(noise(rng), 2500.0, 0.4) * gain(p["hiss_db"])
    shape = np.clip((p["length_s"] - TIME) / 0.05, 0.0, 1.0)
    return (peak(crackle) + surface * 0.3 + p["drop"] * thump) * shape


def burst(p: Settings, rng: np.random.Generator) -> Wave:
    """Noise through a resonant filter that opens or closes: steam, brakes, breath."""
    source = noise(rng)
    progress = np.clip(TIME / p["length_s"], 0.0, 1.0)
    start = bandpass(source, p["start_hz"], p["band_q"])
    end = bandpass(source, p["end_hz"], p["band_q"])
    mixture = np.sqrt(1.0 - progress) * peak(start) + np.sqrt(progress) * peak(end)
    flutter = 1.0 - p["flutter"] * 0.5 * (1.0 + np.sin(2.0 * np.pi * p["flutter_hz"] * TIME))
    return mixture * decay(p["length_s"] * 1.5) * flutter


def blip(p: Settings, rng: np.random.Generator) -> Wave:
    """A few quick notes of a game console."""
    steps = int(p["notes_count"])
    length = p["note_ms"] / 1000.0
    notes = np.cumsum(rng.integers(-1, 3, steps)) * p["interval_st"]
    index = np.minimum((TIME / length).astype(int), steps - 1)
    hz = p["tune_hz"] * semitones(1.0) ** notes[index]
    local = TIME - index * length
    wave = sine(hz, p["index"] * sine(2.0 * hz))
    return saturate(wave, 10.0 * p["edge"]) * np.exp(-local * 6.9 / p["decay_s"])


ENGINES = (
    Engine(
        "fx",
        "zap",
        "Zap",
        "analogue",
        zap,
        {
            "start_hz": (900, 14000),
            "end_hz": (30, 500),
            "sweep_ms": (12, 180),
            "shots": (0, 1),
            "repeat_hz": (3, 22),
            "index": (0, 2.5),
            "edge": (0, 1),
            "decay_s": (0.12, 1.2),
        },
    ),
    Engine(
        "fx",
        "impact",
        "Impact",
        "digital",
        impact,
        {
            "start_hz": (70, 260),
            "end_hz": (24, 55),
            "drop_s": (0.04, 0.5),
            "decay_s": (0.5, 2.5),
            "noise_hz": (300, 5000),
            "noise_db": (-18, 2),
            "debris": (0, 1),
        },
    ),
    Engine(
        "fx",
        "riser",
        "Riser",
        "digital",
        riser,
        {
            "length_s": (0.4, 0.98),
            "curve_ratio": (0.6, 3),
            "start_hz": (80, 900),
            "octaves": (0.5, 4),
            "hiss": (0, 1),
        },
        rises=True,
    ),
    Engine(
        "fx",
        "reversed",
        "Reverse",
        "acoustic",
        reversed_hit,
        {"drum": (0, 1), "length_s": (0.3, 0.95), "decay_s": (0.3, 1.5)},
        rises=True,
    ),
    Engine(
        "fx",
        "glitch",
        "Glitch",
        "digital",
        glitch,
        {
            "tune_hz": (60, 2500),
            "dirt": (0, 2),
            "grain_ms": (8, 90),
            "jump_st": (0, 12),
            "length_s": (0.15, 0.9),
        },
    ),
    Engine(
        "fx",
        "vinyl",
        "Vinyl",
        "acoustic",
        vinyl,
        {
            "ticks_hz": (15, 400),
            "tick_hz": (1200, 7000),
            "hiss_db": (-40, -12),
            "drop": (0, 1),
            "length_s": (0.2, 1.0),
        },
    ),
    Engine(
        "fx",
        "burst",
        "Burst",
        "analogue",
        burst,
        {
            "start_hz": (300, 9000),
            "end_hz": (300, 9000),
            "band_q": (1.5, 14),
            "length_s": (0.1, 0.9),
            "flutter": (0, 0.9),
            "flutter_hz": (8, 70),
        },
    ),
    Engine(
        "fx",
        "blip",
        "Blip",
        "digital",
        blip,
        {
            "notes_count": (1, 6),
            "note_ms": (25, 130),
            "interval_st": (1, 7),
            "tune_hz": (180, 1800),
            "index": (0, 3),
            "edge": (0, 1),
            "decay_s": (0.06, 0.6),
        },
    ),
)
