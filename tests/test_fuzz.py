"""Whatever bytes come: the readers return something sound, or raise their own one-sentence error.

`HITMAP_FUZZ=2000 pytest tests/test_fuzz.py` tries more cases than the 250 of each test.
"""

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fuzzing import CUTS, EDITS, JSON, cases, damaged, only_a_sentence
from hypothesis import given
from hypothesis import strategies as st

from vae.checkpoint.files import CheckpointError, load_config
from vae.checkpoint.weights import load_checkpoint, save_checkpoint
from vae.data.labels import read_drumkit
from vae.data.soundfonts import read_soundfont
from vae.library.library import FILE_NAME, Library, LibraryError
from vae.model.presets import PRESETS
from vae.model.studio import VAE, VAEConfig
from vae.model.train_config import TrainConfig
from vae.sound.audio import AudioError, read_audio, to_one_shot
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.loop import Trainer
from vae.train.state import TrainingError

fuzz = cases(250)
FORMATS = {
    "WAV": "PCM_16",
    "FLAC": "PCM_16",
    "AIFF": "PCM_24",
    "OGG": "VORBIS",
    "MP3": "MPEG_LAYER_III",
    "CAF": "FLOAT",
}


@pytest.fixture(scope="module")
def encoded() -> dict[str, bytes]:
    """The same short sound in every format."""
    time = np.arange(2000) / 22_050
    sound = 0.5 * np.sin(2 * np.pi * 300 * time) * np.exp(-20 * time)
    files = {}
    for name, subtype in FORMATS.items():
        buffer = io.BytesIO()
        soundfile.write(buffer, sound, 22_050, format=name, subtype=subtype)
        files[name] = buffer.getvalue()
    return files


@fuzz
@given(st.sampled_from(sorted(FORMATS)), EDITS, st.floats(0, 1))
def test_damaged_audio(encoded: dict[str, bytes], kind: str, edits: list, cut: float) -> None:
    try:
        waveform, rate = read_audio(io.BytesIO(damaged(encoded[kind], edits, cut)))
        assert waveform.ndim == 1
        assert np.isfinite(waveform).all()
        assert len(waveform) <= 10 * rate + 1
        shot = to_one_shot(waveform, rate, target_rate=44_100, num_samples=4_410)
        assert np.isfinite(shot.waveform).all()
    except AudioError as error:
        only_a_sentence(str(error))


@fuzz
@given(st.binary(max_size=400), st.sampled_from([b"", b"RIFF", b"fLaC", b"OggS", b"ID3\4", b"FORM", b"caff"]))
def test_any_bytes_as_audio_as_soundfont_and_as_kit(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = tmp_path / "any.wav"
    path.write_bytes(start + content)
    for read, error_type in (
        (read_audio, AudioError),
        (read_soundfont, AudioError),
        (read_drumkit, ValueError),
    ):
        try:
            read(path)
        except error_type as error:
            only_a_sentence(str(error), tmp_path)


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory, library_of: Callable[..., Library]) -> Path:
    """A small valid checkpoint folder with a library."""
    folder = tmp_path_factory.mktemp("valid") / "mine"
    folder.mkdir()
    save_checkpoint(folder, VAE(VAEConfig(latent_dim=4, channels=8)), SpectrogramConfig(), {"seed": 0})
    library_of(12, 4).save(folder)
    return folder


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", FILE_NAME])
@fuzz
@given(edits=EDITS, cut=CUTS)
def test_damaged_checkpoints(valid: Path, tmp_path: Path, name: str, edits: list, cut: float) -> None:
    folder = tmp_path / "mine"
    if not folder.exists():
        shutil.copytree(valid, folder)
    (folder / name).write_bytes(damaged((valid / name).read_bytes(), edits, cut))
    try:
        if name == FILE_NAME:
            library = Library.load(folder)
            assert np.isfinite(library.latents).all()
        else:
            checkpoint = load_checkpoint(folder)
            assert checkpoint.model.latent_dim > 0
    except (CheckpointError, LibraryError) as error:
        only_a_sentence(str(error), tmp_path)


def npz_that_claims(shape: tuple[int, ...]) -> bytes:
    """A library file whose latents claim a shape and hold next to nothing."""
    array, archive = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(array, {"descr": "<f4", "fortran_order": False, "shape": shape})
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("latents.npy", array.getvalue() + bytes(64))
    return archive.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (FILE_NAME, npz_that_claims((2**45, 4))),
        (FILE_NAME, npz_that_claims((2**62, 2**62))),
        ("config.json", b"[" * 200_000),
        ("config.json", b'{"format": 1, "a": ' + b"[" * 200_000),
        ("config.json", b'{"format": ' + b"9" * 100_000 + b"}"),
        ("model.safetensors", (2**63).to_bytes(8, "little") + b"{}"),
    ],
)
def test_claims_that_no_computer_could_meet(valid: Path, tmp_path: Path, name: str, content: bytes) -> None:
    folder = Path(shutil.copytree(valid, tmp_path / "mine"))
    (folder / name).write_bytes(content)
    with pytest.raises((CheckpointError, LibraryError)) as caught:
        Library.load(folder) if name == FILE_NAME else load_checkpoint(folder)
    only_a_sentence(str(caught.value), tmp_path)


@pytest.mark.parametrize(
    "sizes", [{"latent_dim": 4096, "num_bands": 1024, "num_frames": 4096}, {"channels": 1024}]
)
def test_a_claimed_model_takes_no_memory(valid: Path, tmp_path: Path, sizes: dict[str, int]) -> None:
    folder = Path(shutil.copytree(valid, tmp_path / "mine"))
    config = json.loads((folder / "config.json").read_text())
    config["model"] |= sizes
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(CheckpointError, match="does not fit"):
        load_checkpoint(folder)


@fuzz
@given(JSON, st.sampled_from(["", "format", "preset", "model", "spectrogram", "training"]), JSON, st.data())
def test_any_json_as_config(valid: Path, tmp_path: Path, whole: object, key: str, part: object, data) -> None:
    folder = tmp_path / "mine"
    if not folder.exists():
        shutil.copytree(valid, folder)
    config = json.loads((valid / "config.json").read_text())
    if not key:
        config = whole
    elif isinstance(config[key], dict) and config[key]:
        config[key][data.draw(st.sampled_from(sorted(config[key])))] = part
    else:
        config[key] = part
    (folder / "config.json").write_text(json.dumps(config))
    try:
        load_config(folder)
        load_checkpoint(folder)
    except CheckpointError as error:
        only_a_sentence(str(error), tmp_path)


@fuzz
@given(edits=EDITS, cut=CUTS)
def test_damaged_training_states(tmp_path: Path, edits: list, cut: float) -> None:
    state, whole = tmp_path / "state.safetensors", tmp_path / "whole"
    trainer = _trainer(state)
    if not whole.exists():
        trainer.save()
        state.rename(whole)
    state.write_bytes(damaged(whole.read_bytes(), edits, cut))
    try:
        trainer.restore()
    except TrainingError as error:
        only_a_sentence(str(error), tmp_path)


_TRAINERS: dict[Path, Trainer] = {}


def _trainer(state: Path) -> Trainer:
    """One trainer a test: `restore` changes nothing but what the next one overwrites."""
    if state not in _TRAINERS:
        rows = np.random.default_rng(0).random((8, 128, 173)).astype(np.float16)
        preset = PRESETS["studio"]
        _TRAINERS[state] = Trainer(
            rows,
            rows[:2],
            num_sounds=8,
            model=preset.new_model(VAEConfig(latent_dim=2, channels=8), seed=0),
            objective=preset.objective,
            spectrogram_config=SpectrogramConfig(),
            config=TrainConfig(minutes=None, epochs=1),
            state_path=state,
        )
    return _TRAINERS[state]
