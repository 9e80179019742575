from itertools import pairwise

import numpy as np

from explorer.server.plots import TICK_ROOM, frequency_ticks


def test_frequency_ticks_rise_and_keep_their_distance():
    ticks = frequency_ticks(np.geomspace(20, 22050, 128))
    at = [tick["at"] for tick in ticks]
    assert ticks[-1]["text"] == "20 kHz"
    assert all(b - a >= TICK_ROOM - 1e-3 for a, b in pairwise(at))


def test_frequency_ticks_of_linear_bands_do_not_crowd_the_bottom():
    texts = [tick["text"] for tick in frequency_ticks(np.linspace(0, 11025, 256))]
    assert texts == ["1 kHz", "2 kHz", "5 kHz", "10 kHz"]
