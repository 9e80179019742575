"""The contact sheet in a browser, opened from disk: seen, heard, searched and corrected."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from vae.data.dataset import Dataset
from vae.data.reading import FileFacts
from vae.data.scan import LeftOut
from vae.preview.given import read_given
from vae.preview.write import Preview, write_preview
from vae.sound.spectrogram import SpectrogramConfig

pytestmark = pytest.mark.browser

CONFIG = SpectrogramConfig(sample_rate=8_000, num_samples=4_000)
COUNT = 130
MARKUP = "<img src=x onerror=alert(1)>"
FILES = ("=1+1.wav", f"{MARKUP}.wav", "a #1 50%.wav", "Größe, 🥁.wav", "-x;y.wav")
LABELS = ("door", "footstep", MARKUP)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "Effects"
    folder.mkdir()
    for name in ["notes.txt", *FILES, *(f"{index:03d}.wav" for index in range(COUNT - len(FILES)))]:
        (folder / name).write_text("no audio")
    return folder


@pytest.fixture(scope="module")
def sheet(sounds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with all of them, of which every third label is guessed, and some begin late."""
    names = sorted(path.name for path in sounds.glob("*.wav"))
    noise = 0.3 * np.random.default_rng(0).standard_normal((COUNT, CONFIG.num_samples)).astype(np.float32)
    dataset = Dataset(
        waveforms=noise,
        names=tuple(name.removesuffix(".wav") for name in names),
        labels=tuple(LABELS[index % 3] for index in range(COUNT)),
        kits=tuple(f"Kit {index % 4} {MARKUP}" for index in range(COUNT)),
        levels=np.zeros(COUNT, np.float32),
        durations=np.full(COUNT, 0.5, np.float32),
        label_sources=tuple(("name", "kit", "neighbours")[index % 3] for index in range(COUNT)),
        sources=({},) * COUNT,
        label_confidences=np.array([(1, 1, 0.4)[index % 3] for index in range(COUNT)], np.float32),
        left_out=(
            LeftOut("Effects/song.mp3", f"It is {MARKUP} damaged."),
            LeftOut("Effects/notes.txt", "This is not an audio file."),
            LeftOut("Effects/000.wav", "It is silent."),
        ),
        files=tuple(
            FileFacts(
                f"Effects/{name}", "WAV", 8_000, 1, 2.0, *((1.25, "1.2 s of noise") if not index % 10 else ())
            )
            for index, name in enumerate(names)
        ),
    )
    place = tmp_path_factory.mktemp("out") / "Mine #1.preview"
    reasons = ["It is learned from."] * COUNT
    write_preview(place, Preview(dataset, ["yes"] * COUNT, reasons, CONFIG, [sounds]), progress=False)
    return place / "sheet.html"


@pytest.fixture
def page(browser: Browser, sheet: Path):
    """It, without a network; afterwards, no script has failed and nothing but its folder was asked for."""
    with browser.new_context(offline=True, viewport={"width": 1200, "height": 800}) as context:
        page, faults = context.new_page(), []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on(
            "dialog",
            lambda dialog: dialog.accept() if dialog.type == "beforeunload" else faults.append("ran"),
        )
        page.on("request", lambda one: one.url.startswith(("file:", "blob:")) or faults.append(one.url))
        page.goto(sheet.as_uri())
        yield page
        assert faults == []


def names(page: Page) -> list[str]:
    return page.locator(".card h2").all_inner_texts()


def test_cards_are_made_as_they_come_into_view(page):
    expect(page.get_by_role("button", name=f"{COUNT} sounds")).to_be_visible()
    assert 0 < len(names(page)) < COUNT
    page.wait_for_function("() => document.querySelector('.card img').naturalWidth > 0")
    for _ in range(3):
        page.locator(".card").last.scroll_into_view_if_needed()
    expect(page.locator(".card")).to_have_count(COUNT)


def test_cards_fill_a_large_screen(page):
    page.set_viewport_size({"width": 3840, "height": 2160})
    page.get_by_label("Sort by").select_option("label")
    expect(page.locator(".card")).to_have_count(COUNT)


def test_names_are_text(page):
    page.get_by_role("searchbox").fill("onerror=alert(1)>.wav")
    card = page.locator(".card")
    expect(card).to_have_count(1)
    assert card.locator("h2").inner_text() == MARKUP
    assert MARKUP in card.locator(".about").inner_text()
    assert page.locator("img[src=x]").count() == 0


def test_a_sound_plays_and_ends(page):
    card = page.locator(".card").nth(1)
    card.get_by_role("button", name="Play").click()
    expect(page.locator(".card.playing")).to_have_count(1)
    page.wait_for_function("() => parseFloat(document.querySelectorAll('.playhead')[1].style.left) > 0")
    expect(page.locator(".card.playing")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".card").nth(2).locator(".play")).to_be_focused()


def test_a_file_that_no_browser_plays_says_so(page):
    page.locator(".card .whole").first.click()
    expect(page.locator(".card .unplayable").first).to_have_text("This browser cannot play this file.")


def test_what_was_cut_and_where_it_starts(page):
    card = page.locator(".card").first
    expect(card.locator(".cut")).to_have_text("Cut: 1.2 s of noise")
    expect(card.locator(".where")).to_have_text("From 1.25 to 1.75 s of 2.00 s")
    page.get_by_role("button", name="with something cut").click()
    expect(page.locator(".card")).to_have_count(13)


def test_labels_are_found_and_the_least_sure_first(page):
    page.get_by_label("Sort by").select_option("sure")
    expect(page.locator(".card .sure").first).to_have_text("by similar sounds, 40 % sure")
    page.get_by_role("button", name="labels guessed").click()
    expect(page.locator("#shown")).to_have_text("43 shown")
    page.get_by_role("button", name="door 44").click()
    expect(page.get_by_text("Nothing matches.")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("#shown")).to_have_text(f"{COUNT} shown")


def test_files_left_out_have_their_reason(page):
    page.get_by_role("button", name="3 files left out").click()
    expect(page.locator(".row")).to_have_count(3)
    assert f"It is {MARKUP} damaged." in page.locator(".row", has_text="song.mp3").inner_text()
    playable = page.locator(".row", has=page.get_by_role("button", name="whole file"))
    expect(playable).to_have_count(1)
    assert "000.wav" in playable.inner_text()


def test_files_left_out_have_room_on_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.get_by_role("button", name="3 files left out").click()
    path = page.get_by_role("link", name="Effects/notes.txt")
    assert path.evaluate("(one) => one.scrollWidth <= one.clientWidth")


def test_labels_corrected_on_the_page_come_back(page, sounds, tmp_path):
    for query, label in (("=1+1", "Door Slam"), ("Größe", "=evil, label")):
        page.get_by_role("searchbox").fill(query)
        expect(page.locator(".card")).to_have_count(1)
        page.locator(".card .label").click()
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        expect(page.locator(".card .label")).to_have_text(label)
    page.locator(".card .label").click()
    page.keyboard.press("Escape")
    expect(page.locator("#corrected")).to_have_text("2 labels corrected")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save labels.csv").click()
    download.value.save_as(tmp_path / "labels.csv")
    given, _ = read_given(tmp_path / "labels.csv", [sounds])
    assert len(given) == COUNT
    corrected = {path: one.label for (path, _), one in given.items() if one.source == "given"}
    assert corrected == {"Effects/=1+1.wav": "Door Slam", "Effects/Größe, 🥁.wav": "=evil, label"}
    assert {one.confidence for one in given.values() if one.source == "neighbours"} == {0.4}


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [390, 1200])
def test_it_is_readable_in_both_themes_and_on_a_phone(page, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    lightness = page.evaluate(
        "() => ['backgroundColor', 'color'].map((name) =>"
        " getComputedStyle(document.body)[name].match(/\\d+/g).map(Number).reduce((a, b) => a + b) / 765)"
    )
    assert abs(lightness[0] - lightness[1]) > 0.7
    assert (lightness[0] < 0.5) == (scheme == "dark")
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
