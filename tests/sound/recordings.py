"""Hits, and what may lie before them in a recording: noise floors, ticks, count-ins, silence."""

import numpy as np

RATE = 22_050
HITS = ("kick", "808", "snare", "hat", "tom", "rim", "clap")
FLOORS = ("hiss", "pink", "rumble", "hum", "dc")


def hit(kind: str, rng: np.random.Generator, seconds: float = 0.6) -> np.ndarray:
    """A drum (samples,) that begins with its first sample, at a peak of 1."""
    time = np.arange(int(seconds * RATE)) / RATE
    noise = rng.standard_normal(len(time))

    def decaying(tail: float) -> np.ndarray:
        return np.exp(-time / tail)

    bursts = sum(
        np.where(time >= at, np.exp(-np.maximum(0, time - at) / 0.006), 0) for at in (0, 0.011, 0.023)
    )
    wave = {
        "kick": np.sin(2 * np.pi * (50 * time + 2 * (1 - decaying(0.03)))) * decaying(0.12),
        "808": np.sin(2 * np.pi * 50 * time) * decaying(0.4),
        "snare": (np.sin(2 * np.pi * 190 * time) + noise / 3) * decaying(0.09),
        "hat": np.diff(noise, prepend=0) * decaying(0.05),
        "tom": np.sin(2 * np.pi * 120 * time) * decaying(0.2),
        "rim": np.sin(2 * np.pi * 1800 * time) * decaying(0.012),
        "clap": noise * (bursts + np.where(time > 0.035, np.exp(-(time - 0.035) / 0.08), 0)),
    }[kind]
    return wave / np.abs(wave).max()


def floor(kind: str, samples: int, level_db: float, rng: np.random.Generator) -> np.ndarray:
    """A noise floor (samples,) of that level (root mean square; the offset of "dc"), below full scale."""
    noise, time = rng.standard_normal(samples), np.arange(samples) / RATE
    if kind == "hiss":
        wave = noise
    elif kind == "hum":
        wave = np.sin(2 * np.pi * 50 * time) + 0.3 * np.sin(2 * np.pi * 150 * time)
    elif kind == "dc":
        wave = np.ones(samples)
    else:
        spectrum, hz = np.fft.rfft(noise), np.fft.rfftfreq(samples, 1 / RATE)
        shape = 1 / np.sqrt(hz + 20) if kind == "pink" else np.exp(-(((hz - 40) / 15) ** 2))
        wave = np.fft.irfft(spectrum * shape, samples)
    return wave / np.sqrt(np.mean(wave**2)) * 10 ** (level_db / 20)


def tick(rng: np.random.Generator) -> np.ndarray:
    """A click (samples,) of a few milliseconds, at a peak of 1."""
    wave = rng.standard_normal(100) * np.exp(-np.arange(100) / 20)
    return wave / np.abs(wave).max()


def recording(
    sound: np.ndarray, at: float, before: np.ndarray | None = None, after: float = 0.0
) -> np.ndarray:
    """A sound that begins at so many seconds (samples,) float32, over a floor if there is one."""
    start = int(at * RATE)
    length = start + len(sound) + int(after * RATE)
    waveform = np.zeros(length) if before is None else before[:length].copy()
    waveform[start : start + len(sound)] += sound
    return (waveform / max(1.0, np.abs(waveform).max())).astype(np.float32)
