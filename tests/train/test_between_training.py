"""The network of what lies between learns from sounds that really do: lines, batches, the loop, and the command."""

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

from tests.model.one_device import META, OneDevice
from vae.between.grid import Grid
from vae.between.network import BetweenNet
from vae.between.registration import register
from vae.between.weights import MADE_FOR, load_net
from vae.data.triples import HELD_OUT_ENGINES, engines, tone
from vae.drum_machine.library import write_library
from vae.drum_machine.parts import NUM_SAMPLES, SAMPLE_RATE
from vae.model.presets import PRESETS
from vae.model.studio import VAEConfig
from vae.sound.spectrogram import waveform_to_spectrogram
from vae.train.between import lines as lines_module
from vae.train.between import loop
from vae.train.between.__main__ import main
from vae.train.between.batches import CHUNK, ODDS, TRIPLES, draw_batch, draw_lines
from vae.train.between.lines import SHARES, recorded_line, synthesised_line

THESIS = Path(__file__).parents[2] / "checkpoints" / "thesis"


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Two chunks of lines of the synthesiser, made by two processes."""
    path = tmp_path_factory.mktemp("lines") / "two.npy"
    finished: list[int] = []
    made = draw_lines(path, CHUNK + 1, 5, MADE_FOR, None, processes=2, report=finished.append)
    assert finished == [CHUNK, CHUNK]
    return made


def distance(first: np.ndarray, second: np.ndarray) -> float:
    """Mean absolute difference of two lines' spectrograms."""
    return float(np.abs(first.astype(np.float32) - second).mean())


def test_a_line_is_five_sounds_in_order(lines):
    assert lines.shape == (2 * CHUNK, len(SHARES), MADE_FOR.num_bands, MADE_FOR.num_frames)
    assert (lines.max((2, 3)) > 128).all()
    whole = np.array([distance(line[0], line[-1]) for line in lines])
    steps = np.array([[distance(*pair) for pair in itertools.pairwise(line)] for line in lines])
    assert np.mean(steps.max(1) < whole) > 0.75
    halves = [max(distance(line[0], line[2]), distance(line[2], line[-1])) for line in lines]
    assert np.mean(halves < whole) > 0.75


def test_a_synthesised_line_is_that_of_its_seed():
    found, again, other = (synthesised_line(np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert found.shape == (len(SHARES), NUM_SAMPLES)
    assert (np.abs(found).max(1) > 0.5).all()
    assert np.array_equal(found, again)
    assert not np.array_equal(found, other)


def test_engines_that_are_left_out_are_never_drawn(monkeypatch):
    drawn = []
    monkeypatch.setattr(lines_module, "settings_line", lambda engine, *_, **__: drawn.append(engine))
    rng = np.random.default_rng(0)
    for _ in range(1000):
        synthesised_line(rng)
    names = {(engine.label, engine.name) for engine in drawn}
    assert names == {(engine.label, engine.name) for engine in engines(held_out=False)}
    assert not names & set(HELD_OUT_ENGINES)


def octave(wave: np.ndarray) -> float:
    """Of the loudest frequency above 1 Hz."""
    power = np.abs(np.fft.rfft(wave, 4 * len(wave)))
    return float(np.log2(power.argmax() / 4))


def fall(wave: np.ndarray) -> float:
    """From one tenth of a second to another, in dB."""
    early, late = (np.square(wave[start : start + 4410]).mean() for start in (4410, 13_230))
    return float(10 * np.log10(early / late))


@pytest.mark.parametrize(("change", "measure", "near"), [("pitch", octave, 0.01), ("decay", fall, 0.1)])
def test_what_is_changed_in_a_recording_moves_evenly(change, measure, near, monkeypatch):
    monkeypatch.setattr(lines_module, "LAYERED", 0.0)
    monkeypatch.setattr(lines_module, "TOGETHER_ODDS", (1.0, 0, 0, 0))
    odds = tuple(float(name == change) for name in lines_module.CHANGES)
    monkeypatch.setattr(lines_module, "CHANGE_ODDS", odds)
    moves = []
    for seed in range(5):
        line = recorded_line(np.random.default_rng(seed), tone(220.0)[None])
        assert line.shape == (len(SHARES), NUM_SAMPLES)
        found = [measure(wave) for wave in line]
        np.testing.assert_allclose(found, np.linspace(found[0], found[-1], len(SHARES)), atol=near)
        moves.append(abs(found[-1] - found[0]))
    assert np.median(moves) > 20 * near


def test_every_way_to_change_a_recording_gives_sounds():
    noise = np.random.default_rng(1).standard_normal((2, NUM_SAMPLES)) * 0.2
    recordings = (noise * np.exp(-np.arange(NUM_SAMPLES) / SAMPLE_RATE / 0.1)).astype(np.float32)
    for seed in range(20):
        line = recorded_line(np.random.default_rng(seed), recordings)
        assert line.shape == (len(SHARES), NUM_SAMPLES) and line.dtype == np.float32
        assert np.isfinite(line).all() and (np.abs(line).max(1) > 0.5).all()


def test_lines_are_the_same_with_one_process_and_with_two(lines, tmp_path):
    ones = draw_lines(tmp_path / "one.npy", CHUNK, 5, MADE_FOR, None, processes=1, report=lambda _: None)
    assert np.array_equal(ones, lines[:CHUNK])
    assert np.array_equal(np.load(tmp_path / "one.npy"), ones)
    assert not np.array_equal(lines[:CHUNK], lines[CHUNK:])


def test_lines_of_recordings_are_made_of_them(tmp_path):
    recordings = np.stack([tone(220.0), tone(330.0)])
    made = draw_lines(tmp_path / "r.npy", 1, 2, MADE_FOR, recordings, processes=1, report=lambda _: None)
    rng = np.random.default_rng([2, 0])
    first = torch.from_numpy(recorded_line(rng, recordings))
    expected = (waveform_to_spectrogram(first, MADE_FOR) * 255).numpy()
    assert np.abs(made[0] - expected).max() < 1


def test_a_batch_has_the_share_of_its_middle():
    place = np.arange(5, dtype=np.uint8)[:, None, None]
    sources = [np.broadcast_to(10 * place + kind, (3, 5, 2, 2)) for kind in (0, 100)]
    first, middle, last, share = draw_batch(sources, 200, np.random.default_rng(0))
    assert first.shape == middle.shape == last.shape == (200, 2, 2) and share.shape == (200,)
    ends_apart = (last - first)[:, 0, 0]
    torch.testing.assert_close((middle - first)[:, 0, 0] / ends_apart, share)
    assert share.min() > 0 and share.max() < 1
    assert 60 < int((ends_apart < 0).sum()) < 140
    assert ((255 * first[:, 0, 0]).round() >= 100).tolist() == [False, True] * 100
    odds = dict(zip(TRIPLES, ODDS, strict=True))
    assert len(odds) == 10 and max(odds, key=odds.__getitem__) == (0, 2, 4)


def steps_of_a_training(lines, monkeypatch, *, steps: int) -> list[loop.Report]:
    """The reports of a training of a small network, in which a step takes as long as any other."""
    monkeypatch.setattr(loop, "time", SimpleNamespace(monotonic=itertools.count().__next__))
    monkeypatch.setattr(loop, "WARM_UP_STEPS", 5)
    torch.manual_seed(0)
    net = BetweenNet(Grid(MADE_FOR), channels=16, wide=16)
    reports: list[loop.Report] = []
    options = {"seconds": steps + steps // 10, "seed": 0, "report_every": 10}
    trained = loop.train_between(
        net, [lines], [], MADE_FOR, report=lambda state, _: reports.append(state), **options
    )
    assert not trained.training
    assert any(not torch.equal(a, b) for a, b in zip(trained.parameters(), net.parameters(), strict=True))
    return reports


def test_the_loss_is_computed_where_the_network_is(monkeypatch):
    known, registration = Grid(MADE_FOR), sys.modules[register.__module__]
    points, knee = known.points, known._knee  # numbers, for which an accelerator would be asked
    monkeypatch.setattr(Grid, "points", points)
    monkeypatch.setattr(Grid, "_knee", knee)
    registration._averages.cache_clear()
    with OneDevice(), META:
        net = BetweenNet(Grid(MADE_FOR), channels=8, wide=8)
        shape = (3, MADE_FOR.num_bands, MADE_FOR.num_frames)
        first, middle, last, share = *(torch.rand(shape) for _ in range(3)), torch.rand(3)
        model = PRESETS["studio"].new_model(VAEConfig(latent_dim=4, channels=8), seed=0)
        generator = torch.Generator("cpu").manual_seed(0)
        first, last = loop._blurred(model, first, last, generator)
        found, loss = loop._loss(net, first, middle, last, share, MADE_FOR)
        loss.backward()
    registration._averages.cache_clear()
    assert found.device == loss.device == META
    assert {one.grad.device for one in net.parameters() if one.grad is not None} == {META}


@pytest.mark.slow
def test_a_few_steps_beat_the_average_of_the_ends(lines, monkeypatch):
    reports = steps_of_a_training(lines, monkeypatch, steps=40)
    assert [state.step for state in reports] == [10, 20, 30, 40]
    ratios = [state.error_db / state.average_db for state in reports]
    assert ratios[-1] < 0.95 * ratios[0] and ratios[-1] < 1


def test_ends_are_blurred_by_a_model(lines, untrained_checkpoint):
    first, _, last, _ = draw_batch([lines], 16, np.random.default_rng(0))
    generator = torch.Generator().manual_seed(0)
    ours, theirs = loop._blurred(untrained_checkpoint.model, first, last, generator)
    for true, blurred in ((first, ours), (last, theirs)):
        changes = (blurred - true).abs().mean((1, 2))
        assert (changes[: loop.BLURRED] > 0).all() and (changes[loop.BLURRED :] == 0).all()


def test_the_rate_warms_up_and_ends_low():
    rates = [loop._schedule(step, step / 1000) for step in range(1000)]
    highest = int(np.argmax(rates))
    assert 0 < highest < 400 and 0.8 < rates[highest] <= 1.01
    assert rates[0] < 0.01 and rates[-1] < 0.02


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "vae.train.between", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_command_writes_weights_that_are_read(checkpoints, tmp_path):
    write_library(tmp_path / "sounds", count=24, seed=1)
    heard = tmp_path / "heard"
    shutil.copytree(checkpoints / "drum-machine", heard)
    config = json.loads((heard / "config.json").read_text("utf-8"))
    config["training"] = {"data": [str(tmp_path / "sounds")], "held_out": []}
    (heard / "config.json").write_text(json.dumps(config), encoding="utf-8")
    out = tmp_path / "out" / "weights.safetensors"
    out.parent.mkdir()
    options = ("--minutes", 0.02, "--lines", CHUNK, "--out", out)
    done = command("--checkpoint", heard, "--checkpoint", checkpoints / "lost-kit", *options)
    assert done.returncode == 0, done.stderr
    assert "Lines, synthesised" in done.stderr and "Lines, recorded" in done.stderr
    assert "The sounds of this checkpoint are not here" in done.stdout
    assert "python -m vae.train.between --checkpoint" in done.stdout.splitlines()[-1]
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    net = load_net(out)
    sound = waveform_to_spectrogram(torch.from_numpy(tone(300.0))[None], MADE_FOR)
    with torch.inference_mode():
        assert torch.isfinite(net(sound, sound, torch.tensor([0.5]))[0]).all()


def test_a_checkpoint_with_other_spectrograms_is_refused_with_one_sentence(tmp_path):
    app = typer.Typer()
    app.command()(main)
    out = tmp_path / "weights.safetensors"
    done = CliRunner().invoke(app, ["--checkpoint", str(THESIS), "--out", str(out)])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and "made for the studio's spectrograms" in done.stderr
    assert done.stdout == "" and not out.exists()
