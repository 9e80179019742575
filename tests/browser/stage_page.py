"""The stage as tests see it: what it reports on itself, and where things are on the map."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request as Call
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

PATIENCE_MS = 60_000
RESTART = Path(__file__).with_name("restart.js")
expect.set_options(timeout=PATIENCE_MS)

LISTEN = """
  window.started = [];  // every source of sound that was started: its buffer, when, and the audio clock then
  const { start } = AudioBufferSourceNode.prototype, { connect } = AudioNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when = 0, ...rest) {
    window.started.push({ source: this, buffer: this.buffer, when, clock: this.context.currentTime });
    return start.call(this, when, ...rest); };
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) window.output = this;
    else if (this instanceof AudioBufferSourceNode) this.gain = to.gain;
    return connect.call(this, to, ...rest); };
  window.audible = () => window.started.findLast(({ source }) => source.gain.value > 0);
"""
"""Run before the page's own scripts: notes what they hand to the browser's audio."""


FORGET = """() => {
  window.started = [];
  window.output = undefined;
  const { dataset } = document.querySelector('#stage');
  for (const name of ['recipe', 'version', 'checkpoint', 'busy', 'place', 'listening', 'original', 'lastMs'])
    delete dataset[name]; }"""
"""Takes back what was noted, and what the stage reports only once there is something to report."""


@cache
def library_of(url: str, checkpoint: str) -> list[dict]:
    """The sounds of a checkpoint, as the named endpoint /library lists them."""
    call, body = f"{url}/gradio_api/call/library", json.dumps({"data": [checkpoint]}).encode()
    with urlopen(Call(call, body, {"Content-Type": "application/json"})) as asked:
        event = json.load(asked)["event_id"]
    with urlopen(f"{call}/{event}") as answer:
        return json.loads(answer.read().decode().split("data: ", 1)[1])[0]


class StagePage:
    """A browser page with the stage on it."""

    def __init__(self, page: Page, url: str):
        self.page = page
        self.url = url
        self.console_errors: list[str] = []
        self.foreign_requests: list[str] = []
        self.scripted = False
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.on("request", self._asked)
        page.add_init_script(LISTEN)

    def open(self, address: str = "") -> None:
        self.page.goto(self.url + "/" + address)
        self._ready()

    def before_scripts(self, code: str) -> None:
        """Runs JavaScript before the page's own from the next load on."""
        self.page.add_init_script(code)
        self.scripted = True

    def look(self) -> str:
        """How the page looks, just after `open()`; for `restart`."""
        return self.page.evaluate("look()")

    def restart(self, look: str) -> bool:
        """Starts the stage on the page that is loaded; False unless it then is in every way as it was when loaded.

        Needs `RESTART` among the scripts that the browser context runs first.
        """
        self.page.unroute_all()
        self.page.evaluate(FORGET)
        self.page.mouse.move(0, 0)
        if not self.page.evaluate("restart()"):
            return False
        self._ready()
        return self.page.evaluate("look => difference(look)", look) == ""

    def _ready(self) -> None:
        self.wait("data-ready", "true")
        expect(self.page.locator(".map")).to_have_attribute("aria-busy", "false", timeout=PATIENCE_MS)

    def wait(self, attribute: str, value: str) -> None:
        """Until the stage reports a value."""
        self.page.wait_for_selector(f'#stage[{attribute}="{value}"]', state="attached")

    def report(self, name: str) -> str:
        return self.page.locator("#stage").get_attribute(f"data-{name}") or ""

    @property
    def recipe(self) -> dict:
        return json.loads(self.report("recipe") or "null")

    @property
    def renders(self) -> int:
        return int(self.report("renders"))

    def rendered(self, count: int = 1, *, since: int = 0) -> dict:
        """Waits until so many sounds were rendered since then; the recipe of the newest."""
        self.page.wait_for_function(
            "wanted => Number(document.querySelector('#stage').dataset.renders) >= wanted", arg=since + count
        )
        return self.recipe

    def after(self, act) -> dict:
        """Does something and waits for the sound that it makes; its recipe."""
        before = self.renders
        act()
        return self.rendered(since=before)

    def settled(self, condition: str) -> None:
        """Waits for a condition on `recipe`, in JavaScript."""
        self.page.wait_for_function(
            f"() => {{ const text = document.querySelector('#stage').dataset.recipe;"
            f" const recipe = text ? JSON.parse(text) : null; return recipe && ({condition}); }}"
        )

    def idle(self) -> None:
        """Waits until no sound is on its way."""
        self.wait("data-busy", "false")

    @property
    def samples(self) -> np.ndarray:
        """What is heard, or was heard last: (samples,)."""
        self.page.wait_for_function("() => window.audible()")
        return np.array(self.page.evaluate("() => Array.from(window.audible().buffer.getChannelData(0))"))

    @property
    def energy(self) -> float:
        """Of what is heard, with the gain that it has now."""
        gain = self.page.evaluate("() => window.audible().source.gain.value")
        return float(np.sum((gain * self.samples) ** 2))

    @property
    def library(self) -> list[dict]:
        """The sounds on the map: id, name, label, kit, x, y."""
        return library_of(self.url, self.report("checkpoint"))

    def place_of(self, sound: int) -> tuple[float, float]:
        """Where a sound of the library is on the map."""
        return self.library[sound]["x"], self.library[sound]["y"]

    @property
    def place(self) -> tuple[float, float]:
        """Where the current sound is marked on the map."""
        return tuple(json.loads(self.report("place")))

    @property
    def view(self) -> dict[str, list[float]]:
        """The part of the map that is seen: the ends of x and of y."""
        return json.loads(self.page.locator(".surface[data-view]").get_attribute("data-view") or "")

    @property
    def zoomed(self) -> bool:
        return self.page.locator("[data-zoom=all]").is_visible()

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the map is in the window."""
        ((across, down),) = self.pixels_of(np.array([[x, y]])).tolist()
        return across, down

    def pixels_of(self, places: np.ndarray) -> np.ndarray:
        """Where places (n, 2) of the map are in the window: (n, 2)."""
        view, box = self.view, self.page.locator(".surface").bounding_box()
        (left, right), (bottom, top) = view["x"], view["y"]
        shares = (places - [left, top]) / [right - left, bottom - top]
        return [box["x"], box["y"]] + shares * [box["width"], box["height"]]

    def place_at(self, x: float, y: float) -> tuple[float, float]:
        """The place of the map at a point of the window: the inverse of `pixel`."""
        view, box = self.view, self.page.locator(".surface").bounding_box()
        (left, right), (bottom, top) = view["x"], view["y"]
        across, down = (x - box["x"]) / box["width"], (y - box["y"]) / box["height"]
        return left + across * (right - left), top - down * (top - bottom)

    def sound_at(self, sound: int) -> tuple[float, float]:
        """Where a sound of the library is in the window."""
        return self.pixel(*self.place_of(sound))

    @property
    def pixels(self) -> np.ndarray:
        """Where all sounds of the library are in the window: (sounds, 2)."""
        return self.pixels_of(np.array([[sound["x"], sound["y"]] for sound in self.library]))

    def free(self, points: np.ndarray) -> np.ndarray:
        """Which points (n, 2) of the window are of the map and covered by nothing: (n,)."""
        return np.array(
            self.page.evaluate(
                "points => points.map((at) => document.elementFromPoint(...at)?.matches('.surface') ?? false)",
                points.tolist(),
            )
        )

    def lonely_sounds(self, count: int) -> list[int]:
        """Sounds with no other near them on the screen, so that a click means them and nothing covers them."""
        at = self.pixels
        apart = np.linalg.norm(at[:, None] - at[None], axis=-1) + np.diag(np.full(len(at), np.inf))
        gaps = np.where(self.free(at), apart.min(axis=1), 0)
        found = [int(sound) for sound in np.argsort(-gaps, kind="stable") if gaps[sound] > 3]
        assert len(found) >= count
        return found[:count]

    def empty_pixel(self) -> tuple[float, float]:
        """A point of the map that is far from every sound and covered by nothing."""
        box = self.page.locator(".surface").bounding_box()
        across, down = np.arange(5, box["width"], 7), np.arange(5, box["height"], 7)
        points = np.stack(np.meshgrid(box["x"] + across, box["y"] + down), axis=-1).reshape(-1, 2)
        gaps = np.linalg.norm(points[:, None] - self.pixels[None], axis=-1).min(axis=1)
        x, y = points[int(np.where(self.free(points), gaps, -1).argmax())].tolist()
        return x, y

    def drawn(self, property: str) -> dict[int, Any]:
        """How each sound's dot is drawn, by the sound's id: its colour, opacity, outline, or whether it is hollow."""
        found = self.page.evaluate(
            "([count, property]) => Array.from(Array(count).keys(), "
            "(id) => document.querySelector('.plot').dotOf(id)[property])",
            [len(self.library), property],
        )
        return dict(enumerate(found))

    def pick(self, words: str) -> list[int]:
        """Selects all sounds that a search finds; their ids."""
        self.page.locator(".search input").fill(words)
        self.page.locator(".search input").press("Shift+Enter")
        options = self.page.locator("#picked li").all()
        return [int(option.get_attribute("data-id") or "") for option in options]

    def kit_link(self) -> str:
        """What "Copy link with kit" copies, from the # on."""
        if not self.page.locator("[data-keep=link]").is_visible():
            self.page.locator("[data-menu=export] summary").click()
        copied = self.page.evaluate_handle(
            """() => { const copied = []; navigator.clipboard.writeText = async (text) => copied.push(text);
              return copied; }"""
        )
        self.page.locator("[data-keep=link]").click()
        self.page.wait_for_function("copied => copied.length", arg=copied)
        link = self.page.evaluate("copied => copied[0]", copied)
        return link[link.index("#") :]

    def linked_kit(self) -> dict:
        """The kit of the link that was opened: it comes after the stage is ready."""
        self.page.wait_for_function(
            "() => JSON.parse(document.querySelector('.keep').dataset.kit).slots.some(Boolean)"
        )
        return json.loads(self.page.locator(".keep").get_attribute("data-kit") or "")

    def sheet(self, name: str) -> None:
        """In a small window: shows a part of the page in the sheet: sound, tools, pads or more."""
        button = self.page.locator(f"[data-opens={name}]")
        if button.get_attribute("aria-expanded") == "false":
            button.click()

    def reveal(self, selector: str) -> Locator:
        """A control, after opening the panel that it is in."""
        if self.page.locator(".dock").is_visible():
            self.sheet("tools")
        panel = self.page.locator("#tools .tool", has=self.page.locator(selector))
        self.page.locator(f"[aria-controls={panel.get_attribute('id')}]").click()
        return self.page.locator(selector)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.foreign_requests.append(request.url)
