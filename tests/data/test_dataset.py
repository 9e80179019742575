import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_sounds import RATE, load, noise, reasons, tone, write

from vae.data import rows
from vae.data.dataset import load_dataset
from vae.data.labels import LABELS
from vae.data.originals import read_original
from vae.data.scan import DataError, GoneError
from vae.drum_machine.library import write_library

KITS = Path("/usr/share/hydrogen/data/drumkits")


def test_everything_is_known_of_every_sound(root: Path) -> None:
    dataset = load(root)
    assert len(dataset) == 4
    assert dataset.waveforms.shape == (4, RATE // 2)
    assert dataset.waveforms.dtype == np.float32
    assert dataset.names == ("01", "02", "Clap", "808 Snare 1")
    assert dataset.labels == ("kick", "closed_hat", "clap", "snare")
    assert dataset.label_sources == ("kit", "kit", "name", "name")
    assert dataset.label_confidences.tolist() == [1, 1, 1, 1]
    assert dataset.kits == ("Acoustic", "Acoustic", "Machine", "Machine")
    assert dataset.families == dataset.kits
    assert dataset.levels.dtype == dataset.durations.dtype == np.float32
    assert ((dataset.durations > 0) & (dataset.durations <= 0.5)).all()
    assert dataset.left_out == ()
    assert dataset.sources[3] == {"type": "file", "path": "Machine/Snares/808_Snare_1.wav"}
    assert json.loads(json.dumps(dataset.sources)) == list(dataset.sources)


def test_the_same_folders_give_the_same_arrays(root: Path) -> None:
    first, second = load(root), load(root)
    np.testing.assert_array_equal(first.waveforms, second.waveforms)
    assert (first.names, first.sources) == (second.names, second.sources)


def test_sounds_without_a_name_are_labelled_by_their_neighbours(tmp_path: Path) -> None:
    for index in range(12):
        write(tmp_path / "kit" / f"kick {index}.wav", tone(50 + index))
        write(tmp_path / "kit" / f"cowbell {index}.wav", tone(800 + 10 * index))
        write(tmp_path / "kit" / f"shaker {index}.wav", noise(index, 0.05))
    write(tmp_path / "kit" / "take 1.wav", tone(55.5))
    write(tmp_path / "kit" / "take 2.wav", noise(99, 0.05))
    dataset = load(tmp_path)
    found = {
        name: label
        for name, label, source in zip(dataset.names, dataset.labels, dataset.label_sources, strict=True)
        if source == "neighbours"
    }
    assert found == {"Take 1": "kick", "Take 2": "shaker"}
    is_guess = np.array(dataset.label_sources) == "neighbours"
    assert (dataset.label_confidences[~is_guess] == 1).all()
    assert ((dataset.label_confidences[is_guess] > 0.3) & (dataset.label_confidences[is_guess] <= 1)).all()


def test_folders_without_any_label_are_unknown(tmp_path: Path) -> None:
    for seed in range(3):
        write(tmp_path / "Stuff" / f"{seed}.wav", noise(seed))
    dataset = load(tmp_path / "Stuff")
    assert dataset.labels == ("unnamed",) * 3
    assert dataset.label_sources == ("unknown",) * 3
    assert dataset.label_confidences.tolist() == [0, 0, 0]


def test_kits_that_share_recordings_are_one_family(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for seed in range(4):
        write(tmp_path / "First" / f"snare {seed}.wav", noise(seed))
        shifted = np.concatenate([np.full(3, 1e-5, dtype=np.float32), 0.4 * noise(seed)])
        dithered = shifted + 1e-4 * rng.standard_normal(len(shifted)).astype(np.float32)
        write(tmp_path / "Second" / f"snare {seed}.wav", dithered, subtype="PCM_24")
        write(tmp_path / "Third" / f"snare {seed}.wav", noise(100 + seed))
        write(tmp_path / "Fourth" / f"snare {seed}.wav", noise(200 + seed))
        write(tmp_path / "Fifth" / f"snare {seed}.wav", noise(200 + seed))
    write(tmp_path / "Fourth" / "snare 9.wav", noise(209))
    dataset = load(tmp_path)
    assert set(dataset.families) == {"First + Second", "Third", "Fifth + Fourth"}
    train, held_out = dataset.split(fraction=0.3)
    assert not {dataset.families[i] for i in train} & {dataset.families[i] for i in held_out}


def test_extra_sounds_are_trained_on_but_for_relatives_of_the_test(tmp_path: Path) -> None:
    for kit in range(6):
        for hit in range(4):
            write(tmp_path / "data" / f"kit{kit}" / f"snare {hit}.wav", noise(10 * kit + hit))
            write(tmp_path / "more" / f"louder{kit}" / f"snare {hit}.wav", np.sqrt(2) * noise(10 * kit + hit))
            write(tmp_path / "more" / "strums" / f"guitar {kit} {hit}.wav", noise(100 + 10 * kit + hit))
    dataset = load(tmp_path / "data", extra=[tmp_path / "more"])
    train, held_out = dataset.split(fraction=0.2)
    tested = {dataset.kits[i] for i in held_out}
    assert not dataset.is_extra[held_out].any()
    assert {dataset.kits[i] for i in train} >= {"strums"}
    assert not {dataset.kits[i] for i in train} & ({kit.replace("kit", "louder") for kit in tested} | tested)
    assert dataset.is_extra.sum() == sum(kit.startswith(("louder", "strums")) for kit in dataset.kits)


def test_subsets_keep_everything_together(root: Path) -> None:
    dataset = load(root)
    part = dataset.subset([3, 0])
    assert part.names == (dataset.names[3], dataset.names[0])
    assert part.labels == ("snare", "kick")
    assert len(part.label_confidences) == 2
    np.testing.assert_array_equal(part.waveforms, dataset.waveforms[[3, 0]])
    assert len(dataset.subset([])) == 0


@pytest.mark.parametrize("whole", [False, True], ids=["seconds", "whole"])
def test_the_drum_machine_is_read_with_all_that_it_knows(tmp_path: Path, whole: bool) -> None:
    sounds = write_library(tmp_path / "machine", count=24, seed=1, whole=whole)
    dataset = load_dataset([tmp_path / "machine"], sample_rate=44_100, num_samples=44_100, progress=False)
    assert len(dataset) == 24
    assert Counter(dataset.labels) == Counter(sound.label for sound in sounds)
    assert set(dataset.names) == {sound.name for sound in sounds}
    assert set(dataset.kits) == {sound.kit for sound in sounds}
    assert set(dataset.label_sources) == {"kit"}
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        assert source["type"] == "drum_machine"
        original = read_original(source, sample_rate=44_100, num_samples=44_100, roots=[])
        np.testing.assert_array_equal(original, waveform)
        both = read_original(source, sample_rate=44_100, num_samples=44_100, roots=[], stereo=True)
        assert both is not None
        assert both.ndim == 1 or "width" in source["parameters"]
    assert any(image is not None for image in dataset.stereo) == whole


@pytest.mark.kits
@pytest.mark.skipif(not KITS.is_dir(), reason="the Debian packages hydrogen-drumkits and hydrogen-data")
def test_the_open_kits() -> None:
    dataset = load_dataset(
        [KITS], sample_rate=44_100, num_samples=44_100, exclude=[Path("belofilms_GuitarStrums")]
    )
    assert 700 < len(dataset) < 750  # 773 with near copies, most of them one hit at several levels
    assert set(dataset.labels) == set(LABELS)
    assert Counter(dataset.label_sources)["kit"] > 600
    assert len(set(dataset.kits)) == 16
    assert "GMRockKit + The Black Pearl 1.0" in dataset.families
    assert {item.reason for item in dataset.left_out if "emptySample" in item.path} == {
        "The sound is silent."
    }
    labels = dict(zip((source["path"] for source in dataset.sources), dataset.labels, strict=True))
    assert labels["BJA_Pacific/CB_01.aiff"] == "cymbal"
    assert labels["circAfrique v4/Dununba1 Bell.wav"] == "cowbell"
    assert labels["Millo_MultiLayered3/rs_01.flac"] == "rim"
    assert labels["ColomboAcousticDrumkit/hihat-semi-open-1.flac"] == "open_hat"

    for fraction in (0.15, 0.2):
        train, held_out = dataset.split(fraction=fraction)
        assert len({dataset.kits[i] for i in held_out}) >= 3
        assert {dataset.labels[i] for i in held_out} == set(LABELS) == {dataset.labels[i] for i in train}
        assert len(held_out) / len(dataset) == pytest.approx(fraction, abs=0.03)


def test_what_is_not_kept_on_disk_is_read_again_the_same(tmp_path: Path, monkeypatch) -> None:
    for number in range(6):
        write(tmp_path / "kit" / f"{number} snare.wav", noise(number))
    write(tmp_path / "kit" / "6 copy.wav", 0.5 * noise(2), "PCM_24")
    soundfile.write(tmp_path / "kit" / "7 clap.wav", np.stack([noise(7), noise(8)], 1), RATE)
    kept = load(tmp_path)
    monkeypatch.setattr(rows, "MOST_KEPT", 4000)
    again = load(tmp_path)
    assert again.waveforms.num_bytes <= 4000 < kept.waveforms.num_bytes
    assert not kept.waveforms.made_again.any()
    assert again.waveforms.made_again.sum() >= 6
    np.testing.assert_array_equal(again.waveforms, kept.waveforms)
    assert again.names == kept.names
    assert (
        reasons(again)
        == reasons(kept)
        == {"kit/6 copy.wav": "This is nearly the same sound as kit/2 snare.wav."}
    )


def test_of_a_recording_with_several_hits_nothing_is_read_again(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(rows, "MOST_KEPT", 0)
    write(tmp_path / "kit" / "loop.wav", np.concatenate([noise(number, 0.5) for number in range(3)]))
    waveforms = load(tmp_path, slices=True).waveforms
    assert len(waveforms) > 1
    assert not waveforms.made_again.any()


def test_a_file_that_changes_or_goes_away_meanwhile_is_one_sentence(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(rows, "MOST_KEPT", 0)
    files = [write(tmp_path / "sounds" / "kit" / f"{number}.wav", noise(number)) for number in range(3)]
    waveforms = load(tmp_path / "sounds").waveforms
    before = waveforms[2]
    write(files[0], noise(9))
    files[1].unlink()
    for index in (0, 1, slice(0, 2)):
        with pytest.raises(DataError, match=r"^kit/[01]\.wav has changed since it was read: start again\.$"):
            waveforms[index]
    np.testing.assert_array_equal(waveforms[2], before)
    (tmp_path / "sounds").rename(tmp_path / "away")
    with pytest.raises(
        GoneError, match=r"^The data folder sounds went away: its disk may have been removed\.$"
    ):
        waveforms[2]
