"""A Space on ZeroGPU is stopped unless it reports a function for the graphics card; the real `spaces` reports ours."""

import os
import re
import subprocess
import sys
import types
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from zero_gpu_stand_in import zero_gpu

from explorer.page.zero_gpu import VARIABLE, satisfy_zero_gpu

ROOT = Path(__file__).parents[2]
START = """
import sys
if HIDE_TORCH:
    sys.modules["torch"] = None
from explorer.page.zero_gpu import satisfy_zero_gpu
print("started:", satisfy_zero_gpu())
if HIDE_TORCH:
    del sys.modules["torch"]
import gradio
with gradio.Blocks() as demo:
    gradio.HTML("page")
demo.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
demo.close()
from vae import Codec
import numpy as np
codec = Codec.load("checkpoints/thesis")
print("heard:", np.abs(codec.decode(np.zeros(codec.latent_dim, np.float32))).sum())
"""


def started(environment: dict[str, str]) -> dict[str, str]:
    """What a page prints that is started so: whether it is on ZeroGPU, and the sum of a sound.

    `spaces` needs a torch with CUDA or none; one without is hidden from it.
    """
    script = START.replace("HIDE_TORCH", str(torch.version.cuda is None))
    environment = {**os.environ, **environment, "GRADIO_ANALYTICS_ENABLED": "False"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(re.findall(r"^(started|heard): (.*)$", done.stdout, re.MULTILINE))


@pytest.mark.slow
@pytest.mark.skipif(find_spec("spaces") is None, reason="the package `spaces` is not installed")
def test_the_start_is_reported_and_sounds_are_the_same(tmp_path):
    with zero_gpu() as (environment, asked):
        there = started({**environment, "ZEROGPU_OFFLOAD_DIR": str(tmp_path)})
    assert asked == ["/startup-report"], "it is reported, and no graphics card is asked for"
    here = started({})
    assert (there["started"], here["started"]) == ("True", "False")
    assert there["heard"] == here["heard"]


def test_nothing_is_imported_elsewhere(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "spaces", None)  # importing it would fail
    assert not satisfy_zero_gpu()
    monkeypatch.setenv(VARIABLE, "false")
    assert not satisfy_zero_gpu()


def test_one_function_is_declared_on_zero_gpu(monkeypatch):
    declared = []
    package = types.ModuleType("spaces")
    package.__spec__ = types.SimpleNamespace(name="spaces")
    package.GPU = declared.append
    monkeypatch.setitem(sys.modules, "spaces", package)
    monkeypatch.setenv(VARIABLE, "true")
    assert satisfy_zero_gpu()
    assert len(declared) == 1 and declared[0]() is None
