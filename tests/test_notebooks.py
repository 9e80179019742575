"""Every notebook runs from its first line to its last, as the text it is kept in, and pairs with its .ipynb file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.py")), ids=lambda path: path.stem)
def test_the_notebook_runs_and_leaves_nothing_behind(path, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOKS.parent))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = set(NOTEBOOKS.iterdir())
    done = subprocess.run([sys.executable, path], cwd=NOTEBOOKS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(NOTEBOOKS.iterdir()) == before
    assert not list(tmp_path.glob("tmp*"))  # what `tempfile` makes; torch keeps a cache of its own beside it


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.py")), ids=lambda path: path.stem)
def test_the_pair_holds_the_same_cells_and_no_outputs(path):
    cells = json.loads(path.with_suffix(".ipynb").read_text())["cells"]
    assert not any(cell.get("outputs") for cell in cells)
    text = path.read_text().split("# ---\n")[-1]
    of_text = [block.partition("\n")[2].strip() for block in re.split(r"^# %%", text, flags=re.M)[1:]]
    of_pair = [
        re.sub(r"^(?!$)", "# ", "".join(cell["source"]), flags=re.M).replace("\n\n", "\n#\n")
        if cell["cell_type"] == "markdown"
        else "".join(cell["source"])
        for cell in cells
    ]
    assert of_pair == of_text
