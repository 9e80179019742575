"""What the page is laid out of: pieces of HTML from `static/`, and Gradio's controls under the names the page knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

STATIC = Path(__file__).parents[1] / "static"
Input = gr.Slider | gr.Radio | gr.Number | gr.Dropdown | gr.Checkbox | gr.Textbox


@dataclass(frozen=True)
class Fragment:
    """A piece of HTML.

    Attributes:
        path: of the file below `static/`, without `.html`.
        elem_id: of the element around it, for which `static/stage/mounted.js` waits.
    """

    path: str
    elem_id: str


@dataclass(frozen=True)
class Control:
    """A component of Gradio that holds a value.

    Attributes:
        name: its `elem_id`, and what the page calls it in `window.hitmap.changed(name, value)` and `.values(names)`.
        make: creates the component, given an `elem_id`.
    """

    name: str
    make: Callable[..., Input]


@dataclass(frozen=True)
class Button:
    """A button of Gradio.

    Attributes:
        name: its `elem_id`, and what the page calls it in `window.hitmap.pressed(name)`.
        make: creates the component, given an `elem_id`.
    """

    name: str
    make: Callable[..., gr.Button]


@dataclass(frozen=True)
class Row:
    """Parts side by side, in an element with the id `elem_id`."""

    elem_id: str
    parts: Sequence["Part"]


Part = Fragment | Control | Button | Row


def control(name: str, kind: Callable[..., Input], *values: Any, **options: Any) -> Control:
    """A `Control` of a kind of Gradio's components, with their own arguments."""
    return Control(name, partial(kind, *values, **options))


def button(name: str, text: str, **options: Any) -> Button:
    """A `Button` with a text on it."""
    return Button(name, partial(gr.Button, text, **options))


def lay_out(parts: Sequence[Part]) -> list[Input]:
    """Creates components in their order, inside the current Gradio context, and tells the page of their events.

    Returns:
        The controls: those of the components whose values the page sets.
    """
    controls: list[Input] = []
    for part in parts:
        match part:
            case Fragment(path, elem_id):
                html = (STATIC / f"{path}.html").read_text("utf-8")
                gr.HTML(html_template=html, apply_default_css=False, elem_id=elem_id)
            case Control(name, make):
                component = make(elem_id=name)
                component.input(None, component, js=f"(value) => window.hitmap?.changed('{name}', value)")
                controls.append(component)
            case Button(name, make):
                make(elem_id=name).click(None, js=f"() => window.hitmap?.pressed('{name}')")
            case Row(elem_id, inner):
                with gr.Row(elem_id=elem_id):
                    controls += lay_out(inner)
    return controls
