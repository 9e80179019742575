import struct
from pathlib import Path

import numpy as np
import pytest

from vae.data.dataset import load_dataset
from vae.data.originals import read_original
from vae.data.soundfonts import read_soundfont
from vae.sound.audio import AudioError

RATE = 22_050
MONO, RIGHT, LEFT = 1, 2, 4


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def font(
    samples: list[tuple[str, np.ndarray, int, tuple[int, int]]], presets: list[tuple[int, int, int]]
) -> bytes:
    """A SoundFont of (name, waveform, type, loop) samples and (bank, program, sample) presets."""
    data, headers = b"", b""
    for name, waveform, kind, (loop_start, loop_end) in samples:
        start = len(data) // 2
        end = start + len(waveform)
        loop = (start + loop_start, start + loop_end)
        headers += struct.pack("<20sIIIIIBbHH", name.encode(), start, end, *loop, RATE, 60, 0, 0, kind)
        data += (waveform * 32767).astype("<i2").tobytes() + bytes(92)
    preset_headers, preset_bags, preset_generators = b"", b"", b""
    instruments, instrument_bags, instrument_generators = b"", b"", b""
    for number, (bank, program, sample) in enumerate(presets):
        preset_headers += struct.pack("<20sHHHIII", b"Preset", program, bank, number, 0, 0, 0)
        preset_bags += struct.pack("<HH", number, 0)
        preset_generators += struct.pack("<HH", 41, number)
        instruments += struct.pack("<20sH", b"Instrument", number)
        instrument_bags += struct.pack("<HH", number, 0)
        instrument_generators += struct.pack("<HH", 53, sample)
    last = len(presets)
    end_bag, end = struct.pack("<HH", last, 0), bytes(4)
    hydra = (
        chunk(b"phdr", preset_headers + struct.pack("<20sHHHIII", b"EOP", 0, 0, last, 0, 0, 0))
        + chunk(b"pbag", preset_bags + end_bag)
        + chunk(b"pmod", bytes(10))
        + chunk(b"pgen", preset_generators + end)
        + chunk(b"inst", instruments + struct.pack("<20sH", b"EOI", last))
        + chunk(b"ibag", instrument_bags + end_bag)
        + chunk(b"imod", bytes(10))
        + chunk(b"igen", instrument_generators + end)
        + chunk(b"shdr", headers + struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0))
    )
    information = chunk(b"ifil", struct.pack("<HH", 2, 1)) + chunk(b"INAM", b"font")
    lists = (b"INFO" + information, b"sdta" + chunk(b"smpl", data), b"pdta" + hydra)
    return chunk(b"RIFF", b"sfbk" + b"".join(chunk(b"LIST", content) for content in lists))


def noise(seed: int, samples: int = 2000) -> np.ndarray:
    return 0.3 * np.random.default_rng(seed).standard_normal(samples).clip(-3, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    no_loop, flute = (0, 0), noise(4)
    samples = [
        ("Std Kick(L)", noise(1), LEFT, no_loop),
        ("Std Kick(R)", noise(2), RIGHT, no_loop),
        ("Harp C4", noise(3), MONO, (1000, 1990)),
        ("Flute C4", flute, MONO, no_loop),
    ]
    file = tmp_path / "fonts" / "Drums.sf2"
    file.parent.mkdir()
    file.write_bytes(font(samples, [(128, 0, 0), (128, 0, 1), (0, 46, 2), (0, 73, 3)]))
    return file


def test_takes_drums_and_struck_sounds_of_a_general_midi_font(path: Path) -> None:
    samples = read_soundfont(path)
    assert [(sample.index, sample.name) for sample in samples] == [(0, "Std Kick"), (2, "Harp C4")]
    assert {sample.sample_rate for sample in samples} == {RATE}


def test_stereo_pairs_become_one_sound(path: Path) -> None:
    kick, harp = read_soundfont(path)
    np.testing.assert_allclose(kick.waveform, (noise(1) + noise(2)) / 2, atol=1e-4)
    np.testing.assert_allclose(kick.stereo, np.stack([noise(1), noise(2)]), atol=1e-4)
    assert harp.stereo is None


def test_loops_ring_out(path: Path) -> None:
    waveform = read_soundfont(path)[1].waveform
    assert len(waveform) == 1990 + RATE
    np.testing.assert_allclose(waveform[:1990], noise(3)[:1990], atol=1e-4)
    assert 0 < np.abs(waveform[-500:]).max() < 0.002


def test_takes_everything_of_another_font(tmp_path: Path) -> None:
    file = tmp_path / "kit.sf2"
    file.write_bytes(
        font([("36-Kick", noise(1), MONO, (0, 0)), ("Odd", noise(2), MONO, (0, 0))], [(0, 0, 0)])
    )
    assert [sample.name for sample in read_soundfont(file)] == ["36-Kick", "Odd"]


def test_fonts_are_found_like_files_and_their_samples_again(path: Path) -> None:
    dataset = load_dataset([path.parent], sample_rate=RATE, num_samples=RATE, progress=False)
    assert dataset.kits == ("Drums", "Drums")
    assert dataset.names == ("Std Kick", "Harp C4")
    assert dataset.labels == ("kick", "fx")
    assert dataset.label_sources == ("name", "unknown")
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        original = read_original(source, sample_rate=RATE, num_samples=RATE, roots=[path.parent])
        np.testing.assert_array_equal(original, waveform)
    assert [image is not None for image in dataset.stereo] == [True, False]
    shapes = [
        np.shape(read_original(source, sample_rate=RATE, num_samples=RATE, roots=[path.parent], stereo=True))
        for source in dataset.sources
    ]
    assert shapes == [(2, RATE), (RATE,)]


@pytest.mark.parametrize("length", [0, 4, 12, 40, 3000, -60, -20, -4])
def test_damaged_fonts_are_refused_in_one_sentence(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(AudioError, match=r"^Drums\.sf2 is not a soundfont that can be read\.$"):
        read_soundfont(path)
