"""A kit for samplers: every setting of a pad in use, and sounds that need no model."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from explorer.kit.kit import Kit, Pattern
from explorer.kit.options import ExportOptions
from explorer.kit.rendered import RenderedKit, render_kit
from vae.recipes.kinds import Point
from vae.recipes.sheet import Entry

RATE = 44_100
LABELS = {1: "kick", 2: "snare", 3: "closed_hat", 4: "open_hat", 5: "fx"}
SLOTS = (
    Entry(Point(1), "Kick 1", "toy", -6.0, pan=-0.5),
    Entry(Point(2), "Snare <&> 2", "toy", 3.0, pitch=-12.0),
    None,
    Entry(Point(3), "Closed Hat 3", "toy", choke=1),
    Entry(Point(4), "Open Hat 4", "toy", choke=1, decay=0.1),
    Entry(Point(5), "Zap ü", "toy", mute=True, pan=1.0),
    None,
    None,
)
STEPS = tuple((100, *[0] * 15) if number < 5 else (0,) * 16 for number in range(8))


def wave(seed: int, seconds: float = 0.5) -> np.ndarray:
    """A decaying noise of peak 0.5; another for each seed."""
    count = round(seconds * RATE)
    noise = np.random.default_rng(seed).standard_normal(count) * np.exp(-np.arange(count) / 4000)
    return (0.5 * noise / np.abs(noise).max()).astype(np.float32)


def render(recipe, checkpoint):
    """The sound of a point, or a variation of it."""
    root = recipe
    while not isinstance(root, Point):
        root = root.of
    seed = root.id if root is recipe else 100 * root.id + recipe.seed
    return SimpleNamespace(waveform=wave(seed), sample_rate=RATE, info=SimpleNamespace(label=LABELS[root.id]))


def kit(humanise: float = 0.0, **changes) -> Kit:
    """The kit; `changes` are of its fields."""
    return replace(Kit(SLOTS, Pattern(120, 0.5, humanise, STEPS)), **changes)


def rendered(humanise: float = 0.0, **options) -> RenderedKit:
    """The kit, rendered."""
    return render_kit(kit(humanise), render, ExportOptions(**options))
