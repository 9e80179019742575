"""What a model misses of a sound: an image of levels, coarse in frequency and fine in time, added to what it decodes.

A model tells what many sounds have in common; what one sound has for itself, most of all a sound unlike those that were
learned, is left over: the second layer of a scalable codec. The image begins as the mean of what is left over in
each of its cells, and steps along the gradient lower the error that `refine` lowers. It ends where the sound ends.

Of 24 sounds over a second of the open kits that the shipped open-kits has learned, and of 24 effects that are like
none of them: envelope error of the first second and of the whole, medians in dB, by the image's cells in bands x
frames, each with 8 steps, in a trial that did not weigh short sounds less:

               numbers    kits            effects
    none             0    0.410  0.480    1.642  2.225
    4 x 4         1536    0.280  0.330    0.837  1.492
    8 x 2         1536    0.290  0.337    0.830  1.333    shipped
    16 x 1        1528    0.350  0.377    1.066  1.360
    8 x 3         1024    0.299  0.358    0.934  1.518
    16 x 2         768    0.354  0.404    1.096  1.505

5 steps of 8 x 2 give 0.321, 0.368, 0.922 and 1.345, 12 steps 0.286, 0.326, 0.806 and 1.320.
"""

import torch
import torch.nn.functional as F

from vae.model.aim import Aim
from vae.sound.spectrogram import SpectrogramConfig

BANDS, FRAMES = 8, 2
"""Cells of the spectrogram, either way, to one of the image."""
STEPS = 8
RATE = 0.02
MEAN, SQUARES = 0.4, 0.9
"""How much of the mean gradient, and of its mean square, is kept from step to step (Adam)."""


class Detail:
    """Finds and shows images of what is missed, each as numbers: (size,), cell by cell, frames first.

    Attributes:
        config: the settings of the spectrograms; the number of bands is a multiple of `BANDS`.
    """

    def __init__(self, config: SpectrogramConfig) -> None:
        self.config = config
        self._rows, self._columns = config.num_bands // BANDS, -(-config.num_frames // FRAMES)

    @property
    def size(self) -> int:
        """Numbers of an image."""
        return self._rows * self._columns

    def shown(self, numbers: torch.Tensor) -> torch.Tensor:
        """What images (B, size) add to spectrograms: (B, bands, frames)."""
        image = numbers.view(-1, self._columns, self._rows).transpose(1, 2)
        return _spread(image, self.config.num_frames)

    def find(self, spectrogram: torch.Tensor, decoded: torch.Tensor, steps: int = STEPS) -> torch.Tensor:
        """The images of some sounds of the same length.

        Args:
            spectrogram: (B, bands, frames) in [0, 1], the sounds; maybe their first frames alone.
            decoded: as many, what the model makes of them.
            steps: how many.

        Returns:
            (B, size) float32; a sound's image depends on the rest of its batch only by rounding.
        """
        found = self._steps(spectrogram, decoded, steps)
        return F.pad(found, (0, self._columns - found.shape[-1])).transpose(1, 2).flatten(1)

    def _steps(self, spectrogram: torch.Tensor, decoded: torch.Tensor, steps: int) -> torch.Tensor:
        """Images (B, rows, columns of these frames)."""
        aim, frames = Aim(spectrogram, self.config), spectrogram.shape[-1]
        image = _gathered(spectrogram - decoded)
        mean, squares = torch.zeros_like(image), torch.zeros_like(image)
        for step in range(steps):
            image.requires_grad_(True)
            shown = _spread(image, frames)
            (slope,) = torch.autograd.grad(shown, image, aim.slope(decoded + shown))
            with torch.no_grad():
                mean = MEAN * mean + (1 - MEAN) * slope
                squares = SQUARES * squares + (1 - SQUARES) * slope.square()
                size = (squares / (1 - SQUARES ** (step + 1))).sqrt() * (1 - MEAN ** (step + 1))
                image = image - RATE * (1 - step / steps) * mean / (size + 1e-6)
        return image.detach()


def _gathered(spectrogram: torch.Tensor) -> torch.Tensor:
    """(B, bands, frames) -> (B, rows, columns), the mean of each block of cells."""
    padded = F.pad(spectrogram, (0, -spectrogram.shape[-1] % FRAMES))
    return F.avg_pool2d(padded[:, None], (BANDS, FRAMES))[:, 0]


def _spread(image: torch.Tensor, frames: int) -> torch.Tensor:
    """(B, rows, columns) -> (B, bands, frames), along straight lines; after the last column there is nothing."""
    wider = F.pad(image, (0, 1))[:, None]
    spread = F.interpolate(wider, scale_factor=(BANDS, FRAMES), mode="bilinear", align_corners=False)
    return spread[:, 0, :, :frames]
