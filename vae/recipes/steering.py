"""Moves a latent so that its sound gets brighter, longer, noisier, higher or slower, and otherwise stays the same.

Directions are found for every sound separately, because one direction for all sounds fails (ridge regression from
latents to descriptors: monotone for 6 to 50 % of sounds). A step, a third of the way to the slider's end, has two
parts.

The first is an edit of the decoded spectrogram: the latent moves by the difference that the edit makes to the
encoder's output, as in "On the steerability of generative adversarial networks" (Jahanian, Chai, Isola, ICLR 2020).
The amount of every edit that moves one quality while the others stay is solved for on the spectrogram, without the
decoder. Noisiness and attack skip the edit; the decoder alone steers them better, from step to step.

The second is one damped Gauss-Newton step by the slopes of the qualities with respect to the latent, through the
decoder, shaped by the covariance of the library's latents. It corrects errors of encoder and decoder in the edit.
`explorer.calibrate` on 200 sounds and blends of the open kits: the share for which a slider is monotone, and the
largest mean move of another quality as a share of its own (attack in the first row by an older descriptor, which
jittered more):

                   brightness   decay        noisiness    pitch        attack
    edits alone    0.97  0.95   0.89  0.38   0.76  0.47   0.79  0.68   0.25  0.60
    both           0.92  0.55   0.90  0.21   0.90  0.26   0.74  0.40   0.90  0.11

Pitch fails for noises with two regions of about the same strength, and below 90 Hz, where a band spans an octave.

Results are cached, because a slider requests the same sound again and again. Cached functions take `z` as the bytes
of a float32 latent, which can be hashed.
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
from vae.recipes.sliders import LEAST_REACH, RANGE_QUANTILES, SLIDERS, STEPS
from vae.recipes.solving import Goal, solve_edits
from vae.sound.levels import db_to_scaled, scaled_to_db

CACHED = 64
"""Latents in each of the caches: one slider has 60 stops."""

LEAST_VARIANCE = 1e-3
"""Added to the variance of every latent dimension, which is 0.4 to 1.3 in the shipped checkpoints: without it, a
dimension that no sound uses could never move."""

LEAST_SPREAD = 1e-3
"""Lower limit of the spread in the qualities' own units, for libraries whose sounds are all alike."""

OWN_WEIGHT, OTHER_WEIGHT = 2.0, 1.0
"""Importance of moving the chosen quality to its target, and of keeping each of the others."""

OWN_RIDGE, OTHER_RIDGE, OTHER_RIDGE_OF_PITCH = 0.01, 0.03, 0.15
"""Prices of edits, as in `Goal`: the quality's own edit is cheapest; with a shift, which is known in advance, the
others are kept small."""

HELD_WEIGHT, LOOSE_WEIGHT = 1.0, 0.3
"""Importance of meeting a held quality, and of leaving the others where noise has moved them."""


class Steering:
    """Steers the latents of one codec.

    Attributes:
        codec: decodes and encodes.
        low: (5,) lowest value that each of `QUALITIES` is steered to, in standard deviations of the library.
        high: (5,) highest value.
    """

    def __init__(self, codec: Codec, latents: NDArray[np.float32], descriptors: NDArray[np.floating]) -> None:
        """Learns the spread of latents and qualities from a library.

        Args:
            codec: the model.
            latents: (N, latent_dim), the library's sounds.
            descriptors: (N, 5), their qualities as returned by `log_qualities`.
        """
        self.codec = codec
        self._bands = Bands(codec.spectrogram_config)
        spread = np.maximum(descriptors.std(axis=0), LEAST_SPREAD)
        self._spread = torch.tensor(spread, dtype=torch.float32)
        low, high = np.quantile(descriptors / spread, RANGE_QUANTILES, axis=0)
        self.low, self.high = (torch.tensor(end, dtype=torch.float32) for end in (low, high))
        varied = latents[:, : codec.latent_dim - codec.detail_dims]
        covariance = np.cov(varied, rowvar=False) if len(varied) > 1 else np.zeros((varied.shape[1],) * 2)
        covariance = covariance + LEAST_VARIANCE * np.eye(varied.shape[1])
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
            steps: how far each of `QUALITIES` moves, from -`STEPS` to `STEPS`; the others stay.

        Returns:
            (latent_dim,) float32; `z` itself if all steps are 0.
        """
        if not any(steps.values()):
            return z
        ordered = tuple((name, steps[name]) for name in QUALITIES if steps.get(name))
        return self._moved(_key(z), ordered).copy()

    def qualities(self, z: NDArray[np.float32]) -> NDArray[np.float32]:
        """Estimates (5,) of a latent's `QUALITIES`, in standard deviations of the library."""
        return self._base(_key(z))[1].numpy()

    def hold(
        self, z: NDArray[np.float32], like: NDArray[np.float32], names: Collection[str]
    ) -> NDArray[np.float32]:
        """The latent of a sound, given some qualities of another; the same arguments give the same bits.

        Args:
            z: (latent_dim,) float32, the sound.
            like: (latent_dim,) float32, the sound whose qualities it gets.
            names: some of `QUALITIES`.

        Returns:
            (latent_dim,) float32; `z` itself if there are no names.
        """
        held = tuple(i for i, name in enumerate(QUALITIES) if name in names)
        if not held:
            return z
        return self._held(_key(z), _key(like), held).copy()

    def _move(self, z: bytes, steps: tuple[tuple[str, float], ...]) -> NDArray[np.float32]:
        start = np.frombuffer(z, np.float32)
        moved = start.copy()
        for name, step in steps:
            whole, part = divmod(abs(step), 1)
            place = self._place(z, name, step > 0, int(whole))
            if part:
                place = place + np.float32(part) * (self._place(z, name, step > 0, int(whole) + 1) - place)
            moved += place - start
        return moved

    def _find_place(self, z: bytes, name: str, up: bool, step: int) -> NDArray[np.float32]:
        """The latent (latent_dim,) that is `step` steps of one slider away from `z`."""
        if step == 0:
            return np.frombuffer(z, np.float32)
        if SLIDERS[name].edited:
            tried = self._edited(z, self._ray(z, name, up) * (step / STEPS))
        else:
            tried = self._place(z, name, up, step - 1)
        wanted = self._slopes(z)[0].clone()
        wanted[QUALITIES.index(name)] += self._reach(wanted, name, up) * (step / STEPS)
        found, slopes = self._slopes(_key(tried))
        slopes = slopes[:, : len(self._covariance)]  # of what the model misses, nothing moves
        along = self._covariance @ slopes.T  # (dimensions that move, 5)
        damped = slopes @ along + SLIDERS[name].damping * torch.eye(len(QUALITIES))
        correction: NDArray[np.float32] = (along @ torch.linalg.solve(damped, wanted - found)).numpy()
        return tried + np.pad(correction, (0, len(tried) - len(correction)))

    def _find_slopes(self, z: bytes) -> tuple[torch.Tensor, torch.Tensor]:
        """The qualities (5,) of a latent, and their slopes (5, latent_dim)."""
        floor_db = self._bands.numbers.floor_db
        latent = np.frombuffer(z, np.float32)
        return self.codec.slopes(
            latent, lambda scaled: self._qualities(scaled_to_db(scaled, floor_db)), len(QUALITIES)
        )

    def _reach(self, start: torch.Tensor, name: str, up: bool) -> float:
        """Signed distance from `start` (5,) that one quality moves at the slider's end."""
        room = float((self.high - start if up else start - self.low)[QUALITIES.index(name)])
        reach = min(max(room, LEAST_REACH), SLIDERS[name].reach)
        return reach if up else -reach

    @torch.inference_mode()
    def _edited(self, z: bytes, amounts: torch.Tensor) -> NDArray[np.float32]:
        """The latent, moved by the difference that edits (5,) of its sound make to the encoder's output."""
        level, _, encoded = self._base(z)
        edited = edit(level, amounts[None], self._bands)[0]
        return np.frombuffer(z, np.float32) + self._encode(edited) - encoded

    def _find_base(self, z: bytes) -> tuple[torch.Tensor, torch.Tensor, NDArray[np.float32]]:
        """Decoded levels (bands, frames) in dB, their qualities (5,), and their encoding (latent_dim,)."""
        decoded = self.codec.decode_spectrogram(np.frombuffer(z, np.float32).copy())
        level = scaled_to_db(torch.from_numpy(decoded), self._bands.numbers.floor_db)
        unedited = edit(level, torch.zeros(1, len(QUALITIES)), self._bands)
        return level, self._qualities(unedited)[0], self._encode(unedited[0])

    @torch.inference_mode()
    def _find_ray(self, z: bytes, name: str, up: bool) -> torch.Tensor:
        """Amounts (5,) of the edits that move one quality to the slider's end, and the others little."""
        own = QUALITIES.index(name)
        wanted = self._base(z)[1].clone()
        wanted[own] += self._reach(wanted, name, up)
        weights = torch.full((len(QUALITIES),), OTHER_WEIGHT)
        weights[own] = OWN_WEIGHT
        ridge = torch.full((len(QUALITIES),), OTHER_RIDGE_OF_PITCH if name == "pitch" else OTHER_RIDGE)
        ridge[own] = OWN_RIDGE
        return self._solve(z, Goal(wanted, weights, ridge))

    @torch.inference_mode()
    def _hold(self, z: bytes, like: bytes, held: tuple[int, ...]) -> NDArray[np.float32]:
        """The latent of `z` with the qualities at these indices moved to those of `like`."""
        wanted, weights = self._base(z)[1].clone(), torch.full((len(QUALITIES),), LOOSE_WEIGHT)
        wanted[list(held)] = self._base(like)[1][list(held)]
        weights[list(held)] = HELD_WEIGHT
        goal = Goal(wanted, weights, torch.full((len(QUALITIES),), OTHER_RIDGE))
        return self._edited(z, self._solve(z, goal))

    def _solve(self, z: bytes, goal: Goal) -> torch.Tensor:
        """Amounts (5,) of the edits that bring a sound to a goal."""
        level, start, _ = self._base(z)
        return solve_edits(level, start, goal, self._bands, self._spread, self._qualities)

    def _qualities(self, level: torch.Tensor) -> torch.Tensor:
        """(B, bands, frames) in dB -> (B, 5) in standard deviations of the library."""
        return self._bands.estimate(level) / self._spread

    def _encode(self, level: torch.Tensor) -> NDArray[np.float32]:
        scaled = db_to_scaled(level, self._bands.numbers.floor_db).clamp(0, 1)
        return self.codec.encode_spectrogram(scaled.numpy())


def _key(z: NDArray[np.float32]) -> bytes:
    """A latent as a hashable key; its inverse is `np.frombuffer`."""
    return np.ascontiguousarray(z, dtype=np.float32).tobytes()
