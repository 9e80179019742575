"""The command that makes a file on the drum machine."""

import json
import subprocess
import sys

import numpy as np
import soundfile

from vae.recipes.kinds import Machine
from vae.recipes.text import parse_recipe


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vae.imitation", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_it_writes_a_recipe_and_its_sound_without_torch(tmp_path):
    time = np.arange(8000) / 16_000
    soundfile.write(tmp_path / "tone.wav", np.sin(900 * time) * np.exp(-9 * time), 16_000)
    done = run(tmp_path / "tone.wav", "--out", tmp_path / "made.json", "--effort", 20, "--label", "tom")
    assert done.returncode == 0 and " dB from tone.wav." in done.stdout
    recipe = parse_recipe((tmp_path / "made.json").read_text())
    assert isinstance(recipe, Machine) and recipe.label == "tom"
    assert json.loads((tmp_path / "made.json").read_text())["kind"] == "machine"
    waveform, rate = soundfile.read(tmp_path / "made.wav")
    assert rate == 44_100 and np.abs(waveform).max() > 0.9
    loaded = "import sys, vae.imitation.__main__; print('torch' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "False"


def test_what_cannot_be_imitated_is_a_sentence(tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(4000), 16_000)
    for sound, out in (("silence.wav", "a.json"), ("missing.wav", "a.json"), ("silence.wav", "a.wav")):
        done = run(tmp_path / sound, "--out", tmp_path / out)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and done.stderr.strip().endswith(".")
    assert [path.name for path in tmp_path.iterdir()] == ["silence.wav"]
