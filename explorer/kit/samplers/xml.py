"""XML as text: documents of samplers, each built as elements."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

Value = str | int | float | bool


def leaf(parent: ET.Element, name: str, value: Value = "") -> ET.Element:
    """Adds an element with a text to another one."""
    element = ET.SubElement(parent, name)
    element.text = text_of(value)
    return element


def leaves(parent: ET.Element, values: Mapping[str, Value]) -> None:
    """Adds an element with a text for each of some values."""
    for name, value in values.items():
        leaf(parent, name, value)


def text_of(value: Value) -> str:
    """A value as text: numbers with a point are written with six digits, truths in small letters."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def document(root: ET.Element) -> bytes:
    """Returns a document as UTF-8, indented."""
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
