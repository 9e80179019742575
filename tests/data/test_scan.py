import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_sounds import load, noise, reasons, tone, write

from vae.data.scan import DataError


def test_a_described_kit_is_a_kit_at_any_depth(root: Path) -> None:
    (root.parent / "all" / "Packs").mkdir(parents=True)
    root.rename(root.parent / "all" / "Packs" / "Old")
    dataset = load(root.parent / "all")
    assert {(Path(s["path"]).name, k) for s, k in zip(dataset.sources, dataset.kits, strict=True)} == {
        ("01.wav", "Acoustic"),
        ("02.flac", "Acoustic"),
        ("808_Snare_1.wav", "Packs"),
        ("clap.aiff", "Packs"),
    }


def test_a_single_file_can_be_given(root: Path) -> None:
    dataset = load(root / "Machine" / "clap.aiff")
    assert (dataset.kits, dataset.labels) == (("Machine",), ("clap",))


def test_category_folders_are_no_kits(tmp_path: Path) -> None:
    for seed, path in enumerate(["Kicks/a.wav", "Kicks/Pack/b.wav", "Closed Hats/a.wav", "Weird/c.wav"]):
        write(tmp_path / "Mine" / path, noise(seed))
    dataset = load(tmp_path / "Mine")
    assert dict(zip(dataset.names, zip(dataset.labels, dataset.kits, strict=True), strict=True)) == {
        "A (Mine)": ("closed_hat", "Mine"),
        "A (Mine) 2": ("kick", "Mine"),
        "B": ("kick", "Pack"),
        "C": ("fx", "Weird"),
    }
    assert dict(zip(dataset.names, dataset.label_sources, strict=True))["C"] == "unknown"


def test_kits_of_one_name_stay_apart(tmp_path: Path) -> None:
    for seed, vendor in enumerate(["one", "two"]):
        write(tmp_path / vendor / "Data" / "Kit" / "kick.wav", noise(seed))
    assert load(tmp_path / "one" / "Data", tmp_path / "two" / "Data").kits == ("Kit", "Kit (two)")


def test_nothing_is_left_out_without_a_reason(root: Path) -> None:
    kit = root / "Acoustic"
    write(kit / "silent.wav", np.zeros(100))
    write(kit / "nan.wav", np.full(100, np.nan), subtype="FLOAT")
    write(kit / "copy of 01.flac", soundfile.read(kit / "01.wav")[0])
    write(kit / ".hidden.wav", noise(5))
    write(root / ".trash" / "kick.wav", noise(6))
    (kit / "empty.wav").touch()
    (kit / "notes.txt").write_text("no sound")
    (kit / "broken.mp3").write_bytes(b"no sound")
    (kit / "gone.wav").symlink_to(root / "nowhere.wav")
    (root / "Machine" / "circle").symlink_to(root)
    (root / "Machine" / "drumkit.xml").write_text("<no xml")
    (kit / "really a wave.dat").write_bytes(write(root.parent / "x.wav", noise(7)).read_bytes())
    dataset = load(root)
    assert len(dataset) == 5
    assert "Really A Wave" in dataset.names
    assert reasons(dataset) == {
        ".trash": "Hidden folders are not searched.",
        "Acoustic/.hidden.wav": "Hidden files are not read.",
        "Acoustic/broken.mp3": "broken.mp3 is damaged or not audio that can be read.",
        "Acoustic/copy of 01.flac": "This is the same sound as Acoustic/01.wav.",
        "Acoustic/empty.wav": "empty.wav is an empty file.",
        "Acoustic/gone.wav": "This is no regular file, or a link that leads nowhere.",
        "Acoustic/nan.wav": "The sound is silent.",
        "Acoustic/notes.txt": "This is not an audio file.",
        "Acoustic/silent.wav": "The sound is silent.",
        "Machine/circle": "This link leads to a folder that is searched anyway.",
        "Machine/drumkit.xml": "drumkit.xml cannot be read as a kit's description.",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported(root: Path) -> None:
    (root / "Acoustic" / "01.wav").chmod(0)
    (root / "Machine" / "Snares").chmod(0)
    try:
        assert reasons(load(root)) == {
            "Acoustic/01.wav": "01.wav may not be read.",
            "Machine/Snares": "This folder may not be read.",
        }
    finally:
        (root / "Machine" / "Snares").chmod(0o755)


def test_excluded_folders_are_skipped(root: Path) -> None:
    assert set(load(root, exclude=[root / "Acoustic"]).kits) == {"Machine"}
    assert set(load(root, exclude=[Path("Machine")]).kits) == {"Acoustic"}
    assert load(root, exclude=[Path("Machine")]).left_out == ()


def test_folders_without_sounds_are_refused(tmp_path: Path, root: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(DataError, match=r"^No sound was found in nothing\.$"):
        load(tmp_path / "nothing")
    with pytest.raises(DataError, match=r"^The data folder gone does not exist\.$"):
        load(root, tmp_path / "gone")


def test_a_damaged_drum_machine_folder_is_read_by_its_names(tmp_path: Path) -> None:
    write(tmp_path / "machine" / "kick" / "Kick 808 001.wav", tone(50))
    (tmp_path / "machine" / "drum_machine.json").write_text('{"version": 1')
    dataset = load(tmp_path / "machine")
    assert dataset.labels == ("kick",)
    assert list(reasons(dataset)) == ["drum_machine.json"]
