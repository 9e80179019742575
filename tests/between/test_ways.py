"""What lies between two spectrograms: exact at the ends, in any order, one sound and not two."""

import numpy as np
import pytest
import torch

from vae.between.glide import glide
from vae.between.grid import grid_of
from vae.between.names import WAYS
from vae.between.network import BetweenNet
from vae.between.registration import _averages, field_at, register
from vae.between.ways import between
from vae.between.weights import MADE_FOR, fits, load_net, save_weights
from vae.data.triples import changed, engines, synthesised_triples, tom, tone
from vae.drum_machine.parts import SAMPLE_RATE
from vae.model.losses import envelope_error
from vae.model.presets import PRESETS
from vae.sound.measures import FINE
from vae.sound.spectrogram import waveform_to_spectrogram

GRID = grid_of(MADE_FOR)
HALF = torch.tensor([0.5])


def spectrogram(wave: np.ndarray) -> torch.Tensor:
    return waveform_to_spectrogram(torch.from_numpy(wave)[None], MADE_FOR)[0]


LOW, HIGH, MIDDLE = (spectrogram(tone(hz)) for hz in (300.0, 600.0, 300 * 2**0.5))


def loudest_band(sound: torch.Tensor) -> int:
    return int(sound[:, :40].sum(1).argmax())


def error(found: torch.Tensor, truth: torch.Tensor) -> float:
    return float(envelope_error(found[None], truth[None], MADE_FOR, FINE))


@pytest.mark.parametrize("way", WAYS)
def test_a_sound_alone_is_itself(way):
    assert torch.equal(between([LOW, HIGH], (1.0, 0.0), way, MADE_FOR), LOW)
    assert torch.equal(between([LOW, HIGH, MIDDLE], (0.0, 0.0, 1.0), way, MADE_FOR), MIDDLE)


@pytest.mark.parametrize("way", WAYS)
def test_the_way_starts_at_one_sound_and_ends_at_the_other(way):
    for share, end in ((1e-6, LOW), (1 - 1e-6, HIGH)):
        found = between([LOW, HIGH], (1 - share, share), way, MADE_FOR)
        assert (found - end).abs().max() < 1e-3


@pytest.mark.parametrize("way", WAYS)
def test_the_order_of_two_sounds_does_not_matter(way):
    there = between([LOW, HIGH], (0.3, 0.7), way, MADE_FOR)
    back = between([HIGH, LOW], (0.7, 0.3), way, MADE_FOR)
    assert (there - back).abs().max() < 1e-5


@pytest.mark.parametrize("way", WAYS)
def test_two_pitches_become_the_one_between_them(way):
    found = between([LOW, HIGH], (0.5, 0.5), way, MADE_FOR)
    average = (LOW + HIGH) / 2
    assert abs(loudest_band(found) - loudest_band(MIDDLE)) <= 1
    assert error(found, MIDDLE) < 0.6 * error(average, MIDDLE)


@pytest.mark.parametrize("way", WAYS)
def test_three_sounds_are_blended_evenly(way):
    third = spectrogram(tom(120.0))
    here = between([LOW, HIGH, third], (0.4, 0.3, 0.3), way, MADE_FOR)
    beside = between([LOW, HIGH, third], (0.401, 0.3, 0.299), way, MADE_FOR)
    assert (here - beside).abs().mean() < 1e-3
    pair = between([LOW, HIGH], (0.5, 0.5), way, MADE_FOR)
    assert torch.equal(between([LOW, HIGH, third], (0.5, 0.5, -0.2), way, MADE_FOR), pair)


@pytest.mark.parametrize("way", WAYS)
def test_beyond_a_sound_the_levels_stay_in_range(way):
    beyond = between([LOW, HIGH], (-0.5, 1.5), way, MADE_FOR)
    assert beyond.min() >= 0 and beyond.max() <= 1
    assert loudest_band(beyond) >= loudest_band(HIGH)


def test_registration_finds_how_much_higher_a_sound_is():
    field, matches = register(LOW[None], HIGH[None], GRID)
    octaves = field_at(field, HALF.view(-1, 1, 1), GRID)[0, 0]
    assert octaves[loudest_band(MIDDLE), 10:40].mean() == pytest.approx(1.0, abs=0.15)
    assert (matches[:, 1] <= matches[:, 0] + 1e-6).all()


def test_registration_finds_how_much_longer_a_sound_is():
    waves = np.random.default_rng(0).standard_normal(44_100) * 0.3
    time = np.arange(44_100) / SAMPLE_RATE
    short, long = (spectrogram((waves * np.exp(-time / decay)).astype(np.float32)) for decay in (0.05, 0.2))
    doublings = field_at(register(short[None], long[None], GRID)[0], HALF.view(-1, 1, 1), GRID)[0, 1]
    assert doublings[40:100, 10:40].mean() > 1.0


def test_registration_is_as_exact_after_one_in_half_precision():
    exact = register(LOW[None], HIGH[None], GRID)[0]
    _averages.cache_clear()
    with torch.autocast("cpu", torch.bfloat16):
        register(LOW[None], HIGH[None], GRID)
    assert torch.equal(register(LOW[None], HIGH[None], GRID)[0], exact)


def test_an_untrained_network_gives_the_blend_alone():
    net = BetweenNet(GRID).eval()
    with torch.inference_mode():
        found, blend = net(LOW[None], LOW[None], HALF)
    assert torch.equal(found, blend)
    assert (found[0] - LOW).abs().max() < 0.05


def test_the_network_knows_more_than_the_average_of_engines_it_never_heard():
    ratios = []
    for triple in synthesised_triples("left out", engines(held_out=True), 2, seed=7):
        first, last = (spectrogram(end) for end in triple.ends)
        truth = spectrogram(triple.middle)
        found = between([first, last], (0.5, 0.5), "natural", MADE_FOR)
        ratios.append(error(found, truth) / error((first + last) / 2, truth))
    assert np.median(ratios) < 0.8


def test_a_retuned_recording_is_found_between_its_versions():
    rng = np.random.default_rng(3)
    time = np.arange(44_100) / SAMPLE_RATE
    wave = tone(410.0) + 0.2 * rng.standard_normal(44_100) * np.exp(-time / 0.03)
    triple = changed("retuned", (wave * 0.9 / np.abs(wave).max()).astype(np.float32), SAMPLE_RATE)
    first, last = (spectrogram(end) for end in triple.ends)
    truth = spectrogram(triple.middle)
    found = between([first, last], (0.5, 0.5), "natural", MADE_FOR)
    assert error(found, truth) < 0.5 * error((first + last) / 2, truth)


def test_other_spectrograms_glide():
    config = PRESETS["thesis"].spectrogram_config
    assert not fits(grid_of(config))
    wave = np.stack([tone(300.0), tone(600.0)])[:, ::2][:, : config.num_samples]
    first, last = waveform_to_spectrogram(torch.from_numpy(wave), config)
    natural = between([first, last], (0.5, 0.5), "natural", config)
    moved = glide(first[None], last[None], HALF, grid_of(config))[0].clamp(0, 1)
    assert (natural - moved).abs().max() < 1e-6
    hz = config.band_frequencies()[int(natural[:, :10].sum(1).argmax())]
    assert abs(np.log2(hz / (300 * 2**0.5))) < 0.15


def test_weights_come_back_from_disk(tmp_path):
    net = load_net()
    save_weights(net, tmp_path / "again.safetensors")
    again = load_net(tmp_path / "again.safetensors")
    assert all(torch.equal(a, b) for a, b in zip(net.parameters(), again.parameters(), strict=True))
