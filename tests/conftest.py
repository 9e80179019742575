"""Fixtures for everything that needs a checkpoint or the running app."""

import builtins
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import soundfile
from explorer_fixtures import built, codec, drums, library, library_of  # noqa: F401
from filelock import FileLock
from hub_server.server import hub  # noqa: F401
from sound_fixtures import drum_set, untrained_checkpoint, untrained_codec  # noqa: F401


def pytest_configure(config: pytest.Config) -> None:
    """One thread for each of the processes that tests are shared between: together they keep the processors busy."""
    if config.getoption("numprocesses", None):
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    # Gradio names files by their content, and each app deletes its own: two must not share a folder.
    served = tempfile.mkdtemp(prefix="gradio-")
    os.environ["GRADIO_TEMP_DIR"] = served
    config.add_cleanup(lambda: shutil.rmtree(served, ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Starts with the longest tests, so that at the end no worker waits for one."""
    items.sort(key=lambda item: "long" not in item.keywords)


@pytest.fixture(autouse=True)
def one_core() -> None:
    """As in the running app, because bits depend on it; for each test, because building a map resets it."""
    from explorer.sound.torch_lane import use_one_core

    use_one_core()


@pytest.fixture(scope="session")
def checkpoints(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of real small checkpoints: drum-machine, and lost-kit, whose originals are gone.

    Made once, whatever the number of processes that the tests are shared between, and kept in pytest's cache until
    something changes that they are made with.
    """
    kept = pytestconfig.cache.mkdir("checkpoints")
    made = kept / _fingerprint()
    with FileLock(kept / "lock"):
        if not (made / "checkpoints" / "done").exists():
            for old in kept.glob("*/"):
                shutil.rmtree(old)
            make_checkpoints(made)
            (made / "checkpoints" / "done").touch()
        own = tmp_path_factory.mktemp("made") / "checkpoints"
        shutil.copytree(made / "checkpoints", own, ignore=shutil.ignore_patterns("done"))
    return own


def _fingerprint() -> str:
    """Of all that the small checkpoints are made with."""
    root = Path(__file__).parents[1]
    sources = [*root.glob("vae/**/*.py"), *root.glob("tests/*.py"), root / "requirements.txt"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()[:16]


def make_checkpoints(scratch: Path) -> Path:
    """Writes the small checkpoints below an empty folder; the folder that holds them is returned."""
    from tiny_checkpoint import make_checkpoint, make_drum_machine

    root, wavs, lost = scratch / "checkpoints", scratch / "sounds" / "drum-machine", scratch / "lost"
    make_drum_machine(root / "drum-machine", wavs)
    for path in sorted(wavs.rglob("*.wav"))[::2]:
        waveform, rate = soundfile.read(path)
        target = lost / "Lost Kit" / path.relative_to(wavs)
        target.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(target, waveform * 0.7, rate)
    make_checkpoint(root / "lost-kit", lost)
    shutil.rmtree(lost)
    return root


@pytest.fixture(scope="session")
def damaged_checkpoints(checkpoints: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small checkpoints, and one whose weights are cut off."""
    root = tmp_path_factory.mktemp("some-damaged")
    for folder in checkpoints.iterdir():
        shutil.copytree(folder, root / folder.name)
    shutil.copytree(checkpoints / "drum-machine", root / "cut-off")
    weights = root / "cut-off" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    return root


@pytest.fixture(scope="session")
def app_url(damaged_checkpoints: Path) -> Iterator[str]:
    """The address of the running app with the small checkpoints."""
    from explorer.page.ui import build_demo, launch_options
    from explorer.sound.shelf import find_checkpoints

    demo = build_demo(find_checkpoints(damaged_checkpoints))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()


class FullDisk:
    """A file that takes so many bytes and no more."""

    def __init__(self, file, room: int) -> None:
        self.file, self.room = file, room

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, content) -> int:
        self.room -= len(content)
        if self.room < 0:
            self.file.write(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.file.write(content)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes every file that is opened for writing run full after some bytes."""

    def fill(room: int) -> None:
        real = builtins.open

        def opened(path, mode="r", *args, **options):
            file = real(path, mode, *args, **options)
            return FullDisk(file, room) if "w" in mode and "b" in mode else file

        monkeypatch.setattr("builtins.open", opened)

    return fill
