"""Every notebook runs from its first line to its last, as the text it is kept in, and pairs with its .ipynb file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
ALL = sorted(NOTEBOOKS.glob("*.py"))
each = pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)


@pytest.mark.slow
@each
def test_the_notebook_runs_and_leaves_nothing_behind(path, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HITMAP_COURSE", "quick")
    before = set(NOTEBOOKS.iterdir())
    done = subprocess.run([sys.executable, path], cwd=NOTEBOOKS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(NOTEBOOKS.iterdir()) == before
    assert not list(tmp_path.glob("tmp*"))  # what `tempfile` makes; torch keeps a cache of its own beside it


@each
def test_the_pair_holds_the_same_cells_and_no_outputs(path):
    cells = json.loads(path.with_suffix(".ipynb").read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
    text = path.read_text("utf-8").split("# ---\n")[-1]
    of_text = [block.partition("\n")[2].strip() for block in re.split(r"^# %%", text, flags=re.M)[1:]]
    of_pair = [
        re.sub(r"^(?!$)", "# ", "".join(cell["source"]), flags=re.M).replace("\n\n", "\n#\n")
        if cell["cell_type"] == "markdown"
        else "".join(cell["source"])
        for cell in cells
    ]
    assert of_pair == of_text


@each
def test_sections_are_numbered_in_order_and_every_question_has_an_answer(path):
    text, number = path.read_text("utf-8"), int(path.stem[:2])
    sections = re.findall(r"^# ## (\S+) ", text, flags=re.M)
    assert sections == [f"{number}.{k}" for k in range(1, len(sections) + 1)]
    questions = re.findall(r"^# \*\*Question (\d+\.\d+)\.\*\*", text, flags=re.M)
    answers = re.findall(r"^# \*\*(\d+\.\d+)\*\*", text, flags=re.M)
    assert questions == answers == [f"{number}.{k}" for k in range(1, len(questions) + 1)]
    assert len(questions) >= 5


def test_badges_and_downloads_name_one_repository_and_the_notebook_that_they_are_in():
    project = (NOTEBOOKS.parent / "pyproject.toml").read_text("utf-8")
    named = re.search(r'^Repository = "(.+)"$', project, re.MULTILINE)
    repository = named[1] if named else "https://github.com/OWNER/REPOSITORY"
    place = repository.removeprefix("https://github.com/")
    for path in ALL:
        text = path.read_text("utf-8")
        assert f'REPOSITORY = "{repository}"' in text, path.name
        assert f"/github/{place}/blob/main/notebooks/{path.stem}.ipynb)" in text, path.name
        assert f"/v2/gh/{place}/main?labpath=notebooks/{path.stem}.ipynb)" in text, path.name


def test_the_way_to_find_hitmap_is_the_same_in_every_notebook():
    setups = {re.search(r"^import importlib.*?^$", path.read_text("utf-8"), re.M | re.S)[0] for path in ALL}
    assert len(setups) == 1
