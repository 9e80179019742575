"""The stage as tests see it: what it reports on itself, and where things are on the map."""

import json
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

PATIENCE_MS = 60_000
RESTART = Path(__file__).with_name("restart.js")
expect.set_options(timeout=PATIENCE_MS)


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

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the map is in the window."""
        at = self.page.evaluate("place => window.hitmap.stage.map.view.toPixel(place)", [float(x), float(y)])
        box = self.page.locator(".surface").bounding_box()
        return box["x"] + at[0], box["y"] + at[1]

    def sound_at(self, sound: int) -> tuple[float, float]:
        """Where a sound of the library is in the window."""
        return self.pixel(*self.page.evaluate("id => window.hitmap.stage.map.placeOf(id)", sound))

    def lonely_sounds(self, count: int) -> list[int]:
        """Sounds with no other near them on the screen, so that a click means them and nothing covers them."""
        found = self.page.evaluate(
            """() => {
              const { map } = window.hitmap.stage, { x, y } = map.points, box = map.surface.getBoundingClientRect();
              const at = Array.from(x, (_, i) => map.view.toPixel([x[i], y[i]]));
              const free = ([px, py]) => document.elementFromPoint(box.x + px, box.y + py) === map.surface;
              const gap = (i) => Math.min(...at.map(([px, py], j) =>
                j === i ? Infinity : Math.hypot(px - at[i][0], py - at[i][1])));
              return at.map((_, i) => [gap(i), i]).filter(([g, i]) => g > 3 && free(at[i])).sort((a, b) => b[0] - a[0])
                .map(([, i]) => i);
            }"""
        )
        assert len(found) >= count
        return found[:count]

    def empty_pixel(self) -> tuple[float, float]:
        """A point of the map that is far from every sound and covered by nothing."""
        return tuple(
            self.page.evaluate(
                """() => {
                  const { map } = window.hitmap.stage, { x, y } = map.points, box = map.surface.getBoundingClientRect();
                  const at = Array.from(x, (_, i) => map.view.toPixel([x[i], y[i]]));
                  let best = null, most = 0;
                  for (let px = 5; px < box.width; px += 7) for (let py = 5; py < box.height; py += 7) {
                    if (document.elementFromPoint(box.x + px, box.y + py) !== map.surface) continue;
                    const gap = Math.min(...at.map((p) => Math.hypot(p[0] - px, p[1] - py)));
                    if (gap > most) [best, most] = [[box.x + px, box.y + py], gap];
                  }
                  return best;
                }"""
            )
        )

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

    def reveal(self, selector: str) -> Locator:
        """A control, after opening the panel that it is in."""
        panel = self.page.locator("#tools .tool", has=self.page.locator(selector))
        self.page.locator(f"[aria-controls={panel.get_attribute('id')}]").click()
        return self.page.locator(selector)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.foreign_requests.append(request.url)
