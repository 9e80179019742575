"""Originals: found below their roots only, and as loud as their reconstruction."""

import numpy as np
import pytest

from explorer.sound.render import Renderer
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Phase, Point


def test_an_original_is_matched_to_the_phase_that_is_heard(renderer):
    gain, original = renderer.matching_gain(3, 0), renderer.original(3, 0)
    energy = [
        np.square(w, dtype=np.float64).sum()
        for w in (original, gain * renderer.render(Phase(Point(3), 0)).waveform)
    ]
    assert energy[0] == pytest.approx(energy[1], rel=1e-3)
    assert gain != renderer.matching_gain(3) or not np.allclose(original, renderer.original(3))


def test_an_original_has_the_energy_of_its_reconstruction(renderer):
    for sound in range(0, len(renderer.library), 15):
        gain = renderer.matching_gain(sound)
        original, decoded = renderer.original(sound), gain * renderer.render(Point(sound)).waveform
        energy = np.sum(np.square([original, decoded], dtype=np.float64), axis=1)
        assert energy[0] == pytest.approx(energy[1], rel=1e-3)
        assert np.abs(original).max() <= 0.9901
        assert gain == 1 or np.abs(original).max() > 0.98
        original[:] = 0
        assert renderer.original(sound).any()


def test_an_original_that_is_not_here_is_none(codec, built, library_of, tmp_path):
    lost = library_of(4, built.latents.shape[1])
    renderer = Renderer(codec, lost, roots=[tmp_path])
    assert renderer.original(1) is None
    assert renderer.matching_gain(1) == 1
    assert not renderer.render(Point(1)).info.has_original
    for sound in (4, -1, True, "1"):
        with pytest.raises(RecipeError):
            renderer.original(sound)


def test_an_original_file_is_found_below_its_root(codec, built, library_of, tmp_path):
    from vae.sound.audio import write_wav

    here = library_of(4, built.latents.shape[1])
    waveform = np.sin(np.arange(20_000) / 20).astype(np.float32) * np.linspace(1, 0, 20_000, dtype=np.float32)
    (tmp_path / "Kit_1").mkdir()
    write_wav(tmp_path / "Kit_1" / "1.wav", waveform, 44_100)
    for root in (tmp_path, tmp_path / "Kit_1"):
        renderer = Renderer(codec, here, roots=[root])
        assert renderer.render(Point(1)).info.has_original
        assert renderer.original(1).any()
        assert not renderer.render(Point(2)).info.has_original


def test_a_source_never_leads_out_of_its_root(codec, built, library_of, tmp_path):
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (tmp_path / "root").mkdir()
    here = library_of(3, built.latents.shape[1])
    for path in ("../secret.wav", str(tmp_path / "secret.wav"), ""):
        for source in here.sources:
            source["path"] = path
        renderer = Renderer(codec, here, roots=[tmp_path / "root"])
        assert not renderer.render(Point(0)).info.has_original
