from pathlib import Path

import pytest
import soundfile
import soxr
from made_sounds import RATE, load, noise, reasons, tone, write


@pytest.mark.parametrize(
    ("rate", "options"),
    [
        (RATE, {"subtype": "PCM_24"}),
        (48_000, {"subtype": "PCM_16"}),
        (RATE, {"format": "OGG", "subtype": "VORBIS"}),
        (RATE, {"format": "MP3"}),
    ],
)
def test_a_recording_in_another_form_is_kept_once_and_named(tmp_path: Path, rate: int, options: dict) -> None:
    kit = tmp_path / "kit"
    write(kit / "a clap.wav", 0.8 * tone(400))
    write(kit / "b snare.wav", noise(1))
    suffix = options.get("format", "wav").lower()
    copy = soxr.resample(0.3 * tone(400), RATE, rate)
    soundfile.write(kit / f"z clap.{suffix}", copy, rate, **options)
    dataset = load(kit)
    assert dataset.names == ("A Clap", "B Snare")
    assert reasons(dataset) == {f"kit/z clap.{suffix}": "This is nearly the same sound as kit/a clap.wav."}


def test_like_sounds_are_no_copies(tmp_path: Path) -> None:
    for name, sound in {"low": tone(100), "short": tone(100, decay=30.0), "higher": tone(103)}.items():
        write(tmp_path / "kit" / f"{name}.wav", sound)
    choked = noise(1, 0.4)
    choked[RATE // 12 :] *= 0.1
    write(tmp_path / "kit" / "noise.wav", noise(1, 0.4))
    write(tmp_path / "kit" / "choked.wav", choked)
    assert len(load(tmp_path / "kit")) == 5
