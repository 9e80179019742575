"""Own sounds: files and folders are read one after the other, pinned to the map, and still there tomorrow."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.loads]

INPUT, FOLDER = "#header input[type=file]", ".own input[type=file]"
ROWS, PINS, TOAST = ".own ol li", ".overlay .own > g", ".toast"
RATE = 44_100
LATEST = "Field 3"
NOTE = """
  window.told = [];  // how far reading was
  new MutationObserver(() => {
    const text = document.querySelector('.reading:not([hidden]) [data-reading=text]')?.textContent;
    if (text && text !== window.told.at(-1)) window.told.push(text);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""
DROP = """(count) => new Promise((done, fail) => {
  const request = indexedDB.open('hitmap', 1);
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const transaction = request.result.transaction('own', 'readwrite');
    for (let i = 0; i < count; i++) transaction.objectStore('own').put({ key: `lost-kit ${i}`, checkpoint: 'lost-kit',
      version: '', recipe: '{}', name: `Old ${i}`, label: 'kick', place: [0, 0], picture: 'data:image/webp,', at: i });
    transaction.oncomplete = () => { request.result.close(); done(); };
  };
})"""
"""Puts so many own sounds of another checkpoint into the browser's database."""


def write(path: Path, pitch: float) -> None:
    t = np.arange(RATE // 3) / RATE
    path.parent.mkdir(exist_ok=True)
    soundfile.write(path, 0.4 * np.sin(2 * np.pi * pitch * t) * np.exp(-14 * t), RATE)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three sounds, one of them in a folder of its own, a file that is none, a damaged one, and a hidden one."""
    folder = tmp_path / "Field"
    for i, path in enumerate(("Field 1.wav", "Field 2.wav", "more/Field 3.wav")):
        write(folder / path, 90 * (i + 1))
    (folder / "notes.txt").write_text("no sound", "utf-8")
    (folder / "Broken.wav").write_bytes(b"RIFF")
    (folder / ".hidden").write_bytes(b"-")
    return folder


@pytest.fixture
def sounds(folder) -> list[Path]:
    return sorted(folder.rglob("Field*.wav"))


def yours(page: Page) -> None:
    page.get_by_role("tab", name="History").click()
    page.get_by_role("button", name=re.compile("^Yours")).click()


def test_a_folder_is_read_and_is_still_there_tomorrow(stage, page, folder):
    yours(page)
    expect(page.locator(".own-count")).to_contain_text("Up to 200")
    page.evaluate(NOTE)
    page.locator(FOLDER).set_input_files(folder)
    expect(page.locator(TOAST)).to_contain_text("3 of 5 sounds are on the map. 2 could not be read.")
    assert page.evaluate("() => window.told.map((text) => text.split(':')[0])") == [
        f"Reading {i} of 5" for i in range(1, 6)
    ]
    expect(page.locator(".reading")).to_be_hidden()
    expect(page.locator(".unread li")).to_have_text(
        [re.compile(r"^Broken\.wav .+\.$"), "notes.txt This is not an audio file."]
    )
    assert stage.recipe["kind"] == "latent", "the first is heard at once"
    expect(page.locator(".now .title")).to_have_text("Field 1")
    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.locator(f"{ROWS} img")).to_have_count(3)
    recipe = stage.after(lambda: page.locator(ROWS).first.get_by_role("button").first.click())
    expect(page.locator(".now .title")).to_have_text(LATEST)
    expect(page.locator("[data-side=original]")).to_be_enabled()
    expect(page.locator("[data-state=made]")).to_have_count(0)

    page.goto("about:blank")
    stage.open()
    expect(page.locator(PINS)).to_have_count(3)
    pins = page.locator(f"{PINS} circle").all()
    heads = [pin.bounding_box() for pin in pins]
    clicked = [
        stage.after(
            lambda box=box: page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        )
        for box in heads
    ]
    assert clicked[-1] == recipe, "the latest lies on top"
    expect(page.locator(".now .title")).to_have_text(LATEST)
    page.keyboard.press("Shift+1")
    kit = json.loads(page.locator("#pads .keep").get_attribute("data-kit") or "")
    assert (kit["slots"][0]["name"], kit["slots"][0]["recipe"]) == (LATEST, recipe)

    page.locator(".search input").fill("field 2")
    expect(page.locator("#suggestions li").first).to_contain_text("yours")
    stage.after(lambda: page.locator(".search input").press("Enter"))
    expect(page.locator(".now .title")).to_have_text("Field 2")
    page.locator("[data-state=own]").click()
    page.locator(f"{ROWS} .remove").first.click()
    expect(page.locator(PINS)).to_have_count(2)
    page.locator("[data-own=clear]").click()
    expect(page.locator(PINS)).to_have_count(2)
    page.locator("[data-own=clear]").click()
    expect(page.locator(PINS)).to_have_count(0)
    page.reload()
    stage.wait("data-ready", "true")
    yours(page)
    expect(page.locator(ROWS)).to_have_count(0)


def test_a_dropped_folder_is_read_with_all_in_it(stage, page, folder):
    box = page.locator(".map").bounding_box()
    where = {"x": box["x"] + 200, "y": box["y"] + 200}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, "data": data, **where})
    expect(page.locator("#stage")).to_have_attribute("data-dropping", "true")
    devtools.send("Input.dispatchDragEvent", {"type": "drop", "data": data, **where})
    expect(page.locator(TOAST)).to_contain_text("3 of 5 sounds are on the map.")
    expect(page.locator("#stage[data-dropping]")).to_have_count(0)
    expect(page.locator(PINS)).to_have_count(3)
    devtools.detach()


def test_reading_can_be_stopped(stage, page, sounds):
    held: list[Route] = []
    page.route("**/gradio_api/upload*", lambda route: held.append(route))
    with page.expect_request("**/gradio_api/upload*"):
        page.locator(INPUT).set_input_files(sounds)
    expect(page.locator(".reading")).to_contain_text("Reading 1 of 3: Field 1.wav")
    page.locator(".reading button").click()
    held[0].continue_()
    expect(page.locator(TOAST)).to_contain_text("Stopped. 1 of 3 sounds is on the map.")
    expect(page.locator(PINS)).to_have_count(1)
    assert len(held) == 1
    page.unroute_all()


@pytest.mark.parametrize(
    "code",
    [
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    ],
)
def test_a_browser_that_keeps_nothing_says_so_and_plays_all_the_same(stage, page, sounds, code):
    stage.before_scripts(code)
    page.reload()
    stage.wait("data-ready", "true")
    page.locator(INPUT).set_input_files(sounds[0])
    expect(page.locator(TOAST)).to_contain_text("they last until you close the page")
    expect(page.locator(".now .title")).to_have_text("Field 1")
    expect(page.locator(PINS)).to_have_count(1)


def test_what_is_too_many_is_said_before(stage, page, sounds):
    page.evaluate(DROP, 198)
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator(PINS)).to_have_count(0)
    page.locator(INPUT).set_input_files(sounds)
    expect(page.locator(TOAST)).to_contain_text("room for 2 more of 200 sounds. Files left out: 1.")
    expect(page.locator(TOAST)).to_contain_text("2 of 2 sounds are on the map.")
    page.locator(INPUT).set_input_files(sounds)
    expect(page.locator(TOAST)).to_contain_text("it holds 200 sounds")
    stage.after(lambda: page.locator(INPUT).set_input_files(sounds[2]))
    expect(page.locator(".now .title")).to_have_text(LATEST)
    yours(page)
    expect(page.locator(ROWS)).to_have_count(200)
