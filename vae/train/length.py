"""How long the sounds of a training are: as long as most of them need, or as long as the user says."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, isfinite
from pathlib import Path

import numpy as np
from tqdm import tqdm

from vae.checkpoint.weights import Checkpoint
from vae.data.reading import Sound, read_files
from vae.data.scan import scan
from vae.model.presets import Preset
from vae.sound.quiet import quiet_libraries
from vae.train.state import TrainingError

AUTO = "auto"
SHORTEST, LONGEST = 0.25, 8.0
"""Seconds that a user may ask for."""
SHORTEST_FOUND, LONGEST_FOUND = 0.5, 4.0
"""Seconds that are chosen for a folder."""
SHARE = 0.95
"""Of the sounds, which end in time. Of the others, the start is learned."""
TIDY = 0.25
MOST_READ = 2000
"""The most files to read for it: the share of sounds that end in time is then right to 1 % (two deviations)."""


def parse_seconds(text: str) -> float | None:
    """The value of `--seconds`: a number, or None for "auto".

    Raises:
        ValueError: it is neither, or out of range; the message is a sentence.
    """
    if text.strip().casefold() == AUTO:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not (isfinite(seconds) and SHORTEST <= seconds <= LONGEST):
        raise ValueError(f"The length is {AUTO!r} or a number of seconds from {SHORTEST:g} to {LONGEST:g}.")
    return seconds


def has_any_length(preset: Preset) -> bool:
    """Whether a preset's model takes sounds of any length: then its configuration has `num_frames`."""
    return hasattr(preset.model_config(), "num_frames")


def lasting(preset: Preset, seconds: float) -> Preset:
    """A preset for sounds of at most so many seconds."""
    before = preset.spectrogram_config
    numbers = replace(before, num_samples=round(seconds * before.sample_rate))
    return replace(
        preset,
        spectrogram_config=numbers,
        new_size={**preset.new_size, "num_frames": numbers.num_frames},
    )


def with_length(
    preset: Preset,
    seconds: float | None,
    folders: Sequence[Path],
    *,
    first: Checkpoint | None = None,
    slices: bool = False,
) -> Preset:
    """A preset for the length that is asked for; prints a line if it chooses one.

    Args:
        preset: the preset.
        seconds: the length; None for that of the checkpoint to start from, or else for what `folders` need.
        folders: the sounds that the map will show.
        first: the checkpoint to start from, if any.
        slices: whether recordings with several hits are cut into all of them.

    Raises:
        TrainingError: the preset, or the checkpoint to start from, has another length.
        DataError: a folder cannot be read.
    """
    if first is not None and first.preset.model == preset.model:
        own = first.spectrogram_config
        if seconds is not None and round(seconds * own.sample_rate) != own.num_samples:
            has = own.num_samples / own.sample_rate
            raise TrainingError(f"The checkpoint to start from has sounds of {has:g} s: leave --seconds out.")
        return replace(preset, spectrogram_config=own)
    if not has_any_length(preset):
        if seconds is not None:
            raise TrainingError("This preset has a length of its own: leave --seconds out.")
        return preset
    if seconds is None:
        seconds = needed_seconds(folders, sample_rate=preset.spectrogram_config.sample_rate, slices=slices)
        print(
            f"length: at most {seconds:g} s of every sound, so that at least {SHARE:.0%} of them end in time"
        )
    return lasting(preset, seconds)


@quiet_libraries()
def needed_seconds(
    folders: Sequence[Path], *, sample_rate: int, slices: bool = False, progress: bool = True
) -> float:
    """Seconds after which 95 % of the sounds in some folders stay 60 dB below their peak, 0.5 to 4, rounded up.

    Args:
        folders: data folders or single files.
        sample_rate: at which they will be learned, in Hz.
        slices: whether recordings with several hits are cut into all of them.
        progress: show a progress bar on a terminal.

    Raises:
        DataError: a folder does not exist.
    """
    found, _ = scan(folders)
    chosen = found[:: max(1, ceil(len(found) / MOST_READ))]
    shape = {"sample_rate": sample_rate, "num_samples": round(LONGEST_FOUND * sample_rate)}
    everything = tqdm(
        read_files(chosen, slices=slices, **shape),
        total=len(chosen),
        desc="Lengths",
        unit="file",
        disable=None if progress else True,
    )
    lengths = [one.one_shot.duration for results in everything for one in results if isinstance(one, Sound)]
    return tidy_seconds(np.array(lengths))


def tidy_seconds(durations: np.ndarray) -> float:
    """The length, a multiple of a quarter of a second, in which at least 95 % of the sounds (N,) end, 0.5 to 4 s."""
    needed = np.quantile(durations, SHARE, method="inverted_cdf") if len(durations) else 0.0
    return float(np.clip(TIDY * ceil(needed / TIDY), SHORTEST_FOUND, LONGEST_FOUND))
