"""The page's parts as plain HTML, with the browser's own controls in place of Gradio's.

They have the ids and classes that the style sheets and scripts know from Gradio; `static/site/controls.js` is what
sends their events to the page and shows its values in them.
"""

from collections.abc import Sequence
from functools import singledispatch
from html import escape
from itertools import groupby
from typing import Any

import gradio as gr

from explorer.page.parts import Button, Column, Control, Fragment, Markup, Part, Piece, Row, html_of


def plain(part: Part) -> str:
    """A part as HTML; like Gradio, it gathers controls that follow each other in a form.

    Raises:
        TypeError: there is no plain control for one of Gradio's.
    """
    match part:
        case Fragment(path, elem_id):
            return _block(elem_id, html_of(path))
        case Markup(elem_id, html):
            return _block(elem_id, html)
        case Control(name, make):
            return control_html(make(elem_id=name))
        case Button(name, make):
            return _button(name, make(elem_id=name), f' data-press="{escape(name)}"')
        case Piece(name, make):
            return _button(name, make(elem_id=name))
        case Row(elem_id, parts):
            return f'<div id="{escape(elem_id)}" class="layout-row">{_all(parts)}</div>'
        case Column(elem_id, parts, elem_class):
            return (
                f'<div id="{escape(elem_id)}" class="layout-column {escape(elem_class)}">{_all(parts)}</div>'
            )


def _all(parts: Sequence[Part]) -> str:
    found = []
    for together, group in groupby(parts, lambda part: isinstance(part, Control)):
        html = "\n".join(plain(part) for part in group)
        found.append(f'<div class="form">{html}</div>' if together else html)
    return "\n".join(found)


def _block(elem_id: str, html: str) -> str:
    return (
        f'<div id="{escape(elem_id)}" class="block"><div class="html-container"><div>{html}</div></div></div>'
    )


def _button(elem_id: str, button: Any, more: str = "") -> str:
    words = button.label if isinstance(button, gr.UploadButton) else button.value
    made = f'<button type="button" class="lg secondary" id="{escape(elem_id)}"{more}>{_words(words)}</button>'
    return made + ('<input type="file" hidden>' if isinstance(button, gr.UploadButton) else "")


@singledispatch
def control_html(component: Any) -> str:
    """A component of Gradio that holds a value as a plain control, with its value in it.

    Raises:
        TypeError: there is none for this component.
    """
    raise TypeError(f"There is no plain control for {type(component).__name__}.")


@control_html.register
def _(slider: gr.Slider) -> str:
    limits = f'min="{slider.minimum}" max="{slider.maximum}" step="{slider.step}" value="{slider.value}"'
    name, label = escape(str(slider.elem_id)), _words(slider.label)
    number = f'<input type="number" aria-label="number input for {label}" {limits}>'
    field = f'<input type="range" id="{name}-range" aria-label="range slider for {label}" {limits}>'
    head = (
        f'<label for="{name}-range">{_caption(slider)}</label><div class="tab-like-container">{number}</div>'
    )
    return _held(
        slider,
        f'<div class="wrap"><div class="head">{head}</div><div class="slider_input_container">{field}</div></div>',
    )


@control_html.register
def _(number: gr.Number) -> str:
    limits = " ".join(
        f'{name}="{value:.15g}"'
        for name, value in (("min", number.minimum), ("max", number.maximum), ("step", number.step))
        if value is not None
    )
    field = f'<input type="number" aria-label="{_words(number.label)}" {limits} value="{number.value}">'
    return _held(number, f'<label class="container">{_caption(number)}{field}</label>')


@control_html.register
def _(radio: gr.Radio) -> str:
    choices = "".join(
        f'<label class="{"selected" if value == radio.value else ""}"><input type="radio" '
        f'name="{escape(str(radio.elem_id))}" value="{escape(str(value))}"'
        f"{' checked' if value == radio.value else ''}><span>{_words(text)}</span></label>"
        for text, value in radio.choices
    )
    return _held(radio, f'{_caption(radio)}<div class="wrap">{choices}</div>', "fieldset")


@control_html.register
def _(dropdown: gr.Dropdown) -> str:
    options = "".join(
        _option(str(text), str(value), value == dropdown.value) for text, value in dropdown.choices
    )
    field = f'<select aria-label="{_words(dropdown.label)}">{options}</select>'
    return _held(
        dropdown, f'<div class="container">{_caption(dropdown)}<div class="wrap">{field}</div></div>'
    )


@control_html.register
def _(box: gr.Checkbox) -> str:
    field = f'<input type="checkbox"{" checked" if box.value else ""}>'
    return _held(box, f'<label class="container">{field}<span>{_words(box.label)}</span></label>')


@control_html.register
def _(field: gr.Textbox) -> str:
    text = f'<input type="text" value="{escape(str(field.value or ""))}">'
    return _held(field, f'<label class="container">{_caption(field)}{text}</label>')


def _option(text: str, value: str, selected: bool) -> str:
    """A choice by its first line; what follows is its tip."""
    shown, _, tip = text.partition("\n")
    return (
        f'<option value="{escape(value)}" title="{escape(tip)}"{" selected" if selected else ""}>'
        f"{escape(shown.strip())}</option>"
    )


def _words(text: object) -> str:
    return escape(str(text or ""))


def _caption(component: Any) -> str:
    return f'<span data-testid="block-info">{_words(component.label)}</span>'


def _held(component: Any, html: str, tag: str = "div") -> str:
    classes = " ".join(["block", *(component.elem_classes or [])])
    name = escape(str(component.elem_id))
    return f'<{tag} id="{name}" class="{escape(classes)}" data-control="{name}">{html}</{tag}>'
