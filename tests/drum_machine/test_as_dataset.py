"""The synthesised library as a dataset: what AudioFolder of the package `datasets` asks of a folder, and the card."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hub_server.server import Hub
from huggingface_hub import DatasetCard, HfApi

from vae.drum_machine.dataset import COLUMNS, dataset_card
from vae.drum_machine.library import read_index, write_library
from vae.drum_machine.sound import DrumMachineError, DrumSound, synthesize


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dataset") / "drums"
    write_library(out, count=24, seed=3, as_dataset=True)
    return out


def rows(folder: Path) -> list[dict[str, str]]:
    with open(folder / "metadata.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_has_a_row_and_every_row_a_file(folder: Path) -> None:
    table = rows(folder)
    assert tuple(table[0]) == COLUMNS
    named = [row["file_name"] for row in table]
    assert sorted(named) == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.wav"))
    assert len(set(named)) == len(named) == 24
    for row in table:
        assert row["file_name"].startswith(f"{row['label']}/")
        assert row["kit"] and row["engine"] and row["name"]


def test_a_row_holds_all_that_its_sound_is_made_from(folder: Path) -> None:
    for row in rows(folder)[::5]:
        parameters = json.loads(row["parameters"])
        sound = DrumSound(row["label"], row["engine"], parameters, int(row["seed"]), row["kit"], row["name"])
        written, rate = soundfile.read(folder / row["file_name"], dtype="float32")
        assert rate == 44_100
        np.testing.assert_allclose(written.T, synthesize(sound), atol=2**-15)


def test_the_card_has_the_metadata_of_a_dataset(folder: Path) -> None:
    card = DatasetCard.load(folder / "README.md")
    assert (card.data.license, card.data.size_categories) == ("mit", ["n<1K"])
    assert card.data.task_categories == ["audio-classification"]
    assert "--count 24 --seed 3 --one-second --as-dataset" in card.text
    assert "{" not in card.text
    sounds = read_index(folder)
    many = {f"{number}": next(iter(sounds.values())) for number in range(1000)}
    assert DatasetCard(dataset_card(many, "")).data.size_categories == ["1K<n<10K"]


def test_a_dataset_is_replaced_but_not_what_else_lies_there(folder: Path) -> None:
    write_library(folder, count=12, seed=3, as_dataset=True)
    assert len(rows(folder)) == 12
    write_library(folder, count=24, seed=3, as_dataset=True)
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(DrumMachineError, match="holds files that the drum machine did not write"):
        write_library(folder, count=12, as_dataset=True)
    (folder / "mine.txt").unlink()


def test_it_goes_to_the_hub_as_it_is(hub: Hub, folder: Path) -> None:
    HfApi().create_repo("alice/drums", repo_type="dataset")
    HfApi().upload_folder(repo_id="alice/drums", repo_type="dataset", folder_path=folder)
    files = hub.repos["dataset", "alice/drums"].files()
    assert {row["file_name"] for row in rows(folder)} <= files.keys()
