"""What several tests of the page do, and the addresses that they open."""

import json
from urllib.parse import quote


def drag_slider(stage, name: str, value: float) -> None:
    stage.reveal(f"#{name} input[type=range]").fill(str(value))


def set_corners(stage) -> tuple[int, int]:
    a, b = stage.lonely_sounds(2)
    stage.page.keyboard.down("Shift")
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(a)))
    stage.after(lambda: stage.page.mouse.click(*stage.sound_at(b)))
    stage.page.keyboard.up("Shift")
    return a, b


def address(recipe: object, checkpoint: str = "drum-machine") -> str:
    text = recipe if isinstance(recipe, str) else json.dumps(recipe)
    return f"#checkpoint={checkpoint}&recipe={quote(text)}"


def energies_of_both_sides(stage) -> list[float]:
    """Of the original and of the model's version of the current sound, heard one after the other."""
    energies = []
    for side in ("original", "decoded"):
        stage.page.keyboard.press("b")
        stage.wait("data-listening", side)
        stage.wait("data-playing", "false")
        stage.page.keyboard.press("Space")
        energies.append(stage.energy)
    return energies


def choose_checkpoint(page, name: str) -> None:
    page.locator("#checkpoint input").click()
    page.get_by_role("option", name=name).click()
