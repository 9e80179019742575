"""The names of the ways to put a spectrogram between others. Works without torch."""

from typing import Literal

Way = Literal["natural", "glide"]
WAYS: tuple[Way, ...] = ("natural", "glide")
"""`natural` is the trained network where it fits the spectrogram, `glide` the transport that it starts from."""
