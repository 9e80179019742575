"""The app needs no package of training, and training says which it lacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from vae.command import TRAINING_PACKAGES

ROOT = Path(__file__).parents[2]
IMPORTED_AS = {"scikit-learn": "sklearn", "umap-learn": "umap"}
WITHOUT = """
import sys
from importlib.machinery import PathFinder
class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.split('.')[0] in {missing} else super().find_spec(name, path, target)
sys.meta_path[:] = [Without if finder is PathFinder else finder for finder in sys.meta_path]
"""
EVERYTHING = """
import asyncio, base64, io, json, numpy, soundfile
from pathlib import Path
from explorer.page.ui import build_demo
from explorer.server.functions import server_functions
from explorer.server.uploads import describe_upload
from explorer.sound.shelf import find_checkpoints
shelf = find_checkpoints(Path('checkpoints'))
build_demo(shelf)
functions = {one.__name__: one for one in server_functions(shelf)}
def ask(name, **payload):
    reply = json.loads(asyncio.run(functions[name]({'checkpoint': '', **payload})).body)
    assert reply['ok'], (name, reply)
    return reply
point, place = '{"kind":"point","id":0}', '{"kind":"place","x":0.4,"y":0.4}'
ask('version'); ask('dimensions'); ask('card')
ask('render', recipe=point); ask('render', recipe=place); ask('numbers', recipe=place)
for aspect in ('spectrum', 'decay', 'pitch'): ask('alike', recipe=place, aspect=aspect)
ask('pitch', recipe=place); ask('original', id=0); ask('wav', recipe=place, bit_depth=16)
ask('difference', recipe=point); ask('rating', id=0); ask('versions', id=0); ask('triple', seed=0)
kit = ask('random_kit', seed=0, source='map')
file = Path(FILE)
soundfile.write(file, numpy.random.default_rng(0).standard_normal(9000) * numpy.linspace(0.5, 0, 9000), 44100)
assert describe_upload(shelf, str(file), '')['recipe']
print(json.dumps({'kit': sorted(kit)}))
"""


def of_training() -> set[str]:
    """The packages of requirements-train.txt, as they are imported."""
    lines = (ROOT / "requirements-train.txt").read_text(encoding="utf-8").splitlines()
    names = [Requirement(line).name for line in lines]
    return {IMPORTED_AS.get(name, name) for name in names}


def run(script: str) -> subprocess.CompletedProcess:
    missing = WITHOUT.format(missing={*TRAINING_PACKAGES, "numba", "llvmlite"})
    return subprocess.run([sys.executable, "-c", missing + script], cwd=ROOT, capture_output=True, text=True)


def test_every_package_of_training_is_known():
    assert of_training() == set(TRAINING_PACKAGES)


@pytest.mark.slow
def test_the_app_does_everything_without_the_packages_of_training(tmp_path):
    result = run(EVERYTHING.replace("FILE", repr(str(tmp_path / "mine.wav"))))
    assert result.returncode == 0, result.stderr[-2000:]
    assert "kit" in json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("vae.train", ["--data", ".", "--out", "x"]),
        ("vae.evaluate", ["--checkpoint", "checkpoints/thesis"]),
        ("explorer.library", ["--checkpoint", "checkpoints/thesis", "--data", "."]),
    ],
)
def test_training_says_which_packages_it_lacks(module, arguments):
    start = f"import runpy\nsys.argv = [{module!r}, *{arguments}]\nrunpy.run_module({module!r}, run_name='__main__')"
    result = run(start)
    assert result.returncode == 2, result.stderr[-2000:]
    assert result.stderr.count("\n") == 1 and "pip install -r requirements-train.txt" in result.stderr
