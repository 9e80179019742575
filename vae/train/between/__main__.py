"""Sounds that lie between others -> the network that puts a sound between any two.

python -m vae.train.between --checkpoint checkpoints/open-kits --checkpoint checkpoints/drum-machine --minutes 60
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from tqdm import tqdm

from vae.between.grid import grid_of
from vae.between.network import BetweenNet
from vae.between.weights import FILE, MADE_FOR, load_net, save_weights
from vae.checkpoint.disk import check_space
from vae.checkpoint.weights import Checkpoint, load_checkpoint
from vae.command import command_line, run
from vae.data.of_checkpoint import read_training_set
from vae.data.scan import DataError
from vae.data.training_set import LEARNED
from vae.device import AUTO, DeviceName, choose_device, within_memory
from vae.errors import HitmapError, refusing
from vae.train.between.batches import CHUNK, Lines, draw_lines
from vae.train.between.lines import SHARES
from vae.train.between.loop import RATE, Report, train_between

DEFAULT_LINES = 16_000


def main(
    checkpoint: Annotated[
        list[Path],
        typer.Option(
            help="Checkpoint whose model blurs the ends, and whose recordings are changed; repeatable."
        ),
    ],
    minutes: Annotated[
        float, typer.Option(min=0.01, help="Time to train, after the sounds are made.")
    ] = 60.0,
    lines: Annotated[int, typer.Option(min=CHUNK, help="Lines of each kind to make.")] = DEFAULT_LINES,
    out: Annotated[Path, typer.Option(help="File of the weights.")] = FILE,
    start: Annotated[
        Path | None, typer.Option("--from", help="Weights to start from, at half the learning rate.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all randomness.")] = 0,
    device: DeviceName = AUTO,
) -> None:
    """Trains the network that decides what lies between two sounds."""
    with refusing(out):
        place = choose_device(device)
        loaded = [load_checkpoint(folder, place) for folder in checkpoint]
        if any(one.spectrogram_config != MADE_FOR for one in loaded):
            raise HitmapError(
                "The network is made for the studio's spectrograms: give checkpoints with those."
            )
        recordings = _recordings(loaded)
        each = len(SHARES) * MADE_FOR.num_bands * MADE_FOR.num_frames
        check_space(Path(tempfile.gettempdir()), (1 + (recordings is not None)) * lines * each)
        torch.manual_seed(seed)
        net = BetweenNet(grid_of(MADE_FOR))
        if start is not None:
            net.load_state_dict(load_net(start).state_dict())
        with tempfile.TemporaryDirectory() as scratch:
            sources = _sources(Path(scratch), lines, seed, recordings)
            torch.set_num_threads(os.cpu_count() or 1)
            rate = RATE if start is None else RATE / 2
            with within_memory(place):
                net = _train(net, sources, loaded, minutes, seed, rate, out, place)
        save_weights(net, out)
    print(f"Wrote {out.name}: {command_line('python', '-m', 'vae.train.between', *sys.argv[1:])}")


def _recordings(checkpoints: list[Checkpoint]) -> np.ndarray | None:
    """What the checkpoints learned from, (N, samples): of those whose sounds are on this computer; None without any."""
    found = []
    for one in checkpoints:
        try:
            sounds = read_training_set(one.config)
        except DataError as error:
            print(error)
            continue
        learned = [number for number, role in enumerate(sounds.roles) if role == LEARNED]
        found.append(np.asarray(sounds.everything.waveforms.take(learned, axis=0), np.float32))
    return np.concatenate(found) if found else None


def _sources(scratch: Path, count: int, seed: int, recordings: np.ndarray | None) -> list[Lines]:
    """Lines of the synthesiser and, if there are recordings, of these."""
    sources: list[Lines] = []
    for kind, sounds in (
        ("synthesised", None),
        *([("recorded", recordings)] if recordings is not None else []),
    ):
        with tqdm(total=count, desc=f"Lines, {kind}", unit="line") as bar:
            lines = draw_lines(
                scratch / f"{kind}.npy",
                count,
                seed + len(sources),
                MADE_FOR,
                sounds,
                processes=os.cpu_count() or 1,
                report=bar.update,
            )
        sources.append(lines)
    return sources


def _train(
    net: BetweenNet,
    sources: list[Lines],
    checkpoints: list[Checkpoint],
    minutes: float,
    seed: int,
    rate: float,
    out: Path,
    device: torch.device,
) -> BetweenNet:
    unfinished = out.with_name(f"{out.stem}.unfinished{out.suffix}")
    with tqdm(
        total=round(60 * minutes), desc="Training", unit="s", bar_format="{l_bar}{bar}| {postfix}"
    ) as bar:

        def report(state: Report, average: BetweenNet) -> None:
            save_weights(average, unfinished)
            ratio = state.error_db / state.average_db
            bar.n = min(round(state.seconds), bar.total)
            bar.set_postfix_str(f"step {state.step}, {state.error_db:.2f} dB, {ratio:.3f} of the average's")

        models = [one.model for one in checkpoints]
        net, seconds = net.to(device), 60 * minutes
        with device:
            trained = train_between(
                net, sources, models, MADE_FOR, seconds=seconds, seed=seed, rate=rate, report=report
            )
    unfinished.unlink(missing_ok=True)
    return trained


if __name__ == "__main__":
    run(main)
