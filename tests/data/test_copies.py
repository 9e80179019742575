from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from made_sounds import RATE, load, noise, reasons, tone, write

from vae.data import copies
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.latent import cells


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


def test_in_cells_the_same_copies_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drum-machine sounds, a third of them altered: comparing cells finds what comparing all finds."""
    rng = np.random.default_rng(0)
    drawn = [synthesize(one)[: RATE // 2] for one in draw_library(count=60, seed=2)]
    sounds = [np.pad(one, (0, RATE // 2 - len(one))) for one in drawn]
    for index in range(0, 60, 3):
        quiet = np.round(sounds[index] * rng.uniform(20, 120))
        sounds.append(np.roll(quiet / max(np.abs(quiet).max(), 1), rng.integers(4)))
    waveforms = np.stack(sounds).astype(np.float32)
    compared = copies.near_copies(waveforms, RATE)
    assert {(index, 60 + index // 3) for index in range(0, 60, 3)} <= {pair[:2] for pair in compared}
    monkeypatch.setattr(cells, "CELL", 8)
    assert copies.near_copies(waveforms, RATE) == compared


def test_as_many_cells_as_there_are_miss_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "CELL", 5)
    rows = np.random.default_rng(0).standard_normal((200, 3)).astype(np.float32)
    reach = 0.4
    found = {
        (int(one), int(other))
        for seekers, members in cells.cells(rows, reach, most=200)
        for one in seekers
        for other in members
    }
    near = np.argwhere(np.linalg.norm(rows[:, None] - rows[None], axis=2) <= reach)
    assert {(int(one), int(other)) for one, other in near} <= found
    assert len(found) < 200 * 200 / 3
