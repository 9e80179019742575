"""Draws how Hitmap works for the README: one sound on its way, with the functions that take it there.

python tests/tools/make_drawing.py --checkpoint checkpoints/drum-machine
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from matplotlib.axes import Axes
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).parents[2]))

from vae.checkpoint.codec import Codec
from vae.data.originals import read_original
from vae.library.library import Library
from vae.library.places import fit_map
from vae.sound.audio import read_hit
from vae.sound.measures.pairs import mono
from vae.sound.one_shot import to_one_shot

GROUND, TEXT, MUTED, ACCENT = "#0d0f13", "#e9edf3", "#8d98a9", "#ffb224"
SECONDS = 0.6
LABEL = "snare"


def main(
    checkpoint: Annotated[Path, typer.Option(help="The checkpoint that the sound goes through.")] = Path(
        "checkpoints/drum-machine"
    ),
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path(
        "notebooks/images/how-it-works.png"
    ),
) -> None:
    """Writes a PNG of six steps."""
    codec, library = Codec.load(checkpoint), Library.load(checkpoint)
    sound = library.labels.index(LABEL)
    heard = read_original(
        library.sources[sound], sample_rate=codec.sample_rate, num_samples=codec.num_samples, roots=[]
    )
    if heard is None:
        raise typer.BadParameter(f"The sounds of {checkpoint.name} are not on this computer.")
    one = to_one_shot(
        mono(heard), codec.sample_rate, target_rate=codec.sample_rate, num_samples=codec.num_samples
    )
    latent = codec.encode(mono(heard), codec.sample_rate)
    decoded = codec.decode(latent)
    figure = Figure(figsize=(13, 3.5), dpi=110, facecolor=GROUND)
    steps: list[tuple[str, Callable[..., Any], Callable[[Axes], None]]] = [
        ("1  your sound", read_hit, lambda axes: _wave(axes, one.waveform, codec)),
        (
            "2  a picture of it",
            Codec.spectrogram,
            lambda axes: _picture(axes, codec.spectrogram(one.waveform), codec),
        ),
        (f"3  {len(latent)} numbers", Codec.encode, lambda axes: _numbers(axes, latent)),
        ("4  a place on the map", fit_map, lambda axes: _places(axes, library, sound)),
        (
            "5  a picture again",
            Codec.decode_spectrogram,
            lambda axes: _picture(axes, codec.spectrogram(mono(decoded)), codec),
        ),
        ("6  a sound again", Codec.decode, lambda axes: _wave(axes, mono(decoded), codec)),
    ]
    for number, (title, function, draw) in enumerate(steps):
        axes = figure.add_axes((0.008 + number * 0.1665, 0.22, 0.15, 0.6), facecolor=GROUND)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        draw(axes)
        axes.set_title(title, color=TEXT, fontsize=12, loc="left", pad=10)
        named = f"{function.__module__.replace('.', '/')}.py"
        figure.text(0.008 + number * 0.1665, 0.1, named, color=MUTED, fontsize=8, family="monospace")
        figure.text(
            0.008 + number * 0.1665, 0.04, function.__qualname__, color=ACCENT, fontsize=8, family="monospace"
        )
        if number:
            figure.text(
                0.0015 + number * 0.1665, 0.52, "›", color=ACCENT, fontsize=18, ha="center", va="center"
            )
    figure.savefig(out, facecolor=GROUND)
    typer.echo(f"Wrote {out}: {out.stat().st_size / 1000:.0f} kB.")


def _wave(axes: Axes, waveform: np.ndarray, codec: Codec) -> None:
    shown = np.zeros(int(SECONDS * codec.sample_rate), np.float32)
    shown[: len(waveform)] = waveform[: len(shown)]
    blocks = shown[: len(shown) // 180 * 180].reshape(180, -1)
    axes.fill_between(np.arange(180), blocks.min(axis=1), blocks.max(axis=1), color=ACCENT, linewidth=0.6)
    axes.set(ylim=(-1, 1), xlim=(0, 180))


def _picture(axes: Axes, spectrogram: np.ndarray, codec: Codec) -> None:
    frames = int(SECONDS * codec.sample_rate / codec.spectrogram_config.hop_length)
    shown = np.pad(spectrogram[:, :frames], ((0, 0), (0, max(0, frames - spectrogram.shape[1]))))
    axes.imshow(shown, origin="lower", aspect="auto", cmap="inferno", vmin=0, vmax=1)


def _numbers(axes: Axes, latent: np.ndarray) -> None:
    side = int(np.ceil(np.sqrt(len(latent))))
    grid = np.pad(latent, (0, side * side - len(latent)), constant_values=np.nan).reshape(side, side)
    most = float(np.percentile(np.abs(latent), 98))
    axes.imshow(grid, cmap="coolwarm", vmin=-most, vmax=most, aspect="auto")


def _places(axes: Axes, library: Library, sound: int) -> None:
    labels = sorted(set(library.labels))
    colours = [labels.index(label) for label in library.labels]
    axes.scatter(*np.asarray(library.coordinates).T, c=colours, cmap="tab20", s=3, linewidths=0, alpha=0.8)
    at = library.coordinates[sound]
    axes.scatter(*at, s=130, facecolors="none", edgecolors=TEXT, linewidths=2)
    axes.scatter(*at, s=14, color=ACCENT)


if __name__ == "__main__":
    typer.run(main)
