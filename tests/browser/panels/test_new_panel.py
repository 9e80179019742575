"""A panel that is added at run time: a folder with its HTML and its script, and one entry in the list of panels."""

from collections.abc import Iterator

import gradio as gr
import pytest
from playwright.sync_api import expect
from stage_page import StagePage

from explorer.page.panels import PANELS, Panel
from explorer.page.parts import Fragment, button, control
from explorer.page.ui import build_demo, launch_options
from explorer.sound.shelf import find_checkpoints

pytestmark = pytest.mark.browser

HTML = '<p class="toy">Nothing yet.</p>'
SCRIPT = """
export default function build({ checkpoint, controls, turn, sync }) {
  const words = document.querySelector('.toy');
  return {
    clear: () => (words.textContent = `Cleared for ${checkpoint()}.`),
    opened: ({ names }) => (words.dataset.sounds = names.length),
    shown: ({ rendered }) => (words.textContent = rendered.info.title),
    controls: {
      'toy-noise': {
        read: () => controls().amount,
        take: (amount) => turn({ amount }, { since: performance.now() }),
      },
    },
    presses: { 'toy-quiet': (since) => { turn({ amount: 0 }, { since }); sync(); } },
  };
}
"""


@pytest.fixture(scope="module")
def toy_url(damaged_checkpoints, tmp_path_factory) -> Iterator[str]:
    """The address of an app with one panel more."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "toy.html").write_text(HTML)
    (folder / "toy.js").write_text(SCRIPT)
    toy = Panel(
        "Toy",
        [
            Fragment(str(folder / "toy"), "toy-block"),
            control("toy-noise", gr.Slider, 0, 2, value=0, step=0.1, label="Toy"),
            button("toy-quiet", "Quiet"),
        ],
        folder=folder,
    )
    demo = build_demo(find_checkpoints(damaged_checkpoints), [toy, *PANELS])
    _, url, _ = demo.launch(prevent_thread_lock=True, quiet=True, **launch_options())
    yield url.rstrip("/")
    demo.close()


@pytest.fixture
def stage(browser, toy_url) -> Iterator[StagePage]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    stage = StagePage(page, toy_url)
    stage.open()
    yield stage
    page.close()
    assert stage.console_errors == []


def test_a_new_panel_opens_and_follows_the_sound_and_the_checkpoint(stage, page):
    words = page.locator(".toy")
    page.get_by_role("tab", name="Toy").click()
    expect(words).to_have_text("Cleared for drum-machine.")
    expect(words).to_have_attribute("data-sounds", str(len(stage.library)))
    sound = stage.lonely_sounds(1)[0]
    stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    expect(words).to_have_text(page.locator(".now .title").inner_text())
    page.locator("#checkpoint input").click()
    page.get_by_role("option", name="lost-kit").click()
    stage.wait("data-checkpoint", "lost-kit")
    expect(words).to_have_attribute("data-sounds", str(len(stage.library)))


def test_its_controls_are_known_by_their_names_though_they_come_first(stage, page):
    page.get_by_role("tab", name="Toy").click()
    stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    page.locator("#toy-noise input[type=range]").fill("1.5")
    stage.settled("recipe.kind === 'noise' && recipe.amount === 1.5")
    seed = stage.after(lambda: page.keyboard.press("n"))["seed"]
    stage.reveal("#seed")
    expect(page.locator("#seed input")).to_have_value(str(seed))
    expect(page.locator("#amount input[type=range]")).to_have_value("1.5")
    stage.reveal("#toy-quiet").click()
    stage.settled("recipe.kind === 'point'")
    expect(page.locator("#toy-noise input[type=range]")).to_have_value("0")
