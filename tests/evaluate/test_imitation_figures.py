"""The drum machine is measured beside the nearest sound and the model, and the table says so."""

from types import SimpleNamespace

import numpy as np

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.evaluate.imitation.__main__ import to_text
from vae.evaluate.imitation.measure import measure


def test_every_method_is_measured_on_the_same_held_out_sounds(codec):
    waveforms = np.stack([synthesize(sound) for sound in draw_library(12, 5)])[:, : codec.num_samples]
    held_out = np.arange(12) >= 10
    labels = [f"label {index % 2}" for index in range(12)]
    dataset = SimpleNamespace(waveforms=waveforms, labels=labels)
    sounds = SimpleNamespace(held_out=held_out, waveforms=waveforms[~held_out], dataset=dataset)
    *_, figures = measure(sounds, codec, count=5, effort=8, seed=0)
    assert figures["sounds"] == 2 and figures["labels"] == {"label 0": 1, "label 1": 1}
    methods = figures["methods"]
    assert set(methods) == {"imitation", "nearest synthesised", "nearest of library", "model"}
    assert all(0 < row["first_second_db"] < 60 for row in methods.values())
    assert methods["model"]["better_than_model"] == 0
    assert to_text(figures).count("of 2") == 3
