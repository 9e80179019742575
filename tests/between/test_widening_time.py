"""What lies between sounds whose frames widen with time: the same clock, the same network."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from vae.between.grid import grid_of
from vae.between.names import WAYS
from vae.between.ways import between
from vae.sound.spectrogram import SpectrogramConfig, waveform_to_spectrogram

EVEN = SpectrogramConfig()
WIDE = SpectrogramConfig(full_frames=64, cell_growth=1.021)
LONG = replace(WIDE, num_samples=4 * 44_100)


def tone(hertz: float, decay: float, config: SpectrogramConfig) -> torch.Tensor:
    """Spectrogram (bands, frames) of a decaying tone of a second, followed by silence."""
    time = np.arange(44_100) / 44_100
    sound = 0.9 * np.sin(2 * np.pi * hertz * time) * np.exp(-decay * time)
    padded = np.pad(sound, (0, config.num_samples - len(sound))).astype(np.float32)
    return waveform_to_spectrogram(torch.from_numpy(padded)[None], config)[0]


@pytest.mark.parametrize("config", [WIDE, LONG, EVEN])
def test_frames_and_hops_are_inverse_and_meet_the_middles_of_the_frames(config):
    grid = grid_of(config)
    frames = torch.arange(config.num_frames, dtype=torch.float32)
    hops = grid.hop_of(frames)
    torch.testing.assert_close(grid.frame_of(hops), frames, atol=2e-3, rtol=0)
    middles, widths = config.frame_times()
    assert float(((hops - middles).abs() / widths)[:-1].max()) < 0.1  # the last frame ends with the sound


@pytest.mark.parametrize("way", WAYS)
def test_the_middle_of_two_tones_is_a_tone_between_them(way):
    with torch.inference_mode():
        found = between([tone(220, 8, LONG), tone(440, 8, LONG)], [0.5, 0.5], way, LONG)
    loudest = int(found[:, 2:20].mean(1).argmax())
    assert LONG.band_frequencies()[loudest] == pytest.approx(220 * 2**0.5, rel=0.08)


def test_a_second_is_mixed_as_in_a_longer_checkpoint():
    with torch.inference_mode():
        short, long = (
            between([tone(150, 5, config), tone(300, 14, config)], [0.3, 0.7], "natural", config)
            for config in (WIDE, LONG)
        )
    assert short.shape == (128, WIDE.num_frames)
    apart = (short[:, :-1] - long[:, : WIDE.num_frames - 1]).abs()
    assert float(apart.mean()) * 80 < 0.1
