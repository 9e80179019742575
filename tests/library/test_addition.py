"""Sounds added to a small real checkpoint, on the command line and by function."""

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from explorer.sound.shelf import Shelf
from vae.checkpoint.files import load_config
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.library.library import Library
from vae.library.places import place_latent

PER_SOUND = (
    "latents",
    "coordinates",
    "descriptors",
    "levels",
    "durations",
    "errors_db",
    "held_out",
    "label_confidences",
)
TEXTS = ("names", "labels", "kits", "label_sources", "sources")


@pytest.fixture
def checkpoint(checkpoints: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(checkpoints / "drum-machine", tmp_path / "mine"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sounds that the checkpoint does not know, and one that it does; two of them tell what they are."""
    path = tmp_path / "New Ones"
    path.mkdir()
    others = draw_library(count=24, seed=77)
    for name, sound in zip(("kick", "Größe 1", "a snare"), others[::7], strict=False):
        soundfile.write(path / f"{name}.wav", synthesize(sound), 44_100)
    known = draw_library(count=60, seed=0)[5]
    soundfile.write(path / "known.wav", synthesize(known), 44_100)
    return path


def add(checkpoint: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    code = "import sys, vae.library.build as b\ntry: b.run()\nfinally: print('umap' in sys.modules)"
    command = [sys.executable, "-c", code, "--checkpoint", checkpoint, *arguments]
    root = Path(__file__).parents[2]
    return subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, check=False)


def test_sounds_are_added_once_to_the_map_as_it_is(checkpoint: Path, folder: Path) -> None:
    before = Library.load(checkpoint)
    done = add(checkpoint, "--add", folder)
    assert done.returncode == 0, done.stderr
    assert "Known: it is on the map already, as " in done.stdout
    assert f"Added 3 sounds to library.npz, which holds {len(before) + 3} now." in done.stdout
    assert done.stdout.splitlines()[-1] == "False"  # umap was not imported
    after = Library.load(checkpoint)
    for name in PER_SOUND:
        np.testing.assert_array_equal(getattr(after, name)[: len(before)], getattr(before, name))
    for name in TEXTS:
        assert list(getattr(after, name)[: len(before)]) == list(getattr(before, name))
    assert after.names[-3:] == ("Größe 1", "A Snare", "Kick")
    assert (after.labels[-2], after.labels[-1]) == ("snare", "kick")
    assert after.label_sources[-3:] == ("neighbours", "name", "name")
    assert 0 < after.label_confidences[-3] <= 1 and (after.label_confidences[-2:] == 1).all()
    assert len(np.unique(after.coordinates, axis=0)) == len(after)
    assert after.held_out[-3:].all()
    assert load_config(checkpoint)["added"] == [folder.as_posix()]
    renderer = Shelf({"mine": checkpoint}, "mine").renderer()
    for index in range(len(before), len(after)):
        assert place_latent(after.latents[index], after) == tuple(after.coordinates[index].tolist())
        assert renderer.original(index) is not None
    content = (checkpoint / "library.npz").read_bytes()
    assert "Added 0 sounds" in add(checkpoint, "--add", folder).stdout
    assert (checkpoint / "library.npz").read_bytes() == content


def test_a_sound_is_known_to_a_library_that_encoded_it_otherwise(checkpoint: Path, folder: Path) -> None:
    library, rng = Library.load(checkpoint), np.random.default_rng(0)
    latents = np.array(library.latents, np.float32)
    latents += 0.2 * latents.std() * rng.standard_normal(latents.shape).astype(np.float32)
    replace(library, latents=latents).save(checkpoint)
    done = add(checkpoint, "--add", folder / "known.wav")
    assert done.returncode == 0, done.stderr
    assert "Known: it is on the map already, as " in done.stdout
    assert len(Library.load(checkpoint)) == len(library)


def test_originals_are_found_behind_links_and_for_single_files(checkpoint: Path, folder: Path) -> None:
    """The single file has the path of a sound in the linked folder, and is another."""
    link, single = folder.parent / "Linked", folder.parent / "kick.wav"
    link.symlink_to(folder)
    (folder / "known.wav").unlink()
    soundfile.write(single, synthesize(draw_library(count=24, seed=78)[9]), 44_100)
    before = len(Library.load(checkpoint))
    for given in (folder / "kick.wav", single, link):
        done = add(checkpoint, "--add", given)
        assert done.returncode == 0, done.stderr
    library = Library.load(checkpoint)
    assert len(library) == before + 4
    assert load_config(checkpoint)["added"] == [path.as_posix() for path in (folder, folder.parent, link)]
    renderer = Shelf({"mine": checkpoint}, "mine").renderer()
    for index in range(before, len(library)):
        original = renderer.original(index)
        assert original is not None
        alone, kept = renderer.codec.encode(original, 44_100), library.latents[index]
        assert np.linalg.norm(alone - kept) < 0.05 * np.linalg.norm(kept)  # batches round differently


@pytest.mark.parametrize("arguments", [[], ["--data", ".", "--add", "."], ["--add", "nowhere"]])
def test_bad_arguments_leave_everything_as_it_was(checkpoint: Path, arguments: list[str]) -> None:
    before = {path.name: path.read_bytes() for path in checkpoint.iterdir()}
    done = add(checkpoint, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in checkpoint.iterdir()} == before


def test_placing_a_sound_is_quick_on_a_large_map(library_of) -> None:
    library = library_of(20_000, 256)
    rng = np.random.default_rng(1)
    place_latent(rng.standard_normal(256).astype(np.float32), library)
    times = []
    for _ in range(9):
        z = rng.standard_normal(256).astype(np.float32)
        started = time.process_time()
        place_latent(z, library)
        times.append(time.process_time() - started)
    assert np.median(times) < 0.05
