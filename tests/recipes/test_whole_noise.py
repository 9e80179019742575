"""Short sounds that end where they end, with the shipped open-kits: with noise, and between two, they stay short."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import torch

from vae import Codec
from vae.library.library import Library
from vae.model.short import frames_needed
from vae.recipes.kinds import Noise, Point
from vae.recipes.world import World

SHIPPED = Path(__file__).parents[2] / "checkpoints" / "open-kits"


def test_noise_changes_a_short_sound_and_hardly_what_follows_it():
    codec, library = Codec.load(SHIPPED), Library.load(SHIPPED)
    longest = codec.spectrogram_config.num_frames
    short = np.flatnonzero(library.durations < 0.5)[::20]
    lengths, changes = [], []
    for sound, seed in product(short, (1, 2, 3)):
        recipe = Noise(Point(int(sound)), 0.5, seed)
        found = [recipe.latent(World(library, silence=silence)) for silence in (None, codec.keeping_silence)]
        own, plain, quiet = codec.decode_spectrograms(np.stack([library.latents[sound], *found]))
        frames = frames_needed(torch.from_numpy(own))
        lengths.append([frames, *(frames_needed(torch.from_numpy(one)) for one in (plain, quiet))])
        changes.append([np.abs(one - own)[:, :frames].mean() for one in (plain, quiet)])
    own, plain, quiet = np.median(lengths, 0)
    assert plain > 0.8 * longest and quiet < 1.5 * own
    assert np.median([now / before for before, now in changes]) > 0.6


def test_what_lies_between_short_sounds_ends_when_they_have():
    codec, library = Codec.load(SHIPPED), Library.load(SHIPPED)
    short = np.flatnonzero(library.durations < 0.5)[::40]
    decoded = [codec.decode_spectrogram(library.latents[sound]) for sound in short]
    for one, other in pairwise(decoded):
        mixed = codec.between([one, other], [0.5, 0.5], "natural")
        longer = max(frames_needed(torch.from_numpy(end)) for end in (one, other))
        assert frames_needed(torch.from_numpy(mixed)) <= longer + 16
        assert mixed.any()


def test_noise_on_sounds_of_one_second_is_what_it_was(codec, built):
    assert not codec.spectrogram_config.ends_freely
    for sound in range(0, len(built), 20):
        plain, quiet = (
            Noise(Point(sound), 0.5, 1).latent(World(built, silence=silence))
            for silence in (None, codec.keeping_silence)
        )
        assert quiet.tobytes() == plain.tobytes()
