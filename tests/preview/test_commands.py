"""Dry runs on the command line: they write the preview alone, and say what the real command would do."""

import csv
import shutil
from pathlib import Path

import pytest
import soundfile
import typer
from typer.testing import CliRunner

from tests.data.made_sounds import noise, tone, write
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.library.build import main as library
from vae.train.__main__ import main as train


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "Sounds"
    write(root / "Kit" / "kick.wav", tone(60))
    write(root / "Kit" / "snare.wav", noise(1))
    write(root / "Other" / "clap.wav", noise(2))
    return root


def run(command, *arguments: object) -> tuple[int, str, str]:
    app = typer.Typer()
    app.command()(command)
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.exit_code, done.stdout, done.stderr


def rows(path: Path) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def test_a_training_is_previewed_corrected_and_previewed_again(folder, tmp_path):
    out = tmp_path / "new" / "mine"
    code, said, _ = run(train, "--data", folder, "--out", out, "--dry-run")
    assert code == 0 and "3 sounds on the map" in said
    assert [path.name for path in out.parent.iterdir()] == ["mine.preview"]
    place = out.parent / "mine.preview"
    assert str(place / "sheet.html") in said
    labels = (place / "labels.csv").read_text("utf-8-sig")
    table = tmp_path / "mine.csv"
    table.write_text(labels.replace("snare.wav,snare", "snare.wav,Door"), "cp1252")
    code, said, _ = run(train, "--data", folder, "--out", out, "--dry-run", "--labels", table)
    assert code == 0 and "labels: 1 given, 2 by name" in said
    report = rows(place / "report.csv")
    assert (report["Kit/snare.wav"]["label"], report["Kit/snare.wav"]["label_from"]) == ("Door", "given")
    assert report["Kit/kick.wav"]["label_from"] == "name"


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("file,label\nKit/nowhere.wav,kick\n", "labels.csv names 'Kit/nowhere.wav', which is not among"),
        (None, "labels.csv cannot be used: No such file or directory."),
    ],
)
def test_a_wrong_table_is_one_sentence(folder, tmp_path, table, sentence):
    if table:
        (tmp_path / "labels.csv").write_text(table)
    options = ("--data", folder, "--out", tmp_path / "mine", "--labels", tmp_path / "labels.csv")
    code, _, complaint = run(train, *options, "--dry-run")
    assert code == 2 and complaint.startswith(sentence) and len(complaint.splitlines()) == 1
    assert not (tmp_path / "mine.preview").exists()


def test_a_library_is_previewed(checkpoints, folder, tmp_path):
    checkpoint = Path(shutil.copytree(checkpoints / "drum-machine", tmp_path / "mine"))
    before = {path: path.read_bytes() for path in checkpoint.iterdir()}
    known = draw_library(count=60, seed=0)[5]
    soundfile.write(folder / "Kit" / "known.wav", synthesize(known), 44_100)
    code, said, _ = run(library, "--checkpoint", checkpoint, "--add", folder, "--dry-run")
    assert code == 0 and "3 sounds for the map: " in said
    assert "left out: 1 × It is on the map already. (known.wav)" in said
    report = rows(tmp_path / "mine.preview" / "report.csv")
    assert report["Kit/known.wav"]["used"] == "no"
    assert report["Kit/known.wav"]["reason"].startswith("It is on the map already, as ")
    assert report["Kit/kick.wav"]["reason"] == "It is added to the map."
    code, said, _ = run(library, "--checkpoint", checkpoint, "--data", folder, "--dry-run")
    assert code == 0 and "4 sounds for the map: " in said
    report = rows(tmp_path / "mine.preview" / "report.csv")
    assert report["Kit/known.wav"]["reason"] == "It is on the map."
    assert {path: path.read_bytes() for path in checkpoint.iterdir()} == before
