"""Hitmap: arguments -> checkpoint -> page."""

import os
from contextlib import ExitStack
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vae.command import run
from vae.device import CPU, DeviceName, choose_device
from vae.errors import refusing

if TYPE_CHECKING:
    from gradio import Blocks

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

CHECKPOINTS = Path(__file__).parent / "checkpoints"
WARM_UP_AFTER = 10.0
"""Seconds to keep the processor free for the first clicks."""


def main(
    checkpoint: Annotated[
        str | None,
        typer.Option(help="Name of a folder in checkpoints/, or a path to one.", show_default=False),
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port to listen on.", min=1, max=65535, show_default="the first free from 7860"),
    ] = None,
    share: Annotated[bool, typer.Option("--share", help="Make a public link through Gradio.")] = False,
    device: DeviceName = CPU,
) -> None:
    """Serves Hitmap: a map of one-shot sounds, playable at every point through a variational autoencoder."""
    from explorer.page.host import prepare_host
    from explorer.sound.shelf import find_checkpoints
    from explorer.sound.torch_lane import use_one_core

    with refusing(CHECKPOINTS), ExitStack() as opened:
        prepare_host(host, port, share=share)
        shelf = find_checkpoints(CHECKPOINTS, checkpoint, device)
        shelf.check()
        if device != CPU:
            choose_device(device)  # loads torch, and refuses what is not there before a page is served
        from explorer.page.ui import build_demo, launch_options

        demo = build_demo(shelf)
        opened.callback(demo.close, verbose=False)
        _launch(demo, server_name=host, server_port=port, share=share, **launch_options())
        use_one_core()
        shelf.renderer()  # loads torch while the first page loads; a first click waits for it
        opened.pop_all()
    timer = Timer(WARM_UP_AFTER, warm_up)
    timer.daemon = True
    timer.start()
    demo.block_thread()


def _launch(demo: "Blocks", **options: Any) -> None:
    """Starts to serve the page and returns at once.

    Raises:
        HostError: no port is free, or the served page cannot be reached.
        OSError: the system refuses something else.
    """
    import httpx

    from explorer.page.host import why_not_served

    try:
        demo.launch(prevent_thread_lock=True, **options)
    except (OSError, httpx.HTTPError, ValueError) as error:
        raise why_not_served(error) from None


def warm_up() -> None:
    """Loads librosa, whose first use takes seconds, before a comparison or a recording has to wait for it."""
    import numpy as np

    from vae.sound.measures import envelope_db

    noise = np.random.default_rng(0).standard_normal(88_200).astype(np.float32)
    envelope_db(noise, noise, 44_100)


if __name__ == "__main__":
    run(main)
