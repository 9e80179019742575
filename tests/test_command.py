"""Every command prints any name wherever its output goes, and shows commands as the system's shell takes them."""

import ast
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from vae.command import command_line

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "app.py", *ROOT.glob("vae/**/*.py"), *ROOT.glob("explorer/**/*.py")]
PROGRAM = r"""
import sys
import typer
from vae.command import run

def main() -> None:
    "Hat “offen” 太鼓 🥁."
    for name in ("Größe", "太鼓", "🥁", "\udcff", "e\u0301"):
        print(name)
        typer.echo(name)
        print(name, file=sys.stderr)
    print("saved")

run(main)
"""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp932", "utf-8"])
@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_any_name_is_printed_in_any_encoding(encoding: str, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding, errors="replace")  # click writes UTF-8 where it finds ASCII
    assert "offen" in text if arguments else text.rstrip().endswith("saved")


@pytest.mark.parametrize("closing", [">&-", "2>&-", ">&- 2>&-", "</dev/null >/dev/full 2>&-"])
def test_a_command_without_output_runs_to_its_end(closing: str, tmp_path: Path) -> None:
    """As a service, or a window without a console, may start it."""
    script = (
        "from pathlib import Path\nfrom vae.command import run\ndef main():\n Path('made').touch()\nrun(main)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    line = f"{shlex.join([sys.executable, '-c', script])} {closing}"
    subprocess.run(line, shell=True, cwd=tmp_path, env=environment)
    assert (tmp_path / "made").exists()


def test_commands_start_in_one_way() -> None:
    starters = [path for path in SOURCES if "typer.run(" in path.read_text("utf-8")]
    assert starters == [ROOT / "vae" / "command.py"]
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert '__name__ == "__main__"' not in text or "run(" in text or "print_anything()" in text, path


TEXT_FILES = {"read_text": 1, "write_text": 2, "fdopen": 4}
"""Functions that take an encoding, and its place among their arguments; ruff sees those it knows the types of."""


def test_every_text_file_names_its_encoding() -> None:
    forgotten = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            named = {keyword.arg for keyword in node.keywords}
            if name in TEXT_FILES and "encoding" not in named and len(node.args) < TEXT_FILES[name]:
                forgotten.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert forgotten == []


ARGUMENTS = ["python", "my sounds/Größe", "a'b", "C:\\Users\\me\\my sounds\\"]


def test_a_command_is_shown_as_the_shell_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shlex.split(command_line(*ARGUMENTS)) == ARGUMENTS
    monkeypatch.setattr("os.name", "nt")
    assert command_line(*ARGUMENTS) == 'python "my sounds/Größe" a\'b "C:\\Users\\me\\my sounds\\\\"'


@pytest.mark.parametrize(("chosen", "found"), [({}, "PASSIVE"), ({"OMP_WAIT_POLICY": "ACTIVE"}, "ACTIVE")])
def test_threads_that_wait_leave_the_cores_to_other_programs(chosen: dict[str, str], found: str) -> None:
    """What OpenMP says that it goes by, once torch is loaded."""
    if sys.platform != "linux":
        pytest.skip("only GNU's OpenMP says it")
    done = subprocess.run(
        [sys.executable, "-c", "import vae, torch; torch.rand(9)"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
        | {"OMP_DISPLAY_ENV": "TRUE"}
        | chosen,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"OMP_WAIT_POLICY = '{found}'" in done.stderr
