"""Every figure of the design is there, from a real tiny model, and what is written about them can be read."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soxr
import torch
from huggingface_hub import ModelCard
from PIL import Image

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import Checkpoint, save_checkpoint
from vae.data.of_checkpoint import as_in_training
from vae.data.training_set import TrainingSet
from vae.evaluate import between
from vae.evaluate import library as library_measures
from vae.evaluate import measure as measuring
from vae.evaluate.baselines import find_rival
from vae.evaluate.evaluation import Evaluation
from vae.evaluate.measure import choose_examples, evaluate
from vae.evaluate.pictures import evaluation_picture, heard_seconds, read_history
from vae.evaluate.posterior import posterior_measures
from vae.evaluate.report.card import model_card
from vae.evaluate.table import to_text
from vae.library.library import Library
from vae.model import objectives
from vae.model.presets import PRESETS
from vae.model.thesis import ALPHA, SPECTROGRAM, ThesisConfig, ThesisVAE
from vae.recipes.kinds.mix import INTERPOLATIONS
from vae.sound.spectrogram import waveform_to_spectrogram

FIGURES = {"median", "p25", "p75", "p95", "mean", "count"}
HELD_OUT = np.arange(48) % 4 == 1
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library(drum_set, untrained_codec, library_of) -> Library:
    latents = untrained_codec.encode(drum_set.waveforms, 44_100)
    texts = {"names": drum_set.names, "labels": drum_set.labels}
    return replace(library_of(48), latents=latents, coordinates=latents[:, :2], held_out=HELD_OUT, **texts)


@pytest.fixture(scope="module")
def thesis() -> Checkpoint:
    torch.manual_seed(0)
    model = ThesisVAE(ThesisConfig(latent_dim=4, filters=(8, 8, 8, 8, 8))).eval().requires_grad_(False)
    config = {"preset": "thesis", "model": model.config.to_dict(), "spectrogram": SPECTROGRAM.to_dict()}
    return Checkpoint(model, SPECTROGRAM, config, PRESETS["thesis"])


@pytest.fixture(scope="module")
def evaluation(untrained_checkpoint, drum_set, library, thesis) -> Evaluation:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library_measures, "PAIRS", 12)
        patch.setattr(library_measures, "GENERATED", 16)
        patch.setattr(between, "FULL", between.Effort(1, 1, 1, 1))
        patch.setattr(between, "STEPS", (5,))
        return evaluate(
            untrained_checkpoint,
            drum_set,
            HELD_OUT,
            library=library,
            baselines_from=drum_set.waveforms[~HELD_OUT],
            rival=("thesis", Codec(thesis)),
            progress=False,
        )


@pytest.fixture(scope="module")
def result(evaluation) -> dict:
    """The same as metrics.json holds it."""
    return evaluation.to_dict()


def test_every_figure_is_there_with_its_spread_and_no_nan(result, evaluation):
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert Evaluation.from_dict(result) == evaluation
    methods = {
        "model",
        "phase ceiling",
        "true, mean of 5 frames",
        "PCA-12",
        "mean of 5 nearest",
        "thesis, Griffin-Lim",
        "thesis, without phase",
    }
    assert set(result["measures"]) == methods
    for method, found in result["measures"].items():
        names = {"envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss", "tail_dbfs"}
        names |= {"crest_gap_db", "loudness_gap_lu", "modulation_distance", "punch"}
        assert set(found) == names | ({"mse", "kl"} if method == "model" else set())
        assert all(set(one) == FIGURES for one in found.values())
    assert set(result["smoothness"]) == set(INTERPOLATIONS)
    assert set(result["generation"]) == {"model", "drum machine", "training sounds"}
    assert all(set(one) == {"frechet", "coverage", "novelty"} for one in result["generation"].values())
    assert 0 < result["map"]["trustworthiness"] <= 1
    assert 0 < result["map"]["label_purity"]["mean"] <= 1
    assert len(result["latent"]["kl_per_dim"]) == result["latent"]["dims"] == 12
    assert result["latent"]["active_dims"] == sum(nats > 0.01 for nats in result["latent"]["kl_per_dim"])


def test_the_figures_agree_with_each_other(result, drum_set):
    measured = result["measures"]
    for name in ("envelope_db", "onset_error"):
        ceiling, averaged = (
            measured[which][name]["median"] for which in ("phase ceiling", "true, mean of 5 frames")
        )
        assert ceiling < averaged < measured["model"][name]["median"]
    assert (
        measured["model"]["envelope_db"]["median"] < measured["thesis, Griffin-Lim"]["envelope_db"]["median"]
    )
    assert measured["model"]["kl"]["mean"] == pytest.approx(sum(result["latent"]["kl_per_dim"]), rel=1e-4)
    assert result["held_out"] == sum(one["count"] for one in result["labels"].values()) == 12
    worst = [one["envelope_db"] for one in result["worst"]]
    assert worst == sorted(worst, reverse=True)
    assert len(worst) == 10
    kept = {name for name, out in zip(drum_set.names, HELD_OUT, strict=True) if out}
    assert {one["name"] for one in [*result["worst"], *result["examples"]]} <= kept
    assert result["worst"][0] in result["examples"]


def test_one_held_out_sound_is_too_few_to_compare_new_ones_with(untrained_checkpoint, drum_set, library):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library_measures, "PAIRS", 2)
        patch.setattr(between, "FULL", between.Effort(1, 1, 1, 1))
        patch.setattr(between, "STEPS", (5,))
        found = evaluate(untrained_checkpoint, drum_set, np.arange(48) == 7, library=library, progress=False)
    assert found.generation is None
    assert found.map.sounds == 48
    assert "new sounds" not in to_text(found)


def test_without_a_library_the_rest_is_measured(untrained_checkpoint, drum_set):
    found = evaluate(untrained_checkpoint, drum_set.subset(range(5)), np.zeros(5, bool), progress=False)
    assert found.map is found.smoothness is found.generation is found.between is None
    assert "What lies between two sounds was not measured." in to_text(found)
    assert found.held_out == 0
    assert "training sounds" in to_text(found)


def test_the_thesis_preset_is_measured_on_its_own_scaling_and_without_phase_too(thesis, drum_set):
    few = np.stack(
        [soxr.resample(one, 44_100, 22_050)[: SPECTROGRAM.num_samples] for one in drum_set.waveforms[:3]]
    )
    squared, divergence = posterior_measures(thesis, few)
    target = waveform_to_spectrogram(torch.from_numpy(few), SPECTROGRAM)
    error, kl = objectives.thesis(thesis.model, target, None, {}, SPECTROGRAM)
    assert squared.mean() * ALPHA == pytest.approx(float(error), rel=1e-4)
    np.testing.assert_allclose(divergence.mean(0), kl.numpy(), rtol=1e-4, atol=1e-6)


def test_what_is_written_names_the_figures(evaluation, result, drum_set):
    text = to_text(evaluation)
    config = {
        "model": {"latent_dim": 12},
        "spectrogram": {"num_samples": 44_100, "sample_rate": 44_100},
        "training": {
            "held_out": [name for name, out in zip(drum_set.names, HELD_OUT, strict=True) if out],
            "command": "python -m vae.train",
            "num_sounds": 36,
            "variants": 1,
            "steps": 0,
            "seconds": 0,
        },
    }
    card = model_card("tiny", config, evaluation, drum_set)
    for written in (text, card):
        assert f"{result['measures']['model']['envelope_db']['median']:.3f}" in written
        assert "22050 Hz" in written
        assert "crossfade" in written
        assert "left-out engines (1)" in written
        assert "tones, 5 semitones" in written
        assert result["worst"][9]["name"] in written
        assert "nan" not in written.lower().split()
    assert "evaluation.png" in card
    assert "between.png" in card
    assert ModelCard(card).data.library_name == "hitmap"
    assert "{{" not in card and "{%" not in card


def test_figures_from_before_what_lies_between_was_measured_are_read(evaluation, result, drum_set):
    before = {name: value for name, value in result.items() if name != "between"}
    read = Evaluation.from_dict(before)
    assert read == replace(evaluation, between=None)
    assert read.to_dict() == before
    assert "midpoint" not in to_text(read)
    assert "midpoint" in to_text(evaluation)


@pytest.mark.parametrize("name", ["drum-machine", "effects", "open-kits", "thesis"])
def test_the_figures_of_shipped_checkpoints_are_read_and_written_alike(name):
    stored = (ROOT / "checkpoints" / name / "metrics.json").read_text()
    evaluation = Evaluation.from_dict(json.loads(stored))
    assert json.dumps(evaluation.to_dict(), indent=2, allow_nan=False) + "\n" == stored
    assert "held-out sounds" in to_text(evaluation)


def test_pictures_end_where_the_longest_sound_does():
    def lasting(seconds: float) -> np.ndarray:
        return (np.arange(4000) < seconds * 1000).astype(np.float32)

    assert heard_seconds([lasting(0.2)], 1000) == 1
    assert heard_seconds([lasting(0.2), lasting(2)], 1000) == pytest.approx(2.1)
    assert heard_seconds([lasting(4)], 1000) == 4
    assert heard_seconds([lasting(0.2)[:500]], 1000) == 0.5
    assert heard_seconds([], 1000) == 1


def test_the_picture_is_small_enough_to_ship(
    evaluation, untrained_codec, untrained_checkpoint, drum_set, tmp_path
):
    (tmp_path / "history.csv").write_text("epoch,reconstruction,validation,kl\n1,0.5,0.6,10\n2,0.4,0.5,12\n")
    picture = evaluation_picture(untrained_codec, drum_set, evaluation, tmp_path)
    assert len(picture) < 400_000
    image = Image.open(io.BytesIO(picture))
    assert image.size > (1000, 700)


def test_a_history_is_read_and_a_missing_one_is_empty(tmp_path):
    assert read_history(tmp_path / "history.csv") == []
    (tmp_path / "history.csv").write_text("epoch,kl\n1,0.5\n")
    assert read_history(tmp_path / "history.csv") == [{"epoch": 1, "kl": 0.5}]


def test_what_is_held_out_is_never_learned_from_when_the_split_is_another(drum_set):
    other = np.arange(48) < 12
    roles = tuple(np.where(other, "held out", "learned").tolist())
    learned = drum_set.waveforms[~other]
    sounds = TrainingSet(drum_set, other, drum_set.waveforms[:1], learned, drum_set, roles)
    kits = np.array(drum_set.kits)
    kept = kits == kits[30]
    config = {"training": {"held_out": [drum_set.names[index] for index in np.flatnonzero(kept)]}}
    found = as_in_training(sounds, config)
    assert np.array_equal(found.held_out, kept)
    assert np.array_equal(found.waveforms, drum_set.waveforms[~kept])
    config["training"]["held_out"] = [drum_set.names[index] for index in np.flatnonzero(other)]
    assert as_in_training(sounds, config) is sounds


def test_examples_hold_the_worst_and_the_median_and_many_labels():
    errors = np.arange(30.0)[::-1]
    labels = np.array(["kick", "snare", "hat", "tom", "clap", "fx"])[np.arange(30) % 6]
    chosen = choose_examples(errors, labels)
    assert len(set(chosen)) == 6
    assert chosen[-1] == 0
    assert {14, 15} & set(chosen)
    assert len({labels[index] for index in chosen}) == 6
    assert len(choose_examples(errors[:2], labels[:2])) == 2


def test_a_rival_that_learned_what_is_held_out_here_is_no_rival(thesis, tmp_path):
    (tmp_path / "thesis").mkdir()
    save_checkpoint(tmp_path / "thesis", thesis.model, SPECTROGRAM, {"held_out": ["a"]}, preset="thesis")
    beside = tmp_path / "mine"
    assert find_rival(beside, {"training": {"held_out": ["a"]}})[0] == "thesis"
    assert find_rival(beside, {"training": {"held_out": ["a", "b"]}}) is None
    assert find_rival(beside, {"preset": "thesis", "training": {"held_out": ["a"]}}) is None
    with pytest.raises(CheckpointError, match="learned from sounds"):
        find_rival(beside, {"training": {"held_out": ["b"]}}, given=tmp_path / "thesis")


def test_of_many_held_out_sounds_some_are_measured_from_everywhere(
    untrained_checkpoint: Checkpoint, drum_set, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(measuring, "MOST_MEASURED", 5)
    evaluation = evaluate(untrained_checkpoint, drum_set, HELD_OUT, progress=False)
    assert evaluation.held_out == evaluation.measures["model"]["envelope_db"].count == 5
    order = [drum_set.names[index] for index in np.flatnonzero(HELD_OUT)]
    places = sorted(order.index(sound.name) for sound in evaluation.worst)
    assert (places[0], places[-1]) == (0, len(order) - 1) and np.diff(places).max() <= 3
