"""The few commands of W3C WebDriver that a smoke walk needs, over any way to send them."""

from collections.abc import Callable
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which WebDriver refers to an element."""
PATIENCE_SECONDS = 120

Send = Callable[[str, dict[str, Any]], Any]
"""Sends a command by its name in the standard, with its parameters; its value is returned."""


class Window:
    """A browser's window, as somebody uses it who points, clicks and types."""

    def __init__(self, send: Send, engine: str):
        self.send = send
        self.engine = engine

    def open(self, url: str) -> None:
        """Loads a page."""
        self.send("Navigate", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value of a function's body in the page."""
        return self.send("ExecuteScript", {"script": script, "args": list(arguments)})

    def wait(self, condition: str) -> None:
        """Until an expression of the page is true."""
        script = """
          const done = arguments[0];
          const look = () => ((%s) ? done(true) : setTimeout(look, 30));
          look();
        """
        self.send("ExecuteAsyncScript", {"script": script % condition, "args": []})

    def click(self, selector: str, x: int = 0, y: int = 0) -> None:
        """Clicks on an element, so many pixels from its middle."""
        element = self._element(selector)
        move = {"type": "pointerMove", "duration": 0, "origin": {ELEMENT: element}, "x": x, "y": y}
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self.send("PerformActions", {"actions": [mouse | {"actions": [move, down, up]}]})

    def press(self, key: str) -> None:
        """Presses a key, wherever the focus is."""
        strokes = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.send("PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def type(self, selector: str, text: str) -> None:
        """Types into a field, or gives a file to one for files."""
        self.send("ElementSendKeys", {"id": self._element(selector), "text": text})

    def _element(self, selector: str) -> str:
        found = self.send("FindElement", {"using": "css selector", "value": selector})
        return found.get("value", found)[ELEMENT]
