"""The command that publishes checkpoints: a folder for any web server, with a page that makes every sound itself."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.publish.site import shelf_of, write_site
from vae.caches import use_writable_caches
from vae.command import run
from vae.errors import refusing


def main(
    checkpoint: Annotated[
        list[Path], typer.Option(help="Checkpoint folder; several may be given, the first opens.")
    ],
    out: Annotated[Path, typer.Option(help="Folder to write; a site that is there is replaced.")],
    url: Annotated[
        str,
        typer.Option(help="Address that the site will have, for previews of its links.", show_default=False),
    ] = "",
) -> None:
    """Writes a page that needs no server: any web server serves it, and the browser makes every sound."""
    with refusing(out):
        use_writable_caches()
        shelf = shelf_of(checkpoint)
        size = write_site(out, shelf, url, lambda name: typer.echo(f"Writing {name}…"))
    count = len(shelf.names)
    typer.echo(
        f"Wrote {out}: {count} checkpoint{'' if count == 1 else 's'}, {size / 1e6:.0f} MB. "
        f"See it with: python -m http.server --directory {out}"
    )


if __name__ == "__main__":
    run(main)
