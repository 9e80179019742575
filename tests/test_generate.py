import io
import json
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
import soundfile
from typer import Typer
from typer.testing import CliRunner

from explorer.sound.render import Renderer
from vae.checkpoint.files import fingerprint
from vae.generate import draw, main, seeds_of, vary, write
from vae.recipes.sheet import FILE_NAME, read_sheet
from vae.recipes.text import parse_recipe, to_json
from vae.sound.audio import wav_bytes


@pytest.fixture(scope="module")
def folder(checkpoints):
    return checkpoints / "drum-machine"


@pytest.fixture(scope="module")
def run(folder):
    app = Typer()
    app.command()(main)
    return lambda *arguments: CliRunner().invoke(app, ["--checkpoint", str(folder), *map(str, arguments)])


@pytest.mark.parametrize(
    ("asked", "bits"),
    [((), 16), (("--label", "snare", "--seed", 5), 24), (("--near", "{name}", "--amount", 0.8), 16)],
)
def test_the_app_renders_the_recipes_to_the_same_bits(asked, bits, run, folder, codec, built, tmp_path):
    asked = [built.names[7] if part == "{name}" else part for part in asked]
    result = run("--count", 3, "--out", tmp_path / "new", "--bits", bits, *asked)
    assert result.exit_code == 0, result.output
    assert "Wrote 3 new sounds" in result.output
    saved = json.loads((tmp_path / "new" / "recipes.json").read_text())
    entries = saved["sounds"]
    assert saved["checkpoints"] == {"drum-machine": fingerprint(folder)}
    assert len({json.dumps(entry["recipe"]) for entry in entries}) == len(entries) == 3
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "recipes.json",
        *(e["file"] for e in entries),
    }
    renderer = Renderer(codec, built)
    for entry in entries:
        recipe = parse_recipe(json.dumps(entry["recipe"]))
        sound = renderer.render(recipe)
        expected = io.BytesIO(wav_bytes(sound.waveform, sound.sample_rate, bit_depth=bits))
        with soundfile.SoundFile(tmp_path / "new" / entry["file"]) as file:
            assert file.subtype == f"PCM_{bits}"
            assert file.comment == to_json(recipe)
            assert np.array_equal(file.read(), soundfile.read(expected)[0])
        assert entry["checkpoint"] == "drum-machine"
        assert entry["file"].rsplit("_", 1)[0] == sound.info.label or asked[:1] == ["--near"]


def test_draws_of_a_label_lie_nearest_to_it_and_are_no_copies(built):
    labels = []
    for sound in draw(built, 20, 3, "snare"):
        distances, nearest = built.nearest(sound.z, 1)
        labels.append(built.labels[nearest[0]])
        assert sound.label == "snare"
        assert distances[0] > 0.1 * built.latent_spacing
    assert labels.count("snare") >= 18


def test_a_variation_of_amount_0_is_the_sound(codec, built):
    (sound,) = vary(built, codec, 1, 0, 5, 0)
    assert sound.z.tobytes() == built.latents[5].tobytes()
    assert sound.label == built.labels[5]


def test_more_sounds_start_with_the_same_ones_and_another_seed_has_others():
    assert seeds_of(1, 50)[:20] == seeds_of(1, 20)
    assert len(set(seeds_of(1, 500)) | set(seeds_of(2, 500))) == 1000
    assert all(0 <= seed < 2**31 for seed in seeds_of(0, 500))


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (("--label", "gong"), "no label 'gong' here, but clap, closed_hat"),
        (("--near", "Clap 88"), "near it are 'Clap"),
        (("--near", "Clap 808 001", "--label", "clap"), "not both"),
        (("--amount", 1), "--near"),
        (("--near", "x", "--amount", 5), "0 to 4"),
        (("--near", "x", "--amount", "nan"), "0 to 4"),
        (("--count", 0), "1 to 100000"),
        (("--seed", -1), "0 to 2147483647"),
        (("--bits", 8), "16 or 24"),
        (("--checkpoint", "nowhere"), "not a checkpoint"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(asked, reason, run, tmp_path):
    result = run("--count", 2, "--out", tmp_path / "new", *asked)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1 and result.stderr.rstrip().endswith(".")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_left_alone(run, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for out in (tmp_path, tmp_path / "mine.txt"):
        result = run("--count", 1, "--out", out)
        assert (result.exit_code, "not an empty folder" in result.stderr) == (2, True)
    result = run("--count", 1, "--out", tmp_path / "mine.txt" / "below")
    assert (result.exit_code, "below cannot be used: Not a directory." in result.stderr) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_was_made_before_it_was_stopped_is_in_the_index(codec, built, folder, tmp_path):
    def stopped():
        yield from draw(built, 2, 0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, stopped(), codec, built, folder, 16)
    entries = json.loads((tmp_path / "recipes.json").read_text())["sounds"]
    assert {entry["file"] for entry in entries} == {path.name for path in tmp_path.glob("*.wav")}
    assert len(entries) == 2


def test_a_label_is_never_a_path(codec, built, folder, tmp_path):
    from dataclasses import replace

    (sound,) = draw(built, 1, 0)
    for number, label in enumerate(("../up", "/etc/x", "..", "snare drum?")):
        write(tmp_path / str(number), iter([replace(sound, label=label)]), codec, built, folder, 16)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.wav"))
    assert files == ["0/up_0001.wav", "1/etc-x_0001.wav", "2/sound_0001.wav", "3/snare-drum_0001.wav"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("missing", "no library.npz"),
        ("cut", "damaged"),
        ("shape", "is missing"),
        ("pickle", "is missing|damaged"),
        ("encrypted", "damaged"),
    ],
)
def test_a_damaged_library_is_one_sentence(damage, reason, folder, run, tmp_path):
    checkpoint = tmp_path / "damaged"
    shutil.copytree(folder, checkpoint)
    path = checkpoint / "library.npz"
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "shape":
        np.savez(path, latents=np.zeros((3, 4), np.float32), names=["a"], labels=["b"])
    elif damage == "pickle":
        np.savez(path, latents=np.array([{}]), names=["a"], labels=["b"])
    else:
        path.write_bytes(encrypted(data))
    result = run("--count", 1, "--out", tmp_path / "new", "--checkpoint", checkpoint)
    assert result.exit_code == 2 and re.search(reason, result.stderr)
    assert result.stderr.count("\n") == 1 and result.stderr.rstrip().endswith(".")
    assert not (tmp_path / "new").exists()


def encrypted(data: bytes) -> bytes:
    """A zip whose every entry claims to be encrypted."""
    flagged = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.find(signature)
        while at >= 0:
            flagged[at + offset] |= 1
            at = flagged.find(signature, at + 4)
    return bytes(flagged)


def test_a_list_of_thousands_is_read_up_to_where_it_is_needed(built, codec, folder, tmp_path, monkeypatch):
    monkeypatch.setattr("vae.generate.decode_audibly", lambda *_: np.zeros(16, np.float32))
    monkeypatch.setattr("vae.generate.write_atomically", lambda path, data: kept.update({path.name: data}))
    kept = {}
    assert write(tmp_path, draw(built, 3000, 0), codec, built, folder, 16) == 3000
    sheet = read_sheet(kept[FILE_NAME].decode(), most=8)
    assert sheet.total == 3000 and len(sheet.sounds) == 8 and sheet.kit is None
    assert len(kept[FILE_NAME]) < 3000 * 250
    for entry, (name, wav) in zip(sheet.sounds, kept.items(), strict=False):
        assert entry.file == name and to_json(entry.recipe).encode() in wav


def test_generating_does_not_need_the_explorer():
    code = "import sys, vae.generate; print([m for m in sys.modules if m.split('.')[0] in ('explorer', 'gradio')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
