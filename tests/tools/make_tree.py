"""Writes the tree of files into CONTRIBUTING.md: every room with its sentence, every file with its first line.

python tests/tools/make_tree.py
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"
BEGIN, END = "<!-- tree -->\n```\n", "```\n<!-- end of tree -->"
FLOORS = (
    "vae",
    "vae/sound",
    "vae/latent",
    "vae/drum_machine",
    "vae/drum_machine/engines",
    "vae/model",
    "vae/checkpoint",
    "vae/data",
    "vae/preview",
    "vae/library",
    "vae/recipes",
    "vae/evaluate",
    "vae/train",
    "explorer/sound",
    "explorer/kit",
    "explorer/server",
    "explorer/page",
    "explorer",
    "explorer/static",
)
"""From the ground up; rooms that are not named here come after the room they are in."""

NAMES = 22


def first_line(path: Path) -> str:
    """What a file says of itself in its first line; empty where it says nothing."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
    found = re.match(r"\s*(?://\s*@ts-check\s*\n)?\s*(?://|/\*+)\s*(.*?)\s*(?:\*/)?\n", text)
    return found[1] if found else ""


def rooms() -> list[Path]:
    """Every folder with code, from the ground up."""
    found = {path.parent for suffix in ("py", "js") for path in ROOT.glob(f"vae/**/*.{suffix}")}
    found |= {path.parent for suffix in ("py", "js") for path in ROOT.glob(f"explorer/**/*.{suffix}")}

    def floor(room: Path) -> tuple[int, str]:
        name = room.relative_to(ROOT).as_posix()
        known = max((one for one in FLOORS if name == one or name.startswith(f"{one}/")), key=len)
        return FLOORS.index(known), name

    return sorted(found, key=floor)


def tree() -> str:
    """The tree as text, a line each for rooms and files."""
    lines = []
    for room in rooms():
        about = room / "__init__.py"
        lines.append(
            f"{room.relative_to(ROOT).as_posix()}/  {first_line(about) if about.exists() else ''}".rstrip()
        )
        files = [path for path in sorted(room.iterdir()) if path.suffix in (".py", ".js", ".css", ".html")]
        lines += [
            f"    {path.name:<{NAMES}} {first_line(path)}".rstrip()
            for path in files
            if path.name != "__init__.py"
        ]
    return "\n".join(lines) + "\n"


def with_tree(page: str) -> str:
    """A page of Markdown with the tree between its marks."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + tree() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(with_tree(PAGE.read_text("utf-8")), encoding="utf-8")
