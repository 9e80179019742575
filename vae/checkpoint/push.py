"""The command that puts a checkpoint on the Hugging Face Hub: model, library, card and figures, and no audio.

python -m vae.checkpoint.push checkpoints/open-kits user/open-kits
"""

from pathlib import Path
from typing import Annotated

import typer

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.command import command_line, run
from vae.errors import refusing


def main(
    checkpoint: Annotated[Path, typer.Argument(help="Checkpoint folder.", show_default=False)],
    name: Annotated[str, typer.Argument(help="What it is called on the Hub: user/name.", show_default=False)],
    private: Annotated[bool, typer.Option("--private", help="Make a new repository a private one.")] = False,
    branch: Annotated[
        str | None, typer.Option(help="Branch to write to.", show_default="the main one")
    ] = None,
) -> None:
    """Puts a checkpoint on the Hugging Face Hub, where everybody can open it by its name; log in first: hf auth login.

    Its sounds stay here, and so does report.csv, which names your files.
    """
    with refusing(checkpoint):
        codec = Codec.load(checkpoint)  # what is damaged is not published
        if not (checkpoint / "library.npz").is_file():
            raise CheckpointError(f"{checkpoint.name} has no library.npz, without which it has no map.")
        address = codec.push_to_hub(
            name, private=private or None, branch=branch, commit_message=f"Push {checkpoint.name} with Hitmap"
        )
    at = name if branch is None else f"{name}@{branch}"
    print(f"{address}\nOpen it anywhere: {command_line('python', 'app.py', '--checkpoint', at)}")


if __name__ == "__main__":
    run(main)
