"""How to train: the settings that a preset chooses. Knows nothing about models or the training loop."""

import math
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class TrainConfig:
    """How to train.

    Attributes:
        minutes: wall-clock budget; None if `epochs` is given.
        epochs: passes over the sounds; None if `minutes` is given.
        batch_size: spectrograms per step.
        learning_rate: the highest rate of the schedule.
        schedule: "cosine", after a short warm-up, or "constant".
        linear_rate: learning rate of the linear map, as a share of the others'.
        beta: weight of the KL divergence (mean over the dimensions, in nats), reached after a warm-up.
        beta_warm_up: share of the training over which `beta` rises from 0.
        envelope_weight: weight of `losses.envelope_error` relative to `losses.cell_error`.
        fine_weight: the same for its fine grain, `vae.sound.measures.FINE`.
        onset_weight: weight of `losses.onset_error`, likewise.
        average: decay per step of the running average of the weights, which is shipped; 0 for no average.
        weight_decay: weight decay of AdamW.
        second_moment: decay of Adam's second moment.
        clip: largest norm of the gradient; None for no limit.
        variants: spectrograms made from each sound, including the unaltered one.
        patience: number of epochs without a better validation error after which training stops.
        seed: seed of all randomness.
    """

    minutes: float | None = 20.0
    epochs: int | None = None
    batch_size: int = 32
    learning_rate: float = 5e-4
    schedule: str = "cosine"
    linear_rate: float = 0.1
    beta: float = 1e-3
    beta_warm_up: float = 0.25
    envelope_weight: float = 1.0
    fine_weight: float = 0.0
    onset_weight: float = 2.0
    average: float = 0.999
    weight_decay: float = 1e-4
    second_moment: float = 0.98
    clip: float | None = 1.0
    variants: int = 8
    patience: int = 60
    seed: int = 0

    @property
    def seconds(self) -> float:
        """The time budget in seconds; infinite if there is none."""
        return math.inf if self.minutes is None else 60 * self.minutes

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return asdict(self)
