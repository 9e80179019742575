"""Fixtures for everything that needs a checkpoint or the running app."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from explorer_fixtures import built, codec, drums, library, library_of  # noqa: F401
from sound_fixtures import drum_set, untrained_checkpoint, untrained_codec  # noqa: F401


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of real small checkpoints: drum-machine, and lost-kit, whose originals are gone."""
    from tiny_checkpoint import make_checkpoint, make_drum_machine

    root = tmp_path_factory.mktemp("checkpoints")
    wavs = tmp_path_factory.mktemp("sounds") / "drum-machine"
    make_drum_machine(root / "drum-machine", wavs)
    kit = tmp_path_factory.mktemp("lost") / "Lost Kit"
    for path in sorted(wavs.rglob("*.wav"))[::2]:
        waveform, rate = soundfile.read(path)
        target = kit / path.relative_to(wavs)
        target.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(target, waveform * 0.7, rate)
    make_checkpoint(root / "lost-kit", kit.parent)
    shutil.rmtree(kit)
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
    from explorer.shelf import find_checkpoints
    from explorer.ui import build_demo, launch_options

    demo = build_demo(find_checkpoints(damaged_checkpoints))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()
