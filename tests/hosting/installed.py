"""An environment of its own in which Hitmap is installed from this tree, and finds the packages of the running one."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]


def build_wheel(folder: Path) -> Path:
    """The wheel that pip builds of this tree."""
    source = folder / "source"  # setuptools leaves a folder `build` behind
    names = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    for name in filter(None, names.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            os.link(ROOT / name, copy) if os.stat(ROOT).st_dev == os.stat(
                folder
            ).st_dev else copy.write_bytes((ROOT / name).read_bytes())
    pip("wheel", "--no-deps", "--wheel-dir", folder, source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def pip(command: str, *arguments: object, python: Path | str = sys.executable) -> None:
    """Runs pip, quietly, for a Python that may have none of its own."""
    options = [
        "--python",
        str(python),
        "--quiet",
        "--disable-pip-version-check",
        command,
        *map(str, arguments),
    ]
    subprocess.run([sys.executable, "-m", "pip", *options], check=True, env=without_paths())


def install(wheel: Path, folder: Path) -> Path:
    """The folder with the commands of a new environment that has this wheel, and borrows what it depends on."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip("install", "--no-deps", wheel, python=commands / "python")
    (site,) = folder.glob("[Ll]ib/**/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return commands


def without_paths() -> dict[str, str]:
    """The environment, without anything that would lead to this tree."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
