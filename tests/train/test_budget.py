"""What a training says before it starts: its time and its disk space."""

from dataclasses import replace

import numpy as np

from vae.evaluate.measure import MOST_MEASURED
from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.model.train_config import TrainConfig
from vae.sound.spectrogram import SpectrogramConfig
from vae.train.budget import _finishing, plan
from vae.train.features import build_features

NUMBERS = SpectrogramConfig()
SMALL = VAEConfig(latent_dim=8, channels=8)


def test_the_budget_grows_with_what_there_is_to_do():
    config = TrainConfig(minutes=None, epochs=2, batch_size=4, variants=2)
    few = {"num_shown": 10, "num_held_out": 2}
    size = replace(SMALL, num_frames=121)
    small = plan(PRESETS["studio"], size, config, num_sounds=8, **few)
    large = plan(PRESETS["studio"], size, config, num_sounds=800, **few)
    assert (small.steps, large.steps) == (4, 400)
    assert large.training > 10 * small.training
    assert (
        0.5 < (large.num_bytes - small.num_bytes) / (2 * 792 * 128 * 121 * 2) < 1.2
    )  # noise is hard to pack
    timed = plan(PRESETS["studio"], size, TrainConfig(minutes=3), num_sounds=8, **few)
    assert timed.training == 180
    assert timed.steps == int(180 / timed.step)


def test_the_space_that_is_said_is_what_the_features_take(drum_set, tmp_path):
    config = TrainConfig(minutes=None, epochs=1, batch_size=4, variants=2)
    size = replace(SMALL, num_frames=NUMBERS.num_frames)
    preset = replace(PRESETS["studio"], spectrogram_config=NUMBERS)
    few = {"num_shown": 10, "num_held_out": 2, "some": drum_set.waveforms[::2]}
    said = [plan(preset, size, config, num_sounds=count, **few) for count in (0, len(drum_set))]
    built = build_features(tmp_path, drum_set.waveforms, NUMBERS, variants=2, seed=0, workers=1)
    taken = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert taken <= said[1].num_bytes - said[0].num_bytes < 1.5 * taken
    assert taken < 0.6 * np.asarray(built).nbytes


def test_what_has_to_be_read_again_takes_its_time():
    config = TrainConfig(minutes=1, epochs=None, batch_size=4, variants=2)
    few = {"num_sounds": 8, "num_shown": 10, "num_held_out": 2}
    size = replace(SMALL, num_frames=121)
    kept, again = (plan(PRESETS["studio"], size, config, **few, reading=seconds) for seconds in (0, 1e4))
    assert 29_000 < again.preparing - kept.preparing < 31_000  # a variant and the sound laid over it
    assert 9_000 < again.finishing - kept.finishing < 11_000


def test_only_what_is_measured_takes_time_for_figures():
    few, some, many = (_finishing(0.1, 10, count, 2) for count in (2, MOST_MEASURED, 10 * MOST_MEASURED))
    assert few < some == many
