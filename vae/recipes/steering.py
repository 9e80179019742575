"""Moves a latent so that its sound gets brighter, longer, noisier, higher or slower, and else stays as it is.

Directions are found for every sound by itself, because one direction for all sounds fails (ridge regression from
latents to descriptors: monotone in 6 to 50 % of sounds). A third of the slider is one step of two parts.

An edit of the decoded spectrogram, and the difference that it makes to the encoder's answer, as in "On the steerability
of generative adversarial networks" (Jahanian, Chai, Isola, ICLR 2020). How much of every edit one quality takes, so
that the others stay, is solved for on the spectrogram, without the decoder. Noisiness and attack go without: they are
led better by the decoder alone, from step to step.

Then one damped Gauss-Newton step by the slopes of the qualities with respect to the latent, through the decoder, along
what the library's latents do together. It brings back what encoder and decoder made of the edit. `explorer.calibrate`
on 200 sounds and blends of the open kits: the share in which a slider is monotone, and the largest mean move of another
quality as a share of its own (attack of the first row by an older descriptor, which jittered more):

                   brightness   decay        noisiness    pitch        attack
    edits alone    0.97  0.95   0.89  0.38   0.76  0.47   0.79  0.68   0.25  0.60
    both           0.92  0.55   0.90  0.21   0.90  0.26   0.74  0.40   0.90  0.11

Pitch fails where a noise has two regions of about the same strength, and under 90 Hz, where a band spans an octave.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from vae.checkpoint.codec import Codec
from vae.recipes.edits import edit
from vae.recipes.estimates import Bands
from vae.recipes.qualities import QUALITIES
from vae.sound.levels import db_to_scaled, scaled_to_db

STEPS = 3
"""The slider's end: one step is a third of the way to the target there."""

CACHED = 64
_EDITED = tuple(name in ("brightness", "decay", "pitch") for name in QUALITIES)
_DAMPING = tuple(1.0 if name == "pitch" else 0.2 for name in QUALITIES)
_LEAST_VARIANCE = 1e-3
_REACH = (1.2, 1.5, 1.2, 0.75, 1.5)
_LEAST = 0.3
_OWN_WEIGHT = 2.0
_OWN_RIDGE, _RIDGE, _PITCH_RIDGE = 0.01, 0.03, 0.15
_LOOSE_WEIGHT = 0.3
_ROUNDS = 3
_PITCH = QUALITIES.index("pitch")
_SOLVED = torch.tensor([i for i in range(len(QUALITIES)) if i != _PITCH])
_SCALE = torch.tensor([0.3, 0.5, 0.3, 0.5])
_LIMITS = torch.tensor([1.5, 5.0, 1.5, 4.0, 4.0])
_LARGEST_STEP, _DIFFERENCE = 3.0, 0.3


class Steering:
    """Steers the latents of one codec.

    Attributes:
        codec: its model decodes and encodes.
        low: (5,) how low each of `QUALITIES` is steered at most, in standard deviations of the library.
        high: (5,) how high.
    """

    def __init__(self, codec: Codec, latents: NDArray[np.float32], descriptors: NDArray[np.floating]) -> None:
        """Learns the spread of latents and qualities from a library.

        Args:
            codec: the model.
            latents: (N, latent_dim) of the library's sounds.
            descriptors: (N, 5) of them, in the order and scale of `QUALITIES`.
        """
        self.codec = codec
        self._bands = Bands(codec.spectrogram_config)
        spread = np.maximum(descriptors.std(axis=0), 1e-3)
        self._spread = torch.tensor(spread, dtype=torch.float32)
        low, high = np.quantile(descriptors / spread, (0.04, 0.96), axis=0)
        self.low, self.high = (torch.tensor(end, dtype=torch.float32) for end in (low, high))
        covariance = np.cov(latents, rowvar=False) if len(latents) > 1 else np.zeros((codec.latent_dim,) * 2)
        covariance = covariance + _LEAST_VARIANCE * np.eye(codec.latent_dim)
        self._covariance = torch.tensor(covariance, dtype=torch.float32)
        self._base = lru_cache(maxsize=CACHED)(self._find_base)
        self._ray = lru_cache(maxsize=CACHED)(self._find_ray)
        self._slopes = lru_cache(maxsize=CACHED)(self._find_slopes)
        self._place = lru_cache(maxsize=CACHED)(self._find_place)
        self._held = lru_cache(maxsize=CACHED)(self._hold)
        self._moved = lru_cache(maxsize=CACHED)(self._move)

    def move(self, z: NDArray[np.float32], steps: Mapping[str, float]) -> NDArray[np.float32]:
        """The latent of a sound with other qualities; the same arguments give the same bits.

        Args:
            z: (latent_dim,) float32.
            steps: how far each of `QUALITIES` moves, from -`STEPS` to `STEPS`; what is not named stays.

        Returns:
            (latent_dim,) float32; `z` itself where all steps are 0.
        """
        if not any(steps.values()):
            return z
        ordered = tuple(steps.get(name, 0.0) for name in QUALITIES)
        return self._moved(np.ascontiguousarray(z, dtype=np.float32).tobytes(), ordered).copy()

    def qualities(self, z: NDArray[np.float32]) -> NDArray[np.float32]:
        """Estimates (5,) of a latent's `QUALITIES`, in standard deviations of the library."""
        return self._base(np.ascontiguousarray(z, dtype=np.float32).tobytes())[1].numpy()

    def hold(
        self, z: NDArray[np.float32], like: NDArray[np.float32], names: Collection[str]
    ) -> NDArray[np.float32]:
        """The latent of a sound that gets some qualities of another; the same arguments give the same bits.

        Args:
            z: (latent_dim,) float32, the sound.
            like: (latent_dim,) float32, the sound whose qualities it gets.
            names: of `QUALITIES`.

        Returns:
            (latent_dim,) float32; `z` itself for no names.
        """
        held = tuple(i for i, name in enumerate(QUALITIES) if name in names)
        if not held:
            return z
        texts = (np.ascontiguousarray(one, dtype=np.float32).tobytes() for one in (z, like))
        return self._held(*texts, held).copy()

    def _move(self, z: bytes, steps: tuple[float, ...]) -> NDArray[np.float32]:
        start = np.frombuffer(z, np.float32)
        moved = start.copy()
        for quality, step in enumerate(steps):
            if step:
                whole, part = divmod(abs(step), 1)
                place = self._place(z, quality, step > 0, int(whole))
                if part:
                    place = place + np.float32(part) * (
                        self._place(z, quality, step > 0, int(whole) + 1) - place
                    )
                moved += place - start
        return moved

    def _find_place(self, z: bytes, quality: int, up: bool, step: int) -> NDArray[np.float32]:
        """The latent (latent_dim,) so many whole steps of one slider from `z`."""
        if step == 0:
            return np.frombuffer(z, np.float32)
        if _EDITED[quality]:
            tried = self._edited(z, self._ray(z, quality, up) * (step / STEPS))
        else:
            tried = self._place(z, quality, up, step - 1)
        wanted = self._slopes(z)[0].clone()
        wanted[quality] += self._reach(wanted, quality, up) * (step / STEPS)
        found, slopes = self._slopes(np.ascontiguousarray(tried).tobytes())
        along = self._covariance @ slopes.T  # (latent_dim, 5)
        damped = slopes @ along + _DAMPING[quality] * torch.eye(len(QUALITIES))
        return tried + (along @ torch.linalg.solve(damped, wanted - found)).numpy()

    def _find_slopes(self, z: bytes) -> tuple[torch.Tensor, torch.Tensor]:
        """The qualities (5,) of a latent, and how they change with it, (5, latent_dim)."""
        floor_db = self._bands.numbers.floor_db
        latent = np.frombuffer(z, np.float32)
        return self.codec.slopes(
            latent, lambda scaled: self._qualities(scaled_to_db(scaled, floor_db)), len(QUALITIES)
        )

    def _reach(self, start: torch.Tensor, quality: int, up: bool) -> float:
        """How far, and to which side, the whole slider takes one quality of a sound that has `start` (5,)."""
        room = float((self.high - start if up else start - self.low)[quality])
        reach = min(max(room, _LEAST), _REACH[quality])
        return reach if up else -reach

    @torch.inference_mode()
    def _edited(self, z: bytes, amounts: torch.Tensor) -> NDArray[np.float32]:
        """The latent, moved by what edits (5,) of its sound make of the encoder's answer."""
        level, _, encoded = self._base(z)
        edited = edit(level, amounts[None], self._bands)[0]
        return np.frombuffer(z, np.float32) + self._encode(edited) - encoded

    def _find_base(self, z: bytes) -> tuple[torch.Tensor, torch.Tensor, NDArray[np.float32]]:
        """Decoded levels (bands, frames) in dB, their qualities (5,), and what the encoder makes of them."""
        decoded = self.codec.decode_spectrogram(np.frombuffer(z, np.float32).copy())
        level = scaled_to_db(torch.from_numpy(decoded), self._bands.numbers.floor_db)
        unedited = edit(level, torch.zeros(1, len(QUALITIES)), self._bands)
        return level, self._qualities(unedited)[0], self._encode(unedited[0])

    @torch.inference_mode()
    def _find_ray(self, z: bytes, quality: int, up: bool) -> torch.Tensor:
        """Amounts (5,) of the edits that move one quality as far as the slider goes, and the others little."""
        wanted = self._base(z)[1].clone()
        wanted[quality] += self._reach(wanted, quality, up)
        weights = torch.ones(len(QUALITIES))
        weights[quality] = _OWN_WEIGHT
        ridge = torch.full((len(QUALITIES),), _PITCH_RIDGE if quality == _PITCH else _RIDGE)
        ridge[quality] = _OWN_RIDGE
        return self._solve(z, wanted, weights, ridge)

    @torch.inference_mode()
    def _hold(self, z: bytes, like: bytes, held: tuple[int, ...]) -> NDArray[np.float32]:
        wanted, weights = self._base(z)[1].clone(), torch.full((len(QUALITIES),), _LOOSE_WEIGHT)
        wanted[list(held)] = self._base(like)[1][list(held)]
        weights[list(held)] = 1.0
        return self._edited(z, self._solve(z, wanted, weights, torch.full((len(QUALITIES),), _RIDGE)))

    def _solve(
        self, z: bytes, wanted: torch.Tensor, weights: torch.Tensor, ridge: torch.Tensor
    ) -> torch.Tensor:
        """Amounts (5,) of the edits that bring a sound to `wanted` qualities, by damped Gauss-Newton steps.

        The shift is known beforehand, because the edit holds the pitch.
        """
        level, start, _ = self._base(z)
        weights, ridge = weights[_SOLVED, None], ridge[_SOLVED]
        amounts, signs = torch.zeros(len(QUALITIES)), torch.ones(len(_SOLVED))
        amounts[_PITCH] = (wanted - start)[_PITCH] * self._spread[_PITCH]
        for _ in range(_ROUNDS):
            probe = _DIFFERENCE * _SCALE * signs
            tried = amounts.repeat(len(_SOLVED) + 1, 1)
            tried[1:, _SOLVED] += torch.diag(probe)
            qualities = self._qualities(edit(level, tried, self._bands))[:, _SOLVED]
            slopes = (
                weights * ((qualities[1:] - qualities[0]) / probe[:, None]).T * _SCALE
            )  # (4 qualities, 4 edits)
            missing = weights[:, 0] * (wanted[_SOLVED] - qualities[0])
            pull = slopes.T @ missing - ridge * amounts[_SOLVED] / _SCALE
            step = torch.linalg.solve(slopes.T @ slopes + torch.diag(ridge), pull)
            step = step * (_LARGEST_STEP / step.abs().max().clamp_min(_LARGEST_STEP)) * _SCALE
            following = amounts.clone()
            following[_SOLVED] += step
            following = torch.minimum(following.abs(), _LIMITS) * following.sign()
            signs = torch.where((following - amounts)[_SOLVED] < 0, -1.0, 1.0)
            amounts = following
        return amounts

    def _qualities(self, level: torch.Tensor) -> torch.Tensor:
        """(B, bands, frames) in dB -> (B, 5) in standard deviations of the library."""
        return self._bands.estimate(level) / self._spread

    def _encode(self, level: torch.Tensor) -> NDArray[np.float32]:
        scaled = db_to_scaled(level, self._bands.numbers.floor_db).clamp(0, 1)
        return self.codec.encode_spectrogram(scaled.numpy())
