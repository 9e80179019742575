import json
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from vae.checks import MAX_INTEGER
from vae.data.labels import LABELS
from vae.drum_machine.__main__ import app
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.chain import CHAIN_RANGES
from vae.drum_machine.engine import spread
from vae.drum_machine.kits import LABEL_SHARES, draw_library
from vae.drum_machine.library import INDEX_FILE, read_index, synthesize_library, write_library
from vae.drum_machine.parts import NUM_SAMPLES, SAMPLE_RATE
from vae.drum_machine.sound import LAYER_RANGES, DrumMachineError, DrumSound, synthesize

ALL_ENGINES = [engine for family in ENGINES.values() for engine in family.values()]


def plain_sound(engine, share=0.5, seed=1, extra=None) -> DrumSound:
    parameters = {name: spread(name, *span, share) for name, span in engine.ranges.items()}
    return DrumSound(engine.label, engine.name, parameters | (extra or {}), seed, "Machine 01", "A sound")


def assert_clean(wave: np.ndarray, *, rises: bool = False) -> None:
    assert wave.shape == (NUM_SAMPLES,)
    assert wave.dtype == np.float32
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() == pytest.approx(0.95, abs=1e-4)
    assert abs(float(wave.mean(dtype=np.float64))) < 1e-4
    assert abs(wave[0]) < 0.01
    assert abs(wave[-1]) < 0.01
    assert np.abs(wave[-40:]).max() < 0.05
    assert np.sqrt(np.mean(wave.astype(np.float64) ** 2)) > 0.003
    if not rises:
        assert np.flatnonzero(np.abs(wave) > 0.95 * 10 ** (-46 / 20))[0] < 0.003 * SAMPLE_RATE


@pytest.fixture(scope="module")
def library() -> tuple[list[DrumSound], np.ndarray]:
    sounds = draw_library(120, seed=3)
    return sounds, np.stack(synthesize_library(sounds))


def test_every_label_has_several_engines():
    assert tuple(ENGINES) == LABELS == tuple(LABEL_SHARES)
    assert all(len(family) >= 4 for family in ENGINES.values())
    for family in ENGINES.values():
        assert len({engine.title for engine in family.values()}) == len(family)


def test_parameters_of_the_chain_never_shadow_an_engine():
    chain = {name for part in CHAIN_RANGES.values() for name in part} | LAYER_RANGES.keys()
    assert all(not chain & engine.ranges.keys() for engine in ALL_ENGINES)


def test_draw_is_deterministic_and_complete():
    sounds = draw_library()
    assert sounds == draw_library()
    assert sounds != draw_library(seed=1)
    assert len(sounds) == 1440
    assert len({sound.name for sound in sounds}) == 1440
    assert len({sound.seed for sound in sounds}) > 1430
    amounts = {label: sum(sound.label == label for sound in sounds) for label in LABELS}
    assert amounts["kick"] > 2 * amounts["cowbell"] > 0
    used = {(sound.label, sound.engine.split("+")[0]) for sound in sounds}
    assert used == {(engine.label, engine.name) for engine in ALL_ENGINES}


def test_kits_hold_most_labels():
    sounds = draw_library()
    kits = {sound.kit for sound in sounds}
    assert len(kits) == 20
    for kit in kits:
        assert len({sound.label for sound in sounds if sound.kit == kit}) >= 10


def test_ranges_are_filled_evenly():
    kicks = [s for s in draw_library() if s.label == "kick" and s.engine.split("+")[0] == "bridged_t"]
    low, high = ENGINES["kick"]["bridged_t"].ranges["tune_hz"]
    places = np.log([s.parameters["tune_hz"] / low for s in kicks]) / np.log(high / low)
    counts, _ = np.histogram(places, bins=5, range=(0.0, 1.0))
    assert counts.max() - counts.min() <= 2


@pytest.mark.parametrize("count", [1, 5, 12, 100])
def test_any_count_is_met(count):
    sounds = draw_library(count)
    assert len(sounds) == count
    assert len({sound.label for sound in sounds}) == min(count, 12)


@pytest.mark.parametrize(("count", "seed"), [(0, 0), (-3, 0), (10**7, 0), (10, -1), (10, 2**31)])
def test_draw_refuses_what_it_cannot_do(count, seed):
    with pytest.raises(DrumMachineError, match=r"^[^\n]+\.$"):
        draw_library(count, seed)


def test_library_is_clean(library):
    sounds, waves = library
    assert {sound.label for sound in sounds} == set(LABELS)
    for sound, wave in zip(sounds, waves, strict=True):
        assert_clean(wave, rises=ENGINES[sound.label][sound.engine.split("+")[0]].rises)


def test_json_brings_back_every_bit(library):
    sounds, waves = library
    for sound, wave in list(zip(sounds, waves, strict=True))[::8]:
        again = DrumSound.from_json(json.loads(json.dumps({"type": "drum_machine", **sound.to_json()})))
        assert again == sound
        assert np.array_equal(synthesize(again), wave)


def test_no_near_copies(library):
    _, waves = library
    frames = waves[:, : 172 * 256].reshape(len(waves), 172, 256)
    spectra = np.abs(np.fft.rfft(frames * np.hanning(256))) ** 2  # (sounds, frames, bins)
    bands = np.add.reduceat(spectra, [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 90], axis=2)
    bands = bands[:, :168].reshape(len(waves), 42, 4, 11).mean(axis=2).reshape(len(waves), -1)
    levels = np.maximum(10.0 * np.log10(bands / bands.max(axis=1, keepdims=True) + 1e-12), -60.0)
    for index, level in enumerate(levels[:-1]):
        others = levels[index + 1 :]
        heard = np.maximum(level, others) > -60.0
        differences = (np.abs(level - others) * heard).sum(axis=1) / heard.sum(axis=1)
        assert differences.min() > 2.0


@pytest.mark.parametrize("engine", ALL_ENGINES, ids=lambda engine: f"{engine.label}-{engine.name}")
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_corners_of_every_engine_are_clean(engine, share):
    assert_clean(synthesize(plain_sound(engine, share)), rises=engine.rises)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data(), engine=st.sampled_from(ALL_ENGINES), seed=st.integers(0, MAX_INTEGER))
def test_any_setting_is_clean_and_repeats(data, engine, seed):
    share = st.floats(0.0, 1.0)
    parameters = {name: spread(name, *span, data.draw(share)) for name, span in engine.ranges.items()}
    for part in data.draw(st.sets(st.sampled_from(sorted(CHAIN_RANGES)))):
        if not (engine.rises and part in ("transient", "shorten", "damp")):
            parameters |= {n: spread(n, *span, data.draw(share)) for n, span in CHAIN_RANGES[part].items()}
    sound = DrumSound(engine.label, engine.name, parameters, seed, "Machine 01", "A sound")
    wave = synthesize(sound)
    assert np.array_equal(wave, synthesize(DrumSound.from_json(sound.to_json())))
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() == pytest.approx(0.95, abs=1e-4)
    assert abs(float(wave.mean(dtype=np.float64))) < 1e-4
    assert abs(wave[-1]) < 0.01


def test_the_seed_and_the_parameters_are_heard():
    engine = ENGINES["snare"]["acoustic"]
    wave = synthesize(plain_sound(engine))
    assert not np.array_equal(wave, synthesize(plain_sound(engine, seed=2)))
    assert not np.array_equal(wave, synthesize(plain_sound(engine, share=0.6)))


def test_layering_adds_the_second_engine():
    kick, tight = ENGINES["kick"]["bridged_t"], ENGINES["kick"]["tight"]
    layer = {f"layer.{name}": spread(name, *span, 0.5) for name, span in tight.ranges.items()}
    single = plain_sound(kick)
    parameters = single.parameters | layer | {"layer_db": -6.0}
    layered = DrumSound("kick", "bridged_t+tight", parameters, 1, "Machine 01", "A sound")
    assert_clean(synthesize(layered))
    assert not np.array_equal(synthesize(layered), synthesize(single))


@pytest.mark.parametrize(
    "change",
    [
        {"label": "trumpet"},
        {"engine": "nothing"},
        {"engine": "bridged_t+tight+fm"},
        {"seed": -1},
        {"seed": "x"},
        {"seed": float("inf")},
        {"parameters": {}},
        {"parameters": None},
        {"parameters": {"tune_hz": "high"}},
    ],
)
def test_from_json_refuses(change):
    value = plain_sound(ENGINES["kick"]["bridged_t"]).to_json() | change
    with pytest.raises(DrumMachineError, match=r"^[^\n]+\.$"):
        DrumSound.from_json(value)


@pytest.mark.parametrize(
    "bad", [{"tune_hz": float("nan")}, {"tune_hz": 1e9}, {"drive_db": 6.0}, {"extra": 1.0}]
)
def test_from_json_refuses_parameters_out_of_range(bad):
    value = plain_sound(ENGINES["kick"]["bridged_t"], extra=bad).to_json()
    with pytest.raises(DrumMachineError, match=next(iter(bad)).split("_")[0]):
        DrumSound.from_json(value)


def test_folder_holds_every_sound(tmp_path):
    folder = tmp_path / "machine"
    sounds = write_library(folder, count=14, seed=5)
    index = read_index(folder)
    assert list(index.values()) == sounds
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*.wav")} == set(index)
    for path, sound in list(index.items())[:4]:
        audio, rate = soundfile.read(folder / path, dtype="float32")
        assert rate == SAMPLE_RATE
        assert np.abs(audio - synthesize(sound)).max() < 1e-4
    assert [p.name for p in tmp_path.iterdir()] == ["machine"]


def test_folder_replaces_an_earlier_library_but_nothing_else(tmp_path):
    folder = tmp_path / "machine"
    write_library(folder, count=3)
    index = json.loads((folder / INDEX_FILE).read_text())
    for sound in index["sounds"].values():
        sound["parameters"] = {"of_an_older_version": 1.0}
    (folder / INDEX_FILE).write_text(json.dumps(index))
    write_library(folder, count=2, seed=1)
    assert len(list(folder.rglob("*.wav"))) == 2
    (folder / "mine.txt").write_text("keep")
    with pytest.raises(DrumMachineError, match="did not write"):
        write_library(folder, count=1)
    assert (folder / "mine.txt").read_text() == "keep"


def test_damaged_index_is_refused(tmp_path):
    for text in ("{", "[]", '{"version": 99, "sounds": {}}', '{"version": 1, "sounds": {"a.wav": {}}}'):
        (tmp_path / INDEX_FILE).write_text(text)
        with pytest.raises(DrumMachineError, match=r"^[^\n]+\.$"):
            read_index(tmp_path)


def test_command_line(tmp_path):
    folder = tmp_path / "new" / "machine"
    command = [sys.executable, "-m", "vae.drum_machine", "--out", str(folder), "--count", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Wrote 3 sounds" in done.stdout.strip().splitlines()[-1]
    assert len(list(folder.rglob("*.wav"))) == 3


def test_command_line_refuses_in_one_sentence(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "song.txt").write_text("keep")
    (tmp_path / "file").write_text("keep")
    for name, *options in (["taken"], ["file"], ["file/below"], ["x", "--count", "0"], ["x", "--seed", "-1"]):
        failed = CliRunner().invoke(app, ["--out", str(tmp_path / name), *options])
        assert failed.exit_code == 2
        assert failed.stderr.strip().endswith(".")
        assert failed.stderr.count("\n") == 1
        assert not failed.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "taken"]


def test_neither_torch_nor_librosa_is_imported():
    code = "import sys, vae.drum_machine.library; sys.exit(bool({'torch', 'librosa'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
