"""A folder that lives: files come, change, move and go, and its disk is away at times."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from vae.checkpoint.codec import Codec
from vae.data import dataset
from vae.data.scan import DataError, GoneError
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.library import sync as syncing
from vae.library.library import Library
from vae.library.sync import Synced, sync, watch

SOUNDS = [synthesize(one) for one in draw_library(count=24, seed=77)[::4]]


def write(file: Path, sound: np.ndarray) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(file, sound, 44_100)


@pytest.fixture
def checkpoint(checkpoints: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkpoints / "drum-machine", tmp_path / "mine"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "Mine to Sync"
    for name, sound in zip(("kick", "snare", "a clap"), SOUNDS, strict=False):
        write(path / "Kit" / f"{name}.wav", sound)
    return path


@pytest.fixture
def up_to_date(checkpoint: Path, folder: Path):
    """Calls `sync`, and tells which files were read."""
    codec, real = Codec.load(checkpoint), dataset.read_files
    read: list[str] = []

    def run(**options: object) -> tuple[Synced, list[str]]:
        read.clear()
        done = sync(checkpoint, codec, folder, workers=1, progress=False, **options)
        return done, sorted(read)

    def counted(found, **options):
        read.extend(one.file.name for one in found)
        return real(found, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "read_files", counted)
        yield run


def places(checkpoint: Path) -> dict[str, tuple[float, ...]]:
    library = Library.load(checkpoint)
    return dict(zip(library.names, map(tuple, np.asarray(library.coordinates).tolist()), strict=True))


def content(checkpoint: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in checkpoint.iterdir()}


def test_only_what_is_new_is_read_and_all_else_keeps_its_place(checkpoint, folder, up_to_date) -> None:
    count = len(Library.load(checkpoint))
    done, read = up_to_date()
    assert (done.added, read) == (3, ["a clap.wav", "kick.wav", "snare.wav"])
    before = places(checkpoint)
    assert up_to_date() == (Synced(), [])
    write(folder / "Kit" / "tom.wav", SOUNDS[3])
    done, read = up_to_date()
    assert (done, read) == (Synced(added=1), ["tom.wav"])
    assert places(checkpoint).items() > before.items()
    assert len(Library.load(checkpoint)) == count + 4
    assert not list(checkpoint.parent.glob("*.encoding"))


def test_a_sound_that_changed_keeps_its_id_and_name(checkpoint, folder, up_to_date) -> None:
    up_to_date()
    before = Library.load(checkpoint)
    row = before.names.index("Snare")
    write(folder / "Kit" / "snare.wav", SOUNDS[4])
    assert up_to_date() == (Synced(replaced=1), ["snare.wav"])
    after = Library.load(checkpoint)
    assert after.names == before.names
    others = np.arange(len(before)) != row
    np.testing.assert_array_equal(np.asarray(after.latents)[others], np.asarray(before.latents)[others])
    assert np.abs(np.asarray(after.latents)[row] - np.asarray(before.latents)[row]).max() > 0.1


def test_a_file_that_moved_keeps_its_sound(checkpoint, folder, up_to_date) -> None:
    up_to_date()
    before = places(checkpoint)
    (folder / "Other").mkdir()
    (folder / "Kit" / "kick.wav").rename(folder / "Other" / "boom.wav")
    assert up_to_date() == (Synced(moved=1), [])
    assert places(checkpoint) == before
    assert "Other/boom.wav" in [source.get("path") for source in Library.load(checkpoint).sources]


def test_a_file_that_is_gone_leaves_only_if_asked_to(checkpoint, folder, up_to_date) -> None:
    up_to_date()
    before = places(checkpoint)
    (folder / "Kit" / "kick.wav").unlink()
    assert up_to_date() == (Synced(missing=1), [])
    assert places(checkpoint) == before
    assert up_to_date(drop_missing=True) == (Synced(dropped=1), [])
    assert places(checkpoint) == {name: place for name, place in before.items() if name != "Kick"}
    write(folder / "Kit" / "kick.wav", SOUNDS[0])
    assert up_to_date() == (Synced(added=1), ["kick.wav"])


@pytest.mark.parametrize("away", ["missing", "empty"])
@pytest.mark.parametrize("drop_missing", [False, True])
def test_a_disk_that_is_away_changes_nothing(checkpoint, folder, up_to_date, away, drop_missing) -> None:
    up_to_date()
    before = content(checkpoint)
    shutil.rmtree(folder)
    if away == "empty":
        folder.mkdir()
    with pytest.raises(
        GoneError, match=r"^The folder Mine to Sync is .*, so the map stays as it is: [^.]*\.$"
    ):
        up_to_date(drop_missing=drop_missing)
    assert content(checkpoint) == before


def test_a_disk_that_goes_away_in_the_middle_changes_nothing(
    checkpoint, folder, up_to_date, monkeypatch
) -> None:
    up_to_date()
    before = content(checkpoint)
    write(folder / "Kit" / "new.wav", SOUNDS[5])
    real = dataset.read_files

    def unplugged(found, **options):
        shutil.rmtree(folder)
        return real(found, **options)

    monkeypatch.setattr(dataset, "read_files", unplugged)
    with pytest.raises(GoneError, match=r"^The data folder Mine to Sync went away"):
        up_to_date()
    assert content(checkpoint) == before


def test_a_file_without_a_sound_is_named_and_not_read_again(checkpoint, folder, up_to_date) -> None:
    up_to_date()
    (folder / "Kit" / "bad.wav").write_bytes(b"no sound")
    done, _ = up_to_date()
    assert done.left_out == (("Kit/bad.wav", "There is no sound in it."),) and not done.changed
    assert up_to_date() == (Synced(), [])


def test_a_map_made_of_the_folder_is_up_to_date_at_once(checkpoint, folder, up_to_date) -> None:
    up_to_date()
    (checkpoint / "folders.json").unlink()
    assert up_to_date() == (Synced(), [])
    (checkpoint / "folders.json").write_text("{")
    assert up_to_date() == (Synced(), [])


def test_watching_tells_of_what_appears_and_once_of_a_disk_that_is_away(
    checkpoint, folder, monkeypatch
) -> None:
    happens = iter(
        [
            lambda: None,
            lambda: write(folder / "Kit" / "tom.wav", SOUNDS[3]),
            lambda: folder.rename(folder.with_name("away")),
            lambda: None,
            lambda: folder.with_name("away").rename(folder),
            lambda: write(folder / "Kit" / "fx.wav", SOUNDS[5]),
        ]
    )
    monkeypatch.setattr(syncing.time, "sleep", lambda seconds: next(happens)())
    told = watch(checkpoint, Codec.load(checkpoint), folder, seconds=5, workers=1)
    first, second, third, fourth = (next(told) for _ in range(4))
    assert (first, second, fourth) == (Synced(added=3), Synced(added=1), Synced(added=1))
    assert isinstance(third, DataError)
