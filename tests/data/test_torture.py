"""A folder as bad as folders get: every file is either used or listed with its reason, and nothing crashes."""

import csv
import io
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from vae.data.report import report_csv, summary
from vae.data.training_set import TrainingSet, collect
from vae.sound.spectrogram import SpectrogramConfig

NUMBERS = SpectrogramConfig()
USED = ("yes", "to learn from only")


def hit(seed: int, rate: int = 44_100, seconds: float = 0.2) -> np.ndarray:
    """A decaying chord and noise, no two of them alike."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate)) / rate
    low = min(4_000, rate / 3)
    tones = sum(np.sin(2 * np.pi * rng.uniform(low / 8, low) * time) for _ in range(3)) / 4
    noise = 0.1 * rng.standard_normal(len(time))
    return ((tones + noise) * np.exp(-rng.uniform(8, 30) * time)).astype(np.float32)


def hour_long(path: Path) -> None:
    """An hour of stereo WAV, a hit at its start, the rest a hole in the file."""
    rate, frames = 44_100, 3600 * 44_100
    start = (np.repeat(hit(900)[:, None], 2, axis=1) * 32767).astype("<i2").tobytes()
    size = frames * 4
    header = b"RIFF" + (36 + size).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += b"".join(
        n.to_bytes(w, "little") for n, w in ((1, 2), (2, 2), (rate, 4), (rate * 4, 4), (4, 2), (16, 2))
    )
    with path.open("wb") as file:
        file.write(header + b"data" + size.to_bytes(4, "little") + start)
        file.truncate(44 + size)


def torture_folder(root: Path) -> tuple[set[str], dict[str, str]]:
    """Makes the folder; returns what has to be used, and for what has to be left out a part of its reason."""
    used: set[str] = set()
    left_out: dict[str, str] = {}
    seeds = iter(range(1000))

    def write(name: str, waveform: np.ndarray, rate: int = 44_100, reason: str = "", **options: str) -> Path:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            soundfile.write(file, waveform, rate, **({"format": "WAV"} | options))
        if reason:
            left_out[name] = reason
        else:
            used.add(name)
        return path

    for subtype in ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW", "IMA_ADPCM"):
        write(f"Depths/kick {subtype}.wav", hit(next(seeds)), subtype=subtype)
    for rate in (4_000, 8_000, 11_025, 16_000, 22_050, 32_000, 48_000, 88_200, 96_000, 192_000):
        write(f"Rates/tom {rate}.wav", hit(next(seeds), rate), rate)
    for channels in range(1, 9):
        sound = hit(next(seeds))
        write(f"Channels/snare {channels}.wav", sound[:, None] * np.linspace(1, 0.3, channels))
    for kind, options in {
        "aiff": {"format": "AIFF"}, "flac": {"format": "FLAC"}, "ogg": {"format": "OGG"}, "mp3": {"format": "MP3"},
        "caf": {"format": "CAF"}, "au": {"format": "AU"}, "w64": {"format": "W64"},
        "opus": {"format": "OGG", "subtype": "OPUS"},
    }.items():  # fmt: skip
        rate = 48_000 if kind == "opus" else 44_100
        write(f"Formats/rim.{kind}", hit(next(seeds), rate), rate, **options)
    odd = hit(next(seeds))
    write("Odd/one sample.wav", np.array([0.5]))
    write("Odd/offset.wav", 0.3 + 0.5 * hit(next(seeds)))
    write("Odd/clipped.wav", np.clip(20 * hit(next(seeds)), -1, 1))
    write("Odd/some nan.wav", np.where(np.arange(len(odd)) % 50 == 49, np.nan, odd), subtype="FLOAT")
    write(
        "Odd/some infinite.wav",
        np.where(np.arange(len(odd)) % 50 == 49, np.inf, hit(next(seeds))),
        subtype="FLOAT",
    )
    write("Odd/loud.wav", 1e5 * hit(next(seeds)), subtype="FLOAT")
    write("Odd/soft.wav", 1e-3 * hit(next(seeds)), subtype="PCM_24")
    write("Odd/opposed.wav", hit(next(seeds))[:, None] * [1, -1])
    write("Odd/late.wav", np.concatenate([np.zeros(44_100 * 3), hit(next(seeds))]))
    write("Odd/flac called.wav", hit(next(seeds)), format="FLAC")
    write("Odd/wave called.txt", hit(next(seeds)))
    write("Odd/no extension", hit(next(seeds)))
    hour_long(root / "Odd/an hour.wav")
    used.add("Odd/an hour.wav")
    for name in (
        "Größe 鼓 🥁.wav",
        "two\nlines.wav",
        "  .wav",
        "k" * 251 + ".wav",
        "a,b;\"c'.wav",
        "-rf.wav",
        "%s{}.wav",
    ):
        write(f"Names/{name}", hit(next(seeds)))
    write("/".join(["deep"] * 60) + "/clap.wav", hit(next(seeds)))

    write("Bad/silent.wav", np.zeros(1000), reason="silent")
    write("Bad/constant.wav", np.full(44_100, 0.5), reason="silent")
    write("Bad/only nan.wav", np.full(100, np.nan), reason="silent", subtype="FLOAT")
    write("Bad/only infinite.wav", np.full(100, np.inf), reason="silent", subtype="DOUBLE")
    write("Bad/no samples.wav", np.zeros(0), reason="holds no samples")
    write("Bad/slow.wav", hit(next(seeds)), 10, reason="sample rate of 10 Hz")
    whole = write("Odd/whole.flac", hit(next(seeds)), format="FLAC").read_bytes()
    for name, content, reason in (
        ("empty.wav", b"", "empty"),
        ("text.wav", b"this is no sound", "damaged"),
        ("header.wav", b"RIFF\x24\0\0\0WAVE", "damaged"),
        ("notes.txt", b"ideas", "not an audio file"),
        ("cut off.flac", whole[:30], "damaged"),
        ("zip.mp3", b"PK\3\4" + bytes(1000), ""),
    ):
        (root / "Bad" / name).write_bytes(content)
        left_out[f"Bad/{name}"] = reason
    sound = hit(next(seeds))
    write("Copies/a first.wav", sound, subtype="FLOAT")
    forms = ({"subtype": "FLOAT"}, {"subtype": "PCM_16"}, {"subtype": "PCM_24"}, {"format": "FLAC"})
    for number, (factor, options) in enumerate(zip((1.0, 0.25, 1.0, 0.5), forms, strict=True)):
        write(
            f"Copies/copy {number}.wav",
            factor * sound,
            reason="the same sound as Copies/a first.wav",
            **options,
        )
    (root / "Links").mkdir()
    (root / "Links" / "circle").symlink_to(root)
    (root / "Links" / "gone.wav").symlink_to(root / "nowhere.wav")
    (root / "Links" / "self.wav").symlink_to(root / "Links" / "self.wav")
    os.mkfifo(root / "Links" / "pipe.wav")
    left_out |= {f"Links/{name}": "" for name in ("circle", "gone.wav", "self.wav", "pipe.wav")}
    write(".hidden/kick.wav", hit(next(seeds)))
    used.discard(".hidden/kick.wav")
    left_out[".hidden"] = "Hidden"
    if os.geteuid() != 0:
        write("Bad/forbidden.wav", hit(next(seeds)), reason="may not be read").chmod(0)
    return used, left_out


@pytest.fixture(scope="module")
def tortured(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainingSet, set[str], dict[str, str]]:
    root = tmp_path_factory.mktemp("torture") / "My Sounds"
    used, left_out = torture_folder(root)
    return collect([root], [], [], NUMBERS, 0), used, left_out


def test_every_file_is_used_or_listed_with_its_reason(tortured) -> None:
    sounds, used, left_out = tortured
    text = report_csv(sounds).decode("utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {name for name, row in rows.items() if row["used"] in USED} == used
    assert {name for name, row in rows.items() if row["used"] == "no"} == left_out.keys()
    for name, reason in left_out.items():
        assert reason in rows[name]["reason"], name
        assert rows[name]["reason"].endswith("."), name
    assert rows["Odd/flac called.wav"]["format"] == "FLAC"
    assert float(rows["Odd/an hour.wav"]["seconds"]) == 3600
    assert rows["Depths/kick FLOAT.wav"]["label_from"] == "name"


def test_what_is_used_is_fit_to_learn_from(tortured) -> None:
    waveforms = np.asarray(tortured[0].everything.waveforms)
    assert np.isfinite(waveforms).all()
    np.testing.assert_allclose(np.abs(waveforms).max(axis=1), 0.95, atol=1e-5)


def test_the_summary_is_short_and_names_the_reasons(tortured) -> None:
    text = summary(tortured[0], seconds=1.0)
    assert len(text.splitlines()) < 16
    assert "sounds on the map" in text
    assert "lengths to −60 dB: " in text
    assert " cut after " not in text  # what is longer than a second is silent by then
    assert (
        "left out: 3 × This is nearly the same sound as another. (copy 1.wav, copy 2.wav and 1 more)" in text
    )
    assert "left out: 4 × The sound is silent. (" in text
