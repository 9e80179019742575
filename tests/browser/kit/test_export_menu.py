"""The menu that exports a kit: what for, under which name, and how loud."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile
from kits import TALL, fill, kit, loaded
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]
MENU = "[data-menu=export] summary"


def download(page) -> tuple[str, dict[str, bytes]]:
    """Downloads the kit: the name of the file, and what is in it."""
    with page.expect_download() as found:
        page.locator("[data-keep=export]").click()
    data = Path(found.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return found.value.suggested_filename, {name: archive.read(name) for name in archive.namelist()}


def test_the_menu_says_in_a_line_what_each_format_is_for(page):
    page.locator(MENU).click()
    formats = page.locator(".export .formats label").all()
    assert len(formats) == 6
    for one in formats:
        assert one.locator("b").inner_text() and one.locator("small").inner_text()
    assert page.locator(".formats :checked").count() == 1
    page.locator(MENU).click()


def test_a_kit_leaves_in_the_chosen_format_under_its_name_at_full_scale(stage, page):
    fill(stage, 2)
    page.locator(MENU).click()
    page.get_by_role("radio", name="DecentSampler").check()
    page.locator("[data-kit=name]").fill("Night shift")
    page.locator("[data-export=level]").select_option("peak")
    name, files = download(page)
    assert name == "night-shift.zip"
    groups = ET.fromstring(files["night-shift.dspreset"]).findall("groups/group")
    assert len(groups) == 2
    for group in groups:
        sound, _ = soundfile.read(io.BytesIO(files[group.find("sample").get("path")]))
        assert np.abs(sound).max() == pytest.approx(0.999, abs=1e-3)
    assert page.evaluate("() => localStorage.getItem('hitmap-export-format')") == '"decentsampler"'


def test_open_a_kit_is_a_button_in_the_open_and_takes_any_export(stage, page):
    fill(stage, 2)
    before = kit(page)["slots"]
    page.locator(MENU).click()
    page.get_by_role("radio", name="Numbered folders").check()
    with page.expect_download() as found:
        page.locator("[data-keep=export]").click()
    data = Path(found.value.path()).read_bytes()
    page.locator(".menu summary", has_text="Clear").click()
    page.locator("[data-keep=clear-kit]").click()
    with page.expect_file_chooser() as chooser:
        page.locator("[data-keep=open]").click()
    chooser.value.set_files({"name": "kit.zip", "mimeType": "application/zip", "buffer": data})
    expect(page.locator(".toast")).to_have_text("The kit is on the pads.")
    loaded(page)
    assert kit(page)["slots"] == before
