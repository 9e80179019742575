"""Compare's columns: the versions of a sound that several checkpoints have."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from stage_page import StagePage

from explorer.page.ui import build_demo, launch_options
from explorer.sound.shelf import Shelf

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(checkpoints, profile) -> Iterator[StagePage]:
    """The page of an app with two checkpoints of the same sounds."""
    home = checkpoints / "drum-machine"
    demo = build_demo(Shelf({"drum-machine": home, "twin": home}, "drum-machine"))
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    page = profile.new_page()
    stage = StagePage(page, url.rstrip("/"))
    stage.open()
    yield stage
    page.close()
    demo.close()


def test_every_checkpoint_that_has_the_sound_shows_and_plays_its_version(stage):
    page = stage.page
    stage.reveal(".compare-none")
    expect(page.locator(".versions")).to_be_hidden()
    (sound,) = stage.lonely_sounds(1)
    stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    columns = page.locator(".versions button")
    expect(columns).to_have_count(2)
    assert [column.split("\n")[0] for column in columns.all_inner_texts()] == ["drum-machine", "twin"]
    expect(columns.nth(1)).to_contain_text("dB off")
    before = page.evaluate("window.started.length")
    columns.nth(1).click()
    page.wait_for_function("before => window.started.length === before + 1", arg=before)
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    expect(page.locator(".compare-body")).to_be_hidden()
