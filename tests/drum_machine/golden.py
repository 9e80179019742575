"""Golden sounds of the drum machine: one of every engine or more, and whole takes, with what each is made from.

A checkpoint keeps only the parameters of a synthesised sound and synthesises it again when its original is heard,
so the same parameters must give the same bits forever. `python -m tests.drum_machine.golden` adds what is
missing from the file: sounds of new engines and the digests of this platform. It never changes a sound that is there.
A new engine changes what a library draws from: it then forgets the old draw and keeps the new one.
"""

import hashlib
import json
import platform
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter, sosfilt
from scipy.special import jn_zeros, jv

FILE = Path(__file__).parents[1] / "golden" / "drum_machine.json"
SEGMENTS, BANDS = 64, 24
FLOOR_DB = -80.0
TOLERANCE_DB = 0.5
"""How far a level may lie from the stored one where the platform's arithmetic rounds differently."""


def digest(wave: NDArray[np.float32]) -> str:
    """SHA-256 of the samples, little-endian float32."""
    return hashlib.sha256(np.ascontiguousarray(wave, dtype="<f4").tobytes()).hexdigest()


def levels_db(wave: NDArray[np.float32]) -> list[float]:
    """A coarse signature: RMS of 64 equal segments, then power of 24 bands from 30 Hz to 20 kHz; in dB, (88,).

    That of a wave in stereo, (2, samples), is both channels' one after the other, (176,).
    """
    if wave.ndim == 2:
        return [level for channel in wave for level in levels_db(channel)]
    exact = wave.astype(np.float64)
    segments = [np.mean(segment**2) for segment in np.array_split(exact, SEGMENTS)]
    power = np.abs(np.fft.rfft(exact)) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(exact.size, 1 / 44100), np.geomspace(30.0, 20_000.0, BANDS + 1))
    bands = [power[low:high].sum() / power.sum() for low, high in pairwise(edges)]
    levels = 10.0 * np.log10(np.array(segments + bands) + 1e-12)
    return [round(float(level), 1) for level in np.maximum(levels, FLOOR_DB)]


def draw_digest(sounds: Sequence[Any]) -> str:
    """SHA-256 of a drawn library: every label, engine, parameter, seed, kit and name, in order."""
    return hashlib.sha256(json.dumps([sound.to_json() for sound in sounds]).encode()).hexdigest()


def draw_sums(sounds: Sequence[Any]) -> dict[str, float]:
    """The sum of every parameter over a drawn library: what is compared where digests cannot be."""
    sums: dict[str, float] = {}
    for sound in sounds:
        for name, value in sound.parameters.items():
            sums[name] = sums.get(name, 0.0) + value
    return {name: round(value, 3) for name, value in sorted(sums.items())}


def arithmetic() -> str:
    """Names how this platform rounds: equal where every function that the drum machine uses gives equal bits."""
    x = np.linspace(-3.0, 3.0, 44_100)
    rng = np.random.default_rng(0)
    results = [np.exp(5.0 * x), np.sin(900.0 * x), np.cos(x), np.tanh(x), np.arcsin(x / 3.0)]
    results += [np.log2(x + 3.5), 2.0**x, (x + 3.0) ** 1.25, np.exp((x + 900j * x) / 3.0).view(float)]
    results += [
        np.cumsum(x),
        lfilter([0.2, 0.3], [1.0, -0.5, 0.1], x),
        np.hanning(44_099),
        jv(2, x),
        jn_zeros(3, 4),
    ]
    results += [sosfilt(butter(4, 0.2, "highpass", output="sos"), x), fftconvolve(x, np.cos(x))]
    results += [np.einsum("am,mb->ab", x[:4200].reshape(210, 20), x[:4200].reshape(20, 210), optimize=False)]
    results += [
        rng.standard_normal(44_100),
        rng.exponential(1.0, 44_100),
        rng.rayleigh(1.0, 999),
        np.mean(x**2),
    ]
    joined = b"".join(np.ascontiguousarray(result, dtype="<f8").tobytes() for result in results)
    return hashlib.sha256(joined).hexdigest()[:12]


def about_platform() -> dict[str, str]:
    """The versions and machine features behind `arithmetic`, for people to read."""
    features = np.show_config(mode="dicts")["SIMD Extensions"]
    return {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "machine": platform.machine(),
        "libc": "-".join(platform.libc_ver()),
        "simd": " ".join([*features["baseline"], *features.get("found", [])]),
    }


def chosen(sounds: Sequence[Any]) -> list[Any]:
    """The first sound of every engine, and all that play another engine's sound backwards."""
    first = {}
    for sound in sounds:
        first.setdefault((sound.label, sound.engine.split("+")[0]), sound)
    return [s for s in sounds if s.engine == "reversed" or first[s.label, s.engine.split("+")[0]] is s]


def chosen_takes(sounds: Sequence[Any]) -> list[Any]:
    """The first sound in stereo of every label; the first one of a label without."""
    first: dict[str, Any] = {}
    for sound in sorted(sounds, key=lambda sound: "width" not in sound.parameters):
        first.setdefault(sound.label, sound)
    return list(first.values())


def extend(
    sounds: Sequence[Any], takes: Sequence[Any], synthesize: Callable[[Any], NDArray[np.float32]]
) -> None:
    """Adds to the file the sounds of engines and the takes of labels without one, and this platform's digests."""
    empty = {"platforms": {}, "draw": {"sha256": {}, "sums": draw_sums(sounds)}, "sounds": []}
    golden = json.loads(FILE.read_text()) if FILE.exists() else empty
    here = arithmetic()
    golden["platforms"][here] = about_platform()
    if golden["draw"]["sums"] != draw_sums(sounds):
        golden["draw"] = empty["draw"]
    golden["draw"]["sha256"].setdefault(here, draw_digest(sounds))
    kept = [row["sound"] for row in golden["sounds"]]
    known = {(s["label"], s["engine"].split("+")[0]) for s in kept if "take_s" not in s["parameters"]}
    taken = {s["label"] for s in kept if "take_s" in s["parameters"]}
    added = [sound for sound in chosen(sounds) if (sound.label, sound.engine.split("+")[0]) not in known]
    added += [sound for sound in chosen_takes(takes) if sound.label not in taken]
    golden["sounds"] += [{"sound": sound.to_json(), "sha256": {}} for sound in added]
    for row in golden["sounds"]:
        if here not in row["sha256"]:
            wave = synthesize(type(sounds[0]).from_json(row["sound"]))
            row["sha256"][here] = digest(wave)
            row.setdefault("levels_db", levels_db(wave))
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in golden["sounds"])
    platforms = json.dumps(golden["platforms"], indent=1)
    FILE.write_text(
        f'{{"platforms": {platforms},\n"draw": {json.dumps(golden["draw"])},\n"sounds": [\n{rows}\n]}}\n'
    )


if __name__ == "__main__":
    from vae.drum_machine.kits import draw_library
    from vae.drum_machine.sound import synthesize

    extend(draw_library(), draw_library(whole=True), synthesize)
