"""New sounds as WAV files: draws from the distribution of a library's sounds, or variations of one of them.

Every sound is one recipe, as in the app: `recipes.json` beside the files holds all of them, and every WAV holds its own
as its comment. The app opens that list and renders the sounds to the same bits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from tqdm import tqdm

from vae.checkpoint.audible import decode_audibly
from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError, called, fingerprint, load_config
from vae.checkpoint.hub import find_folder
from vae.checks import MAX_INTEGER
from vae.command import run
from vae.device import CPU, DeviceName, choose_device
from vae.errors import HitmapError, refusing
from vae.files import write_atomically
from vae.latent.space import LatentSpace
from vae.library.library import Library
from vae.library.names import sound_named, sounds_with_label
from vae.recipes.checks import integer, number
from vae.recipes.kinds import Noise, Point, Prior
from vae.recipes.kinds.noise import AMOUNT_RANGE
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import FILE_NAME, Entry, name_from, write_list
from vae.recipes.text import to_json
from vae.recipes.world import World
from vae.sound.audio import SUBTYPES, wav_bytes

MAX_COUNT = 100_000
DEFAULT_AMOUNT = 0.5


class GenerateError(HitmapError):
    """Something that cannot be generated; the message is one sentence."""


@dataclass(frozen=True)
class Generated:
    """A new sound.

    Attributes:
        recipe: its recipe in the app.
        label: its own, or that of the nearest sound.
        z: (latent_dim,) float32.
    """

    recipe: Recipe
    label: str
    z: NDArray[np.float32]


def seeds_of(seed: int, count: int) -> list[int]:
    """Seeds of single sounds; a larger `count` starts with the same ones, another `seed` shares none of them."""
    rng = np.random.Generator(np.random.PCG64(seed))
    return [int(rng.integers(MAX_INTEGER + 1)) for _ in range(count)]


def draw(library: Library, count: int, seed: int, label: str | None = None) -> Iterator[Generated]:
    """Draws new sounds from the aggregate posterior of a library or of one of its labels.

    Raises:
        RecipeError: there is no such label.
    """
    world = World(library)
    for one in seeds_of(seed, count):
        recipe = Prior(one, label)
        z = recipe.latent(world)
        yield Generated(recipe, label or library.labels[library.nearest(z, 1)[1][0]], z)


def vary(
    library: Library, codec: Codec, count: int, seed: int, sound: int, amount: float
) -> Iterator[Generated]:
    """Varies one sound of a library by noise, scaled by how much the library itself varies."""
    world = World(library, silence=codec.keeping_silence)
    for one in seeds_of(seed, count):
        recipe = Noise(Point(sound), amount, one)
        yield Generated(recipe, library.labels[sound], recipe.latent(world))


def write(
    out: Path, sounds: Iterator[Generated], codec: Codec, space: LatentSpace, checkpoint: Path, bit_depth: int
) -> int:
    """Writes sounds as they arrive, and recipes.json at the end, even if stopped early.

    Returns:
        The number of sounds written.

    Raises:
        KitError: the checkpoint's name is not allowed in a recipes.json.
        OSError: the folder cannot be written.
    """
    name = called(checkpoint.resolve())
    made = fingerprint(checkpoint)
    out.mkdir(parents=True, exist_ok=True)
    entries: list[Entry] = []
    try:
        for number, sound in enumerate(sounds, start=1):
            file = f"{_file_name(sound.label)}_{number:04d}.wav"
            title = f"{sound.label.replace('_', ' ')} {number}"
            entry = Entry(sound.recipe, name_from(title), name, file=file)
            waveform = decode_audibly(codec, sound.z, space)
            tags = {"title": title, "comment": to_json(sound.recipe)}
            write_atomically(out / file, wav_bytes(waveform, codec.sample_rate, bit_depth=bit_depth, **tags))
            entries.append(entry)
    finally:
        write_atomically(out / FILE_NAME, write_list(entries, {name: made}).encode())
    return len(entries)


def _file_name(label: str) -> str:
    return re.sub(r"[^\w-]+", "-", label).strip("-")[:64] or "sound"


def _check(
    out: Path, count: int, seed: int, bits: int, label: str | None, near: str | None, amount: float | None
) -> None:
    if not 1 <= count <= MAX_COUNT:
        raise GenerateError(f"The number of sounds is 1 to {MAX_COUNT}.")
    integer(seed, "A seed")
    if bits not in SUBTYPES:
        raise GenerateError("A WAV file has 16 or 24 bits here.")
    if label is not None and near is not None:
        raise GenerateError("Give either a label to draw from or a sound to stay near, not both.")
    if amount is not None and near is None:
        raise GenerateError(
            "An amount of noise needs the sound that it is added to: give its name with --near."
        )
    if amount is not None:
        number(amount, "The amount of noise", AMOUNT_RANGE)
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise GenerateError(f"{out.name!r} is not an empty folder: choose a new one for the sounds.")


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder, or user/name on the Hub.")],
    count: Annotated[int, typer.Option(help="How many sounds.")],
    out: Annotated[Path, typer.Option(help="Folder for the WAV files and their recipes; new or empty.")],
    label: Annotated[str | None, typer.Option(help="Draw from the sounds with this label only.")] = None,
    near: Annotated[str | None, typer.Option(help="Vary the library sound of this name instead.")] = None,
    amount: Annotated[
        float | None,
        typer.Option(help=f"How far from it: 0 to {AMOUNT_RANGE[1]:g}, by default {DEFAULT_AMOUNT}."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another seed makes other sounds.")] = 0,
    bits: Annotated[int, typer.Option(help="Bits of the WAV files, 16 or 24.")] = 16,
    device: DeviceName = CPU,
) -> None:
    """Makes new sounds with a checkpoint: WAV files, and the recipes to open them in the app."""
    torch.set_num_threads(1)  # like the app: more threads may give other bits and are no faster for one sound
    with refusing(out):
        _check(out, count, seed, bits, label, near, amount)
        checkpoint = find_folder(checkpoint)
        load_config(checkpoint)
        library = Library.load(checkpoint)
        if label is not None:
            sounds_with_label(library, label)
        start = None if near is None else sound_named(library, near)
        codec = Codec.load(checkpoint, choose_device(device))
        if codec.latent_dim != library.latents.shape[1]:
            raise CheckpointError(f"{called(checkpoint)}/library.npz does not fit the model: build it again.")
        if start is None:
            sounds = draw(library, count, seed, label)
        else:
            sounds = vary(library, codec, count, seed, start, DEFAULT_AMOUNT if amount is None else amount)
        bar = tqdm(sounds, total=count, desc="Generating", unit="sound", leave=False, disable=None)
        written = write(out, bar, codec, library, checkpoint, bits)
    print(f"Wrote {written} new sounds and {FILE_NAME} to {out}.")


if __name__ == "__main__":
    run(main)
