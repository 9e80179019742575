"""What the repository says of itself is true, and it keeps to its own measures."""

import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.tools import make_readme, make_tree

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CODE = {".py", ".js", ".css", ".html"}
MAX_LINES = 300
MAX_FILES = 16
LINK = re.compile(r"\]\((?!https?:|#|mailto:|\{\{)([^)#\s]+)")
COMMANDS = re.findall(r"^\| `python (?:-m )?([\w./]+)(.*?)` \|", README, re.MULTILINE)


def tracked() -> list[Path]:
    """Every file that git knows."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in names.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_is_long():
    """Notebooks are pages of text, with code between."""
    code = [path for path in tracked() if path.suffix in CODE and path.parent != ROOT / "notebooks"]
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in code}
    assert len(lines) > 100
    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_no_room_is_crowded():
    """Scripts and the styles beside them are counted apart."""
    files = Counter(
        (path.parent.relative_to(ROOT).as_posix(), path.suffix)
        for path in tracked()
        if path.suffix in CODE and path.name != "__init__.py"
    )
    assert {room: count for room, count in files.items() if count > MAX_FILES} == {}


def test_imports_go_down():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_file_of_the_readme_is_there_and_every_folder_is_in_it():
    tree = README.partition("## Change it")[2]
    named = set(re.findall(r"^\| `([\w./]+)` \|", tree, re.MULTILINE))
    assert {name for name in named if not (ROOT / name).exists()} == set()
    folders = {f"{path.relative_to(ROOT).parts[0]}/" for path in tracked() if path.parent != ROOT}
    assert {name for name in folders if not name.startswith(".")} <= named


@pytest.mark.parametrize(("command", "options"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_every_command_of_the_readme_tells_its_options(command, options, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [command, "--help"])
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        if command.endswith(".py"):
            runpy.run_path(str(ROOT / command), run_name="__main__")
        else:
            runpy.run_module(command, run_name="__main__", alter_sys=True)
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert {name for name in re.findall(r"--[\w-]+", options) if name not in told} == set()


def test_the_readme_has_every_command():
    assert {command for command, _ in COMMANDS} >= {"app.py", "vae.train", "vae.evaluate", "vae.generate"}


def test_the_figures_of_the_readme_are_those_of_the_cards_and_the_benchmark():
    assert make_readme.filled(README) == README, "run python tests/tools/make_readme.py"


def test_every_link_of_the_pages_leads_somewhere():
    pages = [path for path in tracked() if path.suffix == ".md"]
    assert len(pages) > 5
    found = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))]
    assert [(page.name, link) for page, link in found if not (page.parent / link).exists()] == []


def test_the_tree_of_files_is_up_to_date():
    assert make_tree.tree() in make_tree.PAGE.read_text("utf-8")


def test_nothing_names_a_machine():
    packed = {".npz", ".png", ".webp", ".safetensors", ".gz", ".wasm"}
    text = [path for path in tracked() if path.suffix not in packed and path != Path(__file__)]
    paths = re.compile(r"(?<![\w.])/(work|root|home/\w+|opt/\w+)/|index-url|find-links", re.ASCII)
    assert [path for path in text if paths.search(path.read_text("utf-8"))] == []


def test_packages_of_the_page_come_from_no_named_registry():
    assert '"resolved"' not in (ROOT / "tests/js/package-lock.json").read_text("utf-8")


def test_no_two_test_files_share_a_name():
    """Pytest imports them by name alone."""
    names = Counter(path.name for path in tracked() if path.name.startswith("test_") and path.suffix == ".py")
    assert {name: count for name, count in names.items() if count > 1} == {}
