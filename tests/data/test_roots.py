"""Where originals lie: whatever way a folder or file is given, its sounds are found again, each its own."""

import os
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from made_sounds import RATE, load, noise, write

from vae.data.dataset import Dataset
from vae.data.originals import find_roots, read_original, root_of


def all_found(dataset: Dataset, roots: list[Path]) -> None:
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        original = read_original(source, sample_rate=RATE, num_samples=RATE // 2, roots=roots)
        np.testing.assert_array_equal(original, waveform)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Two packs that name their sounds alike, and links to one and to a file of it."""
    for seed, path in enumerate(("One/kick 0", "One/kick 1", "Two/kick 0", "Two/kick 1")):
        write(tmp_path / "packs" / f"{path}.wav", noise(seed))
    for path, target in (("link", "packs"), ("kit", "packs/One"), ("file.wav", "packs/One/kick 0.wav")):
        (tmp_path / path).symlink_to(tmp_path / target)
    return tmp_path


@pytest.mark.parametrize("given", ["packs", "packs/One", "packs/One/kick 0.wav", "link", "kit", "file.wav"])
@pytest.mark.parametrize("written", ["{}", "./{}", "packs/../{}", "{}/"])
def test_what_was_given_is_where_originals_are(
    packs: Path, given: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(packs)
    data = Path(written.format(given))
    dataset, kept = load(data), root_of(data).as_posix()
    monkeypatch.chdir("/")  # the app is started elsewhere
    all_found(dataset, find_roots([kept]))


@pytest.mark.parametrize("given", ["packs", "packs/One"])
def test_moved_sounds_are_found_where_they_are_said_to_be(
    packs: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = load(packs / given)
    moved = packs / "new" / "place" / Path(given).name
    shutil.copytree(packs / given, moved)
    shutil.rmtree(packs / "packs")
    monkeypatch.setenv("HITMAP_DATA", str(moved))
    all_found(dataset, find_roots([packs / given]))


def test_sounds_of_the_same_path_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for number, place in enumerate(("a", "b")):
        write(tmp_path / place / "Pack" / "kick.wav", noise(number))
    given = [tmp_path / place / "Pack" for place in ("a", "b")]
    dataset = load(*given)
    assert len(dataset) == 2
    for roots in (given, given[::-1]):
        all_found(dataset, find_roots(roots))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_however_its_accents_are_spelled(tmp_path: Path, form: str) -> None:
    """macOS decomposes them, and a copy on another system may not."""
    kit = unicodedata.normalize("NFC", "Größe é")
    write(tmp_path / "data" / kit / f"{kit}.wav", noise(1))
    dataset = load(tmp_path / "data")
    spelled = unicodedata.normalize(form, kit)
    os.renames(tmp_path / "data" / kit / f"{kit}.wav", tmp_path / "copy" / spelled / f"{spelled}.wav")
    all_found(dataset, find_roots([tmp_path / "copy"]))
