"""Labels in a table, given back after spreadsheets and systems have done to it what they do."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from vae.data.reading import GivenLabel
from vae.data.scan import DataError, scan, shown
from vae.preview.given import read_given
from vae.tables import TableError, to_csv

NAMES = (
    *(
        "kick.wav",
        "=cmd|calc.wav",
        "'=x.wav",
        "-12 dB.wav",
        "+1.wav",
        "@home.wav",
        "a, b; c.wav",
        'say "hi".wav',
    ),
    *(
        "<b>bold.wav",
        "Größe 1.wav",
        unicodedata.normalize("NFD", "Café.wav"),
        "スネア.wav",
        "🥁 1.wav",
        "a#2.wav",
    ),
    *("100%.wav", "  spaced.wav", "quiet'.wav"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files with names of every kind; what is in them does not matter here."""
    root = tmp_path / "Sounds"
    for name in NAMES:
        (root / "Kit").mkdir(parents=True, exist_ok=True)
        (root / "Kit" / name).touch()
    return root


@pytest.fixture
def read(tmp_path: Path, folder: Path):
    def read(content: bytes | str):
        table = tmp_path / "labels.csv"
        table.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_given(table, [folder])

    return read


def rows_for(folder: Path) -> list[dict[str, object]]:
    paths = [shown(one.path) for one in scan([folder])[0]]
    return [{"file": path, "label": f"label {index}"} for index, path in enumerate(paths)]


def resaved(content: bytes, encoding: str, separator: str) -> bytes:
    """As a spreadsheet saves it: what an encoding lacks is a question mark, two where it takes two units of UTF-16."""
    text = io.StringIO()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    lacking = "".join("??" if ord(one) > 0xFFFF and "utf" not in encoding else one for one in text.getvalue())
    return lacking.encode(encoding, errors="replace")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "ascii"])
def test_every_file_is_found_again(read, folder, encoding, separator):
    rows = rows_for(folder)
    given, doubts = read(resaved(to_csv(["file", "label"], rows), encoding, separator))
    assert {path: one.label for (path, _), one in given.items()} == {
        row["file"]: row["label"] for row in rows
    }
    assert {one.source for one in given.values()} == {"given"} and doubts == []


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.replace("/", "\\"),
        lambda path: f"./{path}",
        str.upper,
        lambda path: unicodedata.normalize("NFC", path),
        lambda path: unicodedata.normalize("NFD", path),
    ],
)
def test_paths_are_compared_as_file_systems_do(read, folder, change):
    rows = rows_for(folder)
    given, _ = read(to_csv(["file", "label"], [row | {"file": change(str(row["file"]))} for row in rows]))
    assert {path for path, _ in given} == {row["file"] for row in rows}


def test_rows_left_alone_stay_as_sure_as_they_were(read):
    given, _ = read(
        "file;label;label_before;sure;label_from\n"
        "Kit/kick.wav;snare;snare;64;neighbours\n"
        "Kit/+1.wav;;snare;64;neighbours\n"
        "Kit/@home.wav;tom;snare;64;neighbours\n"
        "Kit/100%.wav;tom;tom;lots;name\n"
        "Kit/quiet'.wav;tom;tom;100;magic\n"
        "Kit/a#2.wav;fx;fx;0;unknown\n"
    )
    assert {path: one for (path, _), one in given.items()} == {
        "Kit/kick.wav": GivenLabel("snare", "neighbours", 0.64),
        "Kit/@home.wav": GivenLabel("tom", "given", 1.0),
        "Kit/100%.wav": GivenLabel("tom", "name", 1.0),
        "Kit/quiet'.wav": GivenLabel("tom", "given", 1.0),
    }


def test_a_label_has_one_spelling(read):
    given, doubts = read(
        "file,label\nKit/kick.wav,Closed Hat\nKit/+1.wav,closed-hat\nKit/@home.wav,Door  Slam\n"
        "Kit/100%.wav,door_slam\nKit/-12 dB.wav,snair\n"
    )
    assert [one.label for one in given.values()] == [
        *("closed_hat", "closed_hat", "Door Slam", "Door Slam", "snair")
    ]
    assert doubts == ["'snair' is a new label: is it 'snare'?"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("file,label\nKit/nowhere.wav,kick\n", "names 'Kit/nowhere.wav', which is not among the sounds"),
        ("file,label\nx.wav,kick\ny.wav,kick\n", "'x.wav' and 1 more files, which are not among"),
        ("name,label\nx,kick\n", "has no column 'file'"),
        ("file,label\nKit/kick.wav,kick\nKit/kick.wav,tom\n", "labels 'Kit/kick.wav' twice: kick and tom"),
        ("file,label\nKit/kick.wav," + "x" * 65 + "\n", "no label that can be used for 'Kit/kick.wav'"),
        ("file,label\nKit/kick.wav,a\x07b\n", "no label that can be used"),
    ],
)
def test_what_is_wrong_is_one_sentence(read, table, sentence):
    with pytest.raises(TableError, match=sentence) as refused:
        read(table)
    assert str(refused.value).startswith("labels.csv ") and str(refused.value).count(". ") == 0


def test_a_path_in_two_folders_is_told_apart_by_its_kit(tmp_path):
    for parent in ("a", "b"):
        (tmp_path / parent / "Kit").mkdir(parents=True)
        (tmp_path / parent / "Kit" / "1.wav").touch()
    folders = [tmp_path / "a" / "Kit", tmp_path / "b" / "Kit"]
    kits = [one.kit for one in scan(folders)[0]]
    table = tmp_path / "labels.csv"
    table.write_text(f"file,label,kit\nKit/1.wav,kick,{kits[0]}\nKit/1.wav,tom,{kits[1]}\n")
    given, _ = read_given(table, folders)
    assert {kit: one.label for (_, kit), one in given.items()} == dict(
        zip(kits, ["kick", "tom"], strict=True)
    )


def test_samples_of_a_font_are_named_by_their_number(tmp_path):
    (tmp_path / "Font.sf2").touch()
    (tmp_path / "labels.csv").write_text("file,label\nFont.sf2#3,harp\n")
    given, _ = read_given(tmp_path / "labels.csv", [tmp_path / "Font.sf2"])
    assert [path for path, _ in given] == ["Font.sf2#3"]


def test_a_missing_folder_is_one_sentence(tmp_path):
    (tmp_path / "labels.csv").write_text("file,label\n")
    with pytest.raises(DataError, match="does not exist"):
        read_given(tmp_path / "labels.csv", [tmp_path / "none"])
