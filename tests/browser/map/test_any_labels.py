"""A library of sixty invented labels on the page: its legend, its list of all labels, its guesses, its pads."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from explorer_fixtures import GUESSED, INVENTED_LABELS, with_invented_labels
from playwright.sync_api import expect
from stage_page import StagePage

from vae.library.library import Library

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(checkpoints, tmp_path_factory) -> Path:
    """A folder with one checkpoint, whose library has these labels."""
    folder = tmp_path_factory.mktemp("invented")
    shutil.copytree(checkpoints / "drum-machine", folder / "effects")
    with_invented_labels(Library.load(folder / "effects")).save(folder / "effects")
    return folder


@pytest.fixture(scope="module")
def effects(folder) -> Library:
    return Library.load(folder / "effects")


@pytest.fixture(scope="module")
def effects_url(folder):
    from explorer.page.ui import build_demo, launch_options
    from explorer.sound.shelf import find_checkpoints

    demo = build_demo(find_checkpoints(folder))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()


@pytest.fixture
def stage(browser, effects_url):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    stage = StagePage(page, effects_url)
    stage.open()
    yield stage
    page.close()
    assert stage.console_errors == []


def lit(page) -> set[str]:
    chosen = page.locator(".groups [role=option][aria-selected=true]")
    return set(chosen.evaluate_all("rows => rows.map((row) => row.dataset.label)"))


def test_sixty_labels_are_found_lit_played_and_put_on_pads(stage, effects):
    page = stage.page
    by_count = sorted(set(effects.labels), key=lambda label: (-effects.labels.count(label), label))
    assert len(by_count) == 60
    chips = page.locator(".chip")
    assert [chip.get_attribute("data-label") for chip in chips.all()] == by_count[:12]
    more, groups = page.locator(".more-chip"), page.locator(".groups")
    expect(more).to_have_text("all 60 labels …")
    expect(groups).to_be_hidden()
    more.click()
    rows = groups.locator("[role=option]")
    expect(rows).to_have_count(60)
    labels = rows.evaluate_all("rows => rows.map((row) => row.dataset.label)")
    assert labels == by_count and set(labels) == set(INVENTED_LABELS)
    box, map_box = groups.bounding_box(), page.locator(".map").bounding_box()
    assert map_box["y"] <= box["y"] and box["y"] + box["height"] <= map_box["y"] + map_box["height"]

    page.keyboard.type("wood")  # the list opens with the cursor in its field
    expect(rows).to_have_count(6)
    page.keyboard.press("Enter")
    assert lit(page) == {label for label in INVENTED_LABELS if label.endswith("_wood")}
    opacity = stage.drawn("opacity")
    bright = {i for i, label in enumerate(effects.labels) if label.endswith("_wood")}
    assert {i for i, value in opacity.items() if value > 0.5} == bright

    page.keyboard.press("Escape")  # first the words, then the list
    expect(rows).to_have_count(60)
    page.locator("[data-groups=only]").click()
    page.locator(".groups input").fill("proto")
    page.locator(".groups input").press("ArrowDown")
    page.keyboard.press("Space")
    assert lit(page) == {"__proto__"}
    expect(page.locator(".chip[data-label=__proto__]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(groups).to_be_hidden()
    expect(more).to_be_focused()
    made = stage.after(lambda: page.locator("#surprise").click())
    assert made == {"kind": "prior", "seed": made["seed"], "label": "__proto__"}

    page.locator("[data-keep=random-kit]").click()
    page.wait_for_selector(".pad.filled >> nth=7")
    page.wait_for_selector(".keep[data-ready=true]")
    shown = page.locator(".pad small").all_inner_texts()
    titles = {label.replace("_", " ").strip() for label in INVENTED_LABELS}
    assert len(set(shown)) == 8 and set(shown) <= titles


def test_guesses_look_guessed(stage, effects):
    page = stage.page
    guess = effects.labels.index(GUESSED)
    sure = next(i for i in range(len(effects)) if effects.label_confidences[i] == 1)
    hollow = {sound for sound, value in stage.drawn("hollow").items() if value}
    assert hollow == set(np.flatnonzero(effects.label_confidences < 1).tolist())
    for sound, words in (
        (sure, effects.labels[sure].replace("_", " ")),
        (guess, "spell fire (guessed, 40 %)"),
    ):
        page.locator(".search input").fill(effects.names[sound])
        page.locator(f".suggestions [data-id='{sound}']").click()
        stage.settled(f"recipe.id === {sound}")
        expect(page.locator(".facts")).to_have_text(re.compile(rf"^{re.escape(words)} · "))
    page.locator(".search input").fill("")
    page.mouse.move(*stage.pixel(*stage.place_of(guess)))
    expect(page.locator(".tip small")).to_contain_text("(guessed)")
    page.locator(".more-chip").click()
    row = page.locator(f".groups [data-label={GUESSED}]")
    expect(row.locator("em")).to_have_text("guessed")
    expect(row.locator("svg.hollow")).to_have_count(1)
