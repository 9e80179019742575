"""What lies between two uploaded sounds, on a checkpoint that knows stereo."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from explorer.server import uploads
from explorer.server.sounds import render
from explorer.sound.shelf import Shelf
from vae.recipes.checks import RecipeError
from vae.sound.audio import AudioError

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def whole() -> Shelf:
    return Shelf({"drum-machine": ROOT / "checkpoints" / "drum-machine"}, "drum-machine")


def drum(path: Path, hertz: float, *, stereo: bool) -> Path:
    rng, seconds = np.random.default_rng(int(hertz)), np.arange(30_000) / 44_100
    fall = np.exp(-8 * seconds)
    tone, noise = (
        np.sin(2 * np.pi * hertz * seconds) * fall,
        0.3 * rng.standard_normal((30_000, 2)) * fall[:, None],
    )
    soundfile.write(path, 0.5 * (tone[:, None] + noise if stereo else tone), 44_100)
    return path


@pytest.mark.parametrize("stereo", [False, True])
def test_what_lies_between_is_stereo_where_its_ends_are(whole: Shelf, tmp_path: Path, stereo: bool):
    ends = [drum(tmp_path / f"{hertz}.wav", hertz, stereo=stereo) for hertz in (110, 220)]
    recipe = uploads.between(whole, *ends, 0.5)
    assert json.loads(recipe)["interpolation"] == "natural"
    waveform = render(whole, recipe)[1].waveform
    assert (waveform.ndim == 2) == stereo


def test_both_files_and_the_weight_are_checked(whole: Shelf, tmp_path: Path):
    sound = drum(tmp_path / "one.wav", 110, stereo=False)
    with pytest.raises(AudioError):
        uploads.between(whole, sound, None)
    with pytest.raises(RecipeError, match="The weight of a morph"):
        uploads.between(whole, sound, sound, 3.0)
