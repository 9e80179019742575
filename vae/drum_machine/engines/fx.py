"""Effects: zaps, impacts, risers, reversed hits, glitches, vinyl, noise, blips."""

import numpy as np

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.engines.cymbal import CYMBAL
from vae.drum_machine.engines.snare import SNARE
from vae.drum_machine.filters import bandpass, highpass, lowpass
from vae.drum_machine.parts import SAMPLE_RATE, Wave, gain, peak, saturate, semitones
from vae.drum_machine.voice import Voice

FX = Family("fx")


@FX.engine(
    "zap",
    "Zap",
    "analogue",
    start_hz=(900, 14000),
    end_hz=(30, 500),
    sweep_ms=(12, 180),
    shots=(0, 1),
    repeat_hz=(3, 22),
    index=(0, 2.5),
    edge=(0, 1),
    decay_s=(0.12, 1.2),
)
def zap(p: Settings, v: Voice) -> Wave:
    """An exponential sweep, sometimes repeated, that crosses from one side to the middle: lasers."""
    period = 1.0 / p["repeat_hz"]
    local = v.time % period if p["shots"] > 0.5 else v.time
    hz = p["end_hz"] + p["start_hz"] * np.exp(-local / (p["sweep_ms"] / 1000.0))
    phase = 2.0 * np.pi * np.cumsum(np.minimum(hz, 16_000.0)) / SAMPLE_RATE
    wave = np.sin(phase - phase[0] + p["index"] * np.sin(1.5 * (phase - phase[0])))
    shot = np.floor(v.time / period) % 2.0 if p["shots"] > 0.5 else 0.0
    across = (1.0 - 2.0 * shot) * np.exp(-local / (4.0 * p["sweep_ms"] / 1000.0))
    return v.pan(saturate(wave, 12.0 * p["edge"]) * v.decay(p["decay_s"]), across)


FX.longer("zap", decay_s=(0.12, 3.0))


@FX.engine(
    "impact",
    "Impact",
    "digital",
    start_hz=(70, 260),
    end_hz=(24, 55),
    drop_s=(0.04, 0.5),
    decay_s=(0.5, 2.5),
    noise_hz=(300, 5000),
    noise_db=(-18, 2),
    debris=(0, 1),
)
def impact(p: Settings, v: Voice) -> Wave:
    """A sub that drops under a wide, darkening crash of noise."""
    sub = v.sine(v.glide(p["start_hz"], p["end_hz"], p["drop_s"])) * v.decay(p["decay_s"])
    boom = lowpass(v.noise(), p["noise_hz"]) * v.decay(0.7 * p["decay_s"])
    debris = highpass(v.noise(), 2000.0) * v.decay(0.15)
    crash = peak(sub) + gain(p["noise_db"]) * peak(boom) + 0.3 * p["debris"] * peak(debris)
    return crash + 0.3 * v.click(8.0, 4000.0)


FX.longer("impact", decay_s=(0.5, 5.0), drop_s=(0.04, 1.0))


@FX.engine(
    "riser",
    "Riser",
    "digital",
    "rise",
    length_s=(0.4, 0.98),
    curve_ratio=(0.6, 3),
    start_hz=(80, 900),
    octaves=(0.5, 4),
    hiss=(0, 1),
)
def riser(p: Settings, v: Voice) -> Wave:
    """Noise and a tone that climb together and stop."""
    length = p["length_s"]
    progress = np.clip(v.time / length, 0.0, 1.0)
    swell = progress ** p["curve_ratio"] * (progress < 1.0)
    hz = p["start_hz"] * 2.0 ** (p["octaves"] * progress)
    tone = v.pan(v.triangle(hz), -0.8) + v.pan(v.triangle(1.007 * hz), 0.8)
    source = v.noise()
    dark, bright = bandpass(source, 800.0, 0.7), highpass(source, 5000.0)
    hiss = (1.0 - progress) * peak(dark) + progress * peak(bright)
    return ((1.0 - p["hiss"]) * peak(tone) + p["hiss"] * hiss) * swell


FX.longer("riser", length_s=(0.4, 3.9))


@FX.engine("reversed", "Reverse", "acoustic", "rise", drum=(0, 1), length_s=(0.3, 0.95), decay_s=(0.3, 1.5))
def reversed_hit(p: Settings, v: Voice) -> Wave:
    """A cymbal or a snare played backwards, ending where it began."""
    source = v.rng.choice(np.array([0, 1]), p=[p["drum"], 1.0 - p["drum"]])
    engine = (SNARE["acoustic"], CYMBAL["crash"])[source]
    hit = engine.render(engine.settings(v.rng.random), v)
    length = int(p["length_s"] * SAMPLE_RATE)
    wave = np.zeros_like(hit)
    wave[..., :length] = (hit * v.decay(p["decay_s"]))[..., :length][..., ::-1]
    return wave


FX.longer("reversed", length_s=(0.3, 3.5), decay_s=(0.3, 5.0))


@FX.engine(
    "glitch",
    "Glitch",
    "digital",
    tune_hz=(60, 2500),
    dirt=(0, 2),
    grain_ms=(8, 90),
    jump_st=(0, 12),
    length_s=(0.15, 0.9),
)
def glitch(p: Settings, v: Voice) -> Wave:
    """A tiny scrap of sound stuttering, each repeat cut short or pitched differently."""
    grain = int(SAMPLE_RATE * p["grain_ms"] / 1000.0)
    tone = v.square(p["tune_hz"]) + p["dirt"] * v.noise() + v.sine(p["tune_hz"] * 2.7)
    wave = np.zeros_like(tone)
    window = np.minimum(1.0, np.minimum(np.arange(grain), np.arange(grain)[::-1]) / 20.0)
    length = min(int(p["length_s"] * SAMPLE_RATE), v.num_samples)
    for start in range(0, length - grain, grain):
        step = 2.0 ** (v.rng.integers(-2, 3) * p["jump_st"] / 12.0)
        scrap = tone[..., (np.arange(grain) * step).astype(int) + int(v.rng.integers(0, 4000))]
        heard = scrap * window * (v.rng.random() < 0.75 or start == 0)
        wave[..., start : start + grain] = v.pan(heard, v.place())
    return wave * (0.4 + 0.6 * v.decay(p["length_s"]))


FX.longer("glitch", length_s=(0.15, 3.0))


@FX.engine(
    "vinyl",
    "Vinyl",
    "acoustic",
    ticks_hz=(15, 400),
    tick_hz=(1200, 7000),
    hiss_db=(-40, -12),
    drop=(0, 1),
    length_s=(0.2, 1.0),
)
def vinyl(p: Settings, v: Voice) -> Wave:
    """A needle drop or a stretch of groove: crackle, hiss, a thump and rumble."""
    ticking = v.rng.random(v.num_samples) < p["ticks_hz"] / SAMPLE_RATE
    ticks = ticking * v.rng.exponential(1.0, v.num_samples)
    crackle = bandpass(v.scatter(ticks * v.rng.choice([-1.0, 1.0], v.num_samples)), p["tick_hz"], 0.7)
    thump = v.sine(v.glide(90.0, 45.0, 0.03)) * v.decay(0.2) + 0.5 * v.click(12.0, 2500.0)
    surface = bandpass(v.noise(), 2500.0, 0.4) * gain(p["hiss_db"])
    shape = np.clip((p["length_s"] - v.time) / 0.05, 0.0, 1.0)
    return (peak(crackle) + surface * 0.3 + p["drop"] * thump) * shape


FX.longer("vinyl", length_s=(0.2, 3.8))


@FX.engine(
    "burst",
    "Burst",
    "analogue",
    start_hz=(300, 9000),
    end_hz=(300, 9000),
    band_q=(1.5, 14),
    length_s=(0.1, 0.9),
    flutter=(0, 0.9),
    flutter_hz=(8, 70),
)
def burst(p: Settings, v: Voice) -> Wave:
    """Noise through a resonant filter that opens or closes: steam, brakes, breath."""
    source = v.noise()
    progress = np.clip(v.time / p["length_s"], 0.0, 1.0)
    start = bandpass(source, p["start_hz"], p["band_q"])
    end = bandpass(source, p["end_hz"], p["band_q"])
    mixture = np.sqrt(1.0 - progress) * peak(start) + np.sqrt(progress) * peak(end)
    flutter = 1.0 - p["flutter"] * 0.5 * (1.0 + np.sin(2.0 * np.pi * p["flutter_hz"] * v.time))
    return mixture * v.decay(p["length_s"] * 1.5) * flutter


FX.longer("burst", length_s=(0.1, 3.0))


@FX.engine(
    "blip",
    "Blip",
    "digital",
    notes_count=(1, 6),
    note_ms=(25, 130),
    interval_st=(1, 7),
    tune_hz=(180, 1800),
    index=(0, 3),
    edge=(0, 1),
    decay_s=(0.06, 0.6),
)
def blip(p: Settings, v: Voice) -> Wave:
    """A few quick notes of a game console, from side to side."""
    steps = int(p["notes_count"])
    length = p["note_ms"] / 1000.0
    notes = np.cumsum(v.rng.integers(-1, 3, steps)) * p["interval_st"]
    index = np.minimum((v.time / length).astype(int), steps - 1)
    hz = p["tune_hz"] * semitones(1.0) ** notes[index]
    local = v.time - index * length
    wave = v.sine(hz, p["index"] * v.sine(2.0 * hz))
    fall: Wave = np.exp(-local * 6.9 / p["decay_s"])
    return v.pan(saturate(wave, 10.0 * p["edge"]) * fall, 0.8 - 1.6 * (index % 2))


FX.longer("blip", decay_s=(0.06, 1.5))
