"""The parts that make up the page: HTML from `static/`, and Gradio's controls under the names the page uses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

STATIC = Path(__file__).parents[1] / "static"
Input = gr.Slider | gr.Radio | gr.Number | gr.Dropdown | gr.Checkbox | gr.Textbox


@dataclass(frozen=True)
class Fragment:
    """A piece of HTML.

    Attributes:
        path: path of the file below `static/`, without `.html`.
        elem_id: id of the element around it, which `static/stage/mounted.js` waits for.
    """

    path: str
    elem_id: str


@dataclass(frozen=True)
class Control:
    """A Gradio component that holds a value.

    Attributes:
        name: its `elem_id`, and its name in `window.hitmap.changed(name, value)` and `.values(names)`.
        make: creates the component, given an `elem_id`.
    """

    name: str
    make: Callable[..., Input]


@dataclass(frozen=True)
class Button:
    """A Gradio button.

    Attributes:
        name: its `elem_id`, and its name in `window.hitmap.pressed(name)`.
        make: creates the component, given an `elem_id`.
    """

    name: str
    make: Callable[..., gr.Button]


@dataclass(frozen=True)
class Row:
    """Parts side by side, in an element with the id `elem_id`."""

    elem_id: str
    parts: Sequence["Part"]


@dataclass(frozen=True)
class Column:
    """Parts from top to bottom, in an element with the id `elem_id`, and a class if it has one."""

    elem_id: str
    parts: Sequence["Part"]
    elem_class: str = ""


@dataclass(frozen=True)
class Markup:
    """HTML that is made rather than read from a file, in an element with the id `elem_id`."""

    elem_id: str
    html: str


@dataclass(frozen=True)
class Piece:
    """A Gradio component whose events are wired by whoever lays it out.

    Attributes:
        name: its `elem_id`.
        make: creates the component, given an `elem_id`.
    """

    name: str
    make: Callable[..., Component]


Part = Fragment | Control | Button | Row | Column | Markup | Piece


def control(name: str, kind: Callable[..., Input], *values: Any, **options: Any) -> Control:
    """A `Control` that makes a Gradio component of this kind, with these arguments."""
    return Control(name, partial(kind, *values, **options))


def button(name: str, text: str, **options: Any) -> Button:
    """A `Button` with this text."""
    return Button(name, partial(gr.Button, text, **options))


def lay_out(parts: Sequence[Part]) -> list[Input]:
    """Creates components in order, in the current Gradio context, and sends their events to the page.

    Returns:
        The controls: the components whose values the page sets.
    """
    controls: list[Input] = []
    for part in parts:
        match part:
            case Fragment(path, elem_id):
                gr.HTML(html_template=html_of(path), apply_default_css=False, elem_id=elem_id)
            case Markup(elem_id, html):
                gr.HTML(html, apply_default_css=False, elem_id=elem_id)
            case Control(name, make):
                component = make(elem_id=name)
                component.input(None, component, js=f"(value) => window.hitmap?.changed('{name}', value)")
                controls.append(component)
            case Button(name, make):
                make(elem_id=name).click(None, js=f"() => window.hitmap?.pressed('{name}')")
            case Row(elem_id, inner):
                with gr.Row(elem_id=elem_id):
                    controls += lay_out(inner)
            case Column(elem_id, inner, elem_class):
                with gr.Column(elem_id=elem_id, elem_classes=elem_class or None):
                    controls += lay_out(inner)
            case Piece(name, make):
                make(elem_id=name)
    return controls


def html_of(path: str) -> str:
    """The HTML of a file below `static/`, named without `.html`."""
    return (STATIC / f"{path}.html").read_text("utf-8")
