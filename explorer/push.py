"""The command that puts the app on the Hugging Face Hub as a Space, its weights through the store for large files.

python -m explorer.push user/hitmap
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from vae.checkpoint.files import PUBLISHED
from vae.checkpoint.hub import in_a_sentence
from vae.command import CLONE, is_clone, run
from vae.errors import HitmapError, refusing

SHIPPED = ("drum-machine", "effects", "open-kits", "thesis")
"""The checkpoints that come with Hitmap; others are somebody's own, and pushed only when they are named."""
FILES = (
    *("app.py", "README.md", "LICENSE", "CITATION.cff", "CHANGELOG.md", "CONTRIBUTING.md"),
    *("requirements.txt", "packages.txt", "pyproject.toml"),
)
ROOMS = ("vae", "explorer", "notebooks/images")
ZERO_GPU = "zero-a10g"
THUMBNAIL = re.compile(r"^thumbnail: (?!https?:)(.*)$", re.MULTILINE)


class PushError(HitmapError):
    """There is no Space to push here; the message is one sentence."""


def main(
    name: Annotated[str, typer.Argument(help="What it is called on the Hub: user/name.", show_default=False)],
    checkpoint: Annotated[
        list[str] | None,
        typer.Option(
            help="Name of a folder in checkpoints/; may be given more than once.",
            show_default=", ".join(SHIPPED),
        ),
    ] = None,
    hardware: Annotated[
        str, typer.Option(help=f"What a new Space runs on: {ZERO_GPU}, which is free, cpu-basic or another.")
    ] = ZERO_GPU,
    private: Annotated[bool, typer.Option("--private", help="Make a new Space a private one.")] = False,
) -> None:
    """Puts the app on the Hugging Face Hub as a Space; log in first: hf auth login.

    What the Space had and this clone has not is deleted there; its history keeps it.
    """
    with refusing(CLONE):
        files = list(space_files(CLONE, checkpoint or SHIPPED))
        address = push(name, files, hardware, private=private)
    print(f"{address} has {len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.0f} MB.")


def space_files(clone: Path, checkpoints: Sequence[str]) -> Iterator[Path]:
    """The files of a clone that a Space needs, with these checkpoints, but no tests and no list of somebody's files.

    Raises:
        PushError: there is no such checkpoint, or this is no clone.
    """
    if not is_clone():
        raise PushError("A Space is pushed from a clone of Hitmap, and this one was installed by pip.")
    yield from (clone / name for name in FILES)
    for room in ROOMS:
        found = sorted(path for path in (clone / room).rglob("*") if path.is_file())
        yield from (path for path in found if "__pycache__" not in path.parts and path.name[0] != ".")
    for name in checkpoints:
        folder = clone / "checkpoints" / name
        if not (folder / "config.json").is_file():
            raise PushError(f'There is no checkpoint "{name}" in checkpoints/.')
        yield from (path for one in PUBLISHED if (path := folder / one).is_file())


def push(name: str, files: Sequence[Path], hardware: str = ZERO_GPU, *, private: bool = False) -> str:
    """Makes the Space if it is not there, and commits the files to it, all at once.

    Returns:
        Its address.

    Raises:
        HubError: the Hub refuses it, or cannot be reached.
    """
    with in_a_sentence(name), tempfile.TemporaryDirectory() as folder:
        from huggingface_hub import HfApi, SpaceHardware

        if hardware not in {one.value for one in SpaceHardware}:
            raise PushError(f'The Hub has no hardware "{hardware[:40]}"; {ZERO_GPU} is free.')
        api = HfApi()
        made = api.create_repo(
            name,
            repo_type="space",
            space_sdk="gradio",
            space_hardware=SpaceHardware(hardware),
            private=private or None,
            exist_ok=True,
        )
        for path in files:
            copy = Path(folder) / path.relative_to(CLONE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        readme = Path(folder) / "README.md"
        readme.write_text(with_thumbnail(readme.read_text("utf-8"), made.url), "utf-8")
        api.upload_folder(
            repo_id=name,
            repo_type="space",
            folder_path=folder,
            delete_patterns="*",
            commit_message="Push Hitmap",
        )
    return made.url


def with_thumbnail(readme: str, address: str) -> str:
    """A README whose thumbnail is a file of the Space at an address, as the Hub wants it: a URL."""
    return THUMBNAIL.sub(rf"thumbnail: {address}/resolve/main/\1", readme, count=1)


if __name__ == "__main__":
    run(main)
