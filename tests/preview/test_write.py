"""Previews of real folders: what lies in them, and what of a user's they keep."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
import soundfile
import torch
from PIL import Image

from tests.data.made_sounds import RATE, noise, tone, write
from vae.data.dataset import Dataset, load_dataset
from vae.preview.given import read_given
from vae.preview.media import LEVELS, pictured_seconds, stem, write_media
from vae.preview.sheet import contact_sheet
from vae.preview.write import Preview, PreviewError, preview_folder, write_preview
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

CONFIG = SpectrogramConfig(sample_rate=RATE, num_samples=RATE // 2)
ODD = '</script><b>&amp; "it\'s" #1 100%.wav'


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("data") / "Sounds"
    write(root / "Kit" / "kick.wav", tone(60))
    write(root / "Kit" / "=snare.wav", noise(1))
    write(root / "Kit" / ODD.replace("/", "∕"), noise(2))
    (root / "Kit" / "broken.wav").write_bytes(b"RIFF")
    return root


def load(folder: Path, **options) -> Dataset:
    return load_dataset([folder], sample_rate=RATE, num_samples=RATE // 2, progress=False, **options)


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Dataset:
    return load(folder)


@pytest.fixture
def preview(dataset: Dataset, folder: Path) -> Preview:
    return Preview(dataset, ["yes"] * 3, ["It is learned from."] * 3, CONFIG, [folder])


def data_of(page: str) -> dict:
    return json.loads(page.partition('id="data">')[2].partition("</script>")[0])


def test_a_preview_has_a_picture_and_a_sound_for_every_card(tmp_path, preview):
    said = write_preview(tmp_path / "mine.preview", preview, progress=False)
    place = tmp_path / "mine.preview"
    assert {path.name for path in place.iterdir()} == {
        *("sheet.html", "sheet", "report.csv", "labels.csv", "preview.json")
    }
    assert str(place / "sheet.html") in said[0] and len(said) == 3
    data = data_of((place / "sheet.html").read_text("utf-8"))
    assert len(data["sounds"]) == 3 and [one["file"] for one in data["leftOut"]] == ["Kit/broken.wav"]
    for one in data["sounds"]:
        index = [facts.path for facts in preview.dataset.files].index(one["file"])
        waveform, rate = soundfile.read(place / f"{one['media']}.flac", dtype="float32")
        assert rate == RATE
        whole = np.pad(waveform, (0, RATE // 2 - len(waveform)))
        assert np.abs(whole - preview.dataset.waveforms[index]).max() < 1e-3  # silence at the end is left out
        with Image.open(place / f"{one['media']}.png") as picture:
            cells = torch.from_numpy(preview.dataset.waveforms[index][None])
            spectrogram = waveform_to_spectrogram(cells, CONFIG)[0].numpy()
            np.testing.assert_array_equal(np.flipud(np.array(picture)), np.round(spectrogram * (LEVELS - 1)))
        assert (place / unquote(one["link"])).is_file()


def test_pictures_of_short_sounds_have_one_scale_and_those_of_long_ones_their_own(tmp_path):
    config = SpectrogramConfig(sample_rate=RATE, num_samples=3 * RATE, full_frames=20, cell_growth=1.05)
    durations = np.array([0.2, 2.5, 3.0])
    time = np.arange(3 * RATE) / RATE
    waveforms = (0.9 * np.sin(2000 * time) * (time < durations[:, None])).astype(np.float32)
    write_media(tmp_path, waveforms, durations, config)
    for index, seconds in enumerate((1.0, 2.52, 3.0)):
        assert pictured_seconds(durations[index], config) == seconds
        with Image.open(tmp_path / f"{stem(index)}.png") as picture:
            sounding = np.flatnonzero(np.array(picture).any(axis=0))
            assert picture.width == 1 + int(seconds * RATE) // config.hop_length
        end = (sounding[-1] + 1) / picture.width * seconds
        assert end == pytest.approx(durations[index], abs=0.06)


def test_names_are_data_and_never_markup(preview, tmp_path):
    page = contact_sheet(
        preview.dataset, preview.used, preview.reasons, CONFIG, preview.folders, tmp_path / "mine.preview"
    )
    assert page.count("</script>") == 2 and "<b>&amp;" not in page
    assert any(one["file"].endswith('<b>&amp; "it\'s" #1 100%.wav') for one in data_of(page)["sounds"])
    assert "import {" not in page and "export " not in page


def test_tables_hold_no_formula_and_labels_come_back(tmp_path, preview, folder):
    place = tmp_path / "mine.preview"
    write_preview(place, preview, progress=False)
    for name in ("report.csv", "labels.csv"):
        cells = [
            cell for row in csv.reader(io.StringIO((place / name).read_text("utf-8-sig"))) for cell in row
        ]
        assert cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    text = (place / "labels.csv").read_bytes().decode("utf-8-sig")
    given, _ = read_given(place / "labels.csv", [folder])
    assert load(folder, given=given).labels == preview.dataset.labels
    (tmp_path / "labels.csv").write_text(text.replace("/kick.wav,kick", "/kick.wav,Door Slam"), "utf-8")
    given, _ = read_given(tmp_path / "labels.csv", [folder])
    corrected = load(folder, given=given)
    index = corrected.names.index("Kick")
    assert (corrected.labels[index], corrected.label_sources[index]) == ("Door Slam", "given")
    assert corrected.label_confidences[index] == 1


def test_what_a_user_changed_or_added_is_kept(tmp_path, preview):
    place = tmp_path / "mine.preview"
    write_preview(place, preview, progress=False)
    write_preview(place, preview, progress=False)
    assert len(list(place.iterdir())) == 5
    corrected = (place / "labels.csv").read_bytes() + b"more\r\n"
    (place / "labels.csv").write_bytes(corrected)
    (place / "notes.txt").write_text("mine")
    said = write_preview(place, preview, progress=False)
    assert (place / "labels.csv").read_bytes() == corrected
    assert (place / "notes.txt").read_text() == "mine"
    assert said[-1] == "labels.csv had been changed and is kept; the new one is labels-2.csv"
    write_preview(place, preview, progress=False)
    assert (place / "labels.csv").read_bytes() == corrected and not (place / "labels-3.csv").exists()


def test_nothing_but_a_preview_is_replaced(tmp_path, preview, folder):
    (tmp_path / "mine.preview").mkdir()
    (tmp_path / "mine.preview" / "song.wav").touch()
    with pytest.raises(PreviewError, match="is not a preview, so it is not replaced"):
        write_preview(tmp_path / "mine.preview", preview)
    assert [path.name for path in (tmp_path / "mine.preview").iterdir()] == ["song.wav"]
    with pytest.raises(PreviewError, match="would lie among the sounds"):
        write_preview(folder / "mine.preview", preview)


def test_a_failure_leaves_the_preview_before(tmp_path, preview, monkeypatch):
    place = tmp_path / "mine.preview"
    write_preview(place, preview, progress=False)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    monkeypatch.setattr("vae.preview.write.contact_sheet", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_preview(place, preview, progress=False)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["mine.preview"]


def test_a_preview_lies_beside_its_checkpoint(tmp_path, monkeypatch):
    assert preview_folder(Path("checkpoints/mine")) == Path("checkpoints/mine.preview")
    monkeypatch.chdir(tmp_path)
    assert preview_folder(Path()) == tmp_path.with_name(f"{tmp_path.name}.preview")
