"""Encodes entire libraries: part by part, on every core, keeping what is done for a command that goes on later.

A part is the same whoever makes it: the same sounds, in the same batches, on one thread. Its file is named after all
that it depends on, so a folder may hold parts of other sounds, and several machines may fill one folder. Parts hold
sounds of the same length, the longest first: that halves the time of refinement.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.checkpoint.disk import check_space
from vae.data.pools import cores, on_processes, one_blas_thread
from vae.data.rows import Rows, lengths_of
from vae.device import CPU
from vae.files import replacing_file
from vae.library.encode import ENCODED, Encoded, chunks_of, encode_sounds
from vae.library.library import DAMAGED
from vae.library.shards import Shard, check_none_missing
from vae.sound.stereo.image import StereoImage, code_of

PART = 128
WORTH_PROCESSES = 4
"""Parts from which on processes of their own, which take seconds to start, are worth it."""
MOST_WORKERS = 16
SPARE_BYTES = 50_000_000
VERSION = 3
"""To be raised when the same sounds and model give other arrays."""

Piece = tuple[NDArray[np.float32], Sequence[StereoImage | None]]
"""The waveforms of a part, without the silence after the longest, and their stereo images."""


def parts_folder(checkpoint: Path) -> Path:
    """Where the parts of a checkpoint's library lie until it is written: beside the folder."""
    return checkpoint.with_name(f"{checkpoint.name}.encoding")


def finished_parts(checkpoint: Path) -> None:
    """Removes the parts of a checkpoint's library, which is written now."""
    shutil.rmtree(parts_folder(checkpoint), ignore_errors=True)


def encode_in_parts(
    codec: Codec,
    waveforms: NDArray[np.float32] | Rows,
    images: Sequence[StereoImage | None],
    *,
    folder: Path | None = None,
    refine_steps: int | None = None,
    workers: int | None = None,
    merge: int | None = None,
    progress: bool = True,
) -> Encoded:
    """`encode_sounds` of any number of sounds; the same for any number of workers.

    Args:
        codec: the trained model.
        waveforms: (N, samples), N at least 1; may lie on disk.
        images: the stereo image of each.
        folder: for finished parts, made if need be; those that it holds already are not made again. The caller removes
            it when the library is safe.
        refine_steps: as in `Codec.encode_one_shots`.
        workers: number of processes; every core if None. What is not worth it, and what another device than the CPU
            does, is done in this process.
        merge: how many shards others have encoded in `folder` (`encode_shard`); nothing is encoded then.
        progress: show a progress bar on a terminal.

    Raises:
        MissingShardError: not all of them are there.
        WorkerError: a process was killed; what is finished is kept.
        DiskError: the disk of `folder` is too small.
        OSError: it is full, or gone.
    """
    lengths, parts = _in_parts(waveforms)
    made = _made(
        codec,
        waveforms,
        images,
        lengths,
        dict(enumerate(parts)),
        folder=folder,
        refine_steps=refine_steps,
        workers=0 if merge else workers,
        progress=progress,
    )
    if merge:
        check_none_missing([number for number in range(len(parts)) if number not in made], merge)
    found, back = (
        Encoded.joined([made[number] for number in range(len(parts))]),
        np.argsort(np.concatenate(parts)),
    )
    return Encoded(*(getattr(found, name)[back] for name in ENCODED))


def encode_shard(
    codec: Codec,
    waveforms: NDArray[np.float32] | Rows,
    images: Sequence[StereoImage | None],
    shard: Shard,
    *,
    folder: Path,
    refine_steps: int | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> int:
    """Encodes one shard of a library into `folder`, for `encode_in_parts` to merge; returns its number of sounds.

    The arguments, and what is raised, are as there: the waveforms are those of all shards.
    """
    lengths, parts = _in_parts(waveforms)
    own = {number: part for number, part in enumerate(parts) if shard.has(number)}
    _made(
        codec,
        waveforms,
        images,
        lengths,
        own,
        folder=folder,
        refine_steps=refine_steps,
        workers=workers,
        progress=progress,
    )
    return sum(map(len, own.values()))


def _in_parts(waveforms: NDArray[np.float32] | Rows) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """The lengths (N,) of sounds without the silence at their end, and their indices in parts, the longest first."""
    lengths = lengths_of(waveforms)
    order = np.argsort(-lengths, kind="stable")
    return lengths, [order[part] for part in chunks_of(len(order), PART)]


def _made(
    codec: Codec,
    waveforms: NDArray[np.float32] | Rows,
    images: Sequence[StereoImage | None],
    lengths: NDArray[np.int64],
    parts: Mapping[int, NDArray[np.int64]],
    *,
    folder: Path | None,
    refine_steps: int | None,
    workers: int | None,
    progress: bool,
) -> dict[int, Encoded]:
    """Those parts that `folder` holds, and with any workers all others."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        check_space(folder, 4 * len(waveforms) * (codec.latent_dim + len(ENCODED)) + SPARE_BYTES)
    make = workers != 0
    alone = codec.device.type != CPU or len(parts) < WORTH_PROCESSES
    workers = 1 if alone else min(workers or min(cores(), MOST_WORKERS), len(parts))
    steps = codec.refine_steps if refine_steps is None else refine_steps
    key = f"{VERSION} {codec.digest()} {steps}"
    made: dict[int, Encoded] = {}
    under_way: list[tuple[int, Path | None]] = []

    def pieces() -> Iterator[Piece]:
        for number, part in parts.items():
            piece = waveforms[part][:, : lengths[part[0]]], [images[index] for index in part]
            path = folder / _file_name(key, *piece) if folder else None
            if path and (kept := _read(path, len(piece[0]), codec.latent_dim)):
                made[number] = kept
                bar.update(len(kept))
            elif make:
                under_way.append((number, path))
                yield piece

    hidden = None if progress else True
    with tqdm(total=sum(map(len, parts.values())), desc="Library", unit="sound", disable=hidden) as bar:
        results = on_processes(_encode, pieces(), workers, start=_start, arguments=(codec, steps))
        for done, encoded in enumerate(results):
            number, path = under_way[done]
            made[number] = encoded
            if path:
                _write(path, encoded)
            bar.update(len(encoded))
    return made


_codec: Codec
_steps: int


def _start(codec: Codec, refine_steps: int) -> None:
    global _codec, _steps
    _codec, _steps = codec, refine_steps


def _encode(piece: Piece) -> Encoded:
    waveforms, images = piece
    waveforms = np.pad(waveforms, ((0, 0), (0, _codec.num_samples - waveforms.shape[1])))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # others give other bits, and gain nothing beside other processes
    try:
        with one_blas_thread():
            return encode_sounds(_codec, waveforms, images, refine_steps=_steps)
    finally:
        torch.set_num_threads(threads)


def _file_name(key: str, waveforms: NDArray[np.float32], images: Sequence[StereoImage | None]) -> str:
    """Tells a part from every other: the model, how it is used, and the sounds."""
    digest = hashlib.blake2b(key.encode(), digest_size=16)
    digest.update(waveforms.tobytes())
    digest.update(np.stack([code_of(image) for image in images]).tobytes())
    return f"{digest.hexdigest()}.npz"


def _write(path: Path, encoded: Encoded) -> None:
    with replacing_file(path) as file:
        np.savez(file, allow_pickle=False, **{name: getattr(encoded, name) for name in ENCODED})


def _read(path: Path, count: int, latent_dim: int) -> Encoded | None:
    """A part that was written before; None if there is none, or a damaged one."""
    try:
        with open(path, "rb") as raw, np.lib.npyio.NpzFile(raw, allow_pickle=False) as file:
            found = Encoded(*(file[name] for name in ENCODED))
    except (KeyError, *DAMAGED):
        return None
    return found if found.latents.shape == (count, latent_dim) else None
