"""The training loop and its state on disk. Knows spectrograms and the model; nothing of audio files or maps."""

import copy
import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as save_tensors
from torch import nn

from vae.data.rows import read_rows
from vae.files import write_atomically
from vae.model.objectives import Objective
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.state import Progress, TrainingError, check_same, name_of, read_note

WARM_UP_STEPS = 100
AVERAGE_EVERY = 8
SAVE_SECONDS = 60
PRINCIPAL_COMPONENT_ROWS = 4000
ACTIVE_NATS = 0.01


@dataclass(frozen=True)
class TrainConfig:
    """How to train.

    Attributes:
        minutes: budget of wall-clock time; None when `epochs` counts.
        epochs: passes over the sounds; None when `minutes` counts.
        batch_size: spectrograms a step.
        learning_rate: highest of the schedule.
        schedule: "cosine", after a short warm-up, or "constant".
        linear_rate: learning rate of the linear map, as a share of the others'.
        beta: weight of the KL divergence (mean over the dimensions, in nats), reached after a warm-up.
        beta_warm_up: share of the training over which `beta` rises from 0.
        envelope_weight: of `losses.envelope_error` beside `losses.cell_error`.
        onset_weight: of `losses.onset_error` beside it.
        average: decay a step of the running average of the weights, which is what is shipped; 0 for no average.
        weight_decay: of AdamW.
        second_moment: decay of Adam's second moment.
        clip: largest norm of the gradient; None for no limit.
        variants: spectrograms made of each sound, itself among them.
        patience: epochs without a better validation error after which training stops.
        seed: of everything random.
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
    onset_weight: float = 2.0
    average: float = 0.999
    weight_decay: float = 1e-4
    second_moment: float = 0.98
    clip: float | None = 1.0
    variants: int = 8
    patience: int = 60
    seed: int = 0

    def to_dict(self) -> dict:
        """The fields, JSON-able."""
        return asdict(self)


def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere float32 is faster."""
    probes = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(getattr(torch.cpu, probe, lambda: False)() for probe in probes)


class Trainer:
    """One training: the model, its running average, the optimiser, and where it stands."""

    def __init__(
        self,
        features: np.ndarray,
        validation: np.ndarray,
        *,
        num_sounds: int,
        model: nn.Module,
        objective: Objective,
        spectrogram: SpectrogramConfig,
        config: TrainConfig,
        state_path: Path,
    ) -> None:
        """Lets the model start from a sample of the training set.

        Args:
            features: (rows, bands, frames) float16, the training set.
            validation: (V, bands, frames) float16, sounds of other kits.
            num_sounds: sounds that `features` was made of; an epoch shows as many rows.
            model: untrained; `presets.Preset.new_model` makes one.
            objective: what to minimise.
            spectrogram: numbers of the spectrograms.
            config: how to train.
            state_path: the file that `save` writes.
        """
        self.features, self.config, self.numbers, self.state_path = features, config, spectrogram, state_path
        self.validation = torch.from_numpy(np.asarray(validation, np.float32))
        self.sounds = name_of(features, len(validation))
        self.steps_per_epoch = max(num_sounds // config.batch_size, 1)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.model, self.objective = model, objective
        torch.manual_seed(config.seed)
        model.start(self._sample(min(len(features), PRINCIPAL_COMPONENT_ROWS)))
        self.average = copy.deepcopy(model).requires_grad_(False).eval()
        self.best = {name: tensor.clone() for name, tensor in self.average.state_dict().items()}
        adam = {"betas": (0.9, config.second_moment), "weight_decay": config.weight_decay}
        self.optimizer = torch.optim.AdamW(self._groups(), **adam, fused=True)
        self.progress = Progress()
        self.bfloat16 = has_fast_bfloat16()

    def _groups(self) -> list[dict]:
        """The linear map starts near its goal, with small weights: full steps of Adam would undo it at once."""
        slow = self.model.slow_parameters()
        fast = [one for one in self.model.parameters() if not any(one is other for other in slow)]
        return [{"params": fast, "factor": 1.0}, {"params": slow, "factor": self.config.linear_rate}]

    def _sample(self, count: int) -> torch.Tensor:
        rows = torch.randint(len(self.features), (count,), generator=self.generator).numpy()
        return torch.from_numpy(read_rows(self.features, np.sort(rows)))

    @property
    def done(self) -> float:
        """Share of the planned training that is behind, from 0 to 1."""
        if self.progress.stopped:
            return 1.0
        if self.config.epochs is not None:
            return min(1.0, self.progress.step / (self.config.epochs * self.steps_per_epoch))
        return min(1.0, self.progress.seconds / (60 * self.config.minutes))

    def run(self, report: Callable[["Trainer"], object] = lambda trainer: None) -> None:
        """Trains to the end of the budget or until validation stops improving; saves now and then and when interrupted.

        Raises:
            TrainingError: the loss is no longer finite.
        """
        saved = time.monotonic()
        try:
            while self.done < 1:
                started = time.monotonic()
                self._step()
                if self.progress.step % self.steps_per_epoch == 0:
                    self._end_epoch()
                self.progress.seconds += time.monotonic() - started
                report(self)
                if time.monotonic() - saved > SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()
        except TrainingError:
            raise  # what has diverged is not worth keeping
        except BaseException:
            self.save()
            raise
        self.save()

    def _step(self) -> None:
        done, step, config = self.done, self.progress.step, self.config
        rate = 1.0
        if config.schedule == "cosine":
            rate = min(1.0, (step + 1) / WARM_UP_STEPS) * (0.505 + 0.495 * math.cos(math.pi * done))
        for group in self.optimizer.param_groups:
            group["lr"] = config.learning_rate * rate * group["factor"]
        target = self._sample(config.batch_size).float()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16):
            reconstruction, kl = self._errors(self.model, target, self.generator)
        warm = min(1.0, done / config.beta_warm_up) if config.beta_warm_up else 1.0
        loss = reconstruction + config.beta * warm * kl.mean()
        if not torch.isfinite(loss):
            raise TrainingError("The loss is no longer a finite number: try a lower learning rate.")
        self.optimizer.zero_grad()
        loss.backward()
        if config.clip is not None:
            nn.utils.clip_grad_norm_(self.model.parameters(), config.clip)
        self.optimizer.step()
        self.progress.step = step + 1
        if self.progress.step % AVERAGE_EVERY == 0 or not config.average:
            self._update_average()
        terms = (loss.item(), reconstruction.item(), kl.sum().item())
        self.progress.sums = [total + term for total, term in zip(self.progress.sums, terms, strict=True)]

    def _errors(
        self, model: nn.Module, target: torch.Tensor, generator: torch.Generator | None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        weights = {"envelope": self.config.envelope_weight, "onset": self.config.onset_weight}
        return self.objective(model, target, generator, weights, self.numbers)

    @torch.no_grad()
    def _update_average(self) -> None:
        step = self.progress.step
        decay = min(self.config.average**AVERAGE_EVERY, (1 + step) / (10 + step))
        torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        for ours, theirs in zip(self.average.buffers(), self.model.buffers(), strict=True):
            ours.copy_(theirs)

    @torch.no_grad()
    def validate(self) -> tuple[float, np.ndarray]:
        """Error of the averaged model on the validation sounds, and KL per dimension (latent_dim,) in nats."""
        errors, divergences = [], []
        for target in self.validation.split(64):
            error, kl = self._errors(self.average, target, None)
            errors.append(float(error) * len(target))
            divergences.append(kl * len(target))
        count = len(self.validation)
        return sum(errors) / count, (torch.stack(divergences).sum(0) / count).numpy()

    def _end_epoch(self) -> None:
        progress, epoch = self.progress, self.progress.step // self.steps_per_epoch
        error, divergence = self.validate()
        loss, reconstruction, kl = (total / self.steps_per_epoch for total in progress.sums)
        progress.history.append(
            {
                "epoch": epoch,
                "seconds": round(progress.seconds, 1),
                "loss": loss,
                "reconstruction": reconstruction,
                "kl": kl,
                "validation": error,
                "active_dims": int((divergence > ACTIVE_NATS).sum()),
                "learning_rate": self.optimizer.param_groups[0]["lr"],
            }
        )
        progress.sums = [0.0, 0.0, 0.0]
        if error < progress.best:
            progress.best, progress.best_epoch = error, epoch
            self.best = {name: tensor.clone() for name, tensor in self.average.state_dict().items()}
        progress.stopped = epoch - progress.best_epoch >= self.config.patience

    def best_model(self) -> nn.Module:
        """The averaged model as it was when the validation error was lowest, in `eval()` mode."""
        self.average.load_state_dict(self.best)
        return self.average.eval()

    def save(self) -> None:
        """Writes everything that going on needs into one file, atomically."""
        tensors = {"generator": self.generator.get_state()}
        for name, tensor in self.model.state_dict().items():
            tensors[f"model.{name}"] = tensor
            tensors[f"best.{name}"] = self.best[name]
        for name, tensor in self.average.state_dict().items():
            tensors[f"average.{name}"] = tensor
        for name, parameter in self.model.named_parameters():
            for key, tensor in self.optimizer.state.get(parameter, {}).items():
                tensors[f"optimizer.{name}.{key}"] = tensor
        note = {"progress": json.dumps(asdict(self.progress)), "config": json.dumps(self.config.to_dict())}
        note["sounds"] = self.sounds
        self.state_path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.state_path, save_tensors({k: v.contiguous() for k, v in tensors.items()}, note))

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Starts from another model's weights, which stay the best ones until validation finds better.

        Args:
            weights: state of a model of the same size, float32.
        """
        self.model.load_state_dict(weights)
        self.average.load_state_dict(weights)
        self.best = {name: tensor.clone() for name, tensor in self.average.state_dict().items()}
        self.progress.best, _ = self.validate()

    def restore(self) -> None:
        """Goes on from what `save` wrote.

        Raises:
            TrainingError: the file is missing, damaged, or of another training.
        """
        note = read_note(self.state_path)
        check_same(self.state_path, note, self.config.to_dict(), self.sounds)
        try:
            with safe_open(self.state_path, "pt") as file:
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise TrainingError(f"{self.state_path.name} is damaged and cannot be resumed.") from error

        def part(prefix: str) -> dict[str, torch.Tensor]:
            return {name[len(prefix) :]: value for name, value in tensors.items() if name.startswith(prefix)}

        try:
            self.model.load_state_dict(part("model."))
            self.average.load_state_dict(part("average."))
            self.best = part("best.")
            for name, parameter in self.model.named_parameters():
                if moments := part(f"optimizer.{name}."):
                    self.optimizer.state[parameter] = moments
            self.generator.set_state(tensors["generator"])
            self.progress = note.progress
        except (RuntimeError, KeyError, TypeError) as error:
            raise TrainingError(f"{self.state_path.name} belongs to another training.") from error
