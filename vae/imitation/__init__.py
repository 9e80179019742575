"""A sound -> the nearest one of the drum machine: engine and settings, by envelope error. Works without torch."""

from vae.imitation.search import Imitation as Imitation
from vae.imitation.search import imitate as imitate
