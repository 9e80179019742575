"""Libraries encoded part by part: on any number of processes, after a kill, and on a disk that ends."""

from pathlib import Path

import numpy as np
import pytest

from vae.checkpoint.codec import Codec
from vae.data.pools import WorkerError, on_processes
from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.library import parts
from vae.library.encode import ENCODED, Encoded, encode_sounds
from vae.library.parts import encode_in_parts
from vae.sound.one_shot import to_one_shot


@pytest.fixture(scope="module")
def codec(checkpoints: Path) -> Codec:
    return Codec.load(checkpoints / "drum-machine")


@pytest.fixture(scope="module")
def sounds(codec: Codec) -> np.ndarray:
    """(10, samples), of all lengths."""
    shape = {"target_rate": codec.sample_rate, "num_samples": codec.num_samples}
    drawn = [synthesize(one) for one in draw_library(count=24, seed=3)[::2][:10]]
    return np.stack([to_one_shot(one, 44_100, **shape).waveform for one in drawn])


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 2)


def same(one: Encoded, other: Encoded) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ENCODED)


def encode(codec: Codec, sounds: np.ndarray, **options: object) -> Encoded:
    options = {"workers": 1, "progress": False} | options
    return encode_in_parts(codec, sounds, [None] * len(sounds), **options)


def test_every_sound_gets_its_own_latent_error_and_descriptors(codec: Codec, sounds: np.ndarray) -> None:
    found = encode(codec, sounds)
    alone = [encode_sounds(codec, sound[None]) for sound in sounds]  # other batches round otherwise
    latents = np.concatenate([one.latents for one in alone])
    apart = np.abs(found.latents[:, None] - latents[None]).max(axis=-1)
    np.testing.assert_array_equal(apart.argmin(axis=1), np.arange(len(sounds)))
    assert np.diag(apart).max() < 0.1 * np.median(apart)
    np.testing.assert_allclose(found.errors_db, np.concatenate([one.errors_db for one in alone]), rtol=0.02)
    np.testing.assert_array_equal(found.descriptors, np.concatenate([one.descriptors for one in alone]))


@pytest.mark.slow
def test_any_number_of_processes_makes_the_same_bits(codec: Codec, sounds: np.ndarray) -> None:
    assert same(encode(codec, sounds, workers=2), encode(codec, sounds, workers=1))


def test_fewer_steps_are_less_exact(codec: Codec, sounds: np.ndarray) -> None:
    few, many = (encode(codec, sounds, refine_steps=steps).errors_db.mean() for steps in (0, 14))
    assert many < few


class Stopped(Exception):
    pass


def test_what_was_encoded_before_a_stop_is_not_encoded_again(
    codec: Codec, sounds: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def encode_three(codec: Codec, waveforms: np.ndarray, *rest: object, **options: object) -> Encoded:
        if len(counted) == 3:
            raise Stopped
        counted.append(len(waveforms))
        return encode_sounds(codec, waveforms, *rest, **options)

    folder = tmp_path / "parts"
    monkeypatch.setattr(parts, "encode_sounds", encode_three)
    with pytest.raises(Stopped):
        encode(codec, sounds, folder=folder)
    assert len(list(folder.iterdir())) == 3
    counted.clear()
    found = encode(codec, sounds, folder=folder)
    assert counted == [2, 2]
    monkeypatch.undo()
    monkeypatch.setattr(parts, "PART", 2)
    assert same(found, encode(codec, sounds))


def test_kept_parts_of_other_sounds_or_steps_and_damaged_ones_are_not_used(
    codec: Codec, sounds: np.ndarray, tmp_path: Path
) -> None:
    encode(codec, sounds[:4], folder=tmp_path)
    changed = sounds[:4] * np.float32(0.5)
    assert same(encode(codec, changed, folder=tmp_path), encode(codec, changed))
    fewer = encode(codec, sounds[:4], folder=tmp_path, refine_steps=2)
    assert same(fewer, encode(codec, sounds[:4], refine_steps=2))
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-40])
    assert same(encode(codec, sounds[:4], folder=tmp_path), encode(codec, sounds[:4]))


def test_a_full_disk_keeps_whole_parts_alone(
    codec: Codec, sounds: np.ndarray, tmp_path: Path, full_disk
) -> None:
    encode(codec, sounds[:4], folder=tmp_path)
    before = sorted(tmp_path.iterdir())
    full_disk(600)
    with pytest.raises(OSError, match="No space"):
        encode(codec, sounds, folder=tmp_path)
    assert sorted(tmp_path.iterdir()) == before
    assert all(parts._read(path, 2, codec.latent_dim) for path in before)


def die(piece: int) -> int:
    import os
    import signal

    if piece == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


@pytest.mark.slow
def test_a_killed_worker_ends_with_one_sentence() -> None:
    done = []
    with pytest.raises(WorkerError, match=r"^A worker process was killed.*\.$"):
        for piece in on_processes(die, range(10), 2):
            done.append(piece)
    assert done == list(range(len(done))) and len(done) <= 3
