"""The training loop and its state on disk. Knows spectrograms and the model, but no audio files or maps."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as save_tensors
from torch.optim.swa_utils import AveragedModel

from vae.files import write_atomically
from vae.model.interface import Model
from vae.model.losses import active_dims
from vae.model.objectives import Objective
from vae.model.train_config import TrainConfig
from vae.processes import LostProcessError, World
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.batches import Batches, draw
from vae.train.packed import Packed, read_rows
from vae.train.state import Progress, TrainingError, check_same, digest_of, read_note
from vae.train.step import Stepper

AVERAGE_EVERY = 8
CPU = torch.device("cpu")
SAVE_SECONDS = 60
PRINCIPAL_COMPONENT_ROWS = 4000


def _average_of(model: Model, decay: float) -> AveragedModel:
    """A running average of a model's weights, updated every `AVERAGE_EVERY` steps; it starts as a copy.

    The first updates forget faster: after n steps, the old average has a weight of at most (1 + n) / (10 + n).
    """
    every = AVERAGE_EVERY if decay else 1

    def mix(average: torch.Tensor, current: torch.Tensor, updates: torch.Tensor | int) -> torch.Tensor:
        step = int(updates) * every
        return torch.lerp(average, current, 1 - min(decay**AVERAGE_EVERY, (1 + step) / (10 + step)))

    average = AveragedModel(model, avg_fn=mix)
    average.update_parameters(model)
    return average.requires_grad_(False).eval()


class _Asked(NamedTuple):
    """What a step needs.

    Attributes:
        rows: waits for this process's share of the batch.
        noise: of these rows, standard normal.
        drawn_from: state of the generator before the step was drawn.
    """

    rows: Callable[[], torch.Tensor]
    noise: torch.Tensor
    drawn_from: torch.Tensor


class Trainer:
    """One training: the model, its running average, the optimiser, and the progress."""

    def __init__(
        self,
        features: np.ndarray | Packed,
        validation: np.ndarray,
        *,
        num_sounds: int,
        model: Model,
        objective: Objective,
        spectrogram_config: SpectrogramConfig,
        config: TrainConfig,
        state_path: Path,
        device: torch.device = CPU,
        world: World | None = None,
    ) -> None:
        """Initialises the model from a sample of the training set.

        Args:
            features: (rows, bands, frames) float16, the training set.
            validation: (V, bands, frames) float16, sounds of other kits.
            num_sounds: number of sounds that `features` was made from; an epoch draws as many rows.
            model: untrained; `presets.Preset.new_model` makes one.
            objective: what to minimise.
            spectrogram_config: the settings of the spectrograms.
            config: how to train.
            state_path: the file that `save` writes; a training may go on on another device.
            device: where to train. What is drawn, and how the model starts, is the same on all of them.
            world: the processes that train together; each makes a trainer of the same things. The first one validates
                and saves.
        """
        self.world = world or World()
        self.features, self.config, self.state_path = features, config, state_path
        self.spectrogram_config, self.device = spectrogram_config, device
        self.validation = torch.from_numpy(np.asarray(validation, np.float32))
        self.sounds = digest_of(features, len(validation))
        self.steps_per_epoch = max(num_sounds // config.batch_size, 1)
        self.generator = torch.Generator().manual_seed(config.seed)
        self.model = model
        torch.manual_seed(config.seed)
        sample = draw(len(features), min(len(features), PRINCIPAL_COMPONENT_ROWS), self.generator)
        if self.world.is_first:  # the others get its weights
            model.start(torch.from_numpy(read_rows(features, sample)))
        model.to(device)
        self.batches = Batches(
            features,
            batch_size=config.batch_size,
            seed=config.seed,
            share=self.world.share(config.batch_size),
        )
        self._asked: _Asked | None = None
        self._stepper = Stepper.of(model, objective, spectrogram_config, config, self.world)
        self._average = _average_of(model, config.average)
        self.best = self._average_weights()
        self.progress = Progress()

    @property
    def average(self) -> Model:
        """The running average of the model, in `eval()` mode, which is validated and shipped."""
        return cast(Model, self._average.module)

    def _average_weights(self) -> dict[str, torch.Tensor]:
        return {name: tensor.clone() for name, tensor in self.average.state_dict().items()}

    def _ask(self, step: int) -> _Asked:
        """Draws what a step needs, and begins to read it."""
        drawn_from, size = self.generator.get_state(), self.config.batch_size
        rows = self.batches.ask(step, self.generator)
        noise = torch.randn(size, self.model.config.latent_dim, generator=self.generator)
        return _Asked(rows, noise[self.world.share(size)], drawn_from)

    @property
    def done(self) -> float:
        """Completed share of the planned training, from 0 to 1."""
        if self.progress.stopped:
            return 1.0
        if self.config.epochs is not None:
            return min(1.0, self.progress.step / (self.config.epochs * self.steps_per_epoch))
        return min(1.0, self.progress.seconds / self.config.seconds)

    def run(self, report: Callable[["Trainer"], object] = lambda trainer: None) -> None:
        """Trains to the end of the budget or until validation stops improving; saves periodically and on interrupt.

        Raises:
            TrainingError: the loss is no longer finite.
            LostProcessError: another process has ended; what was saved last can be resumed.
        """
        saved = time.monotonic()
        try:
            while self.done < 1:
                started = time.monotonic()
                self.step()
                if self.progress.step % self.steps_per_epoch == 0:
                    self._end_epoch()
                self.progress.seconds += time.monotonic() - started
                if not self.world.is_first:
                    self.progress.seconds = 0.0
                (self.progress.seconds,) = self.world.sum(self.progress.seconds)  # one clock for all
                report(self)
                if time.monotonic() - saved > SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()
        except (TrainingError, LostProcessError):
            raise  # a diverged model is not worth keeping, and half a step cannot be
        except BaseException:
            self.save()
            raise
        self.save()

    def step(self) -> None:
        """Takes one step on a random batch, of which each process has a share.

        Raises:
            TrainingError: the loss is no longer finite.
            LostProcessError: another process has ended.
        """
        config, index, done = self.config, self.progress.step, self.done
        asked = self._asked or self._ask(index)
        target, noise = asked.rows().to(self.device).float(), asked.noise.to(self.device)
        self._asked = self._ask(index + 1)
        losses = self._stepper.step(target, noise, config, index=index, done=done)
        self.progress.step = index + 1
        if self.progress.step % AVERAGE_EVERY == 0 or not config.average:
            self._average.update_parameters(self.model)
        self.progress.sums = [total + term for total, term in zip(self.progress.sums, losses, strict=True)]

    def validation_batches(self) -> Iterator[torch.Tensor]:
        """The validation sounds, float32 (at most 64, bands, frames) each, on the device."""
        return (target.to(self.device) for target in torch.split(self.validation, 64))

    @torch.no_grad()
    def validate(self) -> tuple[float, np.ndarray]:
        """Error of the averaged model on the validation sounds, and KL per dimension (latent_dim,) in nats."""
        errors, divergences = [], []
        for target in self.validation_batches():
            error, kl = self._stepper.errors(self.average, target, None, self.config)
            errors.append(float(error) * len(target))
            divergences.append(kl * len(target))
        count = len(self.validation)
        return sum(errors) / count, (torch.stack(divergences).sum(0) / count).cpu().numpy()

    def _validate_for_all(self) -> tuple[float, np.ndarray]:
        """`validate`, by the first process."""
        return self.world.first(self.validate() if self.world.is_first else (0.0, np.zeros(0)))

    def _end_epoch(self) -> None:
        progress, epoch = self.progress, self.progress.step // self.steps_per_epoch
        error, divergence = self._validate_for_all()
        loss, reconstruction, kl = (total / self.steps_per_epoch for total in progress.sums)
        progress.history.append(
            {
                "epoch": epoch,
                "seconds": round(progress.seconds, 1),
                "loss": loss,
                "reconstruction": reconstruction,
                "kl": kl,
                "validation": error,
                "active_dims": active_dims(divergence),
                "learning_rate": self._stepper.optimizer.param_groups[0]["lr"],
            }
        )
        progress.sums = [0.0, 0.0, 0.0]
        if error < progress.best:
            progress.best, progress.best_epoch = error, epoch
            self.best = self._average_weights()
        progress.stopped = epoch - progress.best_epoch >= self.config.patience

    def best_model(self) -> Model:
        """The averaged model as it was when the validation error was lowest, in `eval()` mode."""
        self.average.load_state_dict(self.best)
        return self.average.eval()

    def save(self) -> None:
        """Writes everything that resuming needs into one file, atomically; inverse: `restore`."""
        if not self.world.is_first:
            return
        tensors = {"generator": self._asked.drawn_from if self._asked else self.generator.get_state()}
        for name, tensor in self.model.state_dict().items():
            tensors[f"model.{name}"] = tensor
            tensors[f"best.{name}"] = self.best[name]
        for name, tensor in self.average.state_dict().items():
            tensors[f"average.{name}"] = tensor
        for name, parameter in self.model.named_parameters():
            for key, tensor in self._stepper.optimizer.state.get(parameter, {}).items():
                tensors[f"optimizer.{name}.{key}"] = tensor
        note = {"progress": json.dumps(asdict(self.progress)), "config": json.dumps(self.config.to_dict())}
        note["sounds"] = self.sounds
        self.state_path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.state_path, save_tensors({k: v.contiguous() for k, v in tensors.items()}, note))

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Starts from another model's weights, which stay the best until validation finds better ones.

        Args:
            weights: state of a model of the same size, float32.
        """
        self.model.load_state_dict(weights)
        self.average.load_state_dict(weights)
        self.best = self._average_weights()
        self.progress.best, _ = self._validate_for_all()

    def restore(self) -> None:
        """Continues from what `save` wrote.

        Raises:
            TrainingError: the file is missing or damaged, or belongs to another training.
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
                    placed = {key: moment.to(parameter.device) for key, moment in moments.items()}
                    self._stepper.optimizer.state[parameter] = placed
            self.generator.set_state(tensors["generator"])
            self._asked = None
            self.progress = note.progress
            updates = self.progress.step // (AVERAGE_EVERY if self.config.average else 1)
            self._average.n_averaged.fill_(1 + updates)
        except (RuntimeError, KeyError, TypeError) as error:
            raise TrainingError(f"{self.state_path.name} belongs to another training.") from error
