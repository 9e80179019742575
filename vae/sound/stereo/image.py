"""A stereo image: level difference and coherence of two channels in every tile, and its code."""

from dataclasses import dataclass

import numpy as np

from vae.sound.stereo.grid import NUM_BANDS, NUM_MOMENTS, Floats

CODE_SIZE = 2 * NUM_BANDS * NUM_MOMENTS
MOST_DB = 40.0
"""The largest level difference that an image holds."""
LEAST_COHERENCE = -0.8
_DB_A_UNIT, _RADIANS_A_UNIT = 20.0, np.pi / 2
"""What a step of 1 in the code means; most codes stay within [-1, 1]."""
_JUST_HEARD_DB, _JUST_HEARD_ANGLE = 0.5, 0.1
"""Below these, in every tile, a sound is mono: about half of what listeners notice (1 dB, a coherence of 0.98)."""


@dataclass(frozen=True, eq=False)
class StereoImage:
    """How the channels of a sound differ. A mono sound has none: there, None stands in its place.

    Attributes:
        level_db: (NUM_BANDS, NUM_MOMENTS), level of the left channel over the right, within ±MOST_DB.
        angle: (NUM_BANDS, NUM_MOMENTS), arc cosine of the coherence, in radians: 0 for channels alike, π / 2 for
            channels that have nothing in common. Unlike the coherence it changes evenly with what is heard.
    """

    level_db: Floats
    angle: Floats

    @property
    def coherence(self) -> Floats:
        """(NUM_BANDS, NUM_MOMENTS) in [LEAST_COHERENCE, 1]: correlation of the channels in each tile."""
        coherence: Floats = np.cos(self.angle)
        return coherence

    def code(self) -> Floats:
        """The image as float32 (CODE_SIZE,): level differences, then angles, each band by band.

        Inverse: `from_code`. Nothing is lost.
        """
        parts = (self.level_db.ravel() / _DB_A_UNIT, self.angle.ravel() / _RADIANS_A_UNIT)
        return np.concatenate(parts).astype(np.float32)

    @classmethod
    def from_code(cls, code: Floats) -> "StereoImage | None":
        """The image of a code, or None if it is mono, as all zeros are and what cannot be told from them.

        Every code has a meaning: values beyond the range of an image are drawn back into it, and the sign of an angle
        means nothing.

        Args:
            code: (CODE_SIZE,), finite.
        """
        level_db, angle = np.asarray(code, np.float32).reshape(2, NUM_BANDS, NUM_MOMENTS)
        level_db = np.clip(level_db * np.float32(_DB_A_UNIT), -MOST_DB, MOST_DB)
        widest = np.arccos(np.float32(LEAST_COHERENCE))
        angle = np.minimum(np.abs(angle) * np.float32(_RADIANS_A_UNIT), widest)
        if np.abs(level_db).max() < _JUST_HEARD_DB and angle.max() < _JUST_HEARD_ANGLE:
            return None
        return cls(level_db, angle)


def code_of(image: StereoImage | None) -> Floats:
    """The code (CODE_SIZE,) of a sound that has a stereo image or, being mono, none: all zeros then."""
    return np.zeros(CODE_SIZE, np.float32) if image is None else image.code()
