"""Hitmap runs on the Pythons that it names: nothing is too new, and a part of it runs on those that are here."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from installed import without_paths
from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
OLDEST = re.search(r'requires-python = ">=(3\.\d+)"', PROJECT)[1]
OTHERS = [
    version for version in ("3.10", "3.11", "3.12", "3.13") if not sys.version.startswith(f"{version}.")
]
QUICK = ("tests/drum_machine/test_golden_drums.py", "tests/latent/test_latent_ops.py")
LIGHT = ("numpy", "scipy", "soundfile", "soxr", "tomli", "tqdm", "typer", "pytest", "hypothesis")
"""Packages of that part, which runs without torch: other Pythons may have no build of it that is small."""


def newer_than(oldest: str, *places: Path) -> list[str]:
    """What files use that an older Python lacks, each with the version that has it first."""
    vermin = Path(sys.executable).with_name("vermin")
    done = subprocess.run(
        [vermin, "--quiet", "--no-tips", "--violations", f"--target={oldest}-", *places],
        capture_output=True,
        text=True,
    )
    wants = re.findall(r"^\s+(.*) requires .*?3\.(\d+)$", done.stdout, re.MULTILINE)
    return [f"{what}: 3.{minor}" for what, minor in wants if int(minor) > int(oldest.partition(".")[2])]


def test_what_is_newer_is_found(tmp_path):
    (tmp_path / "new.py").write_text("import tomllib\nfrom typing import Self\n", "utf-8")
    assert len(newer_than("3.10", tmp_path)) == 2


@pytest.mark.slow
def test_nothing_needs_a_newer_python():
    assert newer_than(OLDEST, ROOT / "app.py", ROOT / "vae", ROOT / "explorer", ROOT / "tests") == []


def test_the_linter_knows_the_oldest_python():
    assert f'target-version = "py{OLDEST.replace(".", "")}"' in PROJECT


def python_of(version: str) -> Path | None:
    """A Python of this version, on the path or among pyenv's; None if there is none that starts."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"), reverse=True)]
    for place in filter(None, places):
        told = subprocess.run([place, "--version"], capture_output=True, text=True).stdout
        if told.startswith(f"Python {version}."):
            return Path(place)
    return None


def pinned(version: str) -> list[str]:
    """The light packages, as the requirements pin them for a Python."""
    files = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    lines = [
        line for file in files for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"
    ]
    wanted = [one for one in map(Requirement, lines) if one.name in LIGHT]
    there = {**default_environment(), "python_version": version}
    return [f"{one.name}{one.specifier}" for one in wanted if not one.marker or one.marker.evaluate(there)]


@pytest.mark.slow
@pytest.mark.parametrize("version", OTHERS)
def test_a_part_runs_on_another_python(version, tmp_path):
    """All code compiles there, the pinned packages install, drums and latents come out as they do here."""
    python = python_of(version)
    if python is None:
        pytest.skip(f"There is no Python {version}.")
    own, environment = tmp_path / "environment/bin/python", without_paths() | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([python, "-m", "venv", tmp_path / "environment"], check=True)
    packages = pinned(version)
    assert {re.split("[=<>]", one)[0] for one in packages} >= {"numpy", "scipy", "pytest"}
    subprocess.run([own, "-m", "pip", "install", "-q", *packages], check=True, env=environment)
    compiling = "import sys, pathlib\nfor name in sys.argv[1:]: compile(pathlib.Path(name).read_bytes(), name, 'exec')"
    files = [ROOT / "app.py", *ROOT.glob("vae/**/*.py"), *ROOT.glob("explorer/**/*.py")]
    subprocess.run([own, "-c", compiling, *files], check=True)
    options = ["-q", "--noconftest", "-p", "no:cacheprovider", "-m", "not slow and not long"]
    done = subprocess.run(
        [own, "-m", "pytest", *options, *QUICK], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]
