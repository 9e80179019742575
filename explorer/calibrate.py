"""Measures what the Shape sliders really change: `python -m explorer.calibrate --checkpoint DIR`.

Moves each slider on sounds and blends of the library, measures the decoded waveforms with `vae.sound.descriptors`, and
stores the result as shape.json in the checkpoint. The page shows it.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from tqdm import tqdm

from explorer.sound.calibration import FILE_NAME
from vae.caches import use_writable_caches
from vae.checkpoint.codec import Codec
from vae.checkpoint.hub import own_folder
from vae.command import run
from vae.device import AUTO, DeviceName, choose_device
from vae.errors import refusing
from vae.files import write_atomically
from vae.library.library import Library
from vae.library.places import locate
from vae.recipes.qualities import QUALITIES, log_qualities, to_log_qualities
from vae.recipes.steering import Steering
from vae.sound.descriptors import describe
from vae.sound.measures.pairs import mono as mid

SLIDER = (-2, -1, 0, 1, 2)
MIN_MONOTONE = 0.9
MAX_CROSSTALK = 0.5


def calibrate(
    codec: Codec, library: Library, *, sounds: int = 200, seed: int = 0, progress: bool = True
) -> dict[str, Any]:
    """Moves every slider on a number of sounds and measures the effect.

    Args:
        codec: the model.
        library: its library.
        sounds: how many: half from the library, a quarter places on the map, a quarter even blends of two sounds.
        seed: seed for choosing the sounds.
        progress: show a progress bar in a terminal.

    Returns:
        JSON-able; all in the order of `qualities` and in standard deviations of the library:

        - monotone: (5,) share of the sounds in which the slider's own quality rises with every step from -2 to 2;
        - matrix: (5, 5) mean change of each quality (columns) for one step of each slider (rows);
        - crosstalk: (5, 5) mean absolute change of each quality from the middle to ±2, relative to the slider's
          own quality; median: the same with medians, which a few jumps of the strongest partial do not dominate;
        - sounds, seed.
    """
    steering = Steering(codec, library.latents[library.sample], log_qualities(library))
    spread = log_qualities(library).std(axis=0)
    measured = np.zeros((sounds, len(QUALITIES), len(SLIDER), len(QUALITIES)))
    for i, z in enumerate(
        tqdm(_bases(library, sounds, seed), desc="Shape", disable=None if progress else True)
    ):
        measured[i, :, SLIDER.index(0)] = _measure(codec, z)
        for quality, name in enumerate(QUALITIES):
            for k, step in enumerate(SLIDER):
                if step:
                    measured[i, quality, k] = _measure(codec, library.bound(steering.move(z, {name: step})))
    measured /= np.maximum(spread, 1e-3)
    own = np.stack([measured[:, i, :, i] for i in range(len(QUALITIES))], axis=1)  # (sounds, 5, steps)
    middle = SLIDER.index(0)
    moves = np.abs(measured[:, :, [0, -1]] - measured[:, :, middle, None])  # (sounds, 5, 2, 5)
    mean, median = moves.mean(axis=(0, 2)), np.median(moves, axis=(0, 2))
    return {
        "qualities": list(QUALITIES),
        "monotone": _rounded((np.diff(own, axis=2) > 0).all(axis=2).mean(axis=0)),
        "matrix": _rounded((measured[:, :, -1] - measured[:, :, 0]).mean(axis=0) / (SLIDER[-1] - SLIDER[0])),
        "crosstalk": _rounded(mean / np.maximum(np.diag(mean), 1e-6)[:, None]),
        "median": _rounded(median / np.maximum(np.diag(median), 1e-6)[:, None]),
        "sounds": sounds,
        "seed": seed,
    }


def to_text(report: dict[str, Any]) -> str:
    """Formats a calibration as lines of text."""
    lines = [f"{'slider':<11} monotone  own/step  moves, as a share of its own: " + "  ".join(QUALITIES)]
    for i, name in enumerate(QUALITIES):
        shares = "  ".join(
            f"{share:>{len(other)}.2f}"
            for share, other in zip(report["crosstalk"][i], QUALITIES, strict=True)
        )
        lines.append(
            f"{name:<11} {report['monotone'][i]:>8.0%}  {report['matrix'][i][i]:>8.2f}  {'':<30}{shares}"
        )
    return "\n".join(lines)


def _bases(library: Library, count: int, seed: int) -> list[NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    low, high = library.coordinates.min(axis=0), library.coordinates.max(axis=0)
    bases: list[NDArray[np.float32]] = []
    while len(bases) < count:
        if len(bases) % 4 < 2:
            bases.append(library.latents[rng.integers(len(library))])
        elif len(bases) % 4 == 2:
            x, y = rng.uniform(low, high).tolist()
            place = locate(x, y, library)
            if place.inside:
                bases.append(place.latent)
        else:
            bases.append(library.latents[rng.integers(len(library), size=2)].mean(axis=0))
    return bases


def _measure(codec: Codec, z: NDArray[np.float32]) -> NDArray[np.float64]:
    qualities: NDArray[np.float64] = to_log_qualities(
        describe(mid(codec.decode(z)), codec.sample_rate)[None]
    )[0]
    return qualities


def _rounded(values: NDArray[np.float64]) -> list[Any]:
    rounded: list[Any] = np.round(values, 3).tolist()
    return rounded


def main(
    checkpoint: Annotated[Path, typer.Option(help="Checkpoint folder; its shape.json is replaced.")],
    sounds: Annotated[int, typer.Option(min=4, help="Number of sounds to try the sliders on.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="Seed for choosing the sounds.")] = 0,
    device: DeviceName = AUTO,
) -> None:
    """Measures what each Shape slider changes in a checkpoint and stores the result there; the page shows it."""
    with refusing(checkpoint):
        use_writable_caches()
        checkpoint = own_folder(checkpoint)
        codec = Codec.load(checkpoint, choose_device(device))
        report = calibrate(codec, Library.load(checkpoint), sounds=sounds, seed=seed)
        write_atomically(checkpoint / FILE_NAME, (json.dumps(report) + "\n").encode())
    typer.echo(to_text(report))
    good = sum(share >= MIN_MONOTONE for share in report["monotone"])
    typer.echo(
        f"Wrote {FILE_NAME}: {good} of {len(QUALITIES)} sliders are monotone in {MIN_MONOTONE:.0%} of {sounds} sounds."
    )


if __name__ == "__main__":
    run(main)
