"""The command that makes the bank anew: `python -m vae.imitation.make_bank`, after a change to the engines."""

import typer
from tqdm import tqdm

from vae.command import run
from vae.drum_machine.kits import draw_library
from vae.drum_machine.library import synthesize_library
from vae.files import write_atomically
from vae.imitation.bank import FILE, SECONDS, make_bank, write_bank
from vae.imitation.space import as_take

COUNT, SEED = 4500, 17
"""Of the draw; layered sounds are left out, because two engines have too many knobs."""


def main() -> None:
    """Draws a bank of synthesised sounds, from which imitations begin, and writes it into the package."""
    sounds = [
        as_take(sound, SECONDS) for sound in draw_library(COUNT, SEED, whole=True) if "+" not in sound.engine
    ]
    with tqdm(total=len(sounds), unit="sound", desc="Synthesising", leave=False, disable=None) as bar:
        waveforms = synthesize_library(sounds, lambda done, _: bar.update(1))
    write_atomically(FILE, write_bank(make_bank(sounds, waveforms)))
    typer.echo(f"Wrote {len(sounds)} sounds to {FILE.name}.")


if __name__ == "__main__":
    run(main)
