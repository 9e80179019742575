"""The engine in the browser, run in Node.js: it makes the sounds that Python makes."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vae.sound.measures import envelope_db

ROOT = Path(__file__).parents[3]
JS = ROOT / "tests/js"
LARGEST = 10 * 10**6

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None or not (JS / "node_modules/onnxruntime-web").is_dir(),
        reason="needs Node.js and the packages of tests/js",
    ),
]


@pytest.fixture(scope="module", params=["drum-machine", "open-kits"])
def published(request, tmp_path_factory):
    """A folder with a published checkpoint, cases, and what the engine made of them."""
    folder = tmp_path_factory.mktemp("engine")
    make = [sys.executable, "tests/tools/make_engine_cases.py", f"checkpoints/{request.param}", str(folder)]
    subprocess.run(make, cwd=ROOT, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    return folder


def test_the_engine_makes_the_sounds_of_python(published):
    result = subprocess.run(
        ["node", "--test", "engine/agreement.test.js"],
        cwd=JS,
        env={**os.environ, "ENGINE_CASES": str(published)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-6000:]
    errors = {}
    for i, case in enumerate(json.loads((published / "cases.json").read_text("utf-8"))["cases"]):
        wanted = np.frombuffer(base64.b64decode(case["waveform"]), "<f4").reshape(case["channels"])
        found = np.fromfile(published / f"{i}.f4", "<f4").reshape(case["channels"])
        pairs = zip(wanted, found, strict=True)
        errors[case["recipe"]] = max(envelope_db(one, other, 44_100) for one, other in pairs)
    assert max(errors.values()) <= 0.1, {recipe: error for recipe, error in errors.items() if error > 0.1}


def test_no_file_is_too_large_for_a_host_of_pages(published):
    engine = [path for path in published.iterdir() if path.suffix in (".onnx", ".bin", ".gz", ".json")]
    assert len(engine) > 10
    assert max(path.stat().st_size for path in engine if path.name != "cases.json") < LARGEST
