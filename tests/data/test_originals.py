import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sounds import RATE, load, noise, write

from vae.data.originals import find_in_roots, find_roots, has_original, read_original


def test_originals_are_what_training_saw(root: Path) -> None:
    dataset = load(root)
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        original = read_original(source, sample_rate=RATE, num_samples=RATE // 2, roots=[root.parent, root])
        np.testing.assert_array_equal(original, waveform)


def test_originals_are_stereo_where_they_are_and_somebody_asks(tmp_path: Path) -> None:
    channels = np.stack([noise(1), 0.4 * noise(2)])
    write(tmp_path / "kit" / "clap.wav", channels.T)
    write(tmp_path / "kit" / "kick.wav", noise(3))
    write(tmp_path / "kit" / "tom.wav", np.stack([noise(4), noise(4)]).T)
    dataset = load(tmp_path / "kit")
    assert [image is not None for image in dataset.stereo] == [True, False, False]
    assert dataset.subset([2, 0]).stereo == (dataset.stereo[2], dataset.stereo[0])
    shape = {"sample_rate": RATE, "num_samples": RATE // 2, "roots": [tmp_path]}
    for source, waveform in zip(dataset.sources, dataset.waveforms, strict=True):
        np.testing.assert_array_equal(read_original(source, **shape), waveform)
    clap, kick, tom = (read_original(source, **shape, stereo=True) for source in dataset.sources)
    np.testing.assert_array_equal(kick, dataset.waveforms[1])
    np.testing.assert_array_equal(tom, dataset.waveforms[2])
    assert clap is not None and clap.shape == (2, RATE // 2)
    mid = clap.mean(axis=0)
    np.testing.assert_allclose(mid * (0.95 / np.abs(mid).max()), dataset.waveforms[0], atol=1e-3)


def test_a_kit_can_be_given_itself(root: Path) -> None:
    dataset = load(root / "Acoustic")
    assert set(dataset.kits) == {"Acoustic"}
    assert dataset.sources[0]["path"] == "Acoustic/01.wav"
    for roots in ([root], [root / "Acoustic"]):
        original = read_original(dataset.sources[0], sample_rate=RATE, num_samples=RATE // 2, roots=roots)
        np.testing.assert_array_equal(original, dataset.waveforms[0])


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


PARTS = st.sampled_from(
    [
        "..",
        ".",
        "",
        "kit",
        "a.wav",
        "secret.wav",
        "link",
        "C:",
        "C:\\",
        "\\\\host\\share",
        "..\\..",
        "~",
        "\0",
        "/",
    ]
)
PATHS = st.lists(PARTS | st.text(max_size=8), max_size=6).map("/".join) | st.text(max_size=40)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root with a kit beside a file that nobody may reach; a link in it leads where its owner wants."""
    folder = tmp_path_factory.mktemp("guarded")
    for path in ("secret.wav", "root/kit/a.wav", "root/a.wav", "elsewhere/a.wav"):
        write(folder / path, noise(1))
    (folder / "root" / "link").symlink_to(folder / "elsewhere")
    return folder


@settings(max_examples=300, deadline=None)
@given(path=PATHS | st.none() | st.integers() | st.binary(max_size=4) | st.just("k" * 5000))
def test_no_path_leads_out_of_a_root(guarded: Path, path: object) -> None:
    root = guarded / "root"
    inside = [root / "a.wav", root / "kit" / "a.wav", root / "link" / "a.wav"]
    for roots in ([root], [root / "kit", root], []):
        found = find_in_roots(path, roots)
        assert found is None or Path(os.path.normpath(found)) in inside
        assert has_original({"type": "file", "path": path}, roots) == (found is not None)


@pytest.mark.parametrize("path", ["a.wav", "kit/a.wav", "link/a.wav", "root/a.wav"])
def test_what_lies_in_a_root_is_found(guarded: Path, path: str) -> None:
    found = find_in_roots(path, [guarded / "root"])
    assert found is not None and found.samefile(guarded / "root" / path.removeprefix("root/"))


@pytest.mark.parametrize(
    "path",
    [
        "../secret.wav",
        "kit/../../secret.wav",
        "/{}/secret.wav",
        "{}/secret.wav",
        "root/../secret.wav",
        "a.wav\0",
    ],
)
def test_what_lies_outside_is_not_found(guarded: Path, path: str) -> None:
    assert find_in_roots(path.format(guarded), [guarded / "root"]) is None


def test_drives_lead_nowhere(guarded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a part with a drive replaces all that is before it."""
    root, secret = guarded / "root", guarded / "secret.wav"
    monkeypatch.setattr(Path, "__truediv__", lambda folder, part: secret)
    assert find_in_roots("C:/secret.wav", [root]) is None
