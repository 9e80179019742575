"""Transport without training: both sounds move in pitch and time towards each other, then their levels are averaged."""

import torch

from vae.between.grid import Grid
from vae.between.registration import field_at, register
from vae.sound.spectrogram import pad_frames


def glide(a: torch.Tensor, b: torch.Tensor, share: torch.Tensor, grid: Grid) -> torch.Tensor:
    """The spectrogram in between: decays, attacks and partials of both meet on the way.

    Args:
        a: (B, bands, frames) in [0, 1].
        b: the same.
        share: (B,), 0 for exactly `a`, 1 for exactly `b`; beyond them the moves and levels go on.
        grid: the coordinates of the spectrograms.

    Returns:
        (B, bands, frames), not limited to [0, 1] beyond the ends.
    """
    field = field_at(register(a, b, grid)[0], share.view(-1, 1, 1), grid)
    octaves, doublings = field[:, 0], field[:, 1]
    from_a, from_b = (pad_frames(sound, grid.frames) for sound in (a, b))
    share = share.view(-1, 1, 1)
    from_a = grid.moved(from_a, -share * octaves, -share * doublings)
    from_b = grid.moved(from_b, (1 - share) * octaves, (1 - share) * doublings)
    return ((1 - share) * from_a + share * from_b)[..., : a.shape[-1]]
