"""What the notebooks show: axes in units that are true, and players that hold the sounds."""

import base64
import re

import matplotlib
import numpy as np
import pytest

from vae.course.effort import effort
from vae.course.figures import draw_spectrogram, show_sounds
from vae.course.players import players
from vae.sound.audio import read_audio
from vae.sound.spectrogram import SpectrogramConfig

RATE = 44_100
CLOCK = np.arange(RATE) / RATE


@pytest.fixture
def axes(monkeypatch):
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


@pytest.mark.parametrize(
    "config",
    [SpectrogramConfig(), SpectrogramConfig(full_frames=64, cell_growth=1.021)],
    ids=["even", "widening"],
)
def test_the_axes_are_in_seconds_and_hertz(axes, config):
    levels = np.zeros((config.num_bands, config.num_frames), np.float32)
    image = draw_spectrogram(axes, levels, config)
    assert axes.get_xlim()[1] == pytest.approx(1.0, abs=0.02)
    ticks = dict(zip([one.get_text() for one in axes.get_yticklabels()], axes.get_yticks(), strict=True))
    assert config.band_frequencies()[round(ticks["1 k"])] == pytest.approx(1000, rel=0.05)
    assert image.get_clim() == (-80, 0)
    assert image.get_array().max() == -80


def test_every_sound_is_drawn_by_its_title(monkeypatch):
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append([one.get_title() for one in plt.gcf().axes]))
    tone = np.sin(2 * np.pi * 440 * CLOCK).astype(np.float32)
    show_sounds({"mono": tone, "stereo": np.stack([tone, tone]), "again": tone}, RATE, columns=2)
    plt.close("all")
    assert shown[0][:3] == ["mono", "stereo", "again"]  # the fourth place of the grid stays empty


def test_players_are_as_loud_as_each_other_and_titles_are_no_markup(tmp_path):
    tone = np.sin(2 * np.pi * 440 * CLOCK).astype(np.float32)
    page = players({"a < b": 0.5 * tone, "soft": 0.01 * tone}, RATE)
    assert "a &lt; b" in page
    sounds = []
    for number, data in enumerate(re.findall(r"base64,([^\"]+)", page)):
        (tmp_path / f"{number}.wav").write_bytes(base64.b64decode(data))
        sounds.append(read_audio(tmp_path / f"{number}.wav")[0])
    assert len(sounds) == 2
    assert np.abs(sounds[0] - sounds[1]).max() < 1e-3
    assert np.abs(sounds[0]).max() == pytest.approx(0.95, abs=1e-3)


def test_quick_notebooks_do_less(monkeypatch):
    monkeypatch.delenv("HITMAP_COURSE", raising=False)
    assert effort(60, quick=2) == 60
    monkeypatch.setenv("HITMAP_COURSE", "quick")
    assert effort(60, quick=2) == 2
