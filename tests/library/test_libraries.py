import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from vae.data.labels import LABELS
from vae.data.originals import read_original
from vae.drum_machine.library import write_library
from vae.latent.half import halved
from vae.library import columns
from vae.library.library import FILE_NAME, Library, LibraryError
from vae.sound.descriptors import describe
from vae.sound.measures import envelope_db


def _same(a, b):
    return all(
        np.array_equal(getattr(a, name), getattr(b, name))
        for name in (
            "latents",
            "coordinates",
            "descriptors",
            "levels",
            "durations",
            "errors_db",
            "held_out",
            "label_confidences",
        )
    ) and all(
        tuple(getattr(a, name)) == tuple(getattr(b, name))
        for name in ("names", "labels", "kits", "label_sources", "descriptor_names", "sources")
    )


def _as_before(library, folder):
    """Saves as versions up to 0.2 did: packed, with texts of a fixed width."""
    texts = ("names", "labels", "kits", "label_sources", "descriptor_names")
    numbers = ("latents", "coordinates", "descriptors", "levels", "durations", "errors_db", "held_out")
    arrays = {name: np.array(getattr(library, name)) for name in (*texts, *numbers)}
    sources = np.array([json.dumps(source) for source in library.sources])
    confidences = library.label_confidences
    np.savez_compressed(folder / FILE_NAME, **arrays, sources=sources, label_confidences=confidences)


def test_a_library_comes_back_as_it_was_saved(library, tmp_path):
    library.save(tmp_path)
    loaded = Library.load(tmp_path)
    assert _same(library, loaded)
    assert loaded.latents.dtype == np.float32
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_half_the_digits_of_latents_come_back_as_half(library, tmp_path):
    half = replace(library, latents=halved(library.latents))
    half.save(tmp_path)
    loaded = Library.load(tmp_path)
    assert _same(half, loaded)
    with np.load(tmp_path / FILE_NAME) as file:
        assert file["latents"].dtype == np.float16
    assert (
        loaded.latents[3].dtype
        == loaded.latents[[1, 2]].dtype
        == np.asarray(loaded.latents).dtype
        == np.float32
    )
    np.testing.assert_allclose(loaded.latents[:], library.latents, rtol=2**-11)


def test_large_columns_stay_in_the_file(library, tmp_path, monkeypatch):
    library.save(tmp_path)
    monkeypatch.setattr(columns, "MAPPED_FROM", 0)
    loaded = Library.load(tmp_path)
    assert _same(library, loaded)
    assert isinstance(loaded.sources.parts["utf8"].base, np.memmap)
    with zipfile.ZipFile(tmp_path / FILE_NAME) as archive:
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}
    addresses = {array.ctypes.data % columns.ALIGNMENT for array in loaded.sources.parts.values()}
    assert addresses == {0}
    replace(library, kits=("other",) * len(library)).save(tmp_path)
    assert _same(library, loaded)


def test_a_file_that_is_overwritten_in_place_disturbs_no_library_in_use(tmp_path):
    latents = np.random.default_rng(0).random((100_000, 100), np.float32).astype(np.float16)
    with open(tmp_path / FILE_NAME, "wb") as file:
        columns.write_columns(file, {"latents": latents})
    read = columns.read_columns(tmp_path / FILE_NAME, lambda name: True)["latents"]
    assert not isinstance(read.base, np.memmap)  # which would end this process now
    (tmp_path / FILE_NAME).write_bytes(b"")
    np.testing.assert_array_equal(read, latents)


def test_the_spacing_is_kept_and_found_where_it_is_not(library, tmp_path, monkeypatch):
    library.save(tmp_path)
    monkeypatch.setattr("vae.latent.space.typical_spacing", lambda points: 7.0)
    assert Library.load(tmp_path).latent_spacing == library.latent_spacing != 7
    moved = replace(Library.load(tmp_path), latents=2 * library.latents)
    assert moved.latent_spacing == 7
    _as_before(library, tmp_path)
    assert Library.load(tmp_path).latent_spacing == 7


def test_libraries_of_before_open(library, tmp_path):
    _as_before(library, tmp_path)
    assert _same(library, Library.load(tmp_path))


def test_names_in_any_script_come_back(library_of, tmp_path):
    library = library_of(3)
    odd = Library(**{**library.__dict__, "names": ("Größe 1", "鼓 🥁", ""), "kits": ("a\\b", "'", '"')})
    odd.save(tmp_path)
    assert _same(odd, Library.load(tmp_path))


def test_how_sure_labels_are_is_kept_and_guessed_for_libraries_of_before(library, tmp_path):
    sure = np.linspace(0, 1, len(library), dtype=np.float32)
    sources = ("kit", "neighbours", "unknown", "name") * 20
    replace(library, label_confidences=sure, label_sources=sources).save(tmp_path)
    np.testing.assert_array_equal(Library.load(tmp_path).label_confidences, sure)
    with np.load(tmp_path / FILE_NAME) as file:
        before = {name: file[name] for name in file.files if name != "label_confidences"}
    np.savez_compressed(tmp_path / FILE_NAME, **before)
    assert Library.load(tmp_path).label_confidences.tolist() == [1, 0.5, 0, 1] * 20


def test_nothing_pickled_is_written(library, tmp_path):
    library.save(tmp_path)
    with np.load(tmp_path / FILE_NAME, allow_pickle=False) as file:
        assert {file[name].dtype.kind for name in file.files} == {"f", "u", "i", "b"}
        assert "allow_pickle" not in file.files


def test_what_follows_from_the_latents(library):
    np.testing.assert_allclose(library.centre, library.latents.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(library.spread, library.latents.std(axis=0), atol=1e-6)
    assert library.reach > np.linalg.norm(library.latents - library.centre, axis=1).max()
    assert library.members("snare").tolist() == [i for i in range(80) if library.labels[i] == "snare"]
    assert len(library.latents[library.members(None)]) == 80
    assert len(library.members("gong")) == 0
    distances, ids = library.nearest(library.latents[7], 4)
    assert (ids[0], distances[0], len(ids)) == (7, 0, 4)
    assert (np.diff(distances) >= 0).all()
    assert len(library.nearest(library.centre, 1000)[1]) == 80
    with pytest.raises(ValueError, match="read-only"):
        library.latents[0] = 0


def _saved_with(library, folder, **changes):
    library.save(folder)
    with np.load(folder / FILE_NAME) as file:
        arrays = {name: file[name] for name in file.files}
    arrays = {name: array for name, array in (arrays | changes).items() if array is not None}
    np.savez(folder / FILE_NAME, **arrays)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"latents": None}, "latents is missing"),
        ({"held_out": None}, "held_out is missing"),
        (
            {"label_confidences": np.full(80, 1.5, np.float32)},
            "label_confidences holds values outside 0 to 1",
        ),
        ({"label_confidences": np.ones(79, np.float32)}, "label_confidences has the wrong shape"),
        ({"latents": np.zeros((80, 0), np.float32)}, "latents has the wrong shape"),
        ({"latents": np.zeros(80, np.float32)}, "latents has the wrong shape"),
        ({"latents": np.zeros((0, 12), np.float32)}, "latents has the wrong shape"),
        ({"latents": np.float32(1)}, "latents has the wrong shape"),
        ({"latents": np.full((80, 12), np.nan, np.float32)}, "latents holds values that are not numbers"),
        ({"latents": np.ones((80, 12), np.int64)}, "latents holds the wrong kind"),
        ({"coordinates": np.zeros((80, 3), np.float32)}, "coordinates has the wrong shape"),
        ({"coordinates": np.full((80, 2), np.inf, np.float32)}, "coordinates holds values"),
        ({"names": np.array(["a"] * 79)}, "names has the wrong shape"),
        ({"names": np.arange(80)}, "names holds the wrong kind"),
        ({"names": np.array(["a"] * 80, dtype=object)}, "damaged"),
        ({"descriptors": np.zeros((80, 2), np.float32)}, "descriptors has the wrong shape"),
        ({"errors_db": np.full(80, np.nan, np.float32)}, "errors_db holds values"),
        ({"held_out": np.zeros(80, np.float32)}, "held_out holds the wrong kind"),
        ({"sources": np.array(["{"] * 80)}, "sources is damaged"),
        ({"sources": np.array(["[]"] * 80)}, "sources is damaged"),
        ({"names.rows": None}, "names is missing"),
        ({"names.rows": np.zeros(79, np.int32)}, "names has the wrong shape"),
        ({"names.rows": np.full(80, 80, np.int32)}, "names is damaged"),
        ({"names.rows": np.full(80, -1, np.int32)}, "names is damaged"),
        ({"names.rows": np.zeros((80, 1), np.int32)}, "names is damaged"),
        ({"names.ends": np.arange(80)}, "names is damaged"),
        ({"names.ends": np.arange(80)[::-1]}, "names is damaged"),
        ({"names.ends": np.zeros(0, np.int64)}, "names is damaged"),
        ({"names.utf8": np.full(5, 255, np.uint8), "names.ends": np.full(80, 5)}, "names is damaged"),
        ({"sources.utf8": np.zeros(3)}, "sources is damaged"),
        ({"latent_spacing": np.full(2, 1.0)}, "latent_spacing has the wrong shape"),
    ],
)
def test_a_malformed_library_is_refused_in_one_sentence(library, tmp_path, changes, reason):
    _saved_with(library, tmp_path, **changes)
    with pytest.raises(LibraryError, match=reason) as caught:
        Library.load(tmp_path)
    assert str(caught.value).startswith(FILE_NAME)
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_library_is_said(tmp_path):
    with pytest.raises(LibraryError, match=f"no {FILE_NAME}"):
        Library.load(tmp_path)


def test_a_file_cut_anywhere_or_of_another_kind_is_refused(library, tmp_path):
    library.save(tmp_path)
    whole = (tmp_path / FILE_NAME).read_bytes()
    single = io.BytesIO()
    np.save(single, np.zeros(3))
    broken = [whole[: len(whole) * part // 10] for part in range(10)]
    broken += [b"hello", single.getvalue(), whole[:500] + bytes(200) + whole[700:]]
    for content in broken:
        (tmp_path / FILE_NAME).write_bytes(content)
        with pytest.raises(LibraryError):
            Library.load(tmp_path)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / FILE_NAME, "w") as file:
        file.writestr("latents", "hello")
        file.writestr("latents.npy", "hello")
    with pytest.raises(LibraryError):
        Library.load(tmp_path)


def test_a_failed_save_leaves_the_old_library(library, tmp_path, monkeypatch):
    library.save(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(np.lib.format, "write_array", full)
    with pytest.raises(OSError, match="space"):
        library.save(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_a_built_library_knows_its_sounds(built, codec):
    count = len(built)
    numbers = {"sample_rate": codec.sample_rate, "num_samples": codec.num_samples}
    originals = np.stack([read_original(source, **numbers, roots=[]) for source in built.sources])
    latents = codec.encode(originals, codec.sample_rate)
    for sound in (0, count // 2, count - 1):
        original, z = originals[sound], latents[sound]
        kept = np.asarray(built.latents[sound])
        assert np.linalg.norm(kept - z) < 0.05 * np.linalg.norm(z)  # processors and batches round differently
        error = envelope_db(original, codec.decode(kept), codec.sample_rate)
        assert built.errors_db[sound] == pytest.approx(error, rel=0.02)
        np.testing.assert_allclose(built.descriptors[sound], describe(original, codec.sample_rate), rtol=1e-3)
    assert 0 < built.held_out.sum() < count
    assert set(built.labels) == set(LABELS)
    assert len(np.unique(built.coordinates, axis=0)) == count


@pytest.mark.slow
def test_the_command_builds_a_library_and_refuses_in_one_sentence(checkpoints, tmp_path):
    data, checkpoint = tmp_path / "sounds", tmp_path / "checkpoint"
    write_library(data, count=24)
    shutil.copytree(checkpoints / "drum-machine", checkpoint)
    (checkpoint / FILE_NAME).unlink()

    def run(*arguments):
        command = [sys.executable, "-m", "explorer.library", "--checkpoint", checkpoint, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run("--data", data)
    assert done.returncode == 0, done.stderr
    assert "24 sounds" in done.stdout
    assert len(Library.load(checkpoint)) == 24

    refused = run("--data", tmp_path / "nowhere")
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
