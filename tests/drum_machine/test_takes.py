"""Whole takes: sounds that last until they are silent, in stereo where real ones are."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from vae.drum_machine.__main__ import app
from vae.drum_machine.around import around
from vae.drum_machine.catalogue import ENGINES
from vae.drum_machine.engine import Family, spread
from vae.drum_machine.kits import draw_library
from vae.drum_machine.library import INDEX_FILE, read_index, write_library
from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumMachineError, DrumSound, engines_of, synthesize
from vae.drum_machine.takes import TAKES

ALL_ENGINES = [engine for family in ENGINES.values() for engine in family.values()]
STAGE = {"width": 0.8, "pan": 0.3}


def take(label: str, name: str, share: float = 0.5, **extra: float) -> DrumSound:
    engine = ENGINES[label][name]
    parameters = {name: spread(name, *span, share) for name, span in engine.ranges_of(whole=True).items()}
    return DrumSound(label, name, {**parameters, "take_s": 4.0, **extra}, 1, "Machine 01", "A sound")


def side_over_middle_db(wave: np.ndarray) -> float:
    middle, side = wave[0] + wave[1], wave[0] - wave[1]
    return float(10 * np.log10(np.square(np.abs(side)).sum() / np.square(np.abs(middle)).sum()))


@pytest.fixture(scope="module")
def takes() -> list[DrumSound]:
    return draw_library(240, seed=3, whole=True)


def test_a_whole_library_is_of_the_same_drums(takes):
    seconds = draw_library(240, seed=3)
    for whole, second in zip(takes, seconds, strict=True):
        assert replace(whole, parameters={}) == replace(second, parameters={})
        assert whole.parameters.keys() - second.parameters.keys() <= {"take_s", "width", "pan"}
        longer = {name for engine in engines_of(whole) for name in engine.longer}
        changed = {name for name, value in second.parameters.items() if whole.parameters[name] != value}
        assert {name.removeprefix("layer.") for name in changed} <= longer
    assert takes == draw_library(240, seed=3, whole=True)
    assert takes != draw_library(240, seed=4, whole=True)


def test_kicks_are_mono_and_what_fills_a_room_is_stereo(takes):
    shares = {
        label: np.mean(["width" in sound.parameters for sound in takes if sound.label == label])
        for label in ENGINES
    }
    assert TAKES.keys() == ENGINES.keys()
    assert shares["kick"] == 0
    assert min(share for label, share in shares.items() if label != "kick") > 0
    assert min(shares["clap"], shares["cymbal"], shares["fx"]) > max(shares["rim"], shares["cowbell"])


def test_a_kit_is_heard_from_one_side(takes):
    hats = [s for s in takes if s.label == "closed_hat" and "pan" in s.parameters]
    kits = {kit: [s.parameters["pan"] for s in hats if s.kit == kit] for kit in {s.kit for s in hats}}
    within = np.mean([np.std(pans) for pans in kits.values() if len(pans) > 2])
    assert within < 0.5 * np.std([s.parameters["pan"] for s in hats])


@pytest.mark.parametrize("engine", ALL_ENGINES, ids=lambda engine: f"{engine.label}-{engine.name}")
def test_any_engine_is_clean_in_a_take(engine):
    wave = synthesize(take(engine.label, engine.name, **STAGE))
    assert wave.shape[0] == 2
    assert 0.03 * SAMPLE_RATE < wave.shape[1] <= 4 * SAMPLE_RATE
    assert wave.dtype == np.float32
    assert np.isfinite(wave).all()
    assert np.abs(wave).max() == pytest.approx(0.95, abs=1e-4)
    assert np.abs(wave.mean(axis=1, dtype=np.float64)).max() < 1e-4
    assert np.abs(wave[:, [0, -1]]).max() < 0.01
    assert np.abs(wave[:, -40:]).max() < 0.02
    if not engine.rises:
        loud = np.abs(wave).max(axis=0) > 0.95 * 10 ** (-46 / 20)
        assert np.flatnonzero(loud)[0] < 0.003 * SAMPLE_RATE


@pytest.mark.parametrize(
    ("label", "name"),
    [("shaker", "maraca"), ("clap", "bursts"), ("closed_hat", "noise"), ("snare", "two_bands")],
)
def test_the_middle_of_a_take_in_stereo_is_the_take_in_mono(label, name):
    mono = synthesize(take(label, name)).astype(np.float64)
    both = synthesize(take(label, name, width=0.5, pan=0.0)).astype(np.float64)
    length = min(mono.size, both.shape[1]) - SAMPLE_RATE // 20
    middle, mono = both.sum(axis=0), np.pad(mono, 32)
    shifted = (mono[32 - lag : 32 - lag + length] for lag in range(-32, 33))
    assert max(np.corrcoef(middle[:length], one)[0, 1] for one in shifted) > 0.98


def test_without_width_and_place_a_take_is_mono_to_the_bit():
    for label, name in (("clap", "crowd"), ("cymbal", "crash"), ("fx", "glitch"), ("shaker", "particles")):
        plain = synthesize(take(label, name))
        assert plain.ndim == 1
        tight = synthesize(take(label, name, width=0.0, pan=0.0))
        assert np.array_equal(tight, plain)


def test_width_takes_coherence_away():
    def coherence(width: float) -> float:
        wave = synthesize(take("cymbal", "crash", width=width, pan=0.0))
        return float(np.corrcoef(wave)[0, 1])

    narrow, middle, wide = map(coherence, (0.1, 0.5, 1.0))
    assert narrow > 0.9 > middle > 0.6 > wide > 0


def test_a_place_is_heard_as_a_level_difference():
    wave = synthesize(take("rim", "clave", knock=0.0, width=0.0, pan=-0.5))
    left, right = np.sqrt(np.mean(np.square(wave.astype(np.float64)), axis=1))
    assert left / right == pytest.approx(np.sqrt(3), rel=0.01)
    mirrored = synthesize(take("rim", "clave", knock=0.0, width=0.0, pan=0.5))
    assert np.abs(mirrored[::-1] - wave).max() < 1e-6


def test_the_bass_stays_in_the_middle():
    wave = synthesize(take("fx", "impact", noise_db=2.0, width=1.0, pan=0.6))
    spectra = np.fft.rfft(wave.astype(np.float64), axis=1)
    hz = np.fft.rfftfreq(wave.shape[1], 1 / SAMPLE_RATE)
    assert side_over_middle_db(spectra[:, (hz > 25) & (hz < 50)]) < -15
    assert side_over_middle_db(spectra[:, hz > 400]) > -6


def test_a_room_has_two_sides_where_the_drum_has_one():
    room = {"room_s": 1.0, "room_db": -14.0, "room_tone_hz": 6000.0, "room_delay_ms": 10.0}
    wave = synthesize(take("clap", "snap", **room, width=0.0, pan=0.0))
    early, late = wave[:, : SAMPLE_RATE // 100], wave[:, SAMPLE_RATE // 4 : SAMPLE_RATE // 2]
    assert np.corrcoef(early)[0, 1] > 0.99
    assert abs(np.corrcoef(late)[0, 1]) < 0.4


@pytest.mark.parametrize(("seconds", "lasts"), [(0.3, (0.2, 0.45)), (1.5, (1.3, 1.9)), (3.3, (2.9, 3.9))])
def test_a_take_ends_where_it_is_silent(seconds, lasts):
    wave = synthesize(take("kick", "bridged_t", decay_s=seconds, warmth=0.0))
    assert lasts[0] < wave.size / SAMPLE_RATE < lasts[1]
    assert 1e-4 < np.abs(wave[-2500:-1500]).max() < 3e-3


def test_what_swells_begins_where_it_is_heard():
    wave = synthesize(take("fx", "reversed", length_s=3.5, decay_s=0.3))
    assert wave.size < 1.5 * SAMPLE_RATE
    assert np.abs(wave[:2000]).max() > 4e-4
    assert np.argmax(np.abs(wave)) > 0.15 * SAMPLE_RATE


def test_what_rings_on_fades_away():
    wave = synthesize(take("cymbal", "crash", decay_s=10.0, **STAGE)).astype(np.float64)
    assert wave.shape[1] > 3.99 * SAMPLE_RATE
    levels = [10 * np.log10(np.mean(np.square(part))) for part in np.array_split(wave, 40, axis=1)]
    assert levels[28] > levels[0] - 40
    assert levels[-1] < levels[28] - 25
    assert np.diff(levels[28:]).max() < 3


def test_a_fixed_length_is_kept():
    assert synthesize(take("kick", "tight"), num_samples=60_000).shape == (60_000,)
    assert synthesize(take("clap", "crowd", **STAGE), num_samples=60_000).shape == (2, 60_000)


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"take_s": 9.0}, "take_s"),
        ({"take_s": 0.5}, "take_s"),
        ({"width": 0.5}, "pan"),
        ({"width": 1.1, "pan": 0.0}, "width"),
        ({"width": 0.5, "pan": -2.0}, "pan"),
        ({"decay_s": 4.5}, "decay_s"),
    ],
)
def test_takes_out_of_range_are_refused(extra, named):
    value = take("kick", "bridged_t").to_json()
    value["parameters"] |= extra
    with pytest.raises(DrumMachineError, match=named):
        DrumSound.from_json(value)


def test_only_takes_may_be_longer():
    long = take("kick", "bridged_t", decay_s=3.0)
    assert DrumSound.from_json(json.loads(json.dumps(long.to_json()))) == long
    short = long.to_json()
    del short["parameters"]["take_s"]
    with pytest.raises(DrumMachineError, match="decay_s"):
        DrumSound.from_json(short)


def test_longer_ranges_are_of_parameters_that_exist():
    family = Family("snare")
    family.engine("toy", "Toy", "digital", decay_s=(0.1, 1.0))(lambda p, v: v.noise() * v.decay(p["decay_s"]))
    family.longer("toy", decay_s=(0.1, 3.0))
    assert family["toy"].ranges_of(whole=True) == {"decay_s": (0.1, 3.0)}
    assert family["toy"].ranges_of(whole=False) == {"decay_s": (0.1, 1.0)}
    with pytest.raises(ValueError, match="no parameter 'tail_s'"):
        family.longer("toy", tail_s=(0.1, 3.0))


def test_both_sides_of_a_take_are_takes():
    sound = take("kick", "bridged_t", decay_s=2.5)
    for seed in range(6):
        sides = around(sound, np.random.default_rng(seed))
        assert sides is not None
        for side in (sides.first, sides.second):
            assert DrumSound.from_json(side.to_json()).parameters["take_s"] == 4.0


def test_the_command_writes_whole_sounds_or_seconds(tmp_path):
    for option, name in (([], "whole"), (["--one-second"], "seconds")):
        done = CliRunner().invoke(app, ["--out", str(tmp_path / name), "--count", "36", *option])
        assert done.exit_code == 0
    about = {
        name: {
            path.relative_to(tmp_path / name).as_posix(): soundfile.info(path)
            for path in (tmp_path / name).rglob("*.wav")
        }
        for name in ("whole", "seconds")
    }
    assert about["whole"].keys() == about["seconds"].keys() == read_index(tmp_path / "whole").keys()
    assert {(one.channels, one.frames) for one in about["seconds"].values()} == {(1, SAMPLE_RATE)}
    assert {one.channels for one in about["whole"].values()} == {1, 2}
    assert {one.channels for path, one in about["whole"].items() if path.startswith("kick/")} == {1}
    lengths = [one.duration for one in about["whole"].values()]
    assert min(lengths) < 0.5 < 2.0 < max(lengths) <= max(one.seconds for one in TAKES.values())


def test_folders_of_the_first_version_are_read(tmp_path):
    sounds = write_library(tmp_path / "machine", count=3)
    index = tmp_path / "machine" / INDEX_FILE
    index.write_text(json.dumps(json.loads(index.read_text()) | {"version": 1}))
    assert list(read_index(tmp_path / "machine").values()) == sounds
