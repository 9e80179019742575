"""Takes the README's pictures of a running app.

python app.py --port 7860
python tests/tools/make_screenshots.py --url http://127.0.0.1:7860 --out notebooks/images
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from chromium import ARGUMENTS, CHROMIUM
from playwright.sync_api import sync_playwright
from stage_page import StagePage

SIZES = {"": (1440, 900), "-phone": (390, 844)}
CORNERS = ((0.18, 0.24), (0.72, 0.62))


def main(
    url: Annotated[str, typer.Option(help="Address of the running app.")] = "http://127.0.0.1:7860",
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("notebooks/images"),
    checkpoint: Annotated[str, typer.Option(help="Name of the checkpoint to show.")] = "drum-machine",
) -> None:
    """Writes hitmap-dark.png, hitmap-light.png and the same of a phone: a morph, playing, over a kit."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for theme in ("dark", "light"):
            for suffix, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                stage = StagePage(page, url.rstrip("/"))
                stage.open(f"#checkpoint={checkpoint}")
                show_morph(stage)
                page.screenshot(path=out / f"hitmap-{theme}{suffix}.png")
        browser.close()
    typer.echo(f"Wrote {2 * len(SIZES)} pictures to {out}.")


def show_morph(stage: StagePage) -> None:
    """Sets two corners and waits until the playhead is on its way."""
    page = stage.page
    box = page.locator(".surface").bounding_box()
    page.keyboard.down("Shift")
    for x, y in CORNERS:
        at = (box["x"] + x * box["width"], box["y"] + y * box["height"])
        stage.after(lambda at=at: page.mouse.click(*at))
    page.keyboard.up("Shift")
    small = page.locator(".dock").is_visible()
    if small:
        stage.sheet("pads")
    page.locator("[data-keep=random-kit]").click()
    page.wait_for_selector(".pad.filled >> nth=7")
    page.wait_for_selector(".keep[data-ready=true]")
    if small:
        stage.sheet("sound")
    page.locator("[data-action=play]").click()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("() => parseFloat(document.querySelector('.views .head').style.left) > 12")


if __name__ == "__main__":
    typer.run(main)
