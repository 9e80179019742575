"""The command: `python -m vae.imitation SOUND.wav --out sound.json` writes the nearest sound of the drum machine.

The JSON is a recipe, which the app opens; beside it lies the same sound as a WAV file.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from vae.command import run
from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumSound, synthesize
from vae.errors import HitmapError, refusing
from vae.files import write_atomically
from vae.imitation.search import EFFORT, imitate
from vae.sound.audio import read_hit, wav_bytes


class ImitationError(HitmapError):
    """A request that cannot be met; the message is one sentence."""


def main(
    sound: Annotated[Path, typer.Argument(help="An audio file; of a long one, its strongest hit is taken.")],
    out: Annotated[Path, typer.Option(help="JSON file to write; the WAV file has the same name.")],
    label: Annotated[
        str | None, typer.Option(help="The family of engines to look in, such as snare; all by default.")
    ] = None,
    effort: Annotated[
        float,
        typer.Option(help="Seconds of sound that the search may synthesise: more is better, and slower."),
    ] = EFFORT,
) -> None:
    """Makes a sound on the drum machine: finds the engine and the settings that come nearest to it."""
    with refusing(out):
        if out.suffix.lower() == ".wav":
            raise ImitationError(
                "--out names the JSON file, such as sound.json; the WAV file is written beside it."
            )
        taken = read_hit(sound)
        found = imitate(taken.waveform, taken.sample_rate, effort=effort, label=label)
        write_atomically(out, (json.dumps(as_recipe(found.sound), indent=1) + "\n").encode())
        write_atomically(out.with_suffix(".wav"), wav_bytes(synthesize(found.sound), SAMPLE_RATE))
    typer.echo(
        f"Wrote {out}: {found.label}, engine {found.engine}, {found.error_db:.1f} dB from {sound.name}."
    )


def as_recipe(sound: DrumSound) -> dict[str, Any]:
    """The recipe of a sound, as `vae.recipes.kinds.machine` reads it."""
    described = sound.to_json()
    return {
        "kind": "machine",
        **{name: described[name] for name in ("label", "engine", "parameters", "seed")},
    }


if __name__ == "__main__":
    run(main)
