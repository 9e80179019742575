"""Estimates what a training will need before it starts: time, from measured steps, and disk space."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from vae.checkpoint.codec import Codec
from vae.checkpoint.weights import CPU, Checkpoint
from vae.evaluate.between import SOUNDS_FOR_ALL
from vae.evaluate.measure import MOST_MEASURED
from vae.evaluate.morphs import MOVING_PAIRS, PAIRS
from vae.library.encode import encode_sounds
from vae.model.interface import ModelConfig
from vae.model.presets import Preset
from vae.model.train_config import TrainConfig
from vae.sound.levels import PEAK
from vae.train.augment import augment
from vae.train.features import spectrograms
from vae.train.packed import pack
from vae.train.step import Stepper

STATE_COPIES = 10
"""Copies of the float32 weights: model, average, best and two moments, all twice while the file is being replaced."""

PACKED_MARGIN = 1.2
"""Variants are packed to up to this much more than the sounds they are made of, which a few stand for."""

MEASURING = 3.2
"""See `_finishing`."""

SPARE_BYTES = 200_000_000
SHOWN_AT_ONCE = 8
LONG_ENOUGH = 1.5
"""Seconds that timing one task takes, about: small trainings should not wait longer for their estimate than for it."""


@dataclass(frozen=True)
class Budget:
    """What a training will need.

    Attributes:
        step: measured seconds per training step.
        steps: planned steps; for a time budget, as many as fit.
        preparing: seconds to make the spectrograms.
        training: seconds to train.
        finishing: seconds for library, map and figures.
        num_bytes: disk space of spectrograms, state and checkpoint.
        scratch_bytes: disk space of the waveforms, which are already there and are deleted at the end.
    """

    step: float
    steps: int
    preparing: float
    training: float
    finishing: float
    num_bytes: int
    scratch_bytes: int = 0

    def __str__(self) -> str:
        total = self.preparing + self.training + self.finishing
        return (
            f"time: about {_duration(total)}: {_duration(self.preparing)} to prepare, {_duration(self.training)} to "
            f"train ({self.steps} steps of {self.step:.2f} s, at most), {_duration(self.finishing)} for map and figures"
            f"\ndisk: {self.num_bytes / 1e9:.1f} GB, and {self.scratch_bytes / 1e9:.1f} GB for the waveforms meanwhile"
        )


def plan(
    preset: Preset,
    size: ModelConfig,
    config: TrainConfig,
    *,
    num_sounds: int,
    num_shown: int,
    num_held_out: int,
    scratch_bytes: int = 0,
    reading: float = 0.0,
    some: np.ndarray | None = None,
    workers: int = 2,
    device: torch.device = CPU,
    num_processes: int = 1,
) -> Budget:
    """Estimates a training by timing each of its tasks on a little noise, which takes a few seconds.

    Args:
        preset: the preset.
        size: the size of the model.
        config: how to train.
        num_sounds: sounds to learn from.
        num_shown: sounds on the map.
        num_held_out: sounds that training does not see; so many are measured, up to `MOST_MEASURED`.
        scratch_bytes: disk space of the waveforms.
        reading: seconds to read once more what of them is not on disk.
        some: a few of the sounds on the map, (n, samples), for the time that one takes there; noise if None.
        workers: processes for preparing and encoding.
        device: where to train.
        num_processes: how many train together; what they exchange is not counted.
    """
    spectrogram_config, model = preset.spectrogram_config, preset.new_model(size, seed=config.seed).to(device)
    rng = np.random.default_rng(0)
    shape = (-(-config.batch_size // num_processes), spectrogram_config.num_samples)
    noise = rng.uniform(-PEAK, PEAK, shape).astype(np.float32)
    cells = torch.from_numpy(spectrograms(noise, spectrogram_config).astype(np.float32)).to(device)

    def prepare() -> None:
        varied = augment(noise[0], noise[1], rng, spectrogram_config.sample_rate)
        spectrograms(varied[None], spectrogram_config)

    few = noise[:SHOWN_AT_ONCE] if some is None else some
    holds = {"detail": preset.holds_detail(num_shown)}
    codec = Codec(Checkpoint(model.eval(), spectrogram_config, holds, preset))

    rows = num_sounds * config.variants
    shown = _seconds(lambda: encode_sounds(codec, few)) / len(few)
    stepper = Stepper.of(model.train(), preset.objective, spectrogram_config, config)
    draws = torch.zeros(len(cells), size.latent_dim, device=device)
    step = _seconds(lambda: stepper.step(cells, draws, config, index=0, done=0.0))
    planned = max(num_sounds // config.batch_size, 1) * (config.epochs or 0)
    training = config.seconds if config.epochs is None else step * planned
    packed = PACKED_MARGIN * np.mean([len(row) for row in pack(spectrograms(few, spectrogram_config))])
    weights = 4 * sum(tensor.numel() for tensor in model.state_dict().values())
    return Budget(
        step=step,
        steps=planned or int(training / step),
        preparing=_seconds(prepare) * rows / workers + reading * (2 * config.variants - 1),
        training=training,
        finishing=_finishing(shown, num_shown, num_held_out, workers if device.type == CPU.type else 1)
        + reading,
        num_bytes=round(rows * packed) + STATE_COPIES * weights + SPARE_BYTES,
        scratch_bytes=scratch_bytes,
    )


def _finishing(shown: float, num_shown: int, num_held_out: int, workers: int) -> float:
    """Seconds for library, map and figures, if a sound takes `shown` seconds to encode, decode and measure.

    What is on the map is encoded by several workers; the rest is done by one. With `shown` at about 0.18 s, measuring
    open-kits took 15 minutes of one core (142 sounds held out, 724 on the map), drum-machine 15 (216, 1,440) and
    effects 19 (257, 2,244), on a busy computer: about twice what so many sounds, encoded, decoded and measured, come
    to, because seven methods of reconstruction, morphs and what lies between cost more than that. Sounds are encoded in
    half the time since, and the rest takes as long: with 2, 40 sounds took 3.2 minutes in all where 2 were said. So it
    is `MEASURING` times.
    """
    pairs = min(num_shown // 2, PAIRS)
    morphs = 1.7 * pairs + 2.3 * min(pairs, MOVING_PAIRS)
    morphs += 1.35 * min(num_shown, SOUNDS_FOR_ALL)
    return (
        shown * (1.1 * num_shown / workers + MEASURING * (6 * min(num_held_out, MOST_MEASURED) + morphs)) + 30
    )


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """The shortest time of a few runs, after a warm-up run; of fewer if they take long."""
    work()
    found: list[float] = []
    while len(found) < times and sum(found) < LONG_ENOUGH:
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
