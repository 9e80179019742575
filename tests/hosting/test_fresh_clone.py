"""README.md's two commands work in a fresh clone with nothing but Python, and the clone then starts as a Space does."""

import json
import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from fresh_clone import answered, command_with, free_port, make_clone, page_server, running
from installed import ROOT, without_paths
from nobody import as_nobody, only_root
from playwright.sync_api import sync_playwright
from zero_gpu_stand_in import zero_gpu

from tests.browser.chromium import ARGUMENTS, CHROMIUM
from tests.browser.prefix_proxy import below

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="needs bash")]

MOST_SECONDS = 20.0
"""From the start to the first sound, with the computer to itself."""
CUT_SHORT = "--minutes 0.1 --latent-dim 8"
"""Instead of the 20 minutes that README gives to the second command."""
SANDBOX = "allow-scripts allow-same-origin allow-downloads allow-popups allow-forms"
SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "someone/hitmap",
    "SPACE_HOST": "someone-hitmap.hf.space",
    "SPACE_AUTHOR_NAME": "someone",
    "GRADIO_SERVER_NAME": "0.0.0.0",
    "HOME": "/nonexistent",
    "PATH": os.environ["PATH"],
}
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && ! touch new 2>/dev/null && exec "$@"'


@pytest.fixture(scope="session")
def fresh_clone(tmp_path_factory) -> Path:
    """A clone in which README's first command ran; one for all processes that the tests run in."""
    folder = tmp_path_factory.getbasetemp()
    return make_clone(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


def test_the_first_command_of_the_readme_serves_sounds(fresh_clone, capsys):
    times = json.loads(fresh_clone.with_name("times.json").read_text("utf-8"))
    with capsys.disabled():
        print(
            f"\nREADME's first command: page after {times['page_s']:.0f} s, sound after {times['sound_s']:.0f} s"
        )
    assert times["bytes"] > 10_000


def test_the_second_command_of_the_readme_trains(fresh_clone, tmp_path, capsys):
    python, sounds, out = fresh_clone / ".venv/bin/python", tmp_path / "sounds", "checkpoints/mine"
    options = {"cwd": fresh_clone, "env": without_paths(), "check": True}
    subprocess.run(
        [python, "-m", "vae.drum_machine", "--one-second", "--count", "24", "--out", sounds], **options
    )
    command = command_with("requirements-train.txt", "-m vae.train", f"--out {out}")
    command = command.replace("FOLDER", str(sounds)).replace("--minutes 20", CUT_SHORT)
    assert str(sounds) in command and CUT_SHORT in command
    began = time.monotonic()
    done = subprocess.run(["bash", "-euc", command], **options, capture_output=True, text=True)
    with capsys.disabled():
        print(f"\nREADME's second command, with {CUT_SHORT}: {time.monotonic() - began:.0f} s")
    assert f"{out} is ready" in done.stdout
    assert (fresh_clone / out / "library.npz").is_file()


@only_root
@pytest.mark.skipif(not CHROMIUM.exists(), reason="There is no Chromium.")
def test_it_starts_as_a_space_does(fresh_clone, capsys):
    """Somebody else's read-only tree, no home, below a path, in a sandboxed frame; on ZeroGPU where `spaces` is there.

    `HITMAP_SPACE_PYTHON` names another Python that has Hitmap's requirements, such as ZeroGPU's.
    """
    python = Path(os.environ.get("HITMAP_SPACE_PYTHON", fresh_clone / ".venv/bin/python"))
    on_zero_gpu = subprocess.run([python, "-c", "import spaces"], capture_output=True).returncode == 0
    port = free_port()
    environment = {**SPACE, "GRADIO_SERVER_PORT": str(port)}
    with ExitStack() as stack:
        if on_zero_gpu:
            variables, asked = stack.enter_context(zero_gpu())
            environment |= variables
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        stack.callback(browser.close)
        page = browser.new_page()
        address = stack.enter_context(below("/spaces/someone/hitmap", f"http://127.0.0.1:{port}"))
        began = time.monotonic()
        app = as_nobody(python, fresh_clone / "app.py")
        command = ["unshare", "--mount", "sh", "-c", READ_ONLY, fresh_clone, *app]
        process = stack.enter_context(running(command, ROOT, environment))
        answered(f"http://127.0.0.1:{port}/", process)
        body = f'<iframe src="{address}/" sandbox="{SANDBOX}" style="width: 1300px; height: 700px"></iframe>'
        page.goto(stack.enter_context(page_server(body)))
        frame = page.frame_locator("iframe")
        frame.locator('#stage[data-ready="true"]').wait_for(state="attached", timeout=60_000)
        frame.locator(".surface").first.click(timeout=60_000)
        frame.locator('#stage[data-last-ms]:not([data-renders="0"])').wait_for(
            state="attached", timeout=60_000
        )
        took = time.monotonic() - began
        assert frame.locator("#stage").get_attribute("data-error") in (None, "")
    with capsys.disabled():
        print(f"\nAs a Space{' on ZeroGPU' if on_zero_gpu else ''}: first sound {took:.1f} s after the start")
    sharing = os.getloadavg()[0] / (os.cpu_count() or 1)  # other tests, on the same cores
    assert took <= MOST_SECONDS * max(1.0, sharing)
    if on_zero_gpu:
        assert asked == ["/startup-report"]
