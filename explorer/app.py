"""The app: arguments -> checkpoint -> page. `app.py` and the installed command `hitmap` start it."""

import os
import sys
from contextlib import ExitStack, suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from threading import Timer
from typing import Annotated, Any

import typer

from vae.command import NAME, app_command, run
from vae.device import CPU, DeviceName, choose_device
from vae.errors import refusing

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

WARM_UP_AFTER = 10.0
"""Seconds to keep the processor free for the first clicks."""


def shipped_checkpoints() -> Path:
    """The folder of the checkpoints that came with Hitmap: beside the code in a clone, elsewhere where pip put them."""
    beside = Path(__file__).parents[1] / "checkpoints"
    if not beside.is_dir():
        with suppress(PackageNotFoundError):
            for file in files(NAME) or ():
                if file.name == "config.json" and file.parts[-3:-2] == (beside.name,):
                    return Path(file.locate()).resolve().parents[1]
    return beside


CHECKPOINTS = shipped_checkpoints()


def main(
    checkpoint: Annotated[
        str | None,
        typer.Option(
            help="Name of a folder in checkpoints/, a path to one, or user/name on the Hub.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port to listen on.", min=1, max=65535, show_default="the first free from 7860"),
    ] = None,
    share: Annotated[bool, typer.Option("--share", help="Make a public link through Gradio.")] = False,
    device: DeviceName = CPU,
    workers: Annotated[
        int, typer.Option(help="Processes to serve with, for many visitors on many cores.", min=1, max=256)
    ] = 1,
    mcp: Annotated[
        bool,
        typer.Option("--mcp", help="Serve the endpoints as tools for agents too (MCP), at /gradio_api/mcp/."),
    ] = False,
) -> None:
    """Serves Hitmap: a map of one-shot sounds, playable at every point through a variational autoencoder."""
    from explorer.page.host import check_tools, prepare_host
    from explorer.page.zero_gpu import satisfy_zero_gpu
    from explorer.sound.shelf import find_checkpoints
    from explorer.sound.torch_lane import use_one_core
    from vae.recipes.kinds import Place, Point

    with refusing(CHECKPOINTS), ExitStack() as opened:
        prepare_host(host, port, share=share)
        satisfy_zero_gpu()
        if mcp:
            check_tools()
        shelf = find_checkpoints(CHECKPOINTS, checkpoint, device)
        shelf.check()
        if workers > 1:
            same = ("--checkpoint", str(shelf.folders[shelf.default])) if checkpoint else ()
            options = [*same, "--device", device]
            return _serve_with(workers, options, host, port, share=share, mcp=mcp)
        if device != CPU:
            choose_device(device)  # loads torch, and refuses what is not there before a page is served
        from explorer.page.ui import build_demo, launch_options

        demo = build_demo(shelf)
        opened.callback(demo.close, verbose=False)
        _launch(
            demo, server_name=host, server_port=port, share=share, mcp_server=mcp or None, **launch_options()
        )
        use_one_core()
        # While the first page loads: loads torch and builds the indices of the map, and uses all of it once.
        for recipe in (Point(0), Place(0, 0)):
            shelf.renderer().render(recipe)
        for part in ("signal", "spatial", "ndimage"):  # SciPy's, which would hold the first clicks
            import_module(f"scipy.{part}")
        opened.pop_all()
    timer = Timer(WARM_UP_AFTER, warm_up)
    timer.daemon = True
    timer.start()
    demo.block_thread()


def _serve_with(
    count: int, options: list[str], host: str | None, port: int | None, *, share: bool, mcp: bool
) -> None:
    """Serves with several processes behind one address, until it is interrupted.

    Raises:
        HostError: the address or the number of processes cannot be used.
    """
    from explorer.page.host import FIRST_PORT, PORT_VARIABLE, HostError, chosen_host, why_not_served
    from explorer.workers.front import listening, serve
    from explorer.workers.processes import workers

    if share:
        raise HostError("A page is shared by one process: leave out --workers or --share.")
    if mcp:
        raise HostError("Tools for agents are served by one process: leave out --workers or --mcp.")
    host = chosen_host(host)
    first = int(os.environ.get(PORT_VARIABLE, FIRST_PORT))
    try:
        listener = listening(host, port, first)
    except OSError as error:
        raise why_not_served(error) from None
    print(f"Running on http://{host}:{listener.getsockname()[1]} with {count} processes", flush=True)
    if not serve(workers(count, [*app_command(), *options]), listener):
        sys.exit(2)


def _launch(demo: Any, **options: Any) -> None:
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
    """Loads what measuring needs, before a comparison or a recording has to wait for it."""
    import numpy as np

    from vae.sound.measures import envelope_db

    noise = np.random.default_rng(0).standard_normal(88_200).astype(np.float32)
    envelope_db(noise, noise, 44_100)


def hitmap() -> None:
    """The installed command."""
    run(main)


if __name__ == "__main__":
    hitmap()
