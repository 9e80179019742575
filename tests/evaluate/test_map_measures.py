"""A map that keeps neighbours is told from a shuffled one, and an even morph from one that jumps."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from vae.evaluate import map as measures
from vae.evaluate.library import read_library
from vae.evaluate.map import label_purity, trustworthiness
from vae.evaluate.morphs import draw_pairs, morph_measures, smoothness
from vae.library.library import LibraryError
from vae.sound.spectrogram import SpectrogramConfig


@pytest.fixture(scope="module")
def clusters() -> tuple[np.ndarray, np.ndarray]:
    """Places (80, 2) in four groups far from each other, and the groups (80,)."""
    rng = np.random.default_rng(0)
    group = np.arange(80) % 4
    return (10 * np.array([[0, 0], [0, 1], [1, 0], [1, 1]])[group] + rng.standard_normal((80, 2))), group


def test_neighbours_with_one_label_are_pure_and_shuffled_ones_are_not(clusters):
    places, group = clusters
    assert (label_purity(places, group) == 1).all()
    shuffled = np.random.default_rng(1).permutation(group)
    assert label_purity(places, shuffled).mean() < 0.4


def test_all_sounds_in_one_place_are_not_pure(clusters):
    assert label_purity(np.zeros((80, 2)), clusters[1]).mean() < 0.5


def test_a_shuffled_map_is_not_trusted(clusters):
    places, _ = clusters
    latents = (places - places.mean(0)) @ np.random.default_rng(0).standard_normal((2, 6))
    assert trustworthiness(latents, places) > 0.9
    assert trustworthiness(latents, np.random.default_rng(1).permutation(places)) < 0.65
    assert trustworthiness(latents[:3], places[:3]) is None


@given(jump=st.integers(0, 15))
def test_even_steps_are_1_and_one_jump_is_the_number_of_steps(jump):
    even = np.linspace(0, 1, 17)[:, None, None] * np.ones((1, 8, 8))
    assert smoothness(even) == pytest.approx(1)
    jumping = (np.arange(17) > jump)[:, None, None] * np.ones((1, 8, 8))
    assert smoothness(jumping) == pytest.approx(16)


def test_a_decoder_that_gives_the_same_for_everything_has_no_smoothness():
    assert smoothness(np.full((17, 8, 8), 0.5)) is None
    rng = np.random.default_rng(0)
    assert smoothness(0.5 + 1e-6 * rng.standard_normal((17, 8, 8))) is None


def test_pairs_are_of_different_sounds_and_seeded():
    pairs = list(draw_pairs(5, pairs=50, seed=3))
    assert pairs == list(draw_pairs(5, pairs=50, seed=3))
    assert all(first != second for first, second in pairs)
    assert {sound for pair in pairs for sound in pair} == set(range(5))


def test_a_linear_decoder_moves_evenly_along_lines_and_a_crossfade_does_not(drum_set):
    class Linear(torch.nn.Module):
        device = torch.device("cpu")
        latent_dim = 12

        def decode(self, z: torch.Tensor) -> torch.Tensor:
            frames = (0.5 + 0.01 * z).repeat_interleave(15, 1)[:, None, :173]  # (B, 1, frames)
            return frames.expand(-1, 128, -1)

    latents = np.random.default_rng(0).standard_normal((len(drum_set), 12)).astype(np.float32)
    found = morph_measures(Linear(), SpectrogramConfig(), latents, drum_set.waveforms, pairs=6)
    assert max(found["lerp"]) < 1.01
    assert min(found["crossfade"]) > 1.1
    assert {len(one) for one in found.values()} == {6}


def test_a_library_that_is_damaged_is_one_sentence_and_a_missing_one_is_none(tmp_path):
    assert read_library(tmp_path) is None
    (tmp_path / "library.npz").write_bytes(b"no library")
    with pytest.raises(LibraryError, match="damaged"):
        read_library(tmp_path)
    np.savez(tmp_path / "library.npz", latents=np.zeros((3, 2)))
    with pytest.raises(LibraryError, match="coordinates is missing"):
        read_library(tmp_path)


def test_of_many_sounds_some_tell_what_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    latents = rng.standard_normal((900, 6)).astype(np.float32)
    for places in (latents[:, :2] + 0.3 * rng.standard_normal((900, 2)), rng.standard_normal((900, 2))):
        whole = trustworthiness(latents, places)
        monkeypatch.setattr(measures, "MOST", 899)
        assert trustworthiness(latents, places) == pytest.approx(whole, abs=0.002)
        monkeypatch.setattr(measures, "MOST", 300)
        assert trustworthiness(latents, places) == pytest.approx(whole, abs=0.02)
        monkeypatch.undo()
