import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from vae.data.dataset import LABELS, DataError, Dataset, find_roots, load_dataset, read_original
from vae.drum_machine.library import write_library

RATE = 22_050
KITS = Path("/usr/share/hydrogen/data/drumkits")


def noise(seed: int, seconds: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    samples = int(seconds * RATE)
    return (0.5 * rng.standard_normal(samples) * np.exp(-np.linspace(0, 8, samples))).astype(np.float32)


def tone(frequency: float, decay: float = 8.0) -> np.ndarray:
    time = np.arange(RATE // 4) / RATE
    return (0.7 * np.sin(2 * np.pi * frequency * time) * np.exp(-decay * time)).astype(np.float32)


def write(path: Path, waveform: np.ndarray, subtype: str = "PCM_16") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, waveform, RATE, subtype=subtype)
    return path


def load(*folders: Path, **options: object) -> Dataset:
    return load_dataset(folders, sample_rate=RATE, num_samples=RATE // 2, progress=False, **options)


def reasons(dataset: Dataset) -> dict[str, str]:
    return {item.path: item.reason for item in dataset.left_out}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two kits: one described, one with names that tell."""
    folder = tmp_path / "sounds"
    write(folder / "Acoustic" / "01.wav", noise(1))
    write(folder / "Acoustic" / "02.flac", noise(2))
    (folder / "Acoustic" / "drumkit.xml").write_text(
        "<drumkit_info><instrumentList><instrument><name>Bass Drum</name><layer><filename>01.wav</filename></layer>"
        "</instrument><instrument><filename>02.flac</filename><name>Pedal HH</name></instrument></instrumentList>"
        "</drumkit_info>"
    )
    write(folder / "Machine" / "Snares" / "808_Snare_1.wav", noise(3))
    write(folder / "Machine" / "clap.aiff", noise(4))
    return folder


def test_everything_is_known_of_every_sound(root: Path) -> None:
    dataset = load(root)
    assert len(dataset) == 4
    assert dataset.waveforms.shape == (4, RATE // 2)
    assert dataset.waveforms.dtype == np.float32
    assert dataset.names == ("01", "02", "Clap", "808 Snare 1")
    assert dataset.labels == ("kick", "closed_hat", "clap", "snare")
    assert dataset.label_sources == ("kit", "kit", "name", "name")
    assert dataset.kits == ("Acoustic", "Acoustic", "Machine", "Machine")
    assert dataset.families == dataset.kits
    assert dataset.levels.dtype == dataset.durations.dtype == np.float32
    assert ((dataset.durations > 0) & (dataset.durations <= 0.5)).all()
    assert dataset.left_out == ()
    assert dataset.sources[3] == {"type": "file", "path": "Machine/Snares/808_Snare_1.wav"}
    assert json.loads(json.dumps(dataset.sources)) == list(dataset.sources)


def test_the_same_folders_give_the_same_arrays(root: Path) -> None:
    first, second = load(root), load(root)
    np.testing.assert_array_equal(first.waveforms, second.waveforms)
    assert (first.names, first.sources) == (second.names, second.sources)


def test_originals_are_what_training_saw(root: Path) -> None:
    dataset = load(root)
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        original = read_original(source, sample_rate=RATE, num_samples=RATE // 2, roots=[root.parent, root])
        np.testing.assert_array_equal(original, waveform)


def test_a_kit_can_be_given_itself(root: Path) -> None:
    dataset = load(root / "Acoustic")
    assert set(dataset.kits) == {"Acoustic"}
    assert dataset.sources[0]["path"] == "Acoustic/01.wav"
    for roots in ([root], [root / "Acoustic"]):
        original = read_original(dataset.sources[0], sample_rate=RATE, num_samples=RATE // 2, roots=roots)
        np.testing.assert_array_equal(original, dataset.waveforms[0])


def test_a_described_kit_is_a_kit_at_any_depth(root: Path) -> None:
    (root.parent / "all" / "Packs").mkdir(parents=True)
    root.rename(root.parent / "all" / "Packs" / "Old")
    dataset = load(root.parent / "all")
    assert {(Path(s["path"]).name, k) for s, k in zip(dataset.sources, dataset.kits, strict=True)} == {
        ("01.wav", "Acoustic"),
        ("02.flac", "Acoustic"),
        ("808_Snare_1.wav", "Packs"),
        ("clap.aiff", "Packs"),
    }


def test_a_single_file_can_be_given(root: Path) -> None:
    dataset = load(root / "Machine" / "clap.aiff")
    assert (dataset.kits, dataset.labels) == (("Machine",), ("clap",))


@pytest.mark.parametrize(
    "source",
    [
        *({}, {"type": "file"}, {"type": "file", "path": 3}, {"type": "other", "path": "Acoustic/01.wav"}),
        *({"type": "file", "path": path} for path in ("", "gone.wav", "../secret.wav", "\0", "Acoustic")),
        *({"type": "file", "path": path} for path in ("Acoustic/../../secret.wav", "Acoustic/drumkit.xml")),
        *({"type": "soundfont", "path": "Acoustic/01.wav", "sample": sample} for sample in (0, "0")),
        *({"type": "drum_machine"}, {"type": "drum_machine", "label": "kick", "engine": "none"}),
    ],
)
def test_missing_and_hostile_sources_give_nothing(root: Path, source: dict[str, object]) -> None:
    write(root.parent / "secret.wav", noise(9))
    assert read_original(source, sample_rate=RATE, num_samples=100, roots=[root]) is None


def test_absolute_paths_are_not_followed(root: Path) -> None:
    source = {"type": "file", "path": str(root / "Acoustic" / "01.wav")}
    assert read_original(source, sample_rate=RATE, num_samples=100, roots=[root]) is None


def test_category_folders_are_no_kits(tmp_path: Path) -> None:
    for seed, path in enumerate(["Kicks/a.wav", "Kicks/Pack/b.wav", "Closed Hats/a.wav", "Weird/c.wav"]):
        write(tmp_path / "Mine" / path, noise(seed))
    dataset = load(tmp_path / "Mine")
    assert dict(zip(dataset.names, zip(dataset.labels, dataset.kits, strict=True), strict=True)) == {
        "A (Mine)": ("closed_hat", "Mine"),
        "A (Mine) 2": ("kick", "Mine"),
        "B": ("kick", "Pack"),
        "C": ("fx", "Weird"),
    }
    assert dict(zip(dataset.names, dataset.label_sources, strict=True))["C"] == "unknown"


def test_kits_of_one_name_stay_apart(tmp_path: Path) -> None:
    for seed, vendor in enumerate(["one", "two"]):
        write(tmp_path / vendor / "Data" / "Kit" / "kick.wav", noise(seed))
    assert load(tmp_path / "one" / "Data", tmp_path / "two" / "Data").kits == ("Kit", "Kit (two)")


def test_nothing_is_left_out_without_a_reason(root: Path) -> None:
    kit = root / "Acoustic"
    write(kit / "silent.wav", np.zeros(100))
    write(kit / "nan.wav", np.full(100, np.nan), subtype="FLOAT")
    write(kit / "copy of 01.flac", soundfile.read(kit / "01.wav")[0])
    write(kit / ".hidden.wav", noise(5))
    write(root / ".trash" / "kick.wav", noise(6))
    (kit / "empty.wav").touch()
    (kit / "notes.txt").write_text("no sound")
    (kit / "broken.mp3").write_bytes(b"no sound")
    (kit / "gone.wav").symlink_to(root / "nowhere.wav")
    (root / "Machine" / "circle").symlink_to(root)
    (root / "Machine" / "drumkit.xml").write_text("<no xml")
    (kit / "really a wave.dat").write_bytes(write(root.parent / "x.wav", noise(7)).read_bytes())
    dataset = load(root)
    assert len(dataset) == 5
    assert "Really A Wave" in dataset.names
    assert reasons(dataset) == {
        ".trash": "Hidden folders are not searched.",
        "Acoustic/.hidden.wav": "Hidden files are not read.",
        "Acoustic/broken.mp3": "broken.mp3 is damaged or not audio that can be read.",
        "Acoustic/copy of 01.flac": "This is the same sound as Acoustic/01.wav.",
        "Acoustic/empty.wav": "empty.wav is an empty file.",
        "Acoustic/gone.wav": "This is no regular file, or a link that leads nowhere.",
        "Acoustic/nan.wav": "The sound is silent.",
        "Acoustic/notes.txt": "This is not an audio file.",
        "Acoustic/silent.wav": "The sound is silent.",
        "Machine/circle": "This link leads to a folder that is searched anyway.",
        "Machine/drumkit.xml": "drumkit.xml cannot be read as a kit's description.",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_reported(root: Path) -> None:
    (root / "Acoustic" / "01.wav").chmod(0)
    (root / "Machine" / "Snares").chmod(0)
    try:
        assert reasons(load(root)) == {
            "Acoustic/01.wav": "01.wav may not be read.",
            "Machine/Snares": "This folder may not be read.",
        }
    finally:
        (root / "Machine" / "Snares").chmod(0o755)


@pytest.mark.parametrize("name", ["Größe 大.wav", "two\nlines kick.wav", "k" * 240 + ".wav", "  .wav"])
def test_odd_names_are_read(tmp_path: Path, name: str) -> None:
    write(tmp_path / "kit" / name, noise(1))
    dataset = load(tmp_path / "kit")
    assert len(dataset) == 1
    original = read_original(dataset.sources[0], sample_rate=RATE, num_samples=RATE // 2, roots=[tmp_path])
    np.testing.assert_array_equal(original, dataset.waveforms[0])


def test_undecodable_names_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "kit" / "kick.wav", noise(1))
    path.rename(Path(os.fsdecode(os.fsencode(path.parent) + b"/kick\xff.wav")))
    dataset = load(tmp_path)
    dataset.names[0].encode()
    source = json.loads(json.dumps(dataset.sources[0]))
    assert read_original(source, sample_rate=RATE, num_samples=RATE, roots=[tmp_path]) is not None


def test_excluded_folders_are_skipped(root: Path) -> None:
    assert set(load(root, exclude=[root / "Acoustic"]).kits) == {"Machine"}
    assert set(load(root, exclude=[Path("Machine")]).kits) == {"Acoustic"}
    assert load(root, exclude=[Path("Machine")]).left_out == ()


def test_folders_without_sounds_are_refused(tmp_path: Path, root: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(DataError, match=r"^No sound was found in nothing\.$"):
        load(tmp_path / "nothing")
    with pytest.raises(DataError, match=r"^The data folder gone does not exist\.$"):
        load(root, tmp_path / "gone")


def test_sounds_without_a_name_are_labelled_by_their_neighbours(tmp_path: Path) -> None:
    for index in range(12):
        write(tmp_path / "kit" / f"kick {index}.wav", tone(50 + index))
        write(tmp_path / "kit" / f"cowbell {index}.wav", tone(800 + 10 * index))
        write(tmp_path / "kit" / f"shaker {index}.wav", noise(index, 0.05))
    write(tmp_path / "kit" / "take 1.wav", tone(55.5))
    write(tmp_path / "kit" / "take 2.wav", noise(99, 0.05))
    dataset = load(tmp_path)
    found = {
        name: label
        for name, label, source in zip(dataset.names, dataset.labels, dataset.label_sources, strict=True)
        if source == "neighbours"
    }
    assert found == {"Take 1": "kick", "Take 2": "shaker"}


def test_folders_without_any_label_are_unknown(tmp_path: Path) -> None:
    for seed in range(3):
        write(tmp_path / "Stuff" / f"{seed}.wav", noise(seed))
    dataset = load(tmp_path / "Stuff")
    assert dataset.labels == ("fx",) * 3
    assert dataset.label_sources == ("unknown",) * 3


def test_kits_that_share_recordings_are_one_family(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for seed in range(4):
        write(tmp_path / "First" / f"snare {seed}.wav", noise(seed))
        shifted = np.concatenate([np.full(3, 1e-5, dtype=np.float32), 0.4 * noise(seed)])
        dithered = shifted + 1e-4 * rng.standard_normal(len(shifted)).astype(np.float32)
        write(tmp_path / "Second" / f"snare {seed}.wav", dithered, subtype="PCM_24")
        write(tmp_path / "Third" / f"snare {seed}.wav", noise(100 + seed))
        write(tmp_path / "Fourth" / f"snare {seed}.wav", noise(200 + seed))
        write(tmp_path / "Fifth" / f"snare {seed}.wav", noise(200 + seed))
    write(tmp_path / "Fourth" / "snare 9.wav", noise(209))
    dataset = load(tmp_path)
    assert set(dataset.families) == {"First + Second", "Third", "Fifth + Fourth"}
    train, held_out = dataset.split(fraction=0.3)
    assert not {dataset.families[i] for i in train} & {dataset.families[i] for i in held_out}


def test_extra_sounds_are_trained_on_but_for_relatives_of_the_test(tmp_path: Path) -> None:
    for kit in range(6):
        for hit in range(4):
            write(tmp_path / "data" / f"kit{kit}" / f"snare {hit}.wav", noise(10 * kit + hit))
            write(tmp_path / "more" / f"louder{kit}" / f"snare {hit}.wav", np.sqrt(2) * noise(10 * kit + hit))
            write(tmp_path / "more" / "strums" / f"guitar {kit} {hit}.wav", noise(100 + 10 * kit + hit))
    dataset = load(tmp_path / "data", extra=[tmp_path / "more"])
    train, held_out = dataset.split(fraction=0.2)
    tested = {dataset.kits[i] for i in held_out}
    assert not dataset.is_extra[held_out].any()
    assert {dataset.kits[i] for i in train} >= {"strums"}
    assert not {dataset.kits[i] for i in train} & ({kit.replace("kit", "louder") for kit in tested} | tested)
    assert dataset.is_extra.sum() == sum(kit.startswith(("louder", "strums")) for kit in dataset.kits)


def test_subsets_keep_everything_together(root: Path) -> None:
    dataset = load(root)
    part = dataset.subset([3, 0])
    assert part.names == (dataset.names[3], dataset.names[0])
    assert part.labels == ("snare", "kick")
    np.testing.assert_array_equal(part.waveforms, dataset.waveforms[[3, 0]])
    assert len(dataset.subset([])) == 0


def test_the_drum_machine_is_read_with_all_that_it_knows(tmp_path: Path) -> None:
    sounds = write_library(tmp_path / "machine", count=24, seed=1)
    dataset = load_dataset([tmp_path / "machine"], sample_rate=44_100, num_samples=44_100, progress=False)
    assert len(dataset) == 24
    assert Counter(dataset.labels) == Counter(sound.label for sound in sounds)
    assert set(dataset.names) == {sound.name for sound in sounds}
    assert set(dataset.kits) == {sound.kit for sound in sounds}
    assert set(dataset.label_sources) == {"kit"}
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        assert source["type"] == "drum_machine"
        original = read_original(source, sample_rate=44_100, num_samples=44_100, roots=[])
        np.testing.assert_array_equal(original, waveform)


def test_a_damaged_drum_machine_folder_is_read_by_its_names(tmp_path: Path) -> None:
    write(tmp_path / "machine" / "kick" / "Kick 808 001.wav", tone(50))
    (tmp_path / "machine" / "drum_machine.json").write_text('{"version": 1')
    dataset = load(tmp_path / "machine")
    assert dataset.labels == ("kick",)
    assert list(reasons(dataset)) == ["drum_machine.json"]


def test_roots_come_from_arguments_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("given", "first", "second"):
        (tmp_path / name).mkdir()
    paths = [tmp_path / "first", tmp_path / "gone", tmp_path / "second", tmp_path / "given"]
    monkeypatch.setenv("HITMAP_DATA", os.pathsep.join(map(str, paths)))
    roots = find_roots([tmp_path / "given"])
    assert roots[:3] == [tmp_path / "given", tmp_path / "first", tmp_path / "second"]
    assert len(roots) == len(set(roots))
    monkeypatch.delenv("HITMAP_DATA")
    assert tmp_path / "first" not in find_roots()


@pytest.mark.kits
@pytest.mark.skipif(not KITS.is_dir(), reason="the Debian packages hydrogen-drumkits and hydrogen-data")
def test_the_open_kits() -> None:
    dataset = load_dataset(
        [KITS], sample_rate=44_100, num_samples=44_100, exclude=[Path("belofilms_GuitarStrums")]
    )
    assert 700 < len(dataset) < 750  # 773 with near copies, most of them one hit at several levels
    assert set(dataset.labels) == set(LABELS)
    assert Counter(dataset.label_sources)["kit"] > 600
    assert len(set(dataset.kits)) == 16
    assert "GMRockKit + The Black Pearl 1.0" in dataset.families
    assert {item.reason for item in dataset.left_out if "emptySample" in item.path} == {
        "The sound is silent."
    }
    labels = dict(zip((source["path"] for source in dataset.sources), dataset.labels, strict=True))
    assert labels["BJA_Pacific/CB_01.aiff"] == "cymbal"
    assert labels["circAfrique v4/Dununba1 Bell.wav"] == "cowbell"
    assert labels["Millo_MultiLayered3/rs_01.flac"] == "rim"
    assert labels["ColomboAcousticDrumkit/hihat-semi-open-1.flac"] == "open_hat"

    for fraction in (0.15, 0.2):
        train, held_out = dataset.split(fraction=fraction)
        assert len({dataset.kits[i] for i in held_out}) >= 3
        assert {dataset.labels[i] for i in held_out} == set(LABELS) == {dataset.labels[i] for i in train}
        assert len(held_out) / len(dataset) == pytest.approx(fraction, abs=0.03)


@pytest.mark.parametrize(
    ("rate", "options"),
    [
        (RATE, {"subtype": "PCM_24"}),
        (48_000, {"subtype": "PCM_16"}),
        (RATE, {"format": "OGG", "subtype": "VORBIS"}),
        (RATE, {"format": "MP3"}),
    ],
)
def test_a_recording_in_another_form_is_kept_once_and_named(tmp_path: Path, rate: int, options: dict) -> None:
    kit = tmp_path / "kit"
    write(kit / "a clap.wav", 0.8 * tone(400))
    write(kit / "b snare.wav", noise(1))
    suffix = options.get("format", "wav").lower()
    copy = soxr.resample(0.3 * tone(400), RATE, rate)
    soundfile.write(kit / f"z clap.{suffix}", copy, rate, **options)
    dataset = load(kit)
    assert dataset.names == ("A Clap", "B Snare")
    assert reasons(dataset) == {f"kit/z clap.{suffix}": "This is nearly the same sound as kit/a clap.wav."}


def test_like_sounds_are_no_copies(tmp_path: Path) -> None:
    for name, sound in {"low": tone(100), "short": tone(100, decay=30.0), "higher": tone(103)}.items():
        write(tmp_path / "kit" / f"{name}.wav", sound)
    choked = noise(1, 0.4)
    choked[RATE // 12 :] *= 0.1
    write(tmp_path / "kit" / "noise.wav", noise(1, 0.4))
    write(tmp_path / "kit" / "choked.wav", choked)
    assert len(load(tmp_path / "kit")) == 5
