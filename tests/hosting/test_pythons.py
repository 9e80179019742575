"""Hitmap runs on every Python that it says it runs on: nothing in it is newer than the oldest of them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
OLDEST = re.search(r'requires-python = ">=(3\.\d+)"', PROJECT)[1]


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
